import type { CodeUnit } from '../core/code.ts';
import type { Proposed } from '../core/proposal.ts';
import type { NexusRecord } from '../core/record.ts';
import { type Candidate, filesOf } from './candidate.ts';
import { candidatesIn } from './candidates.ts';
import { draftOf, MAX_PLACES } from './draft.ts';
import { heldBy } from './known.ts';
import { reasonOf, scoreOf } from './score.ts';

export interface ProposeInput {
  /** Of all the code: what recurs is looked for in all of it. */
  readonly units: readonly CodeUnit[];
  /** Only what has one of its places among these; absent: all. */
  readonly focus?: readonly CodeUnit[];
  readonly source: string;
  /** Why the units in focus are known to have worked: `its commit resolved TypeError`. */
  readonly success?: string;
  /** What memory holds: a candidate that is there already adds its places to it. */
  readonly records: readonly NexusRecord[];
  /** Keys of what is not to be proposed. */
  readonly without: ReadonlySet<string>;
}

/** Candidates below are not worth a look. */
const LEAST_SCORE = 0.3;

/** Proposals in some code, the best first. What a record holds with all its places is none. */
export function propose(input: ProposeInput): Proposed[] {
  const focus = input.focus === undefined ? undefined : new Set(input.focus);
  const isMarked = (unit: CodeUnit): boolean => input.success !== undefined && focus?.has(unit) === true;
  const ranked = candidatesIn(input.units, isMarked)
    .filter(({ places }) => focus === undefined || places.some((unit) => focus.has(unit)))
    .map((candidate) => {
      const success = candidate.places.some(isMarked) ? input.success : undefined;
      const facts = success === undefined ? {} : { success };
      return { candidate, score: scoreOf(candidate, facts), reason: reasonOf(candidate, facts) };
    })
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score || (a.candidate.key < b.candidate.key ? -1 : 1));
  const told: Candidate[] = [];
  return ranked.flatMap(({ candidate, score, reason }): Proposed[] => {
    if (isToldWith(candidate, told)) return [];
    // What was decided of these places stands for the lesser things to say of them.
    told.push(candidate);
    const like = heldBy(candidate, input.records);
    // Once rejected is rejected; what was accepted may still get new places.
    if (like === undefined && input.without.has(candidate.key)) return [];
    const draft = draftOf(candidate);
    const held = input.records.find(({ id }) => id === like?.id);
    const fresh = held === undefined ? [] : newFiles(candidate, held);
    if (held !== undefined && (fresh.length === 0 || held.retired !== undefined)) return [];
    return [
      {
        key: candidate.key,
        score,
        reason,
        source: input.source,
        draft,
        ...(like === undefined ? {} : { like }),
      },
    ];
  });
}

/** All its places are among those of a better one; of calls, most of them are enough. */
function isToldWith({ by, places }: Candidate, told: readonly Candidate[]): boolean {
  return told.some((other) => {
    const shared = places.filter((unit) => other.places.includes(unit)).length;
    return (
      shared === places.length || (by === 'calls' && other.by === 'calls' && shared * 2 >= places.length)
    );
  });
}

/** Files of a candidate that a record does not cite yet: lines move, files tell. */
function newFiles({ places }: Candidate, { files }: NexusRecord): string[] {
  if (files.length >= MAX_PLACES) return [];
  return filesOf(places).filter(
    (path) => !files.some((file) => file === path || file.startsWith(`${path}#`)),
  );
}
