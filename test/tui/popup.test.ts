import { describe, expect, test } from 'vitest';
import {
  afterKey,
  afterText,
  openPopup,
  type Popup,
  popupRows,
  popupView,
} from '../../src/adapters/tui/popup.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';

const theme = createTheme({ color: false, ascii: true });
const plain = (line: string): string => line.replace(/\x1b\[[0-9;]*m/g, '').trimEnd();

const KINDS = openPopup({
  kind: 'choice',
  id: 'kind',
  title: 'Only this kind',
  choices: ['error', 'decision', 'note'].map((value) => ({ value, label: `${value}s` })),
});
const COPY = openPopup({
  kind: 'choice',
  id: 'copy',
  title: 'Copy',
  choices: [
    { value: 'id', label: 'its id', key: 'i' },
    { value: 'body', label: 'its text', key: 't' },
  ],
});
const WHY = openPopup({ kind: 'line', id: 'why', title: 'Why is it retired?' });

/** The popup after keys, or how it ended. */
function press(popup: Popup, ...keys: readonly string[]): Popup | string {
  let open = popup;
  for (const key of keys) {
    const step = afterKey(open, key, key.length === 1 ? key : undefined);
    if (step.type === 'closed') return 'closed';
    if (step.type === 'chosen') return step.value;
    open = step.popup;
  }
  return open;
}

function shown(popup: Popup | string): readonly string[] {
  if (typeof popup === 'string') return [popup];
  return popupView(popup, theme, 40, popupRows(popup)).lines.map(plain);
}

describe('a question in the lower part of the screen', () => {
  test('a choice is found by typing, or by moving', () => {
    expect(press(KINDS, 'd', 'e', 'c', 'enter')).toBe('decision');
    expect(press(KINDS, 'down', 'down', 'enter')).toBe('note');
    expect(press(KINDS, 'down', 'down', 'down', 'up', 'enter')).toBe('decision');
    expect(press(KINDS, 'esc')).toBe('closed');
  });

  test('what nothing is like chooses nothing', () => {
    const none = press(KINDS, 'z', 'enter');
    expect(shown(none)).toEqual(['-- Only this kind ----------------------', ' : z', '   nothing like it']);
    expect(press(KINDS, 'z', 'backspace', 'enter')).toBe('error');
  });

  test('where each choice has a key, the key chooses at once, and another does nothing', () => {
    expect(shown(COPY)).toEqual([
      '-- Copy --------------------------------',
      ' > i  its id',
      '   t  its text',
    ]);
    expect(press(COPY, 't')).toBe('body');
    expect(press(COPY, 'z', 'down', 'enter')).toBe('body');
    expect(popupView(COPY, theme, 40, 3).cursor).toBeUndefined();
  });

  test('where no letter is typed, j and k move as in every list, and g and G lead to its ends', () => {
    expect(press(COPY, 'j', 'enter')).toBe('body');
    expect(press(COPY, 'j', 'k', 'enter')).toBe('id');
    expect(press(COPY, 'G', 'enter')).toBe('body');
    expect(press(COPY, 'end', 'g', 'enter')).toBe('id');
    expect(press(COPY, 'k', 'enter')).toBe('id');
    expect(press(KINDS, 'j', 'enter')).not.toBe('decision');
    expect(press(KINDS, 'pagedown', 'enter')).toBe('note');
  });

  test('a line is typed, edited and pasted into', () => {
    expect(press(WHY, 'o', 'l', 'd', 'enter')).toBe('old');
    expect(press(WHY, 'enter')).toBe('');
    const step = afterText(WHY, 'two\nlines');
    expect(step).toMatchObject({ type: 'open', popup: { line: { text: 'two lines' } } });
    expect(popupView(WHY, theme, 40, 2)).toEqual({
      lines: [expect.stringContaining('Why is it retired?'), ' : '],
      cursor: { row: 1, column: 3 },
    });
  });

  test('nothing from memory takes over the terminal, or the line', () => {
    const label = 'a\x1b[2Jb\u202ec';
    const popup = openPopup({ kind: 'choice', id: 'x', title: 't\x07', choices: [{ value: 'x', label }] });
    const text = popupView(popup, theme, 40, 4).lines.map(plain).join('\n');
    expect(text).toContain('a\\x1b[2Jb<U+202E>c');
    expect(text).not.toMatch(/[\x07\u202e]/);
  });
});
