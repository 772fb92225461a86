import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/present/layout.ts';
import { countLines, type DiffLook, textDiff } from '../../src/present/text-diff.ts';

const plain = (text: string): string => text;
const LOOK: DiffLook = {
  columns: 40,
  words: false,
  whole: false,
  paint: { added: plain, removed: plain, aside: plain },
};

function shown(before: string | undefined, after: string | undefined, look: Partial<DiffLook> = {}) {
  return textDiff(before, after, { ...LOOK, ...look });
}

const OLD = 'title: Cause\nfiles:\n  - a.ts#L9\n---\none\ntwo\nthree\nfour\nfive\nsix\n';
const NEW = 'title: Cause\nfiles:\n  - a.ts#L12\n---\none\ntwo\nthree\nfour\nfive\nseven\n';

describe('how two texts differ', () => {
  test('line by line, with what is around', () => {
    expect(shown(OLD, NEW)).toEqual({
      lines: [
        '  title: Cause',
        '  files:',
        '-   - a.ts#L9',
        '+   - a.ts#L12',
        '  ---',
        '  one',
        '  … 2 lines as before',
        '  four',
        '  five',
        '- six',
        '+ seven',
      ],
      hunks: [2, 9],
    });
    expect(shown(OLD, NEW, { whole: true }).lines.filter((line) => line.startsWith('  '))).toHaveLength(8);
    expect(countLines(OLD, NEW)).toEqual({ added: 2, removed: 2 });
  });

  test('word by word, marked without colour too', () => {
    expect(shown(OLD, NEW, { words: true }).lines.slice(2, 4)).toEqual(['~   - a.ts#[-L9-]{+L12+}', '  ---']);
    expect(shown('', 'one two').lines).toEqual(['+ one two']);
    const before = 'Two workers refresh at once, and the first invalidates.';
    const after = 'Two workers refresh at once; the first one invalidates.';
    expect(shown(before, after, { words: true }).lines).toEqual([
      '~ Two workers refresh at once[-,',
      '  and-]{+;+} the first {+one+}',
      '  invalidates.',
    ]);
    // What has little in common is shown as two texts.
    expect(shown('all is other', 'nothing stayed here', { words: true }).lines).toEqual([
      '- all is other',
      '+ nothing stayed here',
    ]);
  });

  test('what came and what went whole', () => {
    expect(shown(undefined, 'a\nb\n').lines).toEqual(['+ a', '+ b']);
    expect(shown('a\n', undefined).lines).toEqual(['- a']);
    expect(shown('a\n', 'a\n')).toEqual({ lines: ['  a'], hunks: [] });
    expect(shown(undefined, undefined)).toEqual({ lines: [], hunks: [] });
  });

  test('no line is too wide, nothing unsafe comes through', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 80 });
    fc.assert(
      fc.property(
        text,
        text,
        fc.integer({ min: 8, max: 60 }),
        fc.boolean(),
        (before, after, columns, words) => {
          const { lines, hunks } = shown(before, after, { columns, words });
          for (const line of lines) {
            expect(displayWidth(line)).toBeLessThanOrEqual(columns);
            expect(line).not.toMatch(/\p{Cc}/u);
          }
          for (const hunk of hunks) expect(lines[hunk]).toBeDefined();
        },
      ),
    );
  });
});
