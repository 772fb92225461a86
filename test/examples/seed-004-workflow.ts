import { randomBytes } from 'node:crypto';
import { type ConsensusCandidate, contextForTask, type NexusRecord, openNexus } from '../../src/library.ts';

export interface Task {
  readonly description: string;
  readonly language: string;
}

export type Candidate = ConsensusCandidate & { readonly approach: string; readonly passed: boolean };

/** What a program of yours does with what memory knows: several solutions, by different approaches. */
export type Generate = (task: Task, context: string) => Promise<readonly Candidate[]>;

/** How many of your judges are for which candidate. */
export type Judge = (candidates: readonly Candidate[]) => Promise<Readonly<Record<string, number>>>;

export interface WorkflowResult {
  readonly episode: NexusRecord;
  /** Titles of earlier episodes like it that went well. */
  readonly similar: readonly string[];
  /** Titles of the patterns that were learned. */
  readonly learned: readonly string[];
}

/**
 * The complete workflow: knowledge to begin with, an episode, what memory knows for the task, several solutions, a choice
 * among them, what the winner teaches, the episode's end. The next task begins with what this one learned.
 */
export async function completeWorkflow(
  directory: string,
  task: Task,
  generate: Generate,
  judge: Judge,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<WorkflowResult> {
  const memory = await openNexus({
    cwd: directory,
    env,
    machine: {},
    clock: Date.now,
    random: randomBytes,
    warm: true,
  });

  // 1. Have something to begin with: patterns, best practices and common errors of the language.
  await memory.switchPacks({ on: ['python'], off: [] });

  // 2. Start to tell of the task.
  const { id: episode } = await memory.startEpisode({
    task: task.description,
    context: { language: task.language, priority: 'high' },
  });
  const started = Date.now();

  // 3. Ask memory for patterns and fixes, and for earlier work that went well.
  const context = await contextForTask(memory, task, { top: 2 });
  const similar = await memory.recallSimilarEpisodes({
    description: task.description,
    n: 3,
    successOnly: true,
  });

  // 4. Generate with what is known, and tell what came of it.
  const candidates = await generate(task, context);
  for (const { approach, code } of candidates)
    await memory.recordEvent({
      episode,
      type: 'code_generation',
      role: 'worker_backend',
      data: { approach, lines: code.split('\n').length },
    });
  const passing = candidates.filter(({ passed }) => passed);
  await memory.recordEvent({
    episode,
    type: 'verification',
    role: 'qa_sentinel',
    data: { passed: passing.length > 0, candidates: candidates.length, passing: passing.length },
  });

  // 5. Choose; 6. learn from the winner. The choice becomes an event of the episode, too.
  const learned: string[] = [];
  if (passing.length > 0) {
    const votes = await judge(passing);
    const [winner = passing[0]] = [...passing].sort((a, b) => (votes[b.id] ?? 0) - (votes[a.id] ?? 0));
    const { patterns } = await memory.learnFromConsensus({
      task,
      candidates,
      winner: winner?.id ?? '',
      votes,
      episode,
    });
    learned.push(...patterns.map(({ record }) => record.title));
  }

  // 7. End the episode; the next commit carries it and the patterns.
  const ended = await memory.endEpisode({
    episode,
    success: passing.length > 0,
    metrics: { duration_s: (Date.now() - started) / 1000, patterns: learned.length },
  });
  return { episode: ended.episode, similar: similar.map((each) => each.title), learned };
}
