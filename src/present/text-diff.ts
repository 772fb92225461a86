import { matchLines } from '../core/line-diff.ts';
import { type DiffPart, diffText } from './diff-text.ts';
import { plural, wrap } from './layout.ts';
import { safeText } from './safe-text.ts';
import { flow, type Paint, type Span, wordsIn } from './word-flow.ts';

/** How two texts differ, as lines for a terminal. */
export interface TextDiff {
  readonly lines: readonly string[];
  /** Where each change begins, by line. */
  readonly hunks: readonly number[];
}

export interface DiffLook {
  readonly columns: number;
  readonly paint: { readonly added: Paint; readonly removed: Paint; readonly aside: Paint };
  /** What was changed within lines is marked word by word. */
  readonly words: boolean;
  /** What is as before is shown whole. */
  readonly whole: boolean;
}

interface Run {
  readonly same: readonly string[];
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Lines of what is as before, on either side of a change. */
const CONTEXT = 2;
/** Lines that have less than this in common are two lines, not one that was changed. */
const ALIKE = 0.4;

/** @param before undefined: there was none. Makes both texts safe. */
export function textDiff(before: string | undefined, after: string | undefined, look: DiffLook): TextDiff {
  const lines: string[] = [];
  const hunks: number[] = [];
  const runs = runsOf(linesOf(before), linesOf(after));
  for (const [at, { same, removed, added }] of runs.entries()) {
    const isChange = removed.length + added.length > 0;
    lines.push(...sameLines(same, at === 0, !isChange, look));
    if (!isChange) continue;
    hunks.push(lines.length);
    lines.push(...(look.words ? wordLines(removed, added, look) : lineLines(removed, added, look)));
  }
  return { lines, hunks };
}

/** How many lines came, and how many went. */
export function countLines(
  before: string | undefined,
  after: string | undefined,
): { readonly added: number; readonly removed: number } {
  const runs = runsOf(linesOf(before), linesOf(after));
  return {
    added: runs.reduce((sum, run) => sum + run.added.length, 0),
    removed: runs.reduce((sum, run) => sum + run.removed.length, 0),
  };
}

function linesOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return [];
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** What is as before, and the change behind it; the last has none. */
function runsOf(before: readonly string[], after: readonly string[]): readonly Run[] {
  const match = matchLines(before, after);
  const runs: Run[] = [];
  let run = { same: [] as string[], removed: [] as string[], added: [] as string[] };
  let next = 0;
  const close = (): void => {
    runs.push(run);
    run = { same: [], removed: [], added: [] };
  };
  for (const [at, line] of after.entries()) {
    const old = match[at] ?? -1;
    if (old < 0) {
      run.added.push(line);
      continue;
    }
    run.removed.push(...before.slice(next, old));
    next = old + 1;
    if (run.removed.length + run.added.length > 0) close();
    run.same.push(line);
  }
  run.removed.push(...before.slice(next));
  close();
  return runs;
}

function sameLines(same: readonly string[], isFirst: boolean, isLast: boolean, look: DiffLook): string[] {
  const shown = (lines: readonly string[]): string[] => lines.flatMap((line) => wrapped('  ', line, look));
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  if (look.whole || same.length <= head + tail + 1) return shown(same);
  const hidden = same.length - head - tail;
  return [
    ...shown(same.slice(0, head)),
    look.paint.aside(`  … ${plural(hidden, 'line')} as before`),
    ...shown(tail === 0 ? [] : same.slice(-tail)),
  ];
}

/** Indented as it is, and broken where it is too long. */
function wrapped(sign: string, line: string, { columns }: DiffLook, paint?: Paint): string[] {
  const text = wrap(safeText(line, { newlines: true }), Math.max(1, columns - sign.length));
  return text.split('\n').map((one, at) => {
    const shown = (at === 0 ? sign : ' '.repeat(sign.length)) + one;
    return paint === undefined ? shown : paint(shown);
  });
}

function lineLines(removed: readonly string[], added: readonly string[], look: DiffLook): string[] {
  return [
    ...removed.flatMap((line) => wrapped('- ', line, look, look.paint.removed)),
    ...added.flatMap((line) => wrapped('+ ', line, look, look.paint.added)),
  ];
}

/** The words that came and went, each line of them for itself. */
export function changedSpans(
  before: string,
  after: string,
  paint: DiffLook['paint'],
): readonly (readonly Span[])[] {
  return spanLines(diffText(before, after), paint);
}

function wordLines(removed: readonly string[], added: readonly string[], look: DiffLook): string[] {
  const parts = diffText(removed.join('\n'), added.join('\n'));
  const size = (op: DiffPart['op']): number =>
    parts.reduce((sum, part) => sum + (part.op === op ? part.text.trim().length : 0), 0);
  if (size('same') < ALIKE * Math.max(size('removed'), size('added'), 1))
    return lineLines(removed, added, look);
  return spanLines(parts, look.paint).flatMap((spans) => {
    const indent = /^\s*/.exec(spans[0]?.text ?? '')?.[0].length ?? 0;
    const lead = ' '.repeat(Math.min(indent, Math.max(0, look.columns - 12)));
    return flow(wordsIn(spans), look.columns, `~ ${lead}`, `  ${lead}`);
  });
}

const PLAIN: Paint = (text) => text;

/** The lines of a changed text, each in its styles; what went and what came have marks that need no colour. */
function spanLines(parts: readonly DiffPart[], paint: DiffLook['paint']): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]];
  for (const { op, text } of parts) {
    const safe = safeText(text, { newlines: true });
    const [open, close] = op === 'same' ? ['', ''] : op === 'removed' ? ['[-', '-]'] : ['{+', '+}'];
    const look = op === 'same' ? PLAIN : op === 'removed' ? paint.removed : paint.added;
    // A break that stands at an end is no part of what is marked.
    const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(safe) ?? [];
    const marked = inner === '' ? '' : `${open}${inner}${close}`;
    for (const [at, line] of `${before}${marked}${after}`.split('\n').entries()) {
      if (at > 0) lines.push([]);
      if (line !== '') lines.at(-1)?.push({ text: line, paint: look });
    }
  }
  return lines;
}
