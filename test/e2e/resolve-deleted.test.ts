import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ConflictedFile } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { withMemory } from '../helpers/open-repo.ts';

const ID = '01jd3v5t6zk8m9n0p1q2r3s4t5';
const PATH = `.nexus/notes/staging-${ID}.md`;
const note = (text: string): string =>
  `---\nid: "${ID}"\nkind: note\ntitle: Staging\ncreated: 2026-01-31T12:00:00Z\n---\n\n${text}\n`;
const EDITED = note('Read-only on Sundays, and on Mondays.');

/** On `deletes` the record is gone, on `edits` it says more; both came from `base`. */
async function sides(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'a.txt': 'a\n' }));
  repo.env.CI = '1';
  repo.commit('base', { [PATH]: note('Read-only on Sundays.') });
  repo.git('branch', 'base');
  repo.git('switch', '-q', '-c', 'deletes');
  repo.git('rm', '-q', PATH);
  repo.commit('delete it', { 'b.txt': 'b\n' });
  repo.git('switch', '-q', '-c', 'edits', 'base');
  repo.commit('edit it', { [PATH]: EDITED });
  return repo;
}

/** How git comes to it, and whose version is the deleted one there. */
const WAYS: readonly (readonly [way: string, run: string, deleted: 'ours' | 'theirs', says: string])[] = [
  ['merge', 'git merge -q deletes', 'theirs', '  2 theirs\n    (deleted)'],
  ['merge the other way', 'git switch -q deletes && git merge -q edits', 'ours', '  2 ours\n    (deleted)'],
  ['rebase', 'git rebase -q deletes', 'ours', '  2 ours: the branch that yours goes onto\n    (deleted)'],
  [
    'cherry-pick',
    'git cherry-pick deletes',
    'theirs',
    '  2 theirs: the commit that is picked\n    (deleted)',
  ],
  [
    'stash pop',
    `git switch -q deletes && git checkout -q base && printf '%s' "$(git show edits:${PATH})" > ${PATH} && git stash -q && git checkout -q deletes && git stash pop -q`,
    'ours',
    '  2 ours\n    (deleted)',
  ],
  [
    'revert',
    'git switch -q deletes && git revert --no-edit HEAD && git switch -q -c again && git rm -q -f .nexus/notes/*.md && git commit -q -m gone && git revert edits',
    'ours',
    '  2 ours: this branch\n    (deleted)',
  ],
];

test.each(WAYS)('after %s the deleted side is told, and either is taken', async (way, run, deleted, says) => {
  const repo = await sides();
  const stopped = repo.sh(run);
  expect([way, stopped.code === 0]).toEqual([way, false]);
  const listed = nexus(repo, ['resolve']);
  expect(listed.code).toBe(1);
  expect(listed.stdout).toContain('deleted on one side, changed on the other  2 versions\n');
  expect(listed.stdout).toContain(says);
  const [file] = nexusJson<{ files: readonly ConflictedFile[] }>(repo, ['resolve']).files;
  expect(file).toMatchObject({ path: PATH, title: 'Staging', conflicts: [{ of: 'file', [deleted]: 1 }] });

  const kept = deleted === 'ours' ? 'theirs' : 'ours';
  const before = readFileSync(join(repo.dir, PATH), 'utf8');
  const done = nexus(repo, ['resolve', ID, '--take', kept]);
  expect([done.code, done.stderr]).toEqual([0, 'Decided 1 conflict, and staged it\n']);
  expect(readFileSync(join(repo.dir, PATH), 'utf8')).toBe(before);
  expect(repo.git('ls-files', '--unmerged')).toBe('');
  expect(nexus(repo, ['resolve'])).toMatchObject({ code: 0, stdout: 'Nothing is in conflict.\n' });
});

test('the deletion is taken: the file goes; with both it stays, retired', async () => {
  const repo = await sides();
  repo.sh('git merge -q deletes');
  expect(nexus(repo, ['resolve', ID, '--text', 'mine']).stderr).toContain('was deleted on one side');
  expect(nexus(repo, ['resolve', ID, '--take', 'theirs']).code).toBe(0);
  expect(existsSync(join(repo.dir, PATH))).toBe(false);
  repo.git('commit', '-q', '--no-edit');
  expect(repo.git('ls-files', PATH)).toBe('');

  const other = await sides();
  other.sh('git merge -q deletes');
  expect(nexus(other, ['resolve', ID, '--take', 'both']).code).toBe(0);
  expect(readFileSync(join(other.dir, PATH), 'utf8')).toBe(
    EDITED.replace(
      '---\n\nRead',
      'retired: deleted on one side of a merge, changed on the other\n---\n\nRead',
    ),
  );
  expect(other.git('ls-files', '--unmerged')).toBe('');
});
