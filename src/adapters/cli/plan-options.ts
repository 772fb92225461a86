import type { OptionTable } from './command.ts';

/** Of `nexus run --plan`; `--approach` is one of `nexus run` itself. */
export const PLAN_OPTIONS: OptionTable = {
  plan: { type: 'string', value: 'file', summary: 'Work through the tasks of a YAML or JSON file' },
  jobs: {
    type: 'string',
    short: 'j',
    value: 'count',
    summary: 'So many tasks of a plan at the same time, 1 to 64',
  },
  'keep-going': { type: 'boolean', short: 'k', summary: 'Go on with what does not depend on a failed task' },
};

export const PLAN_NOTES: readonly string[] = [
  '',
  'A plan: tasks: [{id, description, category, run, dependencies, type, effort, tools, status}]; approach,',
  'concurrency, endpoints, retries and rate where wanted. Its statuses are written into the file as they change,',
  'so a second run goes on where the first one ended. A command finds its task in NEXUS_TASK, NEXUS_ATTEMPT and,',
  'in api_heavy, NEXUS_ENDPOINT.',
];
