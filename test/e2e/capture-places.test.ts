import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitRepo, TestRepo as Repo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';

function withMemory(): TestRepo {
  const repo = gitRepo({ a: 'a\n', 'deep/er/b': 'b\n' });
  expect(nexus(repo, ['init', '--yes']).code).toBe(0);
  repo.run('sh', ['-c', 'git add -A && git commit -q -m memory'], { env: { NEXUS: '0' } });
  return repo;
}

/** A linked worktree of its own branch. */
function worktree(repo: TestRepo, name: string): TestRepo {
  repo.git('worktree', 'add', '-q', '-b', name, `../${name}`);
  return new Repo(join(repo.dir, '..', name), repo.env);
}

function episodes(repo: TestRepo, rev = 'HEAD'): readonly string[] {
  const files = repo.git('ls-tree', '-r', '--name-only', rev, '.nexus/episodes').split('\n');
  return files.filter((path) => path !== '').map((path) => repo.git('show', `${rev}:${path}`));
}

async function settled(repo: TestRepo): Promise<void> {
  const pending = join(repo.dir, '.git/nexus/pending');
  for (let tries = 0; existsSync(pending) && readdirSync(pending).length > 0; tries++) {
    if (tries > 1000) throw new Error('not settled');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('each worktree tells its own, and a removed one is told by whoever commits next', async () => {
  const repo = withMemory();
  const [one, two] = [worktree(repo, 'one'), worktree(repo, 'two')];
  nexus(repo, ['note', 'in main']);
  nexus(one, ['note', 'in one']);
  nexus(two, ['note', 'in two']);
  one.write({ a: 'one\n' });
  one.git('commit', '-q', '-a', '-m', 'one');
  expect(episodes(one).join()).toContain('- in one');
  expect(episodes(one)).toHaveLength(1);

  repo.git('worktree', 'remove', '--force', '../two');
  repo.write({ a: 'main\n' });
  repo.git('commit', '-q', '-a', '-m', 'main');
  expect(episodes(repo)).toHaveLength(1);
  expect(episodes(repo)[0]).toContain('- in main\n- in two');
  await settled(repo);
  one.write({ a: 'one more\n' });
  one.git('commit', '-q', '-a', '-m', 'one more');
  expect(episodes(one)).toHaveLength(1);
});

test('a worktree that is removed right after its commit is not told again', () => {
  const repo = withMemory();
  const gone = worktree(repo, 'gone');
  nexus(gone, ['note', 'told in time']);
  gone.write({ a: 'gone\n' });
  // Without its worker in the background, as if that had been too slow.
  gone.git('-c', 'core.hooksPath=../repo/.git/only', 'commit', '-q', '--allow-empty', '-m', 'none');
  rmSync(join(repo.dir, '.git/hooks/post-commit'));
  gone.git('commit', '-q', '-a', '-m', 'quick');
  expect(episodes(gone)).toHaveLength(1);
  expect(readdirSync(join(repo.dir, '.git/nexus/pending'))).toEqual(['gone.json']);
  repo.git('worktree', 'remove', '--force', '../gone');
  repo.write({ a: 'main\n' });
  repo.git('commit', '-q', '-a', '-m', 'main');
  expect(episodes(repo)).toEqual([]);
  expect(readdirSync(join(repo.dir, '.git/nexus/pending'))).toEqual([]);
  expect(readdirSync(join(repo.dir, '.git/nexus/journal/main'))).toEqual([]);
});

test('a submodule has a memory of its own, and its parent another', () => {
  const library = withMemory();
  const app = withMemory();
  app.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.dir, 'lib');
  app.git('commit', '-q', '-m', 'add the library');
  const lib = new Repo(join(app.dir, 'lib'), app.env);
  expect(nexus(lib, ['hooks', 'install']).code).toBe(0);
  nexus(lib, ['note', 'about the library']);
  nexus(app, ['note', 'about the application']);
  lib.write({ a: 'better\n' });
  lib.git('commit', '-q', '-a', '-m', 'better');
  expect(episodes(lib).join()).toContain('- about the library');
  app.git('commit', '-q', '-a', '-m', 'take the better library');
  expect(episodes(app)).toHaveLength(1);
  expect(episodes(app)[0]).toContain('- about the application');
  expect(existsSync(join(app.dir, '.git/modules/lib/nexus/journal/main'))).toBe(true);
});

test('a run in a subfolder, without a word from the command, is told with its folder', () => {
  const repo = withMemory();
  const cwd = join(repo.dir, 'deep/er');
  const command = ['run', '--', 'sh', '-c', 'test "$(cat b)" = fixed'];
  const failed = nexus(repo, command, { cwd });
  expect([failed.code, failed.stdout]).toEqual([1, '']);
  writeFileSync(join(cwd, 'b'), 'fixed\n');
  expect(nexus(repo, command, { cwd }).code).toBe(0);
  repo.run('git', ['commit', '-q', '-a', '-m', 'fix it'], { cwd });
  const held = repo.git('show', '--name-only', '--format=', 'HEAD').split('\n');
  const error = held.find((path) => path.startsWith('.nexus/errors/')) ?? '';
  const text = readFileSync(join(repo.dir, error), 'utf8');
  expect(text).toContain('in `deep/er` failed with exit code 1 and printed nothing.');
  expect(text).toContain('+fixed');

  // A fix that is a new file, which git was not told of when it passed.
  nexus(repo, ['run', '--', 'cat', 'settings.ini']);
  repo.write({ 'settings.ini': 'pool = 8\n', 'private.txt': 'what nobody added\n' });
  nexus(repo, ['run', '--', 'cat', 'settings.ini']);
  repo.git('add', 'settings.ini');
  repo.git('commit', '-q', '-m', 'add settings');
  const added = repo.git('show', 'HEAD', '--', '.nexus');
  expect(added).toContain('+pool = 8');
  expect(added).not.toMatch(/private|nobody/);

  // A question that was answered no, and then yes, is no error.
  nexus(repo, ['run', '--', 'test', '-e', 'c']);
  repo.write({ a: 'more\n' });
  repo.git('commit', '-q', '-a', '-m', 'more');
  expect(episodes(repo)).toHaveLength(2);
});
