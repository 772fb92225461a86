import type { CodeUnit } from '../core/code.ts';
import { codeBlock, withoutMargin } from '../core/code-block.ts';
import type { ConsensusCandidate, ConsensusResult } from '../core/consensus.ts';
import type { Draft } from '../core/record.ts';
import { oneLine } from '../format/lines.ts';
import { hasSubstance } from '../propose/gate.ts';
import { headline } from '../transfer/make-item.ts';

/** How a candidate fared. */
export interface Standing {
  readonly id: string;
  readonly approach?: string;
  readonly votes: number;
  /** Of all votes, 0 to 1; absent where nobody voted. */
  readonly share?: number;
  readonly score?: number;
  readonly reason?: string;
}

/** All candidates as they fared, the winner first, then by votes and score. */
export function standingsOf({ candidates, winner, votes = {} }: ConsensusResult): readonly Standing[] {
  const all = Object.values(votes).reduce((sum, count) => sum + count, 0);
  const rows = candidates.map(({ id, approach, score, reason }): Standing => {
    const own = Object.hasOwn(votes, id) ? (votes[id] ?? 0) : 0;
    return {
      id,
      ...(approach === undefined ? {} : { approach }),
      votes: own,
      ...(all === 0 ? {} : { share: own / all }),
      ...(score === undefined ? {} : { score }),
      ...(reason === undefined ? {} : { reason }),
    };
  });
  return rows.sort(
    (a, b) =>
      Number(b.id === winner) - Number(a.id === winner) ||
      b.votes - a.votes ||
      (b.score ?? 0) - (a.score ?? 0),
  );
}

/** Of one winner so many patterns are kept. */
const MAX_PATTERNS = 5;
/** A unit as short and plain as this shows nothing. */
const PLAIN = { lines: 4, branches: 1 } as const;

/**
 * What of the winner's code is worth keeping: its classes and functions that stand in no other, without the trivial ones,
 * the largest first.
 */
export function unitsWorthKeeping(units: readonly CodeUnit[]): readonly CodeUnit[] {
  const named = units.filter(({ kind, name }) => kind !== 'handler' && name !== '');
  const outer = named.filter((unit) => !named.some((other) => other !== unit && isIn(unit, other)));
  return outer
    .filter(
      ({ lines, branches, idioms, algorithms }) =>
        lines > PLAIN.lines || branches > PLAIN.branches || idioms.length + algorithms.length > 0,
    )
    .sort((a, b) => b.lines - a.lines || a.from - b.from)
    .slice(0, MAX_PATTERNS);
}

function isIn(inner: CodeUnit, outer: CodeUnit): boolean {
  return inner.from >= outer.from && inner.to <= outer.to && inner.lines < outer.lines;
}

/** The patterns of a winner: one for each unit that is worth keeping; where none is, its code as a whole. */
export function patternDrafts(
  result: ConsensusResult,
  winner: ConsensusCandidate,
  units: readonly CodeUnit[],
): readonly Draft[] {
  const kept = unitsWorthKeeping(units);
  const { description } = result.task;
  const title = headline(description);
  const standings = standingsOf(result);
  if (kept.length === 0) return [draftOf(result, winner, title, winner.code, units, standings)];
  return kept.map((unit) => {
    const inner = units.filter((other) => other.from >= unit.from && other.to <= unit.to);
    const own = kept.length === 1 ? title : `${title}: ${unit.name}`;
    return draftOf(result, winner, own, unit.text, inner, standings, unit);
  });
}

