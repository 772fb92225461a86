import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openGit } from '../../src/repo/open-git.ts';
import { firstComplaint, runGit } from '../../src/repo/run-git.ts';
import { openSystemGit } from '../../src/repo/system-git.ts';
import { gitRepo, tempDir } from '../helpers/git-repo.ts';

test('the git binary where there is one, and with it a writer', async () => {
  const repo = gitRepo({ f: '1' });
  const { git, writer } = await openGit({ cwd: repo.dir, env: repo.env });
  expect([git.backend, writer === undefined]).toEqual(['git', false]);
  expect((await git.facts()).root).toBe(repo.dir);
});

test('isomorphic-git where there is none, or where it is asked for; then nothing can be written', async () => {
  const repo = gitRepo({ f: '1' });
  const env = { ...repo.env, PATH: tempDir() };
  for (const options of [{ env }, { env: repo.env, prefer: 'isomorphic-git' as const }]) {
    const { git, writer } = await openGit({ cwd: repo.dir, ...options });
    expect([git.backend, writer]).toEqual(['isomorphic-git', undefined]);
    expect((await git.facts()).head).toBe(repo.git('rev-parse', 'HEAD'));
  }
});

test('git that goes missing after all is said to be missing', async () => {
  const repo = gitRepo({ f: '1' });
  const git = openSystemGit({ cwd: repo.dir, env: { ...repo.env, PATH: tempDir() } });
  await expect(git.facts()).rejects.toMatchObject({
    code: 'needs-git',
    hint: expect.stringContaining('install git'),
  });
});

test('a git that hangs or floods is stopped', async () => {
  const repo = gitRepo({ f: 'x'.repeat(5000) });
  const bin = join(repo.dir, 'bin');
  repo.write({ 'bin/git': '#!/bin/sh\nexec sleep 60\n' });
  repo.sh('chmod +x bin/git');
  const slow = { cwd: repo.dir, env: { ...repo.env, PATH: `${bin}:${repo.env.PATH ?? ''}` } };
  await expect(runGit(slow, ['log'], { timeoutMs: 50 })).rejects.toMatchObject({
    code: 'git-failed',
    message: expect.stringMatching(/^git log: no answer/),
  });
  const place = { cwd: repo.dir, env: repo.env };
  await expect(runGit(place, ['cat-file', '-p', 'HEAD:f'], { maxBytes: 1000 })).rejects.toMatchObject({
    code: 'git-failed',
    message: expect.stringContaining('1000 bytes'),
  });
});

test("a failure carries git's own first line", async () => {
  const repo = gitRepo();
  const place = { cwd: repo.dir, env: repo.env };
  await expect(runGit(place, ['rev-parse', 'nope', '--'])).rejects.toMatchObject({
    code: 'git-failed',
    message: "git rev-parse: bad revision 'nope'",
  });
  expect(firstComplaint('warning: x\nfatal: y\nhint: z\n')).toBe('y');
});
