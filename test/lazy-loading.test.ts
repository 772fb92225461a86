import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');

/** What starts with a file of the built program, without what it loads when asked. */
function startedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name = ''] of read(file).matchAll(/\b(?:import|export)(?:\{[^}]*\}from)?"\.\/([^"]+)"/g))
    startedWith(file.startsWith('chunks/') ? `chunks/${name}` : name, seen);
  return seen;
}

/** Chunks by the words that only they hold. */
function chunksWith(word: string): string[] {
  const chunks = readdirSync(join(DIST, 'chunks')).map((name) => `chunks/${name}`);
  return chunks.filter((file) => read(file).includes(word));
}

test('a recall, a briefing and what agents start load no parser and no search engine', () => {
  const heavy = ['YAMLParseError', 'fromMarkdown', 'MiniSearch'].map((word) => chunksWith(word));
  for (const chunks of heavy) expect(chunks.length).toBeGreaterThan(0);
  const cold = readdirSync(join(DIST, 'chunks')).filter((name) =>
    /^(?:recall|briefing|session-overview|receive|cached-index)-/.test(name),
  );
  expect(cold.length).toBeGreaterThanOrEqual(4);
  const started = startedWith('nexus.js');
  for (const name of cold) startedWith(`chunks/${name}`, started);
  expect(heavy.flat().filter((file) => started.has(file))).toEqual([]);
});

test('nothing loads the parser of source code but what was asked to take code apart', () => {
  const heavy = chunksWith('web-tree-sitter.wasm');
  expect(heavy.length).toBeGreaterThan(0);
  const cold = readdirSync(join(DIST, 'chunks')).filter((name) =>
    /^(?:recall|briefing|session-overview|receive|cached-index|after-git|capture|check-push)-/.test(name),
  );
  const started = startedWith('nexus.js');
  for (const file of ['hook.js', 'index.js']) startedWith(file, started);
  for (const name of cold) startedWith(`chunks/${name}`, started);
  expect(heavy.filter((file) => started.has(file))).toEqual([]);
});

test('nothing loads what makes and compares vectors, but where somebody named a model', () => {
  const heavy = ['/api/embed', 'the vectors have no beginning', 'words alone answered'].flatMap(chunksWith);
  expect(heavy.length).toBeGreaterThan(1);
  const cold = readdirSync(join(DIST, 'chunks')).filter((name) =>
    /^(?:recall|briefing|session-overview|receive|cached-index|after-git|capture)-/.test(name),
  );
  const started = startedWith('nexus.js');
  for (const file of ['hook.js', 'index.js']) startedWith(file, started);
  for (const name of cold) startedWith(`chunks/${name}`, started);
  expect(heavy.filter((file) => started.has(file))).toEqual([]);
});

test('nothing but nexus mcp loads the protocol and its schemas', () => {
  const heavy = chunksWith('io.modelcontextprotocol/');
  expect(heavy).toHaveLength(1);
  expect(heavy[0]).toMatch(/^chunks\/serve-/);
  const started = startedWith('nexus.js');
  const verbs = [...started].flatMap((file) =>
    [...read(file).matchAll(/import\([`"]\.\/([^`"]+)[`"]\)/g)].map((match) => `chunks/${match[1]}`),
  );
  expect(verbs.length).toBeGreaterThan(15);
  const others = verbs.filter((file) => !heavy.includes(file));
  for (const file of ['hook.js', 'index.js', ...others]) startedWith(file, started);
  expect(heavy.filter((file) => started.has(file))).toEqual([]);
});

test('what a recall starts with is in few files, and git waits for next to none of them', () => {
  const cold = readdirSync(join(DIST, 'chunks')).filter((name) => /^(?:recall|cached-index)-/.test(name));
  const started = startedWith('nexus.js');
  for (const name of cold) startedWith(`chunks/${name}`, started);
  expect(started.size).toBeLessThan(12);
  expect(startedWith('textconv.js').size).toBeLessThan(4);
});
