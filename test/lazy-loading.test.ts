import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');
const filesOf = (folder: string): string[] =>
  readdirSync(join(DIST, folder)).filter((name) => name.endsWith('.js'));

/** What a file of the built program names by such a pattern. */
function namedIn(file: string, pattern: RegExp): string[] {
  return [...read(file).matchAll(pattern)].map(([, name = '']) => posix.join(posix.dirname(file), name));
}

/** The program is CommonJS, the library ES modules. */
const AT_ONCE = [/(?<!=>)\brequire\("(\.\/[^"]+)"\)/g, /\b(?:import|export)(?:\{[^}]*\}from)?"(\.\/[^"]+)"/g];
const WHEN_ASKED = /=>require\("(\.\/[^"]+)"\)/g;

/** What starts with a file of the built program, without what it loads when asked. */
function startedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const pattern of AT_ONCE) for (const name of namedIn(file, pattern)) startedWith(name, seen);
  return seen;
}

/** Files by the words that only they hold, of the program and of the library. */
function filesWith(...words: readonly string[]): string[] {
  const files = ['program', 'library'].flatMap((folder) =>
    filesOf(folder).map((name) => `${folder}/${name}`),
  );
  return words.flatMap((word) => {
    const found = files.filter((file) => read(file).includes(word));
    expect(found.length, word).toBeGreaterThan(0);
    return found;
  });
}

/** What starts with these files, and with these parts of the program. */
function allStartedWith(files: readonly string[], parts: readonly string[]): Set<string> {
  const started = new Set<string>();
  for (const file of files) startedWith(file, started);
  for (const part of parts) {
    const found = filesOf('program').filter((name) => name.replace(/-[\w-]{8}\.js$/, '') === part);
    expect(found.length, part).toBeGreaterThan(0);
    for (const name of found) startedWith(`program/${name}`, started);
  }
  return started;
}

const ENTRIES = ['program/nexus.js', 'program/hook.js', 'library/index.js'];
/** What a recall needs is one file; see the build. */
const RECALL = ['light'];
const BRIEFINGS = ['briefing', 'session-overview', 'receive'];

test('a recall, a briefing and what agents start load no parser and no search engine', () => {
  const started = allStartedWith(['program/nexus.js'], [...RECALL, ...BRIEFINGS]);
  const heavy = filesWith('YAMLParseError', 'fromMarkdown', 'MiniSearch');
  expect(heavy.filter((file) => started.has(file))).toEqual([]);
});

test('nothing loads the parser of source code but what was asked to take code apart', () => {
  const started = allStartedWith(ENTRIES, [...RECALL, ...BRIEFINGS, 'after-git', 'capture', 'check-push']);
  expect(filesWith('web-tree-sitter.wasm').filter((file) => started.has(file))).toEqual([]);
});

test('nothing loads what makes and compares vectors, but where somebody named a model', () => {
  const started = allStartedWith(ENTRIES, [...RECALL, ...BRIEFINGS, 'after-git', 'capture']);
  const heavy = filesWith('/api/embed', 'the vectors have no beginning', 'words alone answered');
  expect(heavy.filter((file) => started.has(file))).toEqual([]);
});

test('nothing but nexus mcp loads the protocol and its schemas', () => {
  const heavy = filesWith('io.modelcontextprotocol/');
  expect(heavy).toHaveLength(1);
  expect(heavy[0]).toMatch(/^program\/serve-/);
  const started = allStartedWith(ENTRIES, RECALL);
  const verbs = [...started].flatMap((file) => namedIn(file, WHEN_ASKED));
  expect(verbs.length).toBeGreaterThan(15);
  for (const file of verbs) if (!heavy.includes(file)) startedWith(file, started);
  expect(heavy.filter((file) => started.has(file))).toEqual([]);
});

test('what a recall starts with is in few files, and git waits for next to none of them', () => {
  expect(allStartedWith(['program/nexus.js'], RECALL).size).toBeLessThan(8);
  expect(startedWith('program/textconv.js').size).toBeLessThan(4);
});

test('no file of the program imports when it runs: Node.js lets none that was compiled before', () => {
  const importing = filesOf('program').filter((name) =>
    /(?<![\w.$])import\s*\(/.test(read(`program/${name}`)),
  );
  expect(importing).toEqual([]);
});
