import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openNexus, type Recommendation, type TaskFacts } from '../../src/library.ts';

/** As in a file that is committed, so that everybody's recommendations follow the same rules. */
const CUSTOM = `learn:
  patterns: 2000     # keep more executions: 1000 count by default
  solutions: 1000    # keep more solutions: 500 by default
  threshold: 0.2     # a lower threshold finds more that is similar: 0.3 by default
  confidence: 1.5    # boosts confidence, which still ends at 1
`;

/**
 * Custom configuration: what the same history advises for a task before and after the repository has settings of its
 * own. They are to be made once; a second `learn:` in the file would be a problem with its line.
 */
export async function configure(
  directory: string,
  task: TaskFacts,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<{ readonly before: Recommendation; readonly after: Recommendation }> {
  const memory = await openNexus({
    cwd: directory,
    env,
    machine: {},
    clock: Date.now,
    random: randomBytes,
    warm: true,
  });
  const before = await memory.recommend(task);
  // The next question is answered by them: nothing is to be opened anew, and no history is rewritten.
  await appendFile(join(directory, '.nexus', 'config.yaml'), CUSTOM);
  const after = await memory.recommend(task);
  return { before, after };
}
