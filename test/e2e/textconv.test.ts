import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { EVIL_CLASSES, FORBIDDEN } from '../helpers/hostile.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { quietAtEnd } from '../helpers/quiet.ts';

const PATH = '.nexus/notes/a-note-01jd3v5t6zk8m9n0p1q2r3s4t5.md';
/** Everything that hides, or that a terminal acts on. */
const HOSTILE = Object.values(EVIL_CLASSES).join(' ');

function note(body: string): Readonly<Record<string, string>> {
  const head = 'id: "01jd3v5t6zk8m9n0p1q2r3s4t5"\nkind: note\ntitle: Café\ncreated: 2026-01-31T12:00:00Z';
  const filler = Array.from({ length: 6 }, (_, at) => `Line ${at} of “what” 漢字 <b>.\n`).join('');
  return { [PATH]: `---\n${head}\n---\n\n## Context\n\nx\n\n## Decision\n\n${filler}\n${body}\n` };
}

/** A memory of one record: clean, then hostile. */
function repository(
  repo = gitRepo({ 'a.txt': 'a\n' }),
  options: readonly string[] = ['--textconv'],
): TestRepo {
  quietAtEnd(repo.dir);
  expect(nexus(repo, ['init', '--yes', '--no-packs', ...options]).code).toBe(0);
  const before = repo.withoutHooks();
  before.commit('clean', note('plain'));
  before.commit('clean again', note('plainer'));
  before.commit('hostile', note(HOSTILE));
  return before;
}

const config = (repo: TestRepo): string => readFileSync(join(repo.dir, '.git/config'), 'utf8');
/** `NEXUS=0` is the switch that leaves git alone; here only the hooks were to be silent. */
const shownBy = (repo: TestRepo, args: readonly string[], cwd = repo.dir): string => {
  const done = repo.run('git', args, { cwd, env: { NEXUS: '' } });
  expect([done.code, done.stderr]).toEqual([0, '']);
  return done.stdout;
};

describe('where it was asked for, git shows what hides in a record', () => {
  test('in log -p, show and diff, word by word too, from a folder below', () => {
    const repo = repository();
    repo.write(note(`${HOSTILE} changed`));
    for (const args of [['log', '-p'], ['show'], ['diff'], ['diff', '--word-diff'], ['diff', 'HEAD~2']]) {
      const text = shownBy(repo, args, join(repo.dir, '.nexus/notes'));
      expect([args, FORBIDDEN.exec(text)?.[0]]).toEqual([args, undefined]);
      for (const name of ['<U+202E>', '<U+001B>', '<U+200B>', '<U+E0041>', '<U+000D>', '<U+009B>'])
        expect(text).toContain(name);
    }
  });

  test('of other records not one byte is otherwise; the section a change is in heads it', () => {
    const repo = repository();
    for (const args of [
      ['show', 'HEAD~1'],
      ['log', '-p', 'HEAD~1'],
      ['diff', 'HEAD~2', 'HEAD~1'],
    ])
      expect(shownBy(repo, args)).toBe(shownBy(repo, [...args, '--no-textconv']));
    expect(shownBy(repo, ['diff', 'HEAD~2', 'HEAD~1'])).toMatch(/^@@ .* @@ ## Decision$/m);
  });

  test('a character becoming its own name, or another line end, is a difference', () => {
    const repo = repository();
    repo.commit('name', note('<U+202E>'));
    repo.commit('character', note('\u202e'));
    expect(shownBy(repo, ['show', '--format='])).toContain('\n-<U+003C>U+202E>\n+<U+202E>\n');
  });

  test('what is committed, mailed, applied and merged stays the bytes that it is', () => {
    const repo = repository();
    const bytes = repo.git('cat-file', 'blob', `HEAD:${PATH}`);
    expect(bytes).toContain('\u202e');
    expect(shownBy(repo, ['show', `HEAD:${PATH}`])).toBe(`${bytes}\n`);
    const patch = shownBy(repo, ['format-patch', '-1', '--stdout']);
    repo.git('reset', '-q', '--hard', 'HEAD~1');
    expect(repo.run('git', ['am', '-q'], { input: patch }).code).toBe(0);
    expect(repo.git('cat-file', 'blob', `HEAD:${PATH}`)).toBe(bytes);
  });

  test('in a linked working tree, and in folders with spaces', () => {
    const dir = join(tempDir(), "Ann's own repository");
    mkdirSync(dir);
    const own = new TestRepo(dir, gitRepo().env);
    own.git('init', '-q', '-b', 'main');
    const repo = repository(own);
    const linked = join(tempDir(), 'linked tree');
    repo.git('worktree', 'add', '-q', '-b', 'other', linked);
    for (const cwd of [dir, linked]) expect(shownBy(repo, ['show'], cwd)).toContain('<U+202E>');
    appendFileSync(join(linked, PATH), 'more \u2066\n');
    expect(shownBy(repo, ['diff'], join(linked, '.nexus'))).toContain('+more <U+2066>\n');
  });
});

describe('what is missing hides nothing and ends no diff', () => {
  test.each(['Node.js', 'Nexus', 'the end of its output'])('%s', (what) => {
    const repo = repository();
    const runtime = join(repo.dir, '.git/nexus/runtime');
    const [node = '', worker = ''] = readFileSync(runtime, 'utf8').split('\n');
    const other = join(tempDir(), 'node');
    if (what === 'the end of its output') writeFileSync(other, '#!/bin/sh\necho half\n', { mode: 0o755 });
    const lines = what === 'Nexus' ? [node, join(tempDir(), 'hook.js'), '1'] : [other, worker, '1'];
    writeFileSync(runtime, `${lines.join('\n')}\n`);
    if (what === 'Node.js') repo.env.PATH = pathWithoutNode();
    const text = shownBy(repo, ['show', '--format=']);
    expect(text).toContain('nexus: not started');
    expect(text).not.toMatch(FORBIDDEN);
    expect(text).toContain('^[[31mred^[[0m');
  });

  test('all that was installed: the diff is as git has it', () => {
    const repo = repository();
    rmSync(join(repo.dir, '.git/nexus'), { recursive: true });
    expect(shownBy(repo, ['show'])).toBe(shownBy(repo, ['show', '--no-textconv']));
  });

  test('NEXUS=0 leaves it to git, too', () => {
    const repo = repository();
    expect(repo.git('show')).toBe(repo.git('show', '--no-textconv'));
  });
});

/** Git and what the shim needs, and no Node.js. */
function pathWithoutNode(): string {
  const bin = tempDir('nexus-bin-');
  for (const name of ['git', 'sh', 'cat', 'grep', 'cksum', 'timeout']) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    if (found.startsWith('/')) symlinkSync(found, join(bin, name));
  }
  return bin;
}

