import { MEMORY_ROOT } from './kinds.ts';
import type { Problem } from './problem.ts';
import type { Searched } from './recall.ts';

/** Questions with the records that they should find: what must not be lost. */
export const QUERIES_FILE = `${MEMORY_ROOT}/queries.yaml`;

/** Where a question does not say among how many of the first hits. */
export const WITHIN = 5;

/** One question of {@link QUERIES_FILE}. */
export interface ExpectedAnswer {
  readonly ask: string;
  /** Ids, or beginnings of ids, of records that are all to be found. */
  readonly find: readonly string[];
  /** Among so many of the first hits. */
  readonly within: number;
  /** 1-based, in the file. */
  readonly line: number;
}

/** Where a question finds one of its records now. */
export interface CheckedAnswer {
  readonly ask: string;
  readonly line: number;
  readonly within: number;
  /** As in the file; the whole id where there is such a record. */
  readonly id: string;
  readonly title?: string;
  /** Its place among the hits, from 1; absent where it is not among the first hundred. */
  readonly place?: number;
  /** True where `place` is beyond `within`, or absent. */
  readonly lost: boolean;
  /** Why it is not found at all, where that is known. */
  readonly why?: string;
}

export interface RecallCheck {
  readonly questions: number;
  /** One for each question and record, in the file's order. */
  readonly answers: readonly CheckedAnswer[];
  /** How many questions lost a record. */
  readonly lost: number;
  readonly searched: Searched;
  /** What of the file cannot be asked. */
  readonly problems: readonly Problem[];
}
