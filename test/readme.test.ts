import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VERBS } from '../src/adapters/cli/verbs.ts';
import { VERSION } from '../src/core/version.ts';

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  version: string;
  bin: Readonly<Record<string, string>>;
  exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  scripts: Readonly<Record<string, string>>;
  dependencies: Readonly<Record<string, string>>;
};

test('the README has a row for every verb, and none that is not there', () => {
  const rows = [...read('README.md').matchAll(/^\| `([a-z]+)/gm)].map((match) => match[1]);
  expect([...rows].sort()).toEqual(Object.keys(VERBS).sort());
});

test('the map of the sources has no line twice, as a merge may leave them', () => {
  for (const section of read('src/README.md').split('\n## ')) {
    const starts = [...section.matchAll(/^- .{30}/gm)].map((match) => match[0]);
    expect(starts).toEqual([...new Set(starts)]);
  }
});

test('the README’s commands are scripts of the package, and CI runs the one that tests', () => {
  const [first = '', second = ''] = [...read('README.md').matchAll(/^npm ci && .*$/gm)].map(
    (match) => match[0],
  );
  expect(first).toContain('npm run build && node dist/nexus.js recall');
  expect(second).toMatch(/^npm ci && npm test/);
  expect(Object.keys(manifest.scripts)).toEqual(
    expect.arrayContaining(['build', 'test', 'check', 'bench', 'lint']),
  );
  expect(read('.ci/run')).toMatch(/^npm ci .*&& npm test$/m);
});

test('the version is the same everywhere, and every dependency keeps to its line', () => {
  expect(VERSION).toBe(manifest.version);
  for (const range of Object.values(manifest.dependencies)) expect(range).toMatch(/^~?\d/);
});

test('nothing is installed, or run, by installing', () => {
  expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual(
    [],
  );
});

test('what the package promises is built: the command, the library and its types', () => {
  const promised = [...Object.values(manifest.bin), ...Object.values(manifest.exports['.'] ?? {})];
  expect(promised).toHaveLength(3);
  for (const path of promised) expect(read(path).length).toBeGreaterThan(0);
  expect(read('dist/library/types/nexus.d.ts')).toContain('export declare function openMemory');
  expect(read('dist/nexus.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
});
