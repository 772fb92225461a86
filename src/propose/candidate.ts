import type { Algorithm, CodeUnit, Idiom } from '../core/code.ts';
import { EVERYWHERE } from './meanings.ts';
import { commonWords, sharedCalls } from './words.ts';

/**
 * Why something could be a pattern: a shape that recurs, an idiom or algorithm in use, calls that go together, classes
 * of one base, functions under one mark, or a unit that is known to have worked.
 */
export const GROUNDS = ['shape', 'habit', 'calls', 'base', 'mark', 'success'] as const;
export type Ground = (typeof GROUNDS)[number];

export interface Candidate {
  /** The shape's fingerprint; of a habit its language and name: `python retry`. Readable where it can be. */
  readonly key: string;
  readonly by: Ground;
  /** Each structure once at its place, by path and line. */
  readonly places: readonly CodeUnit[];
  /** The clearest of them. */
  readonly example: CodeUnit;
  /** The base or the mark. */
  readonly subject?: string;
  /** Of calls: of those who make one, so many make all, 0 to 1. Of classes of one base: methods that all have. */
  readonly confidence?: number;
  readonly methods?: readonly string[];
  readonly seen: readonly (Idiom | Algorithm)[];
  /** Words that their names have in common. */
  readonly words: readonly string[];
  /** What all of them call. */
  readonly calls: readonly string[];
}

/** Lines of an example that reads well. */
const SHORT = 30;

export function filesOf(places: readonly CodeUnit[]): string[] {
  return [...new Set(places.map(({ path }) => path))];
}

/** What follows from its places. @param more what its ground tells */
export function candidate(
  key: string,
  by: Ground,
  found: readonly CodeUnit[],
  more: Partial<Pick<Candidate, 'seen' | 'subject' | 'confidence' | 'methods' | 'calls'>> = {},
): Candidate {
  const places = [...found].sort((a, b) => (a.path === b.path ? a.from - b.from : a.path < b.path ? -1 : 1));
  const names = places.map((unit) => unit.name);
  const example = clearest(places);
  const texts = places.map(({ text }) => text);
  return {
    key,
    by,
    places,
    example,
    seen: shared(places),
    words: places.length === 1 ? [] : commonWords(names),
    calls: sharedCalls([example.text, ...texts], names),
    ...more,
  };
}

/** What is seen in every place, and not in any code. */
function shared(places: readonly CodeUnit[]): (Idiom | Algorithm)[] {
  const [first, ...rest] = places.map(({ idioms, algorithms }) => [...idioms, ...algorithms]);
  return (first ?? []).filter((name) => rest.every((names) => names.includes(name)) && !EVERYWHERE.has(name));
}

/** Short enough to be read, long enough to show something, and with nothing else in it. */
function clearest(places: readonly CodeUnit[]): CodeUnit {
  const cost = ({ lines, idioms, algorithms, name }: CodeUnit): number =>
    (lines > SHORT ? lines * 2 : Math.abs(lines - 12)) +
    (idioms.length + algorithms.length) * 2 +
    (name.startsWith('_') ? 2 : 0);
  const [first, ...rest] = places;
  if (first === undefined) throw new RangeError('a candidate without places');
  return rest.reduce((best, unit) => (cost(unit) < cost(best) ? unit : best), first);
}

/** TypeScript with and without markup is one language to whoever reads of it. */
export function family({ language }: CodeUnit): string {
  return language === 'tsx' ? 'typescript' : language;
}
