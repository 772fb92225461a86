import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));
const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');

/** What starts with a file of the built program, without what it loads when asked. */
function startedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name = ''] of read(file).matchAll(/\bimport(?:\{[^}]*\}from)?"\.\/([^"]+)"/g))
    startedWith(file.startsWith('chunks/') ? `chunks/${name}` : name, seen);
  return seen;
}

test('nothing but nexus mcp loads the protocol and its schemas', () => {
  const chunks = readdirSync(join(DIST, 'chunks')).map((name) => `chunks/${name}`);
  const heavy = chunks.filter((file) => read(file).includes('io.modelcontextprotocol/'));
  expect(heavy).toHaveLength(1);
  expect(heavy[0]).toMatch(/^chunks\/serve-/);
  const verbs = [...read('nexus.js').matchAll(/import\("\.\/(chunks\/[^"]+)"\)/g)].map(
    (match) => match[1] ?? '',
  );
  expect(verbs.length).toBeGreaterThan(15);
  const started = startedWith('nexus.js');
  expect(started.size).toBeGreaterThan(5);
  for (const file of ['hook.js', 'index.js', ...verbs]) startedWith(file, started);
  expect(heavy.filter((file) => started.has(file))).toEqual([]);
});
