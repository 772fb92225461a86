import { randomBytes } from 'node:crypto';
import { type NexusRecord, openNexus } from '../../src/nexus.ts';

export interface Task {
  readonly description: string;
  readonly language: string;
}

/** What a program of yours does with what memory knows. */
export type Generate = (
  task: Task,
  context: string,
) => Promise<{ readonly approach: string; readonly code: string; readonly passed: boolean }>;

export interface WorkflowResult {
  readonly episode: NexusRecord;
  /** Titles of the patterns that were known before. */
  readonly patterns: readonly string[];
  /** Titles of earlier episodes like it that went well. */
  readonly similar: readonly string[];
}

/**
 * The complete workflow: start an episode, ask memory, work with what it knows, tell what happens, keep what
 * worked, end the episode. The next task begins with what this one learned.
 */
export async function completeWorkflow(
  directory: string,
  task: Task,
  generate: Generate,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<WorkflowResult> {
  // 1. Open the repository's memory.
  const memory = await openNexus({
    cwd: directory,
    env,
    machine: {},
    clock: Date.now,
    random: randomBytes,
    warm: true,
  });

  // 2. Start to tell of the task.
  const { id: episode } = await memory.startEpisode({
    task: task.description,
    context: { language: task.language, priority: 'high' },
  });
  const started = Date.now();

  // 3. Ask memory for patterns, and for earlier work that went well.
  const patterns = await memory.recall({
    text: task.description,
    kinds: ['pattern'],
    language: task.language,
    limit: 3,
  });
  const similar = await memory.recallSimilarEpisodes({
    description: task.description,
    n: 3,
    successOnly: true,
  });

  // 4. Work with what is known.
  const known = patterns.hits.slice(0, 2).map((hit) => hit.snippet);
  const context = known.length === 0 ? '' : `Relevant patterns from memory:\n${known.join('\n')}`;
  const made = await generate(task, context);

  // 5. Tell what happened.
  await memory.recordEvent({
    episode,
    type: 'code_generation',
    role: 'worker_backend',
    data: { approach: made.approach, lines: made.code.split('\n').length },
  });
  await memory.recordEvent({
    episode,
    type: 'verification',
    role: 'qa_sentinel',
    data: { passed: made.passed, score: made.passed ? 0.9 : 0.2 },
  });

  // 6. Keep what worked, for the next task.
  if (made.passed)
    await memory.remember({
      kind: 'pattern',
      title: task.description,
      language: task.language,
      pattern: { category: 'code' },
      derived_from: [episode],
      body: `## Solution\n\n\`\`\`${task.language}\n${made.code}\n\`\`\`\n`,
    });

  // 7. End the episode; the next commit carries it.
  const ended = await memory.endEpisode({
    episode,
    success: made.passed,
    metrics: { duration_s: (Date.now() - started) / 1000, patterns: patterns.hits.length },
  });
  return {
    episode: ended.episode,
    patterns: patterns.hits.map((hit) => hit.title),
    similar: similar.map((each) => each.title),
  };
}
