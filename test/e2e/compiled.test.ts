import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { gitRepo, type ShellResult, type TestRepo } from '../helpers/git-repo.ts';
import { installedNexus } from '../helpers/installed-nexus.ts';

const installed = (): string => dirname(installedNexus().program);

function started(dist: string, repo: TestRepo, ...args: readonly string[]): ShellResult {
  return repo.run(process.execPath, [join(dist, 'nexus.js'), ...args]);
}

function compiledIn(dist: string): string[] {
  const folder = join(dist, 'compiled');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.includes('nexus.js-'));
}

const repo = (): TestRepo => gitRepo({ 'pool.ts': 'export const size = 4;\n' });
const QUESTION = ['recall', 'first'] as const;

test('what V8 compiled for a verb is kept, and the answers are the same with it', () => {
  const [dist, place] = [installed(), repo()];
  const first = started(dist, place, ...QUESTION);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(compiledIn(dist)).toHaveLength(1);
  const sizes = [readFileSync(compiledIn(dist)[0] ?? '').length];
  for (let run = 0; run < 3; run += 1) {
    expect(started(dist, place, ...QUESTION)).toEqual(first);
    sizes.push(readFileSync(compiledIn(dist)[0] ?? '').length);
  }
  expect(sizes.every((size) => size > 100_000)).toBe(true);
  started(dist, place, 'list');
  expect(compiledIn(dist).map((path) => path.replace(/.*nexus\.js-/, ''))).toEqual(['list', 'recall']);
});

test('once it has been learned it is written no more', () => {
  const [dist, place] = [installed(), repo()];
  for (let run = 0; run < 4; run += 1) started(dist, place, '--version');
  const [file = ''] = compiledIn(dist);
  const learned = readFileSync(file);
  started(dist, place, '--version');
  expect(readFileSync(file).equals(learned)).toBe(true);
});

test('what is damaged is never run, and made anew', () => {
  const [dist, place] = [installed(), repo()];
  const answer = started(dist, place, ...QUESTION);
  const [file = ''] = compiledIn(dist);
  const whole = readFileSync(file);
  const torn = [
    whole.subarray(0, whole.length / 3),
    whole.subarray(0, -1),
    Buffer.alloc(0),
    Buffer.from('[1]\n'),
  ];
  const flipped = [0.1, 0.4, 0.7].map((share) => {
    const bytes = Buffer.from(whole);
    const at = Math.floor(share * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ 0x5a;
    return bytes;
  });
  for (const damaged of [...torn, ...flipped]) {
    writeFileSync(file, damaged);
    expect(started(dist, place, ...QUESTION)).toEqual(answer);
    expect(readFileSync(file).equals(damaged)).toBe(false);
    expect(readFileSync(file).length).toBeGreaterThan(100_000);
  }
});

test('where nothing can be kept beside the program it starts all the same, without a word', () => {
  const [dist, place] = [installed(), repo()];
  writeFileSync(join(dist, 'compiled'), 'in the way\n');
  for (let run = 0; run < 2; run += 1)
    expect(started(dist, place, ...QUESTION)).toMatchObject({ code: 0, stderr: '' });
  rmSync(join(dist, 'compiled'));
});

test('a mistyped command line leaves nothing', () => {
  const [dist, place] = [installed(), repo()];
  expect(started(dist, place, 'recal', 'x').code).toBe(2);
  expect(started(dist, place, 'recall', '--no-such-option').code).toBe(2);
  expect(compiledIn(dist)).toEqual([]);
});
