import { expect, test } from 'vitest';
import { idOfPath, kindOfPath, pathOf } from '../../src/store/paths.ts';

const id = '01jd3v5t6zk8m9n0p1q2r3s4t5';
const created = '2026-11-21T10:00:00Z';

test('episodes lie in month folders, all else flat; names are safe everywhere', () => {
  expect(pathOf({ id, created, kind: 'episode', title: 'Fixed it!' })).toBe(
    `.nexus/episodes/2026/11/fixed-it-${id}.md`,
  );
  expect(pathOf({ id, created, kind: 'note', title: 'Élan ../../CON: aux?' })).toBe(
    `.nexus/notes/elan-con-aux-${id}.md`,
  );
  expect(pathOf({ id, created, kind: 'error', title: '日本' })).toBe(`.nexus/errors/record-${id}.md`);
});

test('a path gives its id and kind back', () => {
  for (const kind of ['episode', 'note', 'error', 'pattern', 'solution', 'decision'] as const) {
    const path = pathOf({ id, created, kind, title: `a ${id}` });
    expect([idOfPath(path), kindOfPath(path)]).toEqual([id, kind]);
  }
});

test.each([
  ['.nexus/notes/a.md', undefined, 'note'],
  ['.nexus/notes/README.md', undefined, undefined],
  ['.nexus/context/bank.md', undefined, undefined],
  ['.nexus/config.yaml', undefined, undefined],
  ['.nexus/notes', undefined, undefined],
  [`.nexus/notes/${id}.md`, id, 'note'],
  [`.nexus/notes/x${id}.md`, undefined, 'note'],
  [`.nexus/notes/x-${id}.md.bak`, undefined, undefined],
  [`src/notes/x-${id}.md`, id, undefined],
  [`.nexus/__proto__/x-${id}.md`, id, undefined],
])('%s', (path, expectedId, kind) => {
  expect([idOfPath(path), kindOfPath(path)]).toEqual([expectedId, kind]);
});
