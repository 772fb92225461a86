import type { CodeUnit } from '../core/code.ts';
import { type Candidate, filesOf } from './candidates.ts';
import { COMMON_IDIOMS } from './meanings.ts';

/** Factors of a score, 0 to 1 each, with their weights; the weights add up to 1. */
const WEIGHTS = {
  /** How often: 16 places are enough. */
  recurrence: 0.25,
  /** In how many files: 5 are enough. */
  spread: 0.15,
  /** Is there something to show? About 15 lines are enough, more than 40 are too many. */
  substance: 0.15,
  /** Is it an idiom or algorithm that has a name? One that every program has counts half. */
  named: 0.2,
  /** Words and calls that its places share. */
  kinship: 0.15,
  /** A habit that is everywhere says nothing: from a fifth of all units on. */
  rarity: 0.1,
} as const;

/** Of what is missing to 1, a success brings so much. */
const SUCCESS = 0.4;

export interface Facts {
  /** Units of the whole code. */
  readonly units: number;
  /** Why it is known to have worked, in words. */
  readonly success?: string;
}

/** How sure it is that a candidate deserves a record: the weighted sum of a few factors, lifted by success. */
export function scoreOf(candidate: Candidate, facts: Facts): number {
  const { by, places, example, seen, words, calls } = candidate;
  const factors: Readonly<Record<keyof typeof WEIGHTS, number>> = {
    recurrence: upTo1(Math.log2(places.length) / 4),
    spread: upTo1((filesOf(places).length - 1) / 4),
    substance: upTo1((example.lines - 3) / 12) * (example.lines > 40 ? 40 / example.lines : 1),
    named: Math.max(
      0,
      ...seen.map((name) => (COMMON_IDIOMS.has(name as CodeUnit['idioms'][number]) ? 0.5 : 1)),
    ),
    kinship: upTo1((words.length + calls.length) / 4),
    rarity: by === 'shape' ? 1 : upTo1(1 - (5 * places.length) / Math.max(1, facts.units)),
  };
  const sum = Object.entries(WEIGHTS).reduce(
    (total, [name, weight]) => total + weight * (factors[name as keyof typeof WEIGHTS] ?? 0),
    0,
  );
  const lifted = facts.success === undefined ? sum : sum + (1 - sum) * SUCCESS;
  return Math.round(lifted * 100) / 100;
}

function upTo1(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** The same in words. */
export function reasonOf({ by, places, seen, words, calls }: Candidate, facts: Facts): string {
  const files = filesOf(places).length;
  const where = `${places.length} ${places.length === 1 ? 'place' : 'places'} of ${files} ${files === 1 ? 'file' : 'files'}`;
  const first =
    by === 'shape'
      ? `the same shape in ${where}`
      : by === 'habit'
        ? `${seen[0]} in ${where}`
        : 'new or changed';
  const rest = [
    by !== 'habit' && seen.length > 0 ? `seen in it: ${seen.join(', ')}` : '',
    by === 'shape' && words.length > 0 ? `names share “${words.join(' ')}”` : '',
    by === 'shape' && calls.length > 0 ? `all call ${calls.slice(0, 3).join(', ')}` : '',
    facts.success ?? '',
  ];
  return [first, ...rest.filter((part) => part !== '')].join('; ');
}
