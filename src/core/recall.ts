import type { Doubts } from './doubt.ts';
import type { PackName } from './pack.ts';
import type { Problem } from './problem.ts';
import type { EpisodeFacts, Kind } from './record.ts';
import type { SourceRef } from './source.ts';
import type { Withheld } from './trust.ts';

/** Records, and the repository's own commits, which are recalled without a file each. */
export type RecallKind = Kind | 'commit';

/**
 * What became of the code that a record cites: `verified` as it was, `moved` elsewhere, `stale`
 * changed or gone, `uncited` nothing to check.
 */
export type Freshness = 'verified' | 'moved' | 'stale' | 'uncited';

/** Which way of asking answered: the exact ones come before the ranked one. */
export type Tier = 'signature' | 'id' | 'path' | 'text' | 'filter';

/** How far a record has come on its way to the team; of `source` another repository's team agreed to it. */
export type Standing = 'committed' | 'uncommitted' | 'waiting' | 'pack' | 'source';

/** Has nobody of the team agreed to it yet? */
export function isUnreviewed(standing: Standing): boolean {
  return standing === 'uncommitted' || standing === 'waiting';
}

/** Of another repository, or of a pack: of these git says nothing here. */
export function isForeign({ pack, source }: Pick<StoredDoc, 'pack' | 'source'>): boolean {
  return pack !== undefined || source !== undefined;
}

export interface RecallQuery {
  /** Plain words; never parsed as a query language. */
  readonly text: string;
  readonly kinds?: readonly RecallKind[];
  readonly tags?: readonly string[];
  readonly language?: string;
  /** A path, or a folder with all below it. */
  readonly file?: string;
  readonly author?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
  /** As of this revision instead of the working tree. */
  readonly at?: string;
  readonly limit?: number;
  /** Of so many hits the passage that answers; without it, of all. */
  readonly snippets?: number;
  /** False for a repository's own memory alone, without packs and sources. */
  readonly packs?: boolean;
  /** Only the records of this source. */
  readonly source?: string;
  /** The last word is still being typed and stands for all words that begin with it. */
  readonly prefixLast?: boolean;
  /** Only what holds the text as it stands, case and white space apart; of more than a thousand that hold its words, the best. */
  readonly phrase?: boolean;
  /** Only what the checked-out branch has of its own: its commits, the records that they changed, and what is not committed. */
  readonly ownBranch?: boolean;
  /** Retired, superseded and expired ones too; see {@link RecallHit.life}. */
  readonly all?: boolean;
  /** With each hit's {@link RecallHit.used}. */
  readonly withUses?: boolean;
}

export interface RecallHit extends Doubts {
  readonly id: string;
  readonly kind: RecallKind;
  readonly title: string;
  /** The record's file; absent for a commit or for what still waits in the journal. */
  readonly path?: string;
  /** The pack that it comes with, where it is not this repository's own. */
  readonly pack?: PackName;
  /** The repository whose memory it is of, where it is another. */
  readonly source?: SourceRef;
  readonly score: number;
  readonly tier: Tier;
  /** Why it is here, in words. */
  readonly reasons: readonly string[];
  readonly freshness: Freshness;
  /** What was found of the citations that do not hold. */
  readonly freshnessDetail?: string;
  readonly standing: Standing;
  readonly created: string;
  readonly author?: string;
  readonly commit?: string;
  /** Of what is committed: does it stand so on the main branch? Absent where that is not known here. */
  readonly merged?: boolean;
  /** Its commit carries a signature; nobody has verified it. */
  readonly signed?: boolean;
  /** Why it counts for less than where it lies: what it was made from is not committed, or gone. */
  readonly weaker?: string;
  readonly tags: readonly string[];
  readonly language?: string;
  readonly files: readonly string[];
  /** Why it is no answer any more; only where {@link RecallQuery.all} asked for such, too. */
  readonly life?: 'retired' | 'superseded' | 'expired';
  /** How often it was shown, and helped then; where it was asked for and episodes tell of it. */
  readonly used?: { readonly uses: number; readonly helped: number };
  /** Of a record that proved wrong: that it is said to be so and, where it was told, why. */
  readonly wrong?: string;
  /** The passage that answers best: for an error its resolution. */
  readonly snippet: string;
}

export interface Searched {
  /** The repository's own. */
  readonly records: number;
  readonly commits: number;
  /** Records of packs; absent where none are in use, or asked for. */
  readonly packs?: number;
  /** Records of other repositories; absent as well. */
  readonly sources?: number;
}

export interface RecallAnswer {
  readonly query: string;
  /** The tier of the best hit; absent where there is none. */
  readonly tier?: Tier;
  /** How many matched before the limit. */
  readonly total: number;
  /** How many were searched, so that "no match" and "empty memory" differ. */
  readonly searched: Searched;
  readonly hits: readonly RecallHit[];
  /** What was held back from an agent; absent where nothing was. */
  readonly withheld?: Withheld;
  readonly problems: readonly Problem[];
}

/** What the index keeps of a record or commit beside its terms. */
export interface StoredDoc {
  readonly id: string;
  readonly kind: RecallKind;
  readonly title: string;
  readonly path?: string;
  readonly created: string;
  readonly tags: readonly string[];
  readonly language?: string;
  readonly files: readonly string[];
  readonly author?: string;
  readonly authorEmail?: string;
  /** The commit that last changed the record; for a commit, itself. */
  readonly commit?: string;
  /** That commit carries a signature, which nobody has verified. */
  readonly signed?: boolean;
  /** The file is not, or not so, in the commit at HEAD. */
  readonly uncommitted?: boolean;
  readonly expires?: string;
  readonly signature?: string;
  /** Of an episode: kept here, so that what is counted is folded without reading records again. */
  readonly facts?: EpisodeFacts;
  /** Body text for the snippet, where it cannot be read from a file. */
  readonly text?: string;
  /** The pack that it comes with. */
  readonly pack?: PackName;
  /** The repository whose memory it is of; `text` is its whole file then. */
  readonly source?: SourceRef;
  /** Of a decision: what it says it ruled out, perhaps cut. */
  readonly ruledOut?: string;
  /** See `Doubts`. */
  readonly inConflict?: readonly string[];
  /** Ids of what it was made from; absent where it was made from nothing. */
  readonly derived?: readonly string[];
}
