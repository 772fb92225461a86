import type {
  EpisodesQuery,
  FailureGrouping,
  FailureReport,
  ToldEpisodes,
} from '../../../../core/episode.ts';
import type { LearnReport } from '../../../../core/report.ts';
import type { Line, Row } from '../../lines.ts';
import type { Here, OpenedScreen } from '../../screen.ts';

/** Weeks; all there are where absent. */
export const SPANS: readonly (number | undefined)[] = [8, 12, 26, 52, undefined];
const START = 1;
/** What "all" means where weeks are told one by one: ten years. */
const ALL_WEEKS = 520;
const WEEK_MS = 7 * 86_400_000;

/** Where a row leads. */
export type Target =
  | { readonly type: 'screen'; readonly screen: OpenedScreen }
  | { readonly type: 'page'; readonly page: PageOf };

export type FigureLine = Line<Target>;
export type FigureRow = Row<Target>;

/** What is shown: the figures, or above them what is behind one of them. */
export type PageOf =
  | { readonly type: 'figures' }
  | { readonly type: 'failures'; readonly by: FailureGrouping }
  | {
      readonly type: 'episodes';
      /** Of what, in words. */
      readonly title: string;
      readonly about: Omit<EpisodesQuery, 'since'>;
      /** What resolved it: told before the episodes. */
      readonly records: readonly { readonly id: string; readonly kind: string; readonly title: string }[];
    };

export interface Page {
  readonly of: PageOf;
  /** Which of its rows is selected. */
  readonly selected: number;
  /** Its first line that is seen. */
  readonly top: number;
  readonly scroll: number;
}

export interface LearningState {
  readonly report?: LearnReport;
  readonly failures?: FailureReport;
  readonly episodes?: ToldEpisodes;
  /** Why memory could not tell. */
  readonly failed?: string;
  /** Place in {@link SPANS}. */
  readonly span: number;
  readonly category?: string;
  /** Only the rows that hold these words. */
  readonly words: string;
  /** The one that is seen comes last. */
  readonly pages: readonly [Page, ...Page[]];
}

export function pageOf(of: PageOf): Page {
  return { of, selected: 0, top: 0, scroll: 0 };
}

export const LEARNING_START: LearningState = {
  span: START,
  words: '',
  pages: [pageOf({ type: 'figures' })],
};

export function topPage({ pages }: LearningState): Page {
  return pages.at(-1) ?? pages[0];
}

export function withTop(state: LearningState, page: Page): LearningState {
  const [first, ...rest] = state.pages;
  return { ...state, pages: rest.length === 0 ? [page] : [first, ...rest.slice(0, -1), page] };
}

export function sinceOf({ span }: LearningState, { now }: Here): { readonly since?: number } {
  const weeks = SPANS[span];
  return weeks === undefined ? {} : { since: now - weeks * WEEK_MS };
}

export function weeksOf({ span }: LearningState): number {
  return SPANS[span] ?? ALL_WEEKS;
}

export function spanText({ span }: LearningState): string {
  const weeks = SPANS[span];
  return weeks === undefined ? 'all of time' : `last ${weeks} weeks`;
}

export function toPage(page: PageOf): { readonly target: Target } {
  return { target: { type: 'page', page } };
}