function draftOf(
  { task, episode }: ConsensusResult,
  winner: ConsensusCandidate,
  title: string,
  code: string,
  units: readonly CodeUnit[],
  standings: readonly Standing[],
  unit?: CodeUnit,
): Draft {
  const { description, category = 'code' } = task;
  const language = task.language?.toLowerCase() ?? unit?.language;
  const seen = seenIn(units);
  const [, ...lost] = standings;
  const parts = [
    `## Problem\n\n${shortened(description.trim())}`,
    `## Solution\n\n${solutionText(winner, units, seen)}`,
    `## Example\n\n${codeBlock(language ?? '', withoutMargin(code))}`,
    `## Outcome\n\n${outcomeText(standings)}`,
    ...(lost.length === 0 ? [] : [`## Ruled out\n\n${lost.map(lostLine).join('\n')}`]),
  ];
  const complexity = unit?.complexity ?? mostComplex(units);
  const place = unit === undefined ? '' : `#L${unit.from}-L${unit.to}`;
  return {
    kind: 'pattern',
    title,
    body: parts.join('\n\n'),
    tags: ['consensus', ...seen],
    pattern: {
      category,
      ...(complexity === undefined ? {} : { complexity }),
      // What is plain has the structure of many others.
      ...(unit !== undefined && hasSubstance(unit) ? { shape: unit.shape } : {}),
    },
    ...(language === undefined ? {} : { language }),
    ...(winner.file === undefined ? {} : { files: [`${winner.file}${place}`] }),
    ...(episode === undefined ? {} : { derived_from: [episode] }),
  };
}

/** Records of one task say the same here: what they differ in must weigh more. */
const MAX_PROBLEM = 500;

function shortened(text: string): string {
  return text.length <= MAX_PROBLEM ? text : `${text.slice(0, MAX_PROBLEM).replace(/\s+\S*$/, '')} …`;
}

/** What can be said of code by looking at it, as tags. */
function seenIn(units: readonly CodeUnit[]): string[] {
  const kinds = units.map(({ kind }) => (kind === 'handler' ? 'error-handling' : kind));
  const found = units.flatMap(({ idioms, algorithms, async }) => [
    ...idioms,
    ...algorithms,
    ...(async ? ['async'] : []),
  ]);
  return [...new Set([...kinds, ...found])].filter((name) => name !== 'method');
}

const COMPLEXITIES = ['low', 'medium', 'high'] as const;

function mostComplex(units: readonly CodeUnit[]): (typeof COMPLEXITIES)[number] | undefined {
  const found = units.map(({ complexity }) => COMPLEXITIES.indexOf(complexity));
  return COMPLEXITIES[Math.max(-1, ...found)];
}

function solutionText(
  { approach }: ConsensusCandidate,
  units: readonly CodeUnit[],
  seen: readonly string[],
): string {
  const names = units.filter(({ kind, name }) => kind !== 'handler' && name !== '').map(({ name }) => name);
  const parts = [
    approach === undefined ? '' : `Approach: ${oneLine(approach)}.`,
    names.length === 0 ? '' : `Made of ${few(names.map((name) => `\`${name}\``))}.`,
    seen.length === 0 ? '' : `Seen in it: ${seen.join(', ')}.`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'As the example has it.' : parts.join(' ');
}

const MAX_NAMES = 8;

function few(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  return names.slice(0, MAX_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** How the first of them won, in words. */
export function outcomeText([won, ...lost]: readonly Standing[]): string {
  if (won === undefined) return '';
  const among = lost.length === 0 ? 'The only candidate' : `Chosen among ${lost.length + 1} candidates`;
  const why = won.reason === undefined ? '' : ` ${oneLine(won.reason)}`;
  return `${among}${figures(won)}.${why}`;
}

/** How surely it won, 0 to 1: the mean of its share and its score, as far as they are told. */
export function sureWin({ share, score }: Standing): number {
  const known = [share, score].flatMap((figure) => figure ?? []);
  return known.length === 0 ? 0.5 : known.reduce((sum, figure) => sum + figure, 0) / known.length;
}

/** By how many votes and with which score, where that is known. */
function figures({ votes, share, score }: Standing): string {
  const parts = [
    share === undefined
      ? ''
      : `${rounded(votes)} ${votes === 1 ? 'vote' : 'votes'} (${Math.round(share * 100)} %)`,
    score === undefined ? '' : `score ${rounded(score)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function lostLine(standing: Standing): string {
  const { id, approach, reason } = standing;
  const why = reason === undefined ? '' : `; ${oneLine(reason)}`;
  return `- ${oneLine(approach ?? id)}${figures(standing)}${why}`;
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