describe('it is there only where it was asked for', () => {
  const asks = (repo: TestRepo): boolean => repo.run('git', ['config', 'diff.nexus.textconv']).code === 0;

  test('init offers it; install keeps it, or takes it away; uninstall puts every byte back', () => {
    const repo = gitRepo({ 'a.txt': 'a\n' });
    quietAtEnd(repo.dir);
    repo.git('config', 'diff.nexus-like.textconv', 'cat');
    const before = config(repo);
    expect(nexus(repo, ['init', '--yes']).stderr).toContain('nexus init --textconv');
    const plain = config(repo);
    expect([asks(repo), repo.git('config', 'diff.nexus.xfuncname')]).toEqual([false, '^#{1,6} .*$']);
    expect(nexus(repo, ['init', '--yes', '--textconv']).stdout).toBe(
      'Changed\n  add the Nexus block to .git/config\n',
    );
    const shows = config(repo);
    expect([asks(repo), nexus(repo, ['hooks', 'install']).stdout]).toEqual([true, 'Nothing to change.\n']);
    expect(nexus(repo, ['doctor']).stdout).toContain('git diff and git log -p of records show what hides');
    nexus(repo, ['hooks', 'install', '--no-textconv']);
    expect(config(repo)).toBe(plain);
    nexus(repo, ['hooks', 'install', '--textconv']);
    expect(config(repo)).toBe(shows);
    nexus(repo, ['hooks', 'uninstall']);
    expect(config(repo)).toBe(before);
  });

  test('attributes from before it are named, by the installation and by doctor', () => {
    const repo = gitRepo({ 'a.txt': 'a\n' });
    quietAtEnd(repo.dir);
    nexus(repo, ['init', '--yes']);
    expect(nexus(repo, ['doctor']).stdout).not.toContain('git diff');
    repo.write({ '.nexus/.gitattributes': '*.md merge=nexus\n' });
    const done = nexus(repo, ['init', '--yes', '--textconv']).stdout;
    expect(done).toContain('By hand:\n  .nexus/.gitattributes: ');
    expect(done).toContain('*.md diff=nexus');
    expect(nexus(repo, ['doctor']).stdout).toContain('add to .nexus/.gitattributes: *.md diff=nexus');
  });

  test('a clone without it shows records as git does, without a word', () => {
    const repo = repository(gitRepo({ 'a.txt': 'a\n' }), ['--no-hooks']);
    expect(repo.git('check-attr', 'diff', PATH)).toMatch(/nexus$/);
    expect(shownBy(repo, ['show'])).toContain('\u202e');
  });

  test.each([
    ['init', '--textconv', '--no-hooks'],
    ['hooks', 'uninstall', '--textconv'],
    ['hooks', 'install', '--textconv', '--no-textconv'],
  ])('%s %s %s makes no sense', (...args) => {
    expect(
      nexus(
        gitRepo(),
        args.filter((arg) => arg !== undefined),
      ).code,
    ).toBe(2);
  });
});
