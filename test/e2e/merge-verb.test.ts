import fs, { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { expect, test } from 'vitest';
import { mergeDriver } from '../../src/library.ts';
import { mergeFile } from '../../src/merge/merge-file.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';

const PATH = '.nexus/notes/cache-01jd3v5t6zk8m9n0p1q2r3s4t5.md';
const note = (title: string, tags: string): string =>
  `---\nid: "01jd3v5t6zk8m9n0p1q2r3s4t5"\nkind: note\ntitle: ${title}\ncreated: 2026-01-31T12:00:00Z\ntags:\n${tags}---\n\nWhy.\n`;
const BASE = note('Cache', '  - a\n');
const OURS = note('Cache twice', '  - a\n  - b\n');
const THEIRS = note('Cache', '  - a\n  - c\n');

test('three files become one, in place or elsewhere, and the exit code tells of conflicts', () => {
  const repo = gitRepo({ base: BASE, ours: OURS, theirs: THEIRS, other: note('Cache never', '  - a\n') });
  const read = (name: string): string => readFileSync(join(repo.dir, name), 'utf8');
  const both = note('Cache twice', '  - a\n  - b\n  - c\n');
  const clean = nexus(repo, ['merge', 'base', 'ours', 'theirs', '--path', PATH, '-o', 'out']);
  expect([clean.code, clean.stdout, clean.stderr, read('out'), read('ours')]).toEqual([
    0,
    '',
    '',
    both,
    OURS,
  ]);

  const clash = nexus(repo, ['merge', 'base', 'ours', 'other', '--path', PATH]);
  expect([clash.code, clash.stderr]).toEqual([
    1,
    '1 conflict in ours; decide with: nexus resolve\n  line 9  title\n',
  ]);
  expect(read('ours')).toContain('conflicts:\n  - field: title\n    before: Cache\n');
  repo.write({ ours: OURS });
  expect(nexusJson(repo, ['merge', 'base', 'ours', 'other', '--path', PATH])).toMatchObject({
    output: 'ours',
    conflicts: [{ part: 'title', of: 'field', sides: ['Cache never', 'Cache twice'] }],
  });
});

test('what is no text, or not there, leaves everything as it was', () => {
  const repo = gitRepo({ base: BASE, ours: OURS, theirs: 'a\0b' });
  for (const theirs of ['theirs', 'nowhere']) {
    const done = nexus(repo, ['merge', 'base', 'ours', theirs, '--path', PATH, '-o', 'out']);
    expect([done.code, existsSync(join(repo.dir, 'out'))]).toEqual([2, false]);
  }
  expect(readFileSync(join(repo.dir, 'ours'), 'utf8')).toBe(OURS);
});

test('the built-in git merges by the same engine', async () => {
  const repo = gitRepo({ [PATH]: BASE });
  for (const [branch, text] of [
    ['mine', OURS],
    ['hers', THEIRS],
  ] as const) {
    repo.git('checkout', '-q', '-b', branch, 'main');
    repo.commit(branch, { [PATH]: text });
  }
  const author = { name: 'Ann', email: 'ann@example.org' };
  await git.merge({ fs, dir: repo.dir, ours: 'mine', theirs: 'hers', author, mergeDriver });
  expect(`${repo.git('show', `mine:${PATH}`)}\n`).toBe(
    mergeFile({ base: BASE, a: OURS, b: THEIRS }, PATH).text,
  );
});
