import type { EpisodeExecution } from './execution.ts';
import type { Problem } from './problem.ts';

export type Kind = 'pattern' | 'solution' | 'error' | 'decision' | 'episode' | 'note';

/** What failed. `signature` is the key by which a teammate's failure finds this record. */
export interface ErrorFields {
  readonly type?: string;
  readonly message?: string;
  readonly signature?: string;
  readonly command?: string;
}

export interface PatternFields {
  readonly category?: string;
  readonly complexity?: 'low' | 'medium' | 'high';
  /** True for a thing not to do. */
  readonly anti?: boolean;
  /** Of one found in code, what it was found by: a structure's fingerprint, or a language and an idiom's name. */
  readonly shape?: string;
}

/** One error met in an episode. The counting of recurrences folds over these; records hold no counters. */
export interface EpisodeError {
  /** The error record, where there is one. */
  readonly id?: string;
  readonly signature: string;
  readonly resolved: boolean;
  /** From the first failure to the success, in seconds. */
  readonly cost_s?: number;
  /** How often the command failed until it passed. */
  readonly runs?: number;
}

/** A record that was shown in an episode, or of which somebody said something there. */
export interface EpisodeRecall {
  readonly id: string;
  /** What it was shown for then succeeded, or somebody said that it helped. */
  readonly helped: boolean;
  /** Only where somebody said so: what is shown before a failure that stays open is not wrong for that. */
  readonly wrong?: boolean;
  /** The reason of whoever said so, in one line. */
  readonly note?: string;
}

export interface EpisodeFields {
  readonly branch?: string;
  /** The program that did the work, where no person did: `claude`, `codex` … */
  readonly by?: string;
  /** The session that it belongs to: several commits of one session have an episode each. */
  readonly session?: string;
  readonly started?: string;
  readonly duration_s?: number;
  readonly success?: boolean;
  /** Under which circumstances, and what was measured: `key=value` each. */
  readonly context?: readonly string[];
  readonly metrics?: readonly string[];
}

/** One thing that happened in an episode, in the order of time. */
export interface EpisodeEvent {
  /** Absent where the clock told no usable time. */
  readonly at?: string;
  /** One word as a rule: `code_generation`; a gap says how many are left out. */
  readonly type: string;
  /** Who did it: `worker_backend`. */
  readonly role?: string;
  /** Compact JSON, perhaps cut. */
  readonly data?: string;
}

/** What an episode tells that is counted. */
export interface EpisodeFacts {
  readonly errors?: readonly EpisodeError[];
  readonly recalled?: readonly EpisodeRecall[];
  readonly executions?: readonly EpisodeExecution[];
  /** Somebody said that the whole of it failed. */
  readonly failed?: true;
  /** Of one in which something failed: how its context and its events name what was done. */
  readonly told?: ToldNames;
}

export interface ToldNames {
  readonly category?: readonly string[];
  readonly approach?: readonly string[];
}

/** A record as read from, or about to be written to, one markdown file. */
export interface NexusRecord {
  readonly id: string;
  readonly kind: Kind;
  readonly title: string;
  /** ISO 8601, UTC, to the second. */
  readonly created: string;
  readonly language?: string;
  readonly tags: readonly string[];
  /** Citations: `path`, `path#L10` or `path#L10-L20`, repository-relative. */
  readonly files: readonly string[];
  readonly supersedes: readonly string[];
  readonly derived_from: readonly string[];
  /** ISO date; from that day on the record is not recalled. */
  readonly expires?: string;
  /** The reason; its presence means that the record is no longer served. */
  readonly retired?: string;
  /** A tombstone: the hash of what was forgotten, so that a new capture cannot bring it back. */
  readonly forgotten?: string;
  readonly error?: ErrorFields;
  readonly pattern?: PatternFields;
  readonly episode?: EpisodeFields;
  readonly events?: readonly EpisodeEvent[];
  readonly errors?: readonly EpisodeError[];
  readonly recalled?: readonly EpisodeRecall[];
  readonly executions?: readonly EpisodeExecution[];
  /** Keys that this version does not know: carried along, never dropped. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** Markdown after the front matter. */
  readonly body: string;
}

/** A record together with where it was found. */
export interface StoredRecord {
  readonly record: NexusRecord;
  /** Repository-relative, `/`-separated. */
  readonly path: string;
}

/** What a caller gives to make a record; id, time, path and canonical form are added by the store. */
export interface Draft {
  readonly kind: Kind;
  readonly title: string;
  readonly body?: string;
  readonly language?: string;
  readonly tags?: readonly string[];
  readonly files?: readonly string[];
  readonly supersedes?: readonly string[];
  readonly derived_from?: readonly string[];
  readonly expires?: string;
  readonly error?: ErrorFields;
  readonly pattern?: PatternFields;
  readonly episode?: EpisodeFields;
  readonly events?: readonly EpisodeEvent[];
  readonly errors?: readonly EpisodeError[];
  readonly recalled?: readonly EpisodeRecall[];
  readonly executions?: readonly EpisodeExecution[];
}

/** The outcome of reading one file: a record, or none; and all that is wrong with it. */
export interface ReadResult {
  readonly record?: NexusRecord;
  readonly problems: readonly Problem[];
}

/** A citation taken apart. Lines are 1-based and inclusive. */
export interface Citation {
  readonly path: string;
  readonly from?: number;
  readonly to?: number;
}

const CITATION = /^(.+?)(?:#L(\d+)(?:-L?(\d+))?)?$/;

/** Never fails: a text without a line part is a path. */
export function parseCitation(text: string): Citation {
  const match = CITATION.exec(text);
  const path = match?.[1] ?? text;
  if (match?.[2] === undefined) return { path };
  const from = Number(match[2]);
  return { path, from, to: match[3] === undefined ? from : Number(match[3]) };
}

/** Why a record must not be served, or undefined if it may. Supersession needs the other records: see recall. */
export function lifecycleOf(record: Pick<NexusRecord, 'retired' | 'forgotten' | 'expires'>, today: string) {
  if (record.forgotten !== undefined) return 'forgotten' as const;
  if (record.retired !== undefined) return 'retired' as const;
  if (record.expires !== undefined && record.expires <= today) return 'expired' as const;
  return undefined;
}
