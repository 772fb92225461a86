import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { withMemory } from '../helpers/open-repo.ts';
import { hasTmux, Terminal } from '../helpers/terminal.ts';

const ID = '01jd3v5t6zk8m9n0p1q2r3s4t5';
const PATH = `.nexus/decisions/retry-${ID}.md`;
const FILES = ['title: Retry', 'tags:', '  - http', 'created: 2026-01-31T12:00:00Z'];
const record = (title: string, tag: string, text: string): string =>
  `---\nid: "${ID}"\nkind: decision\n${FILES.join('\n').replace('Retry', title).replace('http', tag)}\n---\n\n## Decision\n\n${text}\n`;

/** A merge of two branches that stopped; `driver` or as git merges text. */
async function stopped(driver: boolean): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'a.txt': 'a\n' }));
  if (driver) nexus(repo, ['hooks', 'install', '--yes']);
  repo.env.CI = '1';
  repo.commit('base', { [PATH]: record('Retry', 'http', 'Once.') });
  repo.git('checkout', '-q', '-b', 'hers');
  repo.commit('hers', { [PATH]: record('Retry never', 'upload', 'Give up.') });
  repo.git('checkout', '-q', 'main');
  repo.commit('mine', { [PATH]: record('Retry twice', 'http', 'Twice.') });
  expect(repo.sh('git merge -q hers').code).toBe(1);
  return repo;
}

const read = (repo: TestRepo): string => readFileSync(join(repo.dir, PATH), 'utf8');
const RESULT = record('Retry twice', 'upload', 'Give up.');

test.each([
  ['the driver', true],
  ['text merge, whose markers hide the record', false],
])('after %s what is open is listed, traced to its side, and decided part by part', async (_, driver) => {
  const repo = await stopped(driver);
  const listed = nexus(repo, ['resolve']);
  expect(listed.code).toBe(1);
  expect(listed.stdout).toContain(PATH);
  expect(listed.stdout).toMatch(
    /title {2}2 versions\n {2}before\n {4}Retry\n {2}1 theirs\n {4}Retry never\n {2}2 ours\n/,
  );
  expect(listed.stdout.includes('markers hide')).toBe(!driver);

  expect(nexus(repo, ['resolve', '01jd3v', '--part', 'title', '--take', 'ours']).code).toBe(1);
  expect(nexusJson(repo, ['show', '01jd3v'])).toMatchObject({
    record: { title: 'Retry twice', tags: ['upload'] },
  });
  const done = nexus(repo, ['resolve', '01jd3v', '--part', 'decision', '--take', 'theirs']);
  expect([done.code, done.stderr]).toEqual([0, expect.stringContaining(`git add ${PATH}`)]);
  expect(read(repo)).toBe(RESULT);
  expect(nexus(repo, ['resolve'])).toMatchObject({ code: 0, stdout: 'Nothing is in conflict.\n' });
  repo.git('add', PATH);
  expect(repo.run('git', ['commit', '-q', '--no-edit']).code).toBe(0);
});

test('all at once, both, what was before, another text, or by number; and what cannot be is said', async () => {
  const takes: readonly (readonly [args: readonly string[], text: string])[] = [
    [['--take', 'theirs'], record('Retry never', 'upload', 'Give up.')],
    [['--take', 'before'], record('Retry', 'upload', 'Once.')],
    [['--part', 'Decision', '--take', 'both'], 'Twice.\n\nGive up.\n'],
    [['--part', 'Decision', '--text', 'Ask first.'], 'Ask first.\n'],
    [['--part', 'title', '--take', '1'], 'title: Retry never\n'],
    [['--part', 'title', '--text', 'Retry: maybe'], 'title: "Retry: maybe"\n'],
  ];
  const repo = await stopped(true);
  const before = read(repo);
  for (const [args, text] of takes) {
    repo.write({ [PATH]: before });
    nexus(repo, ['resolve', ID, ...args]);
    expect(read(repo)).toContain(text);
  }
  repo.write({ [PATH]: before });
  const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
    [[ID, '--take', '1'], 'several conflicts'],
    [[ID, '--part', 'title', '--take', '3'], 'no version 3'],
    [[ID, '--part', 'title', '--take', 'both'], 'one value only'],
    [[ID, '--part', 'tags', '--take', 'ours'], 'not in conflict'],
    [['bank', '--take', 'ours'], 'not in conflict'],
    [['--take', 'ours'], 'say in which record'],
    [[ID, '--take', 'mine'], 'does not know'],
  ];
  for (const [args, says] of wrong)
    expect(nexus(repo, ['resolve', ...args])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(says),
    });
  expect(read(repo)).toBe(before);
});

test('a conflict that was committed is still told, by doctor too, and decided by number', async () => {
  const repo = await stopped(true);
  repo.sh('git add -A && git commit -q --no-edit');
  expect(nexus(repo, ['doctor']).stdout).toContain('an unresolved merge conflict: title, 2 versions');
  const { files } = nexusJson<{ files: { conflicts: Record<string, unknown>[] }[] }>(repo, ['resolve']);
  expect(files[0]?.conflicts).toMatchObject([
    { part: 'title', of: 'field', before: 'Retry', sides: ['Retry never', 'Retry twice'] },
    { part: 'Decision', of: 'text', before: 'Once.', sides: ['Give up.', 'Twice.'] },
  ]);
  expect(files[0]?.conflicts.some((one) => 'ours' in one)).toBe(false);
  expect(nexus(repo, ['resolve', ID, '--take', 'ours']).stderr).toContain('by its number: 1 to 2');
  nexus(repo, ['resolve', ID, '--part', 'title', '--take', '2']);
  nexus(repo, ['resolve', ID, '--take', '1']);
  expect(read(repo)).toBe(RESULT);
});

describe.skipIf(!hasTmux)('at a terminal', () => {
  test('one after the other: what cannot be is asked again, and one is written anew', async () => {
    const repo = await stopped(true);
    const terminal = new Terminal(repo, 80, { GIT_EDITOR: "sed -i '1s/.*/Ask first./;2,$d'" });
    await terminal.asks('nexus resolve', '[q]uit?');
    terminal.type('b');
    await terminal.sees(/one value only[\s\S]*\[q\]uit\? ?$/);
    terminal.type('o');
    await terminal.sees(/## Decision[\s\S]*\[q\]uit\? ?$/);
    terminal.type('e');
    expect(await terminal.ended()).toMatch(/then: git add .*\nexit 0$/);
    expect(read(repo)).toBe(record('Retry twice', 'upload', 'Ask first.'));
  });
});
