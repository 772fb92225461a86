import type { ApproachPerformance, PerformanceReport } from './execution.ts';
import type { Problem } from './problem.ts';
import type { Freshness } from './recall.ts';
import type { Kind } from './record.ts';

export interface ReportQuery {
  /** Milliseconds since 1970. */
  readonly since?: number;
  /** Only executions of this category. */
  readonly category?: string;
  /** Weeks that are told one by one, the newest; 12 where absent. */
  readonly weeks?: number;
}

/** Characters of a reason; what redaction puts in has room in the field. */
export const MAX_REASON = 400;

/** What somebody said of a record, and why. */
export interface OutcomeNote {
  /** ISO 8601, of the episode that tells it. */
  readonly at: string;
  /** False: said to be wrong. */
  readonly helped: boolean;
  readonly note: string;
}

/** What one episode tells of a record: that it helped, was wrong, or only was shown. */
export interface RecordOutcome {
  /** ISO 8601, of the episode. */
  readonly at: string;
  readonly helped: boolean;
  readonly wrong: boolean;
  readonly note?: string;
  /** The episode's title. */
  readonly episode: string;
  /** The commit that carries it; absent where none does yet. */
  readonly commit?: string;
  readonly author?: string;
}

/** How often a record was shown, and what came of it. */
export interface Usefulness {
  readonly id: string;
  readonly uses: number;
  readonly helped: number;
  /** How often it was said to be wrong; a use that neither helped nor was said to be wrong tells nothing. */
  readonly wrong: number;
  /** 0 to 1. */
  readonly success_rate: number;
  /** Of the newest use, ISO 8601. */
  readonly last: string;
  /** The newest reasons that were given, newest first, at most three; absent where there is none. */
  readonly notes?: readonly OutcomeNote[];
}

/** A record that was of use, or wrong. */
export interface UsedRecord extends Usefulness {
  readonly kind: Kind;
  readonly title: string;
}

/** One error over all episodes. */
export interface ErrorCost {
  readonly signature: string;
  /** The error record, where there is one. */
  readonly id?: string;
  readonly met: number;
  readonly resolved: number;
  /** Seconds from a first failure to the success, all together; open failures cost what nobody knows yet. */
  readonly cost_s: number;
  /** ISO 8601. */
  readonly last: string;
  /** How often it was met in each of `LearnReport.weeks`. */
  readonly weeks: readonly number[];
}

/** What was counted in one week. */
export interface Week {
  /** Its Monday, ISO date, UTC. */
  readonly week: string;
  readonly executions: number;
  readonly succeeded: number;
  readonly errors: number;
  readonly resolved: number;
  /** Records that were shown, and how many of them helped. */
  readonly shown: number;
  readonly helped: number;
}

/**
 * How the records that are served today stood at the end of one week, UTC. What was retired or superseded since is not
 * counted. Made of commits and what episodes tell, never of this machine: all who hold the same commits see the same,
 * but for what still waits for its commit.
 */
export interface HealthWeek {
  /** Its Monday, ISO date, UTC: those of `LearnReport.weeks`. */
  readonly week: string;
  /** Made before the week's end. */
  readonly records: number;
  /** Of these, those that cite nothing. */
  readonly uncited: number;
  /** Of these, those of which nobody had said by then that they were of use, or of none. */
  readonly never_recalled: number;
  /** Of these, those that are stale today because of a commit up to then: the first after the record's own that touched a file it cites. Only of the `checked`. */
  readonly stale: number;
}

/** How the records that are served do; episodes, which tell what happened once, left out. */
export interface MemoryHealth {
  readonly records: number;
  /** Checked against the tree: the newest. */
  readonly checked: number;
  readonly freshness: Readonly<Record<Freshness, number>>;
  /** Of the checked ones, what they cite changed or is gone: newest first, at most five. */
  readonly stale: readonly { readonly id: string; readonly title: string; readonly detail: string }[];
  /** Never shown at a failure, nor said to be of use. */
  readonly never_recalled: number;
  /** Oldest first; none where nothing was counted by week. */
  readonly weeks: readonly HealthWeek[];
}

/** What was learned from everything that happened. */
export interface LearnReport extends PerformanceReport {
  /** ISO 8601. */
  readonly since?: string;
  readonly category?: string;
  /** What was done most often first. */
  readonly approaches: readonly ApproachPerformance[];
  /** Success rates, 0 to 1, of consecutive executions of each category, oldest first. */
  readonly series: readonly { readonly category: string; readonly rates: readonly number[] }[];
  /** Up to the newest fact's, oldest first. */
  readonly weeks: readonly Week[];
  readonly errors: readonly ErrorCost[];
  readonly helpful: readonly UsedRecord[];
  readonly harmful: readonly UsedRecord[];
  readonly health: MemoryHealth;
  readonly problems: readonly Problem[];
}
