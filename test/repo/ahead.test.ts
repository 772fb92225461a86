import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askGitAhead } from '../../src/repo/ahead.ts';
import { openGit } from '../../src/repo/open-git.ts';
import { gitRepo, tempDir } from '../helpers/git-repo.ts';

test('what was asked before is what git would say, in any folder, and serves once', async () => {
  const repo = gitRepo({ '.nexus/notes/a.md': 'a\n', '.nexus/notes/b.md': 'b\n', 'src/c.ts': '' });
  repo.write({ '.nexus/notes/b.md': 'changed\n' });
  repo.write({ 'src/c.ts': 'changed, and no memory' });
  mkdirSync(join(repo.dir, 'src/deep'));
  for (const cwd of [repo.dir, join(repo.dir, 'src/deep')]) {
    const place = { cwd, env: repo.env };
    repo.git('config', 'nexus.enabled', 'false');
    const ahead = askGitAhead(place, { index: true, enabled: true });
    const { git, writer } = await openGit({ ...place, ahead });
    const plain = await openGit(place);
    expect(await git.facts()).toEqual(await plain.git.facts());
    expect(await writer?.config('nexus.enabled')).toBe('false');
    repo.git('config', 'nexus.enabled', 'true');
    expect(await writer?.config('nexus.enabled')).toBe('true');
    expect(await writer?.changedTracked('.nexus')).toEqual(['.nexus/notes/b.md']);
    expect(await plain.writer?.changedTracked('.nexus')).toEqual(['.nexus/notes/b.md']);
    repo.write({ '.nexus/notes/a.md': 'changed too\n' });
    expect(await writer?.changedTracked('.nexus')).toEqual(['.nexus/notes/a.md', '.nexus/notes/b.md']);
    repo.write({ '.nexus/notes/a.md': 'a\n' });
    repo.git('add', '.nexus/notes/a.md');
  }
});

test('an answer that nobody takes harms nobody, and one that is taken tells what is wrong', async () => {
  const place = { cwd: tempDir(), env: gitRepo({}).env };
  const ahead = askGitAhead(place, { index: true });
  await Promise.allSettled([ahead.facts, ahead.changed]);
  const { git } = await openGit({ ...place, ahead });
  await expect(git.facts()).rejects.toMatchObject({ code: 'no-repository' });
});
