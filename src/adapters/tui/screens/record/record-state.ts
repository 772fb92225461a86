import type { RecordAbout, RecordVersion } from '../../../../core/record-about.ts';
import type { Nexus } from '../../../../nexus.ts';
import type { Failure } from '../../failure.ts';
import type { Ask } from '../../requests.ts';
import { type Here, type Step, stay } from '../../screen.ts';
import { LIST_START, type ListPlace, placed } from '../../window.ts';

export type Blame = Awaited<ReturnType<Nexus['blame']>>['parts'];

/** What has the keys: the text, the list of versions, that of links, or who changed what. */
export type Focus = 'text' | 'versions' | 'links' | 'blame';

export interface RecordState {
  /** As it was opened: perhaps the beginning of one. */
  readonly id: string;
  readonly about?: RecordAbout;
  /** Why there is none to be seen. */
  readonly failed?: Failure;
  /** The oldest first; absent until they are known. */
  readonly versions?: readonly RecordVersion[];
  readonly blame?: Blame;
  readonly blameFailed?: Failure;
  readonly focus: Focus;
  readonly place: ListPlace;
  readonly linkPlace: ListPlace;
  /** Scrolled so far, in each of the texts. */
  readonly scroll: number;
  /** Against which version the selected one is compared. */
  readonly against: 'before' | 'first' | number;
  readonly words: boolean;
  readonly whole: boolean;
  readonly find: string;
}

export type RecordStep = Step<RecordState>;

export function recordStart(id: string): RecordState {
  return {
    id,
    focus: 'text',
    place: LIST_START,
    linkPlace: LIST_START,
    scroll: 0,
    against: 'before',
    words: true,
    whole: false,
    find: '',
  };
}

/** Asks for all of it again. */
export function askAll(state: RecordState, here: Here): RecordStep {
  const question = { id: state.id, ...(here.at === undefined ? {} : { at: here.at.rev }) };
  const asks: Ask[] = [
    { type: 'ask', request: 'about', slot: 'about', question },
    { type: 'ask', request: 'versions', slot: 'versions', question },
  ];
  if (state.focus === 'blame') asks.push({ type: 'ask', request: 'blame', slot: 'blame', question });
  return stay(state, ...asks);
}

export function askBlame(state: RecordState, here: Here): RecordStep {
  const { blame: _, blameFailed: __, ...rest } = state;
  const question = { id: state.id, ...(here.at === undefined ? {} : { at: here.at.rev }) };
  return stay(
    { ...rest, focus: 'blame', scroll: 0 },
    { type: 'ask', request: 'blame', slot: 'blame', question },
  );
}

/** The whole id, once it is known. */
export function idOf({ about, id }: RecordState): string {
  return about?.stored.record.id ?? id;
}

export function selectedVersion({ versions, place }: RecordState): RecordVersion | undefined {
  return versions?.[place.selected];
}

/** The index of the version that the selected one is compared with; undefined: with nothing. */
export function againstIndex({ against, place }: RecordState): number | undefined {
  if (typeof against === 'number') return against;
  if (place.selected === 0) return undefined;
  return against === 'first' ? 0 : place.selected - 1;
}

/** The newest is looked at, until another is chosen; that one stays chosen. */
export function withVersions(
  state: RecordState,
  versions: readonly RecordVersion[],
  height: number,
): RecordState {
  const wasLast = state.versions === undefined || state.place.selected === state.versions.length - 1;
  const before = selectedVersion(state)?.commit?.oid;
  const same = versions.findIndex(({ commit }) => commit !== undefined && commit.oid === before);
  const at = wasLast || same < 0 ? versions.length - 1 : same;
  const place = placed({ selected: at, top: state.place.top }, versions.length, height);
  return { ...state, versions, place, against: typeof state.against === 'number' ? 'before' : state.against };
}

/** `3 (91c0d3e)`, or that it is not committed. */
export function versionName(versions: readonly RecordVersion[], at: number): string {
  const commit = versions[at]?.commit;
  return `version ${at + 1}${commit === undefined ? ' (not committed)' : ` (${commit.oid.slice(0, 7)})`}`;
}
