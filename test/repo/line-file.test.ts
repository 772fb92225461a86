import { appendFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openState } from '../../src/repo/state-files.ts';
import { tempDir } from '../helpers/git-repo.ts';

test('a file grows line by line, and half a line costs itself alone', () => {
  const common = tempDir();
  const state = openState(common);
  state.writePrivate('e/a.jsonl', 'one\n');
  expect(state.appendLine('e/a.jsonl', 'zwölf')).toBe(true);
  appendFileSync(join(common, 'nexus/e/a.jsonl'), Buffer.from('tör').subarray(0, 2));
  expect(state.appendLine('e/a.jsonl', 'three')).toBe(true);
  expect([...state.lines('e/a.jsonl')]).toEqual(['one', 'zwölf', 't\ufffd', 'three']);
  expect(state.listFiles('e', '.jsonl')).toEqual(['a.jsonl']);
  expect(state.listFolders('')).toContain('e');
});

test('a file that is not there is not made, and none is followed elsewhere', () => {
  const common = tempDir();
  const state = openState(common);
  expect(state.appendLine('e/gone.jsonl', 'x')).toBe(false);
  expect(existsSync(join(common, 'nexus/e'))).toBe(false);
  expect([...state.lines('e/gone.jsonl')]).toEqual([]);
  expect(state.listFiles('e', '.jsonl')).toEqual([]);
  const elsewhere = join(tempDir(), 'x');
  writeFileSync(elsewhere, 'theirs\n');
  mkdirSync(join(common, 'nexus/e'), { recursive: true });
  symlinkSync(elsewhere, join(common, 'nexus/e/link.jsonl'));
  expect([...state.lines('e/link.jsonl')]).toEqual([]);
  expect(() => state.appendLine('e/link.jsonl', 'x')).toThrow(
    expect.objectContaining({ code: 'write-failed' }),
  );
  expect(() => state.appendLine('../x', 'x')).toThrow(expect.objectContaining({ code: 'internal' }));
});

test('lines are whole across the pieces in which a file is read, and an endless one ends', () => {
  const state = openState(tempDir());
  const lines = Array.from({ length: 3_000 }, (_, at) => `${at} ${'é'.repeat(at % 97)}`);
  state.writePrivate('big', `${lines.join('\n')}\n\n${'x'.repeat(3_000_000)}`);
  const read = [...state.lines('big')];
  expect(read.slice(0, -1)).toEqual(lines);
  expect(read.at(-1)?.length).toBeLessThan(600_000);
});
