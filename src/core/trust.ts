import type { Standing } from './recall.ts';
import type { Finding } from './review.ts';

/** How far a record has come, by what git says of it; from the least to the most. */
export const TRUST_LEVELS = ['any', 'committed', 'merged'] as const;

export type TrustLevel = (typeof TRUST_LEVELS)[number];

/**
 * Who is served, where it is no person: an agent that asks, or one to which something is pushed that nobody asked for.
 * A person gets everything, marked.
 */
export const AUDIENCES = ['agents', 'push'] as const;

export type Audience = (typeof AUDIENCES)[number];

/** The least that each is served. Of signatures nothing: what is not verified proves nothing. */
export type TrustSettings = Readonly<Record<Audience, TrustLevel>>;

export const TRUST_DEFAULTS: TrustSettings = { agents: 'committed', push: 'committed' };

/**
 * What nobody of the team has agreed to yet counts as nothing; packs come with the program; another repository's main
 * branch is not ours.
 */
const OF_STANDING: Readonly<Record<Standing, TrustLevel>> = {
  waiting: 'any',
  uncommitted: 'any',
  committed: 'committed',
  pack: 'merged',
  source: 'committed',
};

/** @param merged it stands so on the main branch, too */
export function levelOf(standing: Standing, merged: boolean): TrustLevel {
  return standing === 'committed' && merged ? 'merged' : OF_STANDING[standing];
}

export function reachesTrust(level: TrustLevel, minimum: TrustLevel): boolean {
  return TRUST_LEVELS.indexOf(level) >= TRUST_LEVELS.indexOf(minimum);
}

/** The lower of two. */
export function lowerTrust(a: TrustLevel, b: TrustLevel): TrustLevel {
  return reachesTrust(a, b) ? b : a;
}

/** What git says of a commit's signature. `signed`: there is one, and nobody has verified it. */
export type SignatureState =
  | 'none'
  | 'signed'
  | 'good'
  | 'good, of a key that is not trusted'
  | 'expired'
  | 'of a revoked key'
  | 'bad'
  | 'not checkable here';

/** What git says of one record, and what the rules of a review do. Never a field of its file. */
export interface Provenance {
  readonly standing: Standing;
  /** Of the commit that last changed it. */
  readonly author?: string;
  readonly commit?: string;
  /** Of that commit; absent where there is none. */
  readonly signature?: SignatureState;
  /** Who signed, where that was verified. */
  readonly signer?: string;
  /** The main branch as this clone knows it, and whether the record stands there so. */
  readonly main?: string;
  readonly merged?: boolean;
  /** Who merged that commit, where somebody else than its author did: git tells no more of a review. */
  readonly mergedBy?: { readonly name: string; readonly commit: string };
  /** Why it counts for less than where it lies. */
  readonly weaker?: string;
  /** Why agents do not get it. */
  readonly flagged: readonly Finding[];
}

/** What an audience was not given of an answer. Never a word of it: only how many, which, and why. */
export interface Withheld {
  readonly audience: Audience;
  readonly minimum: TrustLevel;
  /** So many of those that would have been in the answer are below the minimum. */
  readonly below: number;
  /** What the rules of a review warn of, by their names. */
  readonly flagged: readonly FlaggedId[];
}

export interface FlaggedId {
  /** Of a record or commit; of a living document its name, and its section. */
  readonly id: string;
  readonly rules: readonly string[];
}

/** Two of one answer as one; each id once. */
export function withheldTogether(a: Withheld | undefined, b: Withheld | undefined): Withheld | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const flagged = new Map([...a.flagged, ...b.flagged].map((one) => [one.id, one]));
  return { ...a, below: a.below + b.below, flagged: [...flagged.values()] };
}
