import type { ChangeType } from './change.ts';
import type { PackName } from './pack.ts';
import type { CommitInfo } from './ports.ts';
import type { Problem } from './problem.ts';
import type { Freshness, RecallHit, RecallKind, Standing } from './recall.ts';
import type { StoredRecord } from './record.ts';
import type { RecordOutcome, Usefulness } from './report.ts';
import type { SourceRef } from './source.ts';

/** How two records have to do with each other, seen from the first. */
export type Relation =
  | 'supersedes'
  | 'superseded by'
  | 'derived from'
  | 'derived'
  /** An episode that showed it, or said something of it. */
  | 'recalled in'
  /** Of an episode: what it showed. */
  | 'recalled'
  /** Of an episode: an error that was met. */
  | 'met';

export interface RecordLink {
  readonly relation: Relation;
  readonly id: string;
  /** Absent where that record is not there any more. */
  readonly title?: string;
  readonly kind?: RecallKind;
}

export interface CheckedFile {
  readonly citation: string;
  /** Absent where it was not checked: as of another time, and beyond the first few. */
  readonly freshness?: Freshness;
  readonly detail?: string;
}

/** One record with all that is known around it. */
export interface RecordAbout extends Pick<RecallHit, 'merged' | 'signed' | 'weaker'> {
  readonly stored: StoredRecord;
  /** As it lies in its file. */
  readonly text: string;
  readonly pack?: PackName;
  readonly source?: SourceRef;
  readonly standing: Standing;
  /** Why it is not served any more. */
  readonly ended?: 'forgotten' | 'retired' | 'expired' | 'superseded';
  readonly citations: readonly CheckedFile[];
  /** As of now only. */
  readonly usefulness?: Usefulness;
  /** The newest first; as of now only. */
  readonly outcomes: readonly RecordOutcome[];
  readonly links: readonly RecordLink[];
  /** What is wrong with its file. */
  readonly problems: readonly Problem[];
}

/** A record as one commit left it. */
export interface RecordVersion {
  /** Absent: as it lies in the working tree, and not in the commit at HEAD. */
  readonly commit?: CommitInfo;
  readonly type: ChangeType;
  readonly path: string;
  /** Absent where the record was taken away. */
  readonly text?: string;
}
