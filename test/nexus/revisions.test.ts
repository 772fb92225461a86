import { expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

test('a revision is told by its name or by a time, with how much memory there was', async () => {
  const repo = gitRepo();
  repo.env.GIT_COMMITTER_DATE = '2026-01-05T10:00:00Z';
  const before = repo.commit('before', { f: '1' });
  repo.git('tag', 'old');
  repo.env.GIT_COMMITTER_DATE = '2026-02-05T10:00:00Z';
  await withMemory(repo);
  const memory = await open(repo);
  await memory.remember({ kind: 'note', title: 'Rotate the tokens', body: 'Each week.\n' });
  repo.env.GIT_COMMITTER_DATE = '2026-03-05T10:00:00Z';
  const after = repo.commit('a note');
  const told = async (text: string): Promise<string> => {
    const { commit, records } = await memory.revision(text);
    return `${commit.subject} ${records}`;
  };
  expect(await told('old')).toBe('before 0');
  expect(await told(' HEAD~2 ')).toBe('before 0');
  expect(await told(after.slice(0, 8))).toBe('a note 1');
  expect(await told('2026-01-05')).toBe('before 0');
  expect(await told('2026-03-05T10:00:00Z')).toBe('a note 1');
  expect(await told('2026-03-05T09:59Z')).toBe('give it a memory 0');
  await expect(memory.revision('nope')).rejects.toThrow('there is no revision "nope" here');
  await expect(memory.revision('2026-01-04')).rejects.toThrow('nothing was committed by "2026-01-04"');
  expect((await memory.refs()).map(({ name, oid }) => [name, oid])).toEqual([
    ['main', after],
    ['old', before],
  ]);
});
