import type { CodeUnit } from '../core/code.ts';
import { type Candidate, filesOf } from './candidate.ts';
import { COMMON_IDIOMS } from './meanings.ts';

/** Factors of a score, 0 to 1 each, with their weights; the weights add up to 1. */
const WEIGHTS = {
  /** How often: 16 places are enough. */
  recurrence: 0.2,
  /** In how many files: 5 are enough. */
  spread: 0.15,
  /** Is there something to show? About 15 lines are enough, more than 40 are too many. */
  substance: 0.1,
  /** Does it have a name: an idiom or algorithm (one that every program has counts half), a base, a mark? Are calls sure? */
  named: 0.2,
  /** Words and calls that its places share. */
  kinship: 0.15,
  /** What is everywhere says little: 12 places are few, of more the less the more there are. */
  rarity: 0.2,
} as const;

/** Of what is missing to 1, a success brings so much. */
const SUCCESS = 0.4;

export interface Facts {
  /** Why it is known to have worked, in words. */
  readonly success?: string;
}

const FEW = 12;

/** How sure it is that a candidate deserves a record: the weighted sum of a few factors, lifted by success. */
export function scoreOf(candidate: Candidate, facts: Facts): number {
  const { places, example, words, calls, methods = [] } = candidate;
  const factors: Readonly<Record<keyof typeof WEIGHTS, number>> = {
    recurrence: upTo1(Math.log2(places.length) / 4),
    spread: upTo1((filesOf(places).length - 1) / 4),
    substance: upTo1((example.lines - 3) / 12) * (example.lines > 40 ? 40 / example.lines : 1),
    named: namedBy(candidate),
    kinship: upTo1((words.length + calls.length + methods.length) / 4),
    rarity: Math.min(1, FEW / places.length),
  };
  const sum = Object.entries(WEIGHTS).reduce(
    (total, [name, weight]) => total + weight * (factors[name as keyof typeof WEIGHTS] ?? 0),
    0,
  );
  const lifted = facts.success === undefined ? sum : sum + (1 - sum) * SUCCESS;
  return Math.round(lifted * 100) / 100;
}

function namedBy({ subject, confidence, seen }: Candidate): number {
  if (subject !== undefined) return 1;
  if (confidence !== undefined) return confidence;
  return Math.max(
    0,
    ...seen.map((name) => (COMMON_IDIOMS.has(name as CodeUnit['idioms'][number]) ? 0.5 : 1)),
  );
}

function upTo1(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** The same in words. */
export function reasonOf(candidate: Candidate, facts: Facts): string {
  const { by, seen, words, calls, methods = [], confidence = 0 } = candidate;
  const rest = [
    by !== 'habit' && seen.length > 0 ? `seen in it: ${seen.join(', ')}` : '',
    by === 'shape' && words.length > 0 ? `names share “${words.join(' ')}”` : '',
    by === 'shape' && calls.length > 0 ? `all call ${calls.slice(0, 3).join(', ')}` : '',
    by === 'calls' ? `${Math.round(confidence * 100)} % of those who call one call all` : '',
    by === 'base' && methods.length > 0 ? `all have ${methods.slice(0, 3).join(', ')}` : '',
    facts.success ?? '',
  ];
  return [groundOf(candidate), ...rest.filter((part) => part !== '')].join('; ');
}

function groundOf({ by, places, seen, subject }: Candidate): string {
  const files = filesOf(places).length;
  const where = `${places.length} ${places.length === 1 ? 'place' : 'places'} of ${files} ${files === 1 ? 'file' : 'files'}`;
  switch (by) {
    case 'shape':
      return `the same shape in ${where}`;
    case 'habit':
      return `${seen[0]} in ${where}`;
    case 'calls':
      return `the same calls together in ${where}`;
    case 'base':
      return `derived from ${subject} in ${where}`;
    case 'mark':
      return `marked with ${subject} in ${where}`;
    case 'success':
      return 'new or changed';
  }
}
