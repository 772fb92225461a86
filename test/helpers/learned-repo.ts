import { randomBytes } from 'node:crypto';
import type { Draft } from '../../src/core/record.ts';
import { type Nexus, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from './git-repo.ts';
import { madeOnce } from './made-once.ts';
import { withMemory } from './open-repo.ts';

/** When these tests take place. A Friday. */
export const NOW = Date.parse('2026-11-20T12:00:00Z');
const DAY = 86_400_000;

interface Facts {
  readonly repo: TestRepo;
  /** Of the error's record, and of a decision that was wrong. */
  readonly error: string;
  readonly decision: string;
  /** Of an episode with steps, and of one without. */
  readonly stepped: string;
  readonly plain: string;
}

export type Learned = Facts & { readonly memory: Nexus };

const SIZE = 'RangeError: connection pool has no size';
const CLOSED = 'ERR_STREAM_PREMATURE_CLOSE on publish';

function at(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function openAt(repo: TestRepo, clock: () => number): Promise<Nexus> {
  return openNexus({ cwd: repo.dir, env: repo.env, machine: {}, clock, random: randomBytes, warm: true });
}

/** Twelve episodes in eleven weeks, what they met and recalled; the newest has steps. */
export async function learnedRepo(): Promise<Learned> {
  const facts = await learned();
  return { ...facts, memory: await openAt(facts.repo, () => NOW) };
}

const learned = madeOnce(async (): Promise<Facts> => {
  const repo = await withMemory(gitRepo({ 'src/load.py': 'def load(): pass\n' }));
  let now = NOW - 80 * DAY;
  const memory = await openAt(repo, () => now);
  const write = async (draft: Draft): Promise<string> => (await memory.remember(draft)).record.id;
  const error = await write({
    kind: 'error',
    title: SIZE,
    body: '## Context\n\nLoading.\n\n## Resolution\n\nSet poolSize.\n',
    error: { type: 'RangeError', signature: SIZE },
    files: ['src/load.py'],
  });
  const decision = await write({
    kind: 'decision',
    title: 'Files, not a database',
    body: '## Decision\n\nFiles.\n',
  });
  const episodes: string[] = [];
  for (let week = 11; week >= 0; week--) {
    now = NOW - (week * 7 + 1) * DAY;
    const success = week % 3 !== 1;
    episodes.push(
      await write({
        kind: 'episode',
        title: `Load the rows, part ${12 - week}`,
        body: `## Accomplished\n\n- Read ${12 - week} files\n\n## Next\n\n- Go on\n`,
        episode: { started: at(now), duration_s: 300, success, branch: 'main', context: ['reviewer=Ben'] },
        executions: [
          {
            at: at(now),
            task: 'load',
            category: week % 2 === 0 ? 'backend' : 'docs',
            type: 'general',
            complexity: 'low',
            approach: week % 4 === 0 ? 'incremental' : 'test first',
            success,
            duration_s: 120,
          },
        ],
        ...(week % 2 === 0
          ? { errors: [{ signature: SIZE, resolved: true, id: error, cost_s: 600, runs: 3 }] }
          : {}),
        ...(week % 4 === 1 ? { errors: [{ signature: CLOSED, resolved: false }] } : {}),
        ...(week % 3 === 0
          ? {
              recalled: [
                { id: error, helped: true },
                { id: decision, helped: false, wrong: true, note: 'it is one now' },
              ],
            }
          : {}),
        ...(week === 0
          ? {
              events: [
                {
                  at: at(now),
                  type: 'planning',
                  role: 'planner',
                  data: '{"approach":"incremental","lines":45}',
                },
                {
                  at: at(now + 65_000),
                  type: 'recall',
                  role: 'worker',
                  data: JSON.stringify({ record: error }),
                },
                {
                  at: at(now + 125_000),
                  type: 'verification',
                  role: 'tester',
                  data: '{"passed":false,"error":"no size"}',
                },
                { at: at(now + 190_000), type: 'verification', role: 'tester', data: '{"passed":true}' },
              ],
            }
          : {}),
      }),
    );
  }
  repo.commit('what was learned');
  const [plain = ''] = episodes;
  return { repo, error, decision, stepped: episodes.at(-1) ?? '', plain };
});
