import type { GitRef } from '../../../../core/ports.ts';
import { EMPTY_LINE, type LineField } from '../../line.ts';
import type { Reply } from '../../requests.ts';
import { LIST_START, type ListPlace } from '../../window.ts';
import type { HistoryCommit } from '../history/history-requests.ts';
import type { Places } from './travel-requests.ts';

export type Revision = Extract<Reply, { readonly request: 'revision' }>['answer'];

export const PLACE_KINDS = ['all', 'branches', 'tags', 'commits'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export interface TravelState {
  readonly line: LineField;
  readonly kind: PlaceKind;
  readonly places?: Places;
  /** How many commits were asked for. */
  readonly max: number;
  /** What was typed, where it is a revision by itself; or why it is none. */
  readonly typed?: { readonly text: string; readonly found: Revision | undefined; readonly why?: string };
  /** Of the selected place. */
  readonly about?: Revision;
  readonly place: ListPlace;
  /** First line of the text beside the list. */
  readonly scroll: number;
  readonly failed?: string;
  /** Where one is about to go, as a person calls it. */
  readonly going?: string;
}

/** The first page of commits; the next ones are four times as many, up to the last. */
export const FIRST_COMMITS = 200;
export const MORE_COMMITS = 4;
export const MOST_COMMITS = 12_800;

export const TRAVEL_START: TravelState = {
  line: EMPTY_LINE,
  kind: 'all',
  max: FIRST_COMMITS,
  place: LIST_START,
  scroll: 0,
};

/** One row of the list. */
export interface Place {
  readonly key: string;
  /** What the façade is asked for; absent: now. */
  readonly rev?: string;
  readonly what: 'now' | 'typed' | GitRef['kind'] | 'commit';
  /** What it is called once one is there. */
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly oid: string;
  readonly who?: string;
  readonly subject: string;
  /** What a commit did to memory. */
  readonly did?: HistoryCommit;
}

/** How many characters of an id name a commit. */
const SHORT = 8;

const NOW: Place = { key: 'now', what: 'now', label: 'now', time: 0, oid: '', subject: 'memory as it is' };

interface Found {
  readonly text: string;
  readonly kind: PlaceKind;
  readonly typed: TravelState['typed'];
  readonly away: boolean;
  readonly rows: readonly Place[];
}

const lastFound = new WeakMap<Places, Found>();

/** The places that hold what was typed, the newest first; looked for once a question. @param away true where one looks at another time */
export function placesOf(state: TravelState, away: boolean): readonly Place[] {
  const text = state.line.text.trim();
  const { places, kind, typed } = state;
  const last = places && lastFound.get(places);
  if (last?.text === text && last.kind === kind && last.typed === typed && last.away === away)
    return last.rows;
  const found = typed?.text === text ? typed.found : undefined;
  const all = allPlaces(places).filter((place) => isOfKind(place, kind));
  const shown = text === '' ? all : all.filter((place) => holds(place, text));
  const own =
    found === undefined || shown.some((place) => place.label === text) ? [] : [typedAs(text, found)];
  const rows = [...(away && text === '' ? [NOW] : []), ...own, ...shown];
  if (places !== undefined) lastFound.set(places, { text, kind, typed, away, rows });
  return rows;
}

const known = new WeakMap<Places, readonly Place[]>();

/** Put together once per answer: each key asks for it. */
function allPlaces(places: Places | undefined): readonly Place[] {
  if (places === undefined) return [];
  const before = known.get(places);
  if (before !== undefined) return before;
  const refs = places.refs.map(
    ({ name, kind, ref, oid, commitTime, subject }): Place => ({
      key: ref,
      rev: oid,
      what: kind,
      label: name,
      time: commitTime * 1000,
      oid,
      subject,
    }),
  );
  const commits = places.commits.map(placeOf);
  // A stable sort: what names a commit stands before it.
  const all = [...refs, ...commits].sort((a, b) => b.time - a.time);
  known.set(places, all);
  return all;
}

function placeOf(did: HistoryCommit): Place {
  const { oid, commitTime, authorName, subject } = did.commit;
  return {
    key: oid,
    rev: oid,
    what: 'commit',
    label: oid.slice(0, SHORT),
    time: commitTime * 1000,
    oid,
    who: authorName,
    subject,
    did,
  };
}

function typedAs(text: string, { commit }: Revision): Place {
  return {
    key: `typed ${text}`,
    rev: text,
    what: 'typed',
    label: text,
    time: commit.commitTime * 1000,
    oid: commit.oid,
    who: commit.authorName,
    subject: commit.subject,
  };
}

function isOfKind({ what }: Place, kind: PlaceKind): boolean {
  if (kind === 'all') return true;
  if (kind === 'branches') return what === 'branch' || what === 'remote';
  return what === (kind === 'tags' ? 'tag' : 'commit');
}

/** Every word somewhere; an id by its beginning. */
function holds({ what, label, who = '', subject, oid }: Place, text: string): boolean {
  const own = `${what} ${label} ${who} ${subject}`.toLowerCase();
  return text
    .toLowerCase()
    .split(' ')
    .every((word) => own.includes(word) || (word.length >= 4 && oid.startsWith(word)));
}
