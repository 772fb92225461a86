import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import { LIMITS } from '../../src/core/kinds.ts';
import type { MemoryFiles } from '../../src/core/ports.ts';
import type { Draft, NexusRecord } from '../../src/core/record.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { fingerprintOf, recordOf } from '../../src/store/draft.ts';
import { openStore } from '../../src/store/store.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { mapFiles } from './memory-files.ts';

const NOW = Date.UTC(2026, 10, 21);
const idAt = (n: number): string => makeId(NOW + n * 1000, new Uint8Array(10).fill(n % 256));
const make = (n: number, draft: Partial<Draft> = {}): NexusRecord =>
  recordOf({ kind: 'note', title: `Note ${n}`, ...draft }, { id: idAt(n), now: NOW });
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

test('what is added is there, in a file of its own, and is never added twice', () => {
  const files = mapFiles();
  const store = openStore(files);
  const note = store.add(make(1, { tags: ['b', 'a'], body: 'Text' }));
  const episode = store.add(make(2, { kind: 'episode' }));
  expect([...files.map.keys()]).toEqual([
    `.nexus/notes/note-1-${idAt(1)}.md`,
    `.nexus/episodes/2026/11/note-2-${idAt(2)}.md`,
  ]);
  expect(store.all()).toEqual({ records: [episode, note], problems: [] });
  expect(store.read(note.path).record).toEqual(note.record);
  expect(() => store.add(make(1))).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(store.read('.nexus/notes/none.md').problems).toMatchObject([{ code: 'unreadable' }]);
});

test('one broken file never hides another, and is told', () => {
  const files = mapFiles({
    '.nexus/notes/nul.md': '---\n\0',
    '.nexus/notes/bad.md': new Uint8Array([0xff, 0xfe]),
    '.nexus/notes/huge.md': 'x'.repeat(LIMITS.record + 1),
    '.nexus/notes/yaml.md': '---\na: [\n---\n',
    '.nexus/notes/README.md': '# Notes',
    '.nexus/context/project.md': '# Project',
    '.nexus/config.yaml': 'schema: 1',
    [`.nexus/old/misplaced-${idAt(3)}.md`]: encodeRecord(make(3)),
  });
  const store = openStore(files);
  store.add(make(1));
  const { records, problems } = store.all();
  expect(records.map((stored) => stored.record.title)).toEqual(['Note 1', 'Note 3']);
  expect(problems.map(({ code, file }) => [code, file])).toEqual([
    ['not-utf8', '.nexus/notes/bad.md'],
    ['too-big', '.nexus/notes/huge.md'],
    ['not-utf8', '.nexus/notes/nul.md'],
    ['bad-yaml', '.nexus/notes/yaml.md'],
    ['wrong-folder', `.nexus/old/misplaced-${idAt(3)}.md`],
  ]);
});

test('of two files with one id, that which is named after it is served, and both are named', () => {
  const copy = encodeRecord(make(1, { title: 'Copy' }));
  const files = mapFiles({ '.nexus/notes/a-copy.md': copy });
  const store = openStore(files);
  const { path } = store.add(make(1));
  const { records, problems } = store.all();
  expect(records).toMatchObject([{ path, record: { title: 'Note 1' } }]);
  expect(problems.find((problem) => problem.code === 'duplicate-id')).toMatchObject({
    file: '.nexus/notes/a-copy.md',
    message: expect.stringContaining(path),
  });
});

