import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { decision } from '../helpers/team-memory.ts';

/** By path the commit that a record was changed by last, as recall tells it. */
async function told(repo: TestRepo): Promise<Record<string, string | undefined>> {
  const { hits } = await (await open(repo)).recall({ text: 'otter', kinds: ['decision'], limit: 50 });
  return Object.fromEntries(hits.map(({ path = '', commit }) => [path, commit]));
}

function asGitHasIt(repo: TestRepo): Record<string, string> {
  const paths = repo.git('ls-files', '.nexus/decisions').split('\n');
  return Object.fromEntries(paths.map((path) => [path, repo.git('log', '-1', '--format=%H', '--', path)]));
}

test('who changed a record last is told as git has it, whatever became of the history since', async () => {
  const repo = await withMemory(gitRepo({ 'README.md': '# x\n' }));
  // A second apart, so that git has one order for them.
  let seconds = Math.floor(Date.now() / 1000);
  const later = (): TestRepo => {
    repo.env.GIT_COMMITTER_DATE = `@${++seconds} +0000`;
    return repo;
  };
  const commit = (subject: string, tree: Record<string, string>): string => later().commit(subject, tree);
  const otter = (number: number, body: string) => decision(number, `otter ${number}`, body);
  const expectAsGit = async (records: number): Promise<void> => {
    const kept = await told(repo);
    expect(kept).toEqual(asGitHasIt(repo));
    expect(Object.keys(kept)).toHaveLength(records);
    rmSync(join(repo.dir, '.git/nexus/cache'), { recursive: true });
    expect(await told(repo)).toEqual(kept);
  };
  commit('three', { ...otter(1, 'one'), ...otter(2, 'two'), ...otter(3, 'three') });
  await expectAsGit(3);
  commit('change one', otter(1, 'one anew'));
  commit('no memory', { a: '1' });
  await expectAsGit(3);
  commit('no memory either', { a: '2' });
  await expectAsGit(3);

  repo.git('switch', '-q', '-c', 'side', 'HEAD~3');
  commit('of the side', otter(2, 'two anew'));
  repo.git('switch', '-q', 'main');
  later().git('merge', '-q', '--no-edit', 'side');
  await expectAsGit(3);
  repo.git('switch', '-q', '-c', 'dropped', 'HEAD~1');
  commit('nobody wants it', otter(3, 'three anew'));
  repo.git('switch', '-q', 'main');
  later().git('merge', '-q', '--no-edit', '-s', 'ours', 'dropped');
  commit('after it', otter(4, 'four'));
  await expectAsGit(4);

  repo.write(otter(4, 'four anew')).git('commit', '-q', '-a', '--amend', '-m', 'said better');
  await expectAsGit(4);
  repo.git('reset', '-q', '--hard', 'HEAD~2');
  await expectAsGit(3);
  repo.git('reset', '-q', '--hard', 'side');
  await expectAsGit(3);
}, 120_000);
