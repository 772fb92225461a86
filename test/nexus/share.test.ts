import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ShareStatus } from '../../src/core/share.ts';
import { clone } from '../helpers/clone.ts';
import { gitRepo, type TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { decision, idOf } from '../helpers/team-memory.ts';

/** Two people's clones of one repository with a memory. */
async function team(): Promise<{ readonly ann: TestRepo; readonly ben: TestRepo }> {
  const first = await withMemory(gitRepo({ 'a.py': 'x = 1\n' }));
  const base = tempDir();
  const remote = join(base, 'remote.git');
  first.git('clone', '-q', '--bare', '.', remote);
  return { ann: clone(base, remote, 'ann', 'Ann'), ben: clone(base, remote, 'ben', 'Ben') };
}

const statusOf = async (repo: TestRepo): Promise<ShareStatus> => (await open(repo)).shareStatus();
const told = (repo: TestRepo): string => nexus(repo, ['share', 'status']).stdout;

test('what is not committed, not pushed and not merged is told, and by what came in with the pull', async () => {
  const { ann, ben } = await team();
  expect(told(ann)).toBe('All of this memory is committed and pushed, as far as this clone knows.\n');

  ben.commit('decided', { ...decision(1, 'Queues are bounded'), ...decision(2, 'Logs are JSON') });
  ben.git('push', '-q');
  ann.git('pull', '-q');
  expect(told(ann)).toMatch(
    /Came in with the last pull: 2 new decisions, just now; see nexus diff [0-9a-f]{10}\.\.[0-9a-f]{10}/,
  );
  const { incoming } = await statusOf(ann);
  const range = `${incoming?.from}..${incoming?.to}`;
  expect(nexusJson<{ changes: unknown[] }>(ann, ['diff', range]).changes).toHaveLength(2);

  ann.git('switch', '-q', '-c', 'topic');
  ann.commit('on topic', decision(3, 'Queues are fair', 'Yes.', `supersedes:\n  - "${idOf(1)}"\n`));
  ann.write(decision(4, 'Not committed'));
  expect(told(ann)).toBe(
    [
      'Not committed: 1 new decision; see nexus diff',
      'Not pushed: 1 new decision, 1 superseded in 1 commit, it follows no branch of a remote',
      'Not merged into origin/HEAD: 1 new decision, 1 superseded in 1 commit; see nexus review',
      '',
    ].join('\n'),
  );
  ann.git('push', '-q', '-u', 'origin', 'topic');
  expect(await statusOf(ann)).toMatchObject({ branch: 'topic', unpushed: [], unmerged: { commits: 1 } });
  ann.commit('more', { ...decision(2, 'Logs are JSON lines') });
  ann.git('switch', '-q', 'main');
  // Another branch than the one that is checked out is told, too.
  expect(told(ann)).toContain(
    'Not pushed: topic: 1 new decision, 1 changed in 1 commit, not on origin/topic',
  );
});

test('a pull by rebase and one by merge tell what came from the others, and nothing of one’s own', async () => {
  for (const how of ['--rebase', '--no-rebase']) {
    const { ann, ben } = await team();
    ben.commit('decided', decision(1, 'Queues are bounded'));
    ben.git('push', '-q');
    ann.commit('own', decision(2, 'Logs are JSON'));
    ann.git('pull', '-q', '--no-edit', how);
    const { incoming, unpushed } = await statusOf(ann);
    expect(incoming).toMatchObject({
      how: 'pull',
      changes: [{ type: 'added', title: 'Queues are bounded' }],
    });
    expect(unpushed).toMatchObject([{ upstream: 'origin/main', changes: [{ title: 'Logs are JSON' }] }]);
  }
});

test('where git cannot tell, nothing is said: a reset, a rewritten branch, a reflog that is gone', async () => {
  const { ann, ben } = await team();
  ben.commit('decided', decision(1, 'Queues are bounded'));
  ben.git('push', '-q');
  ann.git('fetch', '-q');
  ann.git('reset', '-q', '--hard', 'origin/main');
  expect((await statusOf(ann)).incoming).toBeUndefined();
  ben.commit('more', decision(2, 'Logs are JSON'));
  ben.git('push', '-q');
  ann.git('pull', '-q');
  expect((await statusOf(ann)).incoming?.changes).toHaveLength(1);
  ann.git('reflog', 'expire', '--expire=now', '--all');
  expect((await statusOf(ann)).incoming).toBeUndefined();
});

test('a fresh repository, one without a remote and a detached HEAD have a status, too', async () => {
  const fresh = gitRepo();
  const none = { remotes: [], uncommitted: [], unpushed: [], firstPush: [] };
  expect(await statusOf(fresh)).toEqual({ branch: 'main', ...none });
  expect(told(fresh)).toContain('there is no remote; this memory is on this machine alone');
  fresh.write(decision(1, 'First'));
  expect(told(fresh)).toContain('Not committed: 1 new decision');

  const { ann } = await team();
  ann.git('switch', '-q', '--detach');
  ann.commit('loose', decision(1, 'On no branch'));
  expect(await statusOf(ann)).toMatchObject({ unpushed: [], unmerged: { main: 'origin/HEAD', commits: 1 } });

  // A remote that nothing was pushed to yet: all of it waits.
  const unpushed = await withMemory(gitRepo({ 'a.py': 'x = 1\n' }));
  unpushed.commit('own', decision(1, 'First'));
  unpushed.git('remote', 'add', 'origin', 'https://codeberg.org/ann/x.git');
  expect((await statusOf(unpushed)).unpushed).toMatchObject([
    { branch: 'main', commits: 2, changes: [{ title: 'First' }] },
  ]);
  expect(told(unpushed)).toContain(
    'First push: origin has no memory yet, and on codeberg.org everybody may be able to read it',
  );
});