test('ids are found by their beginning, from file names alone', () => {
  const files = mapFiles({ '.nexus/notes/by-hand.md': encodeRecord(make(9)) });
  const store = openStore(files);
  const first = store.add(make(1));
  store.add(make(2));
  files.reads.length = 0;
  expect(store.find(idAt(1))).toEqual(first);
  expect(files.reads).toEqual([first.path]);
  const unique = idAt(1).slice(0, 12);
  expect(store.find(` ${unique.toUpperCase()} `)).toEqual(first);
  expect(store.find(idAt(9)).path).toBe('.nexus/notes/by-hand.md');
  expect(() => store.find(idAt(1).slice(0, 6))).toThrow(
    expect.objectContaining({ code: 'ambiguous-id', hint: expect.stringContaining(`note-1-${idAt(1)}`) }),
  );
  expect(() => store.find(idAt(5))).toThrow(
    expect.objectContaining({ code: 'unknown-id', hint: expect.stringContaining(idAt(1)) }),
  );
  for (const odd of ['', 'x', '../..', '__proto__', '%'])
    expect(() => store.find(odd)).toThrow(expect.objectContaining({ code: 'unknown-id', kind: 'usage' }));
  expect(store.lookup(idAt(5))).toBeUndefined();
  files.map.set(first.path, new Uint8Array([0]));
  expect(() => store.find(idAt(1))).toThrow(
    expect.objectContaining({ code: 'invalid-record', kind: 'broken' }),
  );
});

test('a record over the limits is cut or refused, never written in part', () => {
  const files = mapFiles();
  const store = openStore(files);
  const { record } = store.add({ ...make(1), body: 'x'.repeat(100_000) });
  expect(record.body).toMatch(/\n\n… cut by Nexus: \d+ more characters$/);
  for (const bad of [
    { title: 'x'.repeat(501) },
    { title: '' },
    { created: 'today' },
    { body: '<<<<<<< a\n=======\n>>>>>>> b' },
  ])
    expect(() => store.add({ ...make(2), ...bad })).toThrow(
      expect.objectContaining({ code: 'invalid-record' }),
    );
  expect(files.map.size).toBe(1);
});

test('an edit changes the file in place, or not at all', () => {
  const files = mapFiles();
  const store = openStore(files);
  const stored = store.add(make(1, { body: '## Why\n\nOld' }));
  const hand = text(files.map.get(stored.path)).replace('kind: note', 'kind: note # hand-made');
  files.map.set(stored.path, new TextEncoder().encode(hand));
  const edited = store.edit(stored, { set: { title: 'New' }, section: { name: 'Why', text: 'New' } });
  expect(edited.path).toBe(stored.path);
  expect(text(files.map.get(stored.path))).toBe(hand.replace('Note 1', 'New').replace('Old', 'New'));
  const before = text(files.map.get(stored.path));
  for (const bad of [
    { set: { title: 'x', expires: 'soon' } },
    { unset: ['title'] },
    { set: { kind: 'error' } },
    { body: 'x'.repeat(LIMITS.record) },
  ])
    expect(() => store.edit(stored, bad)).toThrow(expect.objectContaining({ code: 'invalid-record' }));
  expect(() => store.rewrite(stored, before.replace(idAt(1), idAt(2)))).toThrow(
    expect.objectContaining({ code: 'invalid-record' }),
  );
  expect(text(files.map.get(stored.path))).toBe(before);
  expect(store.rewrite(stored, before.replace('title: New', 'title: "By hand"')).record.title).toBe(
    'By hand',
  );
});

test('an old problem does not forbid an edit elsewhere', () => {
  const path = `.nexus/notes/x-${idAt(1)}.md`;
  const files = mapFiles({ [path]: encodeRecord(make(1)).replace('\n---\n', '\nexpires: someday\n---\n') });
  const store = openStore(files);
  expect(store.edit(store.find(idAt(1)), { set: { language: 'go' } }).record.language).toBe('go');
  expect(text(files.map.get(path))).toContain('expires: someday');
});

