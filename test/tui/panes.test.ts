import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alone, ends, linesEach, panesLines, panesOf, ruleLine } from '../../src/adapters/tui/panes.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';
import { displayWidth } from '../../src/present/layout.ts';
import { bare } from './pure-screen.ts';

const theme = createTheme({ color: false, ascii: false });

describe('a list and a text', () => {
  test('beside each other, below each other, or the one that has the keys', () => {
    const how = (columns: number, rows: number, focus: 'list' | 'text' = 'list'): string =>
      panesOf({ columns, rows }, { focus, wanted: 5 }).how;
    expect([how(100, 3), how(99, 10), how(60, 10)]).toEqual(['beside', 'below', 'below']);
    expect([how(59, 10), how(99, 9), how(59, 10, 'text')]).toEqual(['list', 'list', 'text']);
  });

  test('a list above its text has the rows that it fills, and never more than half', () => {
    const rows = (wanted: number): number =>
      panesOf({ columns: 80, rows: 19 }, { focus: 'list', wanted }).list.rows;
    expect([0, 4, 9, 10, Number.POSITIVE_INFINITY].map(rows)).toEqual([1, 4, 9, 9, 9]);
  });

  test('narrow, a row has two lines, if that leaves room for two', () => {
    const each = (columns: number, rows: number): number => linesEach(alone({ columns, rows }, 'list'));
    expect([each(59, 4), each(59, 3), each(60, 4)]).toEqual([2, 1, 1]);
  });

  test('where there is more of the text the rule says so', () => {
    const panes = panesOf({ columns: 60, rows: 10 }, { focus: 'list', wanted: 2 });
    const lines = Array.from({ length: 9 }, (_, at) => `line ${at}`);
    const shown = (top: number): readonly string[] =>
      panesLines(panes, ['one', 'two'], { lines, top, title: 'it' }, theme).map(bare);
    expect(shown(0)).toEqual([
      ...['one', 'two', `── it ${'─'.repeat(46)} more ──`],
      ...lines.slice(0, 7).map((line) => ` ${line}`),
    ]);
    expect(shown(2).slice(2, 4)).toEqual([`── it ${'─'.repeat(54)}`, ' line 2']);
    // No further than to its end.
    expect(shown(99)).toEqual(shown(2));
  });

  test('whatever the size, no line is wider, and no row too many', () => {
    const size = fc.record({
      columns: fc.integer({ min: 20, max: 300 }),
      rows: fc.integer({ min: 1, max: 97 }),
    });
    const text = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 30 });
    fc.assert(
      fc.property(size, fc.constantFrom('list', 'text'), fc.nat(60), text, (room, focus, wanted, list) => {
        const panes = panesOf(room, { focus, wanted });
        const body = ['x'.repeat(panes.text.columns), ''];
        const lines = panesLines(panes, list, { lines: body, top: 0, title: list[0] ?? '' }, theme);
        expect(lines.length).toBeLessThanOrEqual(room.rows);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(room.columns);
      }),
    );
  });
});

test('both ends of a line: the right one whole, unless nothing of the left could be seen beside it', () => {
  expect(ends('left', 'right', 12)).toBe('left   right');
  expect(ends('much too long', '1 of 9', 18)).toBe('much too l… 1 of 9');
  expect(ends('much too long', '1 of 9', 16)).toBe('much too long');
  expect(ends('much too long', '1 of 9', 18, Number.POSITIVE_INFINITY)).toBe('much too long');
  expect(ends('left', '', 12)).toBe('left');
});

test('a rule with words in it', () => {
  expect(bare(ruleLine('', 8, theme))).toBe('────────');
  expect(bare(ruleLine('title', 16, theme))).toBe('── title ───────');
  expect(bare(ruleLine('a long title', 20, theme, { right: 'more' }))).toBe('── a long t… more ──');
});
