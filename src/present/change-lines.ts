import type { ChangeType, FieldChange, RecordChange } from '../core/change.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';
import { changedSpans, type DiffLook, textDiff } from './text-diff.ts';
import { flow, type Paint, type Span, wordsIn } from './word-flow.ts';

/** What a change is to memory: more of it, another, less, or given up for a newer one. */
export const CHANGE_SIGN: Readonly<Record<ChangeType, '+' | '~' | '-' | '>'>> = {
  added: '+',
  changed: '~',
  renamed: '~',
  unreadable: '~',
  superseded: '>',
  retired: '-',
  forgotten: '-',
  deleted: '-',
};

/** What is told of a change in the colour of its sign: more is green, less is red. */
export function signed(sign: string, style: Style, text = sign): string {
  return (sign.startsWith('+') ? style.green : sign.startsWith('-') ? style.red : style.yellow)(text);
}

/** `+3 ~1 -1`, as a commit or a range has it in few columns. @param rest how many more there are of a sign */
export function countsOf(
  changes: readonly RecordChange[],
  style: Style,
  rest: { readonly [sign in '+' | '~' | '-']?: number } = {},
): string {
  const more: Readonly<Record<string, number | undefined>> = rest;
  return (['+', '~', '>', '-'] as const)
    .map((sign) => {
      const told = changes.filter(({ type }) => CHANGE_SIGN[type] === sign).length;
      return [sign, told + (more[sign] ?? 0)] as const;
    })
    .filter(([, count]) => count > 0)
    .map(([sign, count]) => signed(`${sign}${count}`, style))
    .join(' ');
}

/** What stands below a name. */
const INDENT = '  ';

/**
 * What changed in a record, field by field: a section's name with its text below it, a short value beside its name; the
 * words that came and went are marked.
 */
export function changeLines(
  fields: readonly FieldChange[],
  look: DiffLook & { readonly strong: Paint },
): readonly string[] {
  return fields.flatMap((field, at) => {
    const lines = fieldLines(field, look);
    return at > 0 && isSection(field.name) ? ['', ...lines] : lines;
  });
}

function isSection(name: string): boolean {
  return name === 'body' || name.startsWith('## ');
}

function fieldLines(
  { name, before, after }: FieldChange,
  look: DiffLook & { readonly strong: Paint },
): readonly string[] {
  const { columns, strong, words } = look;
  const title = { text: safeText(name.startsWith('## ') ? name.slice(3) : name), paint: strong };
  const isShort = !isSection(name) && !`${before ?? ''}${after ?? ''}`.includes('\n');
  if (isShort && (words || before === undefined || after === undefined)) {
    const spans = [title, { text: ' ', paint: strong }, ...valueSpans(before, after, look)];
    return flow(wordsIn(spans), columns, '', INDENT);
  }
  const below = textDiff(before, after, { ...look, columns: Math.max(1, columns - INDENT.length) });
  return [...flow(wordsIn([title]), columns, '', INDENT), ...below.lines.map((line) => INDENT + line)];
}

/** A value of one line. */
function valueSpans(
  before: string | undefined,
  after: string | undefined,
  { paint }: DiffLook,
): readonly Span[] {
  if (before === undefined) return [{ text: `+ ${safeText(after ?? '')}`, paint: paint.added }];
  if (after === undefined) return [{ text: `- ${safeText(before)}`, paint: paint.removed }];
  return changedSpans(before, after, paint).flat();
}
