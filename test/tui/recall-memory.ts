import { type Nexus, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';

/** 2026-11-21 12:00 UTC: for who looks, two days after the last of it. */
export const NOW = Date.UTC(2026, 10, 21, 12);
const DAY = 86_400_000;

let made = 0;

/** As the same process would have it on each run: ids, times and commits do not change. */
export async function at(repo: TestRepo, now: number, cwd = repo.dir): Promise<Nexus> {
  return openNexus({
    ...{ cwd, env: repo.env, machine: {}, warm: true, clock: () => now },
    random: (bytes) => new Uint8Array(bytes).fill(++made % 251),
  });
}

function commit(repo: TestRepo, subject: string, now: number): void {
  const date = `${Math.floor(now / 1000)} +0000`;
  Object.assign(repo.env, { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date });
  repo.commit(subject);
}

/** A small memory of a token race: an error with its fix, what was decided, what helped, and one that is stale. */
export async function tokenMemory(): Promise<{ readonly repo: TestRepo; readonly ids: readonly string[] }> {
  made = 0;
  const repo = gitRepo();
  repo.write({ 'src/auth/client.ts': 'refresh\n', 'src/worker/pool.ts': 'pool\n' });
  commit(repo, 'fix(auth): single-flight token refresh', NOW - 20 * DAY);
  await (await at(repo, NOW - 15 * DAY)).init({ hooks: false, packs: false, dryRun: false });
  const ids: string[] = [];
  const keep = async (days: number, draft: Parameters<Nexus['remember']>[0]): Promise<string> => {
    const { record } = await (await at(repo, NOW - days * DAY)).remember(draft);
    ids.push(record.id);
    return record.id;
  };
  await keep(14, {
    ...{ kind: 'decision', title: 'One refresher: AuthClient.refresh, callers wait' },
    ...{ tags: ['auth'], files: ['src/auth/client.ts'] },
    body: '## Decision\n\nCallers wait for `AuthClient.refresh`, which has the only token.\n',
  });
  const error = await keep(3, {
    ...{ kind: 'error', title: 'TokenExpiredError: refresh raced in worker' },
    ...{ tags: ['auth', 'race'], files: ['src/auth/client.ts', 'src/worker/pool.ts'] },
    body: '## Context\n\nTwo workers refresh at once; the first one invalidates the token of the second.\n\n## Resolution\n\n- Route every refresh through `AuthClient.refresh` (single flight).\n- Never refresh from a worker.\n',
    error: {
      type: 'TokenExpiredError',
      message: 'refresh raced in worker',
      signature: 'TokenExpiredError: refresh raced in worker',
    },
  });
  await keep(13, {
    ...{ kind: 'solution', title: 'Single-flight wrapper around refresh()', files: ['src/worker/pool.ts'] },
    body: '## Solution\n\nKeep the promise of the token that is on its way.\n',
  });
  await keep(30, { kind: 'note', title: 'Tokens have an hour to live', body: 'Staging: five minutes.\n' });
  commit(repo, 'Remember the token race', NOW - 3 * DAY);
  const days = [
    ['Chased the flaky login test', true],
    ['Logged workers out for an hour', false],
    ['Moved the refresh into the client', true],
  ] as const;
  for (const [title, helped] of days)
    await keep(2, { kind: 'episode', title, body: 'It was the race.\n', recalled: [{ id: error, helped }] });
  repo.write({ 'src/worker/pool.ts': 'pool\nof five\n' });
  commit(repo, 'perf: a pool of five', NOW - 2 * DAY);
  return { repo, ids };
}
