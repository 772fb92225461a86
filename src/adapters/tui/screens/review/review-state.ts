import type { FieldChange } from '../../../../core/change.ts';
import type { CommitInfo } from '../../../../core/ports.ts';
import type { Finding, MemoryReview, ReviewedCitation, ReviewQuery } from '../../../../core/review.ts';
import { CHANGE_SIGN } from '../../../../present/change-lines.ts';
import type { Here } from '../../screen.ts';
import { LIST_START, type ListPlace } from '../../window.ts';

export interface ReviewState {
  /** As it was asked for; absent: where HEAD left the main branch. */
  readonly base?: string;
  readonly head?: string;
  readonly review?: MemoryReview;
  readonly failed?: string;
  readonly place: ListPlace;
  /** First line of the text. */
  readonly scroll: number;
  /** The finding that one is at, of the selected row. */
  readonly finding?: number;
  readonly focus: 'list' | 'text';
  /** Changes are marked by words, else by lines. */
  readonly words: boolean;
  /** What did not change is shown in full too. */
  readonly whole: boolean;
  /** Keys of rows that were seen as they are. */
  readonly seen: ReadonlySet<string>;
  /** What a popup that is open is about. */
  readonly target?: ReviewRow;
}

export const REVIEW_START: ReviewState = {
  place: LIST_START,
  scroll: 0,
  focus: 'list',
  words: true,
  whole: false,
  seen: new Set(),
};

/** A changed record, or another changed file of memory. */
export interface ReviewRow {
  readonly key: string;
  readonly sign: '+' | '~' | '-' | '>';
  /** `added`, `retired` … */
  readonly did: string;
  readonly kind: string;
  readonly title: string;
  readonly path: string;
  /** Of a record. */
  readonly id?: string;
  /** For what was superseded: by which. */
  readonly by?: string;
  readonly fields: readonly FieldChange[];
  readonly commits: readonly CommitInfo[];
  readonly citations: readonly ReviewedCitation[];
  readonly findings: readonly Finding[];
}

const known = new WeakMap<MemoryReview, readonly ReviewRow[]>();

/** Put together once per review. */
export function rowsOf(review: MemoryReview | undefined): readonly ReviewRow[] {
  if (review === undefined) return [];
  const before = known.get(review);
  if (before !== undefined) return before;
  const records = review.changes.map(
    ({ change, commits, citations, findings }): ReviewRow => ({
      key: `${change.type} ${change.path}`,
      sign: CHANGE_SIGN[change.type],
      did: change.type,
      kind: change.kind,
      title: change.title,
      path: change.path,
      id: change.id,
      ...(change.by === undefined ? {} : { by: change.by }),
      fields: change.fields,
      commits,
      citations,
      findings,
    }),
  );
  const files = review.files.map(
    ({ path, what, fields, commits, findings }): ReviewRow => ({
      key: `file ${path}`,
      sign: what === 'added' ? '+' : what === 'deleted' ? '-' : '~',
      did: what,
      kind: 'file',
      title: path,
      path,
      fields,
      commits,
      citations: [],
      findings,
    }),
  );
  const rows = [
    ...records,
    ...files,
    ...unreadable(review, new Set([...records, ...files].map(({ path }) => path))),
  ];
  known.set(review, rows);
  return rows;
}

/** What was found in files of which nothing else can be told. */
function unreadable({ findings }: MemoryReview, told: ReadonlySet<string>): readonly ReviewRow[] {
  const paths = new Set(findings.map(({ path }) => path).filter((path) => !told.has(path)));
  return [...paths].map((path) => ({
    key: `unread ${path}`,
    sign: '~',
    did: 'unreadable',
    kind: 'file',
    title: path,
    path,
    fields: [],
    commits: [],
    citations: [],
    findings: findings.filter((one) => one.path === path),
  }));
}

export function selectedRow(state: ReviewState): ReviewRow | undefined {
  return rowsOf(state.review)[state.place.selected];
}

/** What is asked: as of another time, that is what is compared. */
export function queryOf({ base, head }: ReviewState, { at }: Here): ReviewQuery {
  const tip = head ?? at?.rev;
  return { ...(base === undefined ? {} : { base }), ...(tip === undefined ? {} : { head: tip }) };
}

/** Those that say the same as before were seen; what changed since is to be looked at again. */
export function stillSeen(
  seen: ReadonlySet<string>,
  before: MemoryReview | undefined,
  now: MemoryReview,
): Set<string> {
  const textOf = ({ fields, did }: ReviewRow): string => JSON.stringify([did, fields]);
  const old = new Map(
    rowsOf(before)
      .filter(({ key }) => seen.has(key))
      .map((row) => [row.key, textOf(row)]),
  );
  return new Set(
    rowsOf(now)
      .filter((row) => old.get(row.key) === textOf(row))
      .map(({ key }) => key),
  );
}

/** Where the next finding is, in the order of the list; undefined behind the last. */
export function findingFrom(
  state: ReviewState,
  by: 1 | -1,
): { readonly row: number; readonly finding: number } | undefined {
  const rows = rowsOf(state.review);
  const own = rows[state.place.selected]?.findings.length ?? 0;
  const at = state.finding ?? (by === 1 ? -1 : own);
  if (own > 0 && at + by >= 0 && at + by < own) return { row: state.place.selected, finding: at + by };
  for (let row = state.place.selected + by; row >= 0 && row < rows.length; row += by) {
    const count = rows[row]?.findings.length ?? 0;
    if (count > 0) return { row, finding: by === 1 ? 0 : count - 1 };
  }
  return undefined;
}

interface Named {
  readonly name: string;
  readonly oid?: string;
}

/** `main (5c3b9e8d)`; before the first commit there was nothing. */
export function baseText({ base }: MemoryReview): string {
  return base === undefined ? 'nothing' : fullName(base);
}

export function headText({ head }: MemoryReview): string {
  return head.oid === undefined ? `${head.name} (working tree)` : fullName(head);
}

function fullName(one: Named): string {
  const name = shortName(one);
  return one.oid?.startsWith(name) === true ? name : `${name} (${one.oid?.slice(0, SHORT)})`;
}

const SHORT = 8;

/** An id that names itself is cut. */
export function shortName({ name, oid }: Named): string {
  return oid?.startsWith(name) === true ? name.slice(0, SHORT) : name;
}
