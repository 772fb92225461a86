import type { Finding } from '../core/review.ts';
import { finding } from './hit.ts';

/** A question and one record that it should find, asked of the memory before and after a change. */
export interface AskedTwice {
  readonly ask: string;
  readonly record: { readonly id: string; readonly title?: string };
  /** How many of the first hits count, as the question stood before and stands after; absent where it does not ask for that record. */
  readonly within: { readonly before?: number; readonly after?: number };
  /** From 1; absent where it is not among the first hundred. */
  readonly place: { readonly before?: number; readonly after?: number };
  /** Of the question, where it stands after. */
  readonly line?: number;
  /** Why the record is no answer any more; absent where it is still served. */
  readonly gone?: string;
  /** Titles of records of this change that stand before it, or would, the best first. */
  readonly ahead: readonly string[];
}

/** So many records that stand before a lost one are named. */
const NAMED = 3;
/** Characters of a question that are told. */
const MOST = 160;

/**
 * What a change lost. A question that it takes out is asked all the same: only of a record that it takes out of service,
 * too, nothing more is expected. What was lost before is not this change's.
 */
export function lostAnswers(asked: readonly AskedTwice[], path: string): readonly Finding[] {
  return asked.flatMap((one) => {
    const { within, place, gone, line } = one;
    const wasFound = within.before !== undefined && (place.before ?? Infinity) <= within.before;
    const least = Math.min(within.before ?? Infinity, within.after ?? Infinity);
    const isNew = within.before === undefined;
    const isLost = (place.after ?? Infinity) > least;
    if (!isLost || !(isNew || wasFound)) return [];
    if (within.after === undefined && gone !== undefined) return [];
    return [
      finding(
        'lost-answer',
        { path, id: one.record.id, excerpt: excerptOf(one.ask), ...(line === undefined ? {} : { line }) },
        messageOf(one, least),
      ),
    ];
  });
}

function excerptOf(ask: string): string {
  const line = ask.replace(/\s+/g, ' ');
  return line.length <= MOST ? line : `${line.slice(0, MOST).replace(/\p{Surrogate}$/u, '')}…`;
}

function messageOf({ record, within, place, gone, ahead }: AskedTwice, least: number): string {
  const name = record.title === undefined ? record.id : `“${record.title}”`;
  const now = place.after === undefined ? 'not among the first 100' : `number ${place.after}`;
  const isNew = within.before === undefined || place.before === undefined;
  const where = gone ?? (isNew ? `it is ${now}` : `it was number ${place.before}, and is ${now}`);
  const more = ahead.length > NAMED ? ` and ${ahead.length - NAMED} more` : '';
  const named = ahead.slice(0, NAMED).map((title) => `“${title}”`);
  return [
    `${within.before === undefined ? 'does not find' : 'no longer finds'} ${name} among the first ${least}: ${where}`,
    ...(named.length === 0 || gone !== undefined
      ? []
      : [`of this change there come before it: ${named.join(', ')}${more}`]),
    ...(within.after === undefined ? ['the change takes the question out'] : []),
  ].join('; ');
}
