import type { ChangeType, FieldChange, RecordChange } from '../core/change.ts';
import { diffText } from './diff-text.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';
import { flow, type Span, wordsIn } from './word-flow.ts';

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

/** What begins with a change's sign in its colour: more is green, less is red. */
export function signed(text: string, style: Style): string {
  return text.startsWith('+')
    ? style.green(text)
    : text.startsWith('-')
      ? style.red(text)
      : style.yellow(text);
}

/** `+3 ~1 -1`, as a commit or a range has it in few columns. */
export function countsOf(changes: readonly RecordChange[], style: Style): string {
  return (['+', '~', '>', '-'] as const)
    .map((sign) => [sign, changes.filter(({ type }) => CHANGE_SIGN[type] === sign).length] as const)
    .filter(([, count]) => count > 0)
    .map(([sign, count]) => signed(`${sign}${count}`, style))
    .join(' ');
}

export interface ChangeLinesOptions {
  readonly style: Style;
  readonly columns: number;
  /** What did not change is told in full too. */
  readonly whole: boolean;
}

/** Of a longer stretch that did not change, so many lines are told at either end. */
const AROUND = 2;
const INDENT = 2;

/**
 * What changed in a record, field by field: a section's name with its text below it, a short value beside its name; the
 * words that came and went are marked.
 */
export function changeLines(fields: readonly FieldChange[], options: ChangeLinesOptions): readonly string[] {
  return fields.flatMap((field, at) => {
    const lines = fieldLines(field, options);
    return at > 0 && isSection(field.name) ? ['', ...lines] : lines;
  });
}

function isSection(name: string): boolean {
  return name === 'body' || name.startsWith('## ');
}

function fieldLines({ name, before, after }: FieldChange, options: ChangeLinesOptions): readonly string[] {
  const { style, columns } = options;
  const paint = before === undefined ? style.green : style.red;
  const one = before === undefined || after === undefined;
  const sign = before === undefined ? '+ ' : '- ';
  const runs = one
    ? [{ text: shown(after ?? before ?? ''), paint }]
    : changedRuns(shown(before), shown(after), options);
  const title = { text: safeText(name.startsWith('## ') ? name.slice(3) : name), paint: style.bold };
  if (!isSection(name) && !`${before ?? ''}${after ?? ''}`.includes('\n')) {
    const signed = one ? [{ text: sign, paint }] : [];
    return wrapSpans([title, { text: '  ', paint: plain }, ...signed, ...runs], columns);
  }
  const room = Math.max(2, columns - INDENT - (one ? sign.length : 0));
  const lead = ' '.repeat(INDENT) + (one ? paint(sign) : '');
  return [
    ...wrapSpans([title], columns),
    ...wrapSpans(runs, room).map((line) => (line === '' ? '' : lead + line)),
  ];
}

/** Styled text in lines: each keeps its own indentation, and what is too long goes on below it. */
export function wrapSpans(spans: readonly Span[], columns: number): readonly string[] {
  return linesOf(spans).flatMap((line) => {
    const words = wordsIn(line);
    if (words.length === 0) return [''];
    const own = /^ */.exec(line.map(({ text }) => text).join(''))?.[0] ?? '';
    const lead = own.slice(0, Math.max(0, columns - 10));
    return flow(words, columns, lead, lead);
  });
}

function linesOf(spans: readonly Span[]): readonly Span[][] {
  const lines: Span[][] = [[]];
  for (const { text, paint } of spans)
    for (const [at, part] of text.replaceAll('\t', '  ').split('\n').entries()) {
      if (at > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ text: part, paint });
    }
  return lines;
}

function plain(text: string): string {
  return text;
}

function shown(text: string): string {
  return safeText(text.trimEnd(), { newlines: true });
}

function changedRuns(before: string, after: string, { style, whole }: ChangeLinesOptions): readonly Span[] {
  const parts = diffText(before, after);
  return parts.map(({ op, text }, at): Span => {
    if (op === 'removed') return { text: `[-${text}-]`, paint: style.red };
    if (op === 'added') return { text: `{+${text}+}`, paint: style.green };
    const place = at === 0 ? 'first' : at === parts.length - 1 ? 'last' : 'middle';
    return { text: whole ? text : shortened(text, place), paint: plain };
  });
}

function shortened(text: string, at: 'first' | 'middle' | 'last'): string {
  const lines = text.split('\n');
  if (lines.length <= 2 * AROUND + 2) return text;
  const head = at === 'first' ? [] : lines.slice(0, AROUND);
  const tail = at === 'last' ? [] : lines.slice(-AROUND);
  const hidden = lines.length - head.length - tail.length;
  return [...head, `… ${hidden} lines as before …`, ...tail].join('\n');
}
