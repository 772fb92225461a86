import { type Nexus, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from './git-repo.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** When the pictures are taken. */
export const SHOWN_AT = Date.UTC(2026, 10, 20, 9);

const PEOPLE = { ann: 'Ann Author', ben: 'Ben Builder' } as const;

/** A repository with a small memory that two people made in some weeks: the same to the last byte whenever it is made. */
export async function shownRepo(): Promise<{ readonly memory: Nexus; readonly repo: TestRepo }> {
  const repo = gitRepo();
  let now = SHOWN_AT - 30 * DAY;
  let seed = 7;
  const byte = (): number => {
    seed = (seed * 75 + 74) % 65_537;
    return seed & 255;
  };
  const memory = await openNexus({
    cwd: repo.dir,
    env: repo.env,
    clock: () => now,
    random: (bytes) => new Uint8Array(bytes).map(byte),
    machine: {},
    warm: true,
    hookEnv: true,
  });
  const commit = async (daysAgo: number, who: keyof typeof PEOPLE, subject: string): Promise<void> => {
    now = SHOWN_AT - daysAgo * DAY;
    repo.git('add', '-A');
    await memory.captureForCommit();
    const date = `${Math.floor(now / 1_000)} +0000`;
    const name = PEOPLE[who];
    const mail = `${who}@example.org`;
    Object.assign(repo.env, {
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: mail,
    });
    repo.git('commit', '-qm', subject);
    await memory.afterGit('post-commit');
  };
  const worked = async (approach: string, success: boolean, seconds: number): Promise<void> => {
    await memory.recordExecution({
      task: 'make the token refresh safe',
      category: 'backend',
      approach,
      success,
      duration_s: seconds,
    });
  };

  await memory.init({ hooks: false, packs: false, dryRun: false });
  repo.write({ 'src/auth/client.ts': CLIENT, 'src/worker/pool.ts': POOL, 'src/queue/publish.ts': QUEUE });
  await commit(29, 'ann', 'feat: sign in, and a pool of workers');

  now = SHOWN_AT - 21 * DAY;
  const redis = await memory.remember({
    kind: 'decision',
    title: 'Redis streams carry the outbox',
    body: '## Context\n\nMessages must survive a restart.\n\n## Decision\n\nThe outbox is a Redis stream.\n',
    tags: ['queue'],
    files: ['src/queue/publish.ts'],
  });
  await worked('standard', false, 2_400);
  await commit(21, 'ben', 'feat(queue): an outbox');

  now = SHOWN_AT - 14 * DAY;
  await memory.remember({
    kind: 'decision',
    title: 'One refresher: AuthClient.refresh, callers wait',
    body: '## Context\n\nEach worker refreshed the token by itself.\n\n## Decision\n\nAll go through `AuthClient.refresh`.\n\n## Ruled out\n\nA lock in the database.\n',
    tags: ['auth'],
    files: ['src/auth/client.ts#L1-L6'],
  });
  await worked('test first', true, 1_300);
  await commit(14, 'ben', 'docs: who refreshes the token');

  now = SHOWN_AT - 9 * DAY;
  const error = await memory.remember({
    kind: 'error',
    title: 'TokenExpiredError: refresh raced in worker',
    error: {
      type: 'TokenExpiredError',
      message: 'refresh raced in worker',
      signature: 'TokenExpiredError: refresh raced in worker',
    },
    body: '## Cause\n\nTwo workers refresh at once; the first makes the token of the second invalid.\n\n## Resolution\n\nRoute every refresh through `AuthClient.refresh`, a single flight.\n\n- never from a worker\n- callers wait for the one that is under way\n',
    tags: ['auth'],
    files: ['src/auth/client.ts#L1-L6', 'src/worker/pool.ts'],
  });
  await worked('test first', true, 900);
  await commit(9, 'ann', 'fix(auth): single-flight token refresh');

  now = SHOWN_AT - 8 * DAY;
  await memory.supersede(redis.record.id, {
    title: 'Outbox before broker',
    body: '## Context\n\nA stream was one more thing to run.\n\n## Decision\n\nThe outbox is a table; a worker publishes from it.\n',
    tags: ['queue'],
    files: ['src/queue/publish.ts'],
  });
  await memory.outcome({ id: error.record.id, helped: true, note: 'the flaky login test was this' });
  await worked('test first', true, 1_500);
  await commit(8, 'ben', 'feat(queue): the outbox is a table');

  now = SHOWN_AT - 3 * DAY;
  await memory.edit(error.record.id, {
    section: {
      name: 'Resolution',
      text: 'Route every refresh through `AuthClient.refresh`, a single flight, never from a worker.\n\n- callers wait for the one that is under way',
    },
  });
  await memory.outcome({ id: error.record.id, helped: true });
  await worked('standard', true, 2_000);
  await commit(3, 'ann', 'docs: clearer words for the token race');

  repo.git('switch', '-q', '-c', 'queue-close');
  now = SHOWN_AT - 2 * HOUR;
  await memory.remember({
    kind: 'error',
    title: 'ERR_STREAM_PREMATURE_CLOSE on publish',
    error: {
      type: 'Error',
      message: 'Premature close',
      signature: 'Error [ERR_STREAM_PREMATURE_CLOSE]: Premature close',
    },
    body: '## Cause\n\nThe socket is closed before the write is flushed.\n\n## Resolution\n\nWait for `drain` before `end`.\n',
    tags: ['queue'],
    files: ['src/queue/close.ts'],
  });
  await commit(1 / 12, 'ben', 'fix(queue): drain before close');
  now = SHOWN_AT;
  await memory.learnCode();
  return { memory, repo };
}

const CLIENT = `export class AuthClient {
  #flight: Promise<string> | undefined;
  refresh(): Promise<string> {
    this.#flight ??= this.fetchToken().finally(() => (this.#flight = undefined));
    return this.#flight;
  }
  async fetchToken(): Promise<string> {
    return 'token';
  }
}
`;

/** The same shape in several places, for a proposal. */
function guarded(name: string): string {
  return `export async function ${name}(key: string, work: (key: string) => Promise<number>): Promise<number> {
  const open = under.get(key);
  if (open !== undefined) return open;
  const started = work(key);
  under.set(key, started);
  try {
    return await started;
  } finally {
    under.delete(key);
  }
}
`;
}

const HEAD = 'const under = new Map<string, Promise<number>>();\n';
const POOL = `${HEAD}${guarded('runOnce')}${guarded('warmOnce')}`;
const QUEUE = `${HEAD}${guarded('publishOnce')}${guarded('drainOnce')}`;
