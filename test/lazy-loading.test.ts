import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');

/** What a file of the built program names by such a pattern. */
function namedIn(file: string, pattern: RegExp): string[] {
  return [...read(file).matchAll(pattern)].map(([, name = '']) => posix.join(posix.dirname(file), name));
}

/** What starts with a file of the built program, without what it loads when asked. */
function startedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const name of namedIn(file, /\b(?:import|export)(?:\{[^}]*\}from)?"(\.\/[^"]+)"/g))
    startedWith(name, seen);
  return seen;
}

/** Chunks by the words that only they hold. */
function chunksWith(word: string): string[] {
  const chunks = readdirSync(join(DIST, 'chunks')).map((name) => `chunks/${name}`);
  return chunks.filter((file) => read(file).includes(word));
}

/** What starts with these files, and with the chunks of these parts of the program. */
function allStartedWith(files: readonly string[], parts: readonly string[]): Set<string> {
  const started = new Set<string>();
  for (const file of files) startedWith(file, started);
  for (const part of parts) {
    const chunks = readdirSync(join(DIST, 'chunks')).filter((name) =>
      new RegExp(`^${part}-[^-]+\\.js$`).test(name),
    );
    expect(chunks.length, part).toBeGreaterThan(0);
    for (const name of chunks) startedWith(`chunks/${name}`, started);
  }
  return started;
}

const ENTRIES = ['nexus.js', 'hook.js', 'index.js'];
const RECALL = ['run-from-process', 'recall', 'cached-index', 'against'];
const BRIEFINGS = ['briefing', 'session-overview', 'receive'];

test('a recall, a briefing and what agents start load no parser and no search engine', () => {
  const heavy = ['YAMLParseError', 'fromMarkdown', 'MiniSearch'].map((word) => chunksWith(word));
  for (const chunks of heavy) expect(chunks.length).toBeGreaterThan(0);
  const started = allStartedWith(['nexus.js'], [...RECALL, ...BRIEFINGS]);
  expect(heavy.flat().filter((file) => started.has(file))).toEqual([]);
});

test('nothing loads the parser of source code but what was asked to take code apart', () => {
  const heavy = chunksWith('web-tree-sitter.wasm');
  expect(heavy.length).toBeGreaterThan(0);
  const started = allStartedWith(ENTRIES, [...RECALL, ...BRIEFINGS, 'after-git', 'capture', 'check-push']);
  expect(heavy.filter((file) => started.has(file))).toEqual([]);
});

test('nothing loads what makes and compares vectors, but where somebody named a model', () => {
  const heavy = ['/api/embed', 'the vectors have no beginning', 'words alone answered'].flatMap(chunksWith);
  expect(heavy.length).toBeGreaterThan(1);
  const started = allStartedWith(ENTRIES, [...RECALL, ...BRIEFINGS, 'after-git', 'capture']);
  expect(heavy.filter((file) => started.has(file))).toEqual([]);
});

test('nothing but nexus mcp loads the protocol and its schemas', () => {
  const heavy = chunksWith('io.modelcontextprotocol/');
  expect(heavy).toHaveLength(1);
  expect(heavy[0]).toMatch(/^chunks\/serve-/);
  const started = allStartedWith(ENTRIES, RECALL);
  const verbs = [...started].flatMap((file) => namedIn(file, /import\([`"](\.\/[^`"]+)[`"]\)/g));
  expect(verbs.length).toBeGreaterThan(15);
  for (const file of verbs) if (!heavy.includes(file)) startedWith(file, started);
  expect(heavy.filter((file) => started.has(file))).toEqual([]);
});

test('what a recall starts with is in few files, and git waits for next to none of them', () => {
  expect(allStartedWith(['nexus.js'], RECALL).size).toBeLessThan(12);
  expect(startedWith('textconv.js').size).toBeLessThan(4);
});