test('retired and superseded records stay; a forgotten one leaves a tombstone without its words', () => {
  const files = mapFiles();
  const store = openStore(files);
  const old = store.add(make(1, { body: 'words', tags: ['words'] }));
  expect(store.retire(idAt(1), 'fixed\nupstream').record.retired).toBe('fixed upstream');
  expect(() => store.retire(idAt(1), ' ')).toThrow(expect.objectContaining({ code: 'missing-argument' }));
  const next = store.add(make(2, { supersedes: [idAt(1)] }));
  expect(store.find(idAt(2)).record.supersedes).toEqual([idAt(1)]);
  const stone = store.forget(idAt(1));
  expect(stone.path).toBe(`.nexus/notes/forgotten-${idAt(1)}.md`);
  expect(text(files.map.get(stone.path))).toBe(
    `---\nid: "${idAt(1)}"\nkind: note\ntitle: (forgotten)\ncreated: 2026-11-21T00:00:00Z\nforgotten: ${JSON.stringify(fingerprintOf(old.record))}\n---\n`,
  );
  expect(store.all()).toMatchObject({ records: [{ path: stone.path }, { path: next.path }], problems: [] });
  expect(store.forget(idAt(1), 'other')).toEqual(stone);
});

test('stopped between tombstone and removal, the tombstone counts', () => {
  const files = mapFiles();
  const store = openStore(files);
  const { path } = store.add(make(1));
  const keep = files.map.get(path);
  const stone = store.forget(idAt(1));
  if (keep !== undefined) files.map.set(path, keep);
  expect(store.all().records).toEqual([stone]);
  expect(store.find(idAt(1))).toEqual(stone);
});

test('records of another revision come from paths and bytes', () => {
  const entries = [3, 1, 2].map(
    (n) => [`.nexus/notes/n-${idAt(n)}.md`, new TextEncoder().encode(encodeRecord(make(n)))] as const,
  );
  const { records, problems } = openStore(mapFiles()).at([
    ...entries,
    ['.nexus/config.yaml', new Uint8Array([0])],
  ]);
  expect(records.map((stored) => stored.record.title)).toEqual(['Note 1', 'Note 2', 'Note 3']);
  expect(problems).toEqual([]);
});

test('a thousand files, a few of them broken: all the others are there', () => {
  const files = mapFiles();
  const store = openStore(files);
  const paths = Array.from(
    { length: 1000 },
    (_, n) => store.add(make(n, { tags: [`t${n % 7}`], body: `## Why\n\n${n}` })).path,
  );
  for (const path of paths.slice(0, 50)) files.map.set(path, new Uint8Array([0x80]));
  const { records, problems } = store.all();
  expect([records.length, problems.length]).toEqual([950, 50]);
  files.reads.length = 0;
  expect(store.find(idAt(777)).record.title).toBe('Note 777');
  expect(files.reads).toHaveLength(1);
});

/** Plain disk access to a test repository; durability is tested with the real port. */
function diskFiles(root: string): MemoryFiles {
  const walk = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? walk(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    );
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  return {
    list: () => ({
      files: walk('.nexus').map((path) => ({
        path,
        size: statSync(join(root, path)).size,
        mtimeMs: 0,
        ino: 0,
      })),
      problems: [],
    }),
    strange: () => [],
    names: (folder) => (existsSync(join(root, folder)) ? walk(folder) : []),
    read: (path) => readFileSync(join(root, path)),
    create: put,
    replace: put,
    remove: (path) => rmSync(join(root, path)),
  };
}

test('through git with CRLF checkouts nothing changes, and edits show in the diff as what they are', () => {
  const repo = gitRepo({ '.nexus/config.yaml': 'schema: 1\n' });
  const store = openStore(diskFiles(repo.dir));
  const { path } = store.add(make(1, { tags: ['a'], body: 'first\n\nlast' }));
  repo.commit('add a note');
  repo.git('config', 'core.autocrlf', 'true');
  repo.git('rm', '-q', '--cached', '-r', '.');
  repo.git('reset', '-q', '--hard');
  expect(repo.sh(`grep -c "$(printf '\\r')" ${path}`).code).toBe(0);
  expect(store.find(idAt(1)).record.body).toBe('first\n\nlast');
  expect(store.all().problems).toEqual([]);
  store.edit(store.find(idAt(1)), { set: { tags: ['a', 'b'] } });
  expect(repo.git('diff', '--numstat').split('\t').slice(0, 2)).toEqual(['1', '0']);
});
