import type { TaskFacts } from '../core/execution.ts';

/** What an execution did, as far as it tells why it succeeded. */
export interface ExecutionTraces {
  readonly files_created?: readonly string[];
  readonly api_calls?: number;
  readonly dependencies_resolved?: readonly string[];
  readonly output?: string;
}

const STRATEGIES = ['standard', 'incremental', 'parallel', 'api_heavy'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/**
 * The way of execution that a recommended approach means. Any other name means the standard one, and
 * so does a recovered approach: what succeeded there was the standard way, after the recovery.
 */
export function strategyOf(approach: string): Strategy {
  return STRATEGIES.find((one) => one === approach) ?? 'standard';
}

const RECOVERED = '_recovered';

/** The approach under which a success after a recovery is kept. It is said once, however often it happens. */
export function recoveredApproach(approach: string): string {
  return approach.endsWith(RECOVERED) ? approach : `${approach}${RECOVERED}`;
}

/** What helped an execution to succeed. @param recovered true after an error that was recovered from. */
export function successFactors(task: TaskFacts, did: ExecutionTraces, recovered = false): readonly string[] {
  const component = task.category === 'frontend' && (did.output ?? '').toLowerCase().includes('component');
  return [
    ...(recovered ? ['error_recovery'] : []),
    ...((did.files_created ?? []).length > 0 ? ['file_creation'] : []),
    ...((did.api_calls ?? 0) > 0 ? ['api_integration'] : []),
    ...((did.dependencies_resolved ?? []).length > 0 ? ['dependency_resolution'] : []),
    ...(component ? ['component_creation'] : []),
  ];
}
