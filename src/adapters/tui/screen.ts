import { fit } from '../../present/layout.ts';
import type { KeyTable } from './keymap.ts';
import type { PopupSpec } from './popup.ts';
import type { Ask, Failed, Reply } from './requests.ts';
import type { Theme } from './theme.ts';

/**
 * What a screen is: a reducer, a key table and a view, all pure. What it wants done it says in effects; what comes of
 * them comes back as events.
 */

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Title, rule and hint line around a screen. */
export const FRAME_ROWS = 3;

/** Where one is in time. */
export interface When {
  /** Oid of the commit. */
  readonly rev: string;
  /** What a person calls it: `v1.2`, `a90f2d1`. */
  readonly label: string;
  /** When that was committed, in milliseconds since 1970. */
  readonly time?: number;
}

/** What every screen may know of the world. */
export interface Here {
  /** The room that the screen has. */
  readonly size: Size;
  readonly theme: Theme;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Memory as of then, instead of now. */
  readonly at?: When;
  /** Chooses one record for who called the program, instead of opening it. */
  readonly picks: boolean;
  /** Checked out; absent on a detached HEAD. */
  readonly branch?: string;
}

export type Event =
  | Reply
  | Failed
  /** A row of the screen's key table. */
  | { readonly type: 'action'; readonly action: string }
  /** Typed or pasted while an input of the screen has the focus. */
  | { readonly type: 'text'; readonly text: string }
  /** A key that is in no table, while an input has the focus: for its editing. */
  | { readonly type: 'edit-key'; readonly key: string }
  /** A popup was answered. */
  | { readonly type: 'chosen'; readonly popup: string; readonly value: string }
  /** Memory is another than it was, or seen at another time: what is shown is to be asked for again. */
  | { readonly type: 'refresh' }
  /** The room changed. */
  | { readonly type: 'resized' };

export type Tone = 'plain' | 'good' | 'bad';

/** What a screen wants done. */
export type Effect =
  | Ask
  /** Opens a screen above this one. */
  | { readonly type: 'open'; readonly screen: OpenedScreen }
  | { readonly type: 'back' }
  | { readonly type: 'popup'; readonly popup: PopupSpec }
  /** One line at the bottom, until the next key. */
  | { readonly type: 'say'; readonly text: string; readonly tone: Tone }
  /** To the terminal's clipboard. @param what what is said of it: `its id` */
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  /** Opens the person's editor; memory changed by it comes back as a refresh. */
  | { readonly type: 'edit'; readonly what: 'record' | 'proposal'; readonly id: string }
  /** The commit's code, in git's own pager. */
  | { readonly type: 'page'; readonly commit: string }
  /** Looks at memory as of then; without `when`, as of now. */
  | { readonly type: 'travel'; readonly when?: When }
  /** Ends the program with this as its answer. */
  | { readonly type: 'pick'; readonly id: string };

/** A screen and what it is opened with. */
export type OpenedScreen =
  | { readonly name: 'recall'; readonly query?: string }
  | { readonly name: 'history'; readonly rev?: string }
  | { readonly name: 'review'; readonly base?: string; readonly head?: string }
  | { readonly name: 'inbox' }
  | { readonly name: 'learning' }
  /** One record, with its versions. */
  | { readonly name: 'record'; readonly id: string }
  /** An episode's events. */
  | { readonly name: 'episode'; readonly id: string }
  /** What merges left undecided. */
  | { readonly name: 'conflicts' }
  /** Where to travel to. */
  | { readonly name: 'travel' };

export type ScreenName = OpenedScreen['name'];

export interface Step<S> {
  readonly state: S;
  readonly effects: readonly Effect[];
}

/** The screen in this state, with what it wants done. */
export function stay<S>(state: S, ...effects: readonly Effect[]): Step<S> {
  return { state, effects };
}

/** With a line at the bottom: as a rule, why not. */
export function say<S>(state: S, text: string, tone: Tone = 'bad'): Step<S> {
  return stay(state, { type: 'say', text, tone });
}

export function popup<S>(state: S, spec: PopupSpec): Step<S> {
  return stay(state, { type: 'popup', popup: spec });
}

export interface View {
  /** From the top, styled already; what is missing to the screen's height is empty. */
  readonly lines: readonly string[];
  /** Where the terminal's cursor stands, counted from the view's first line and column; absent: hidden. */
  readonly cursor?: { readonly row: number; readonly column: number };
  /** Of a screen that has no tab: its name in the title line. */
  readonly title?: string;
}

export interface Screen<S> {
  readonly name: ScreenName;
  readonly keys: KeyTable;
  update(state: S, event: Event, here: Here): Step<S>;
  view(state: S, here: Here): View;
  /** True while letters are typed into an input of the screen. */
  typing(state: S): boolean;
}

/** A screen with its state, for who keeps screens of many kinds. */
export interface LiveScreen {
  readonly name: ScreenName;
  readonly keys: KeyTable;
  readonly typing: boolean;
  after(event: Event, here: Here): { readonly screen: LiveScreen; readonly effects: readonly Effect[] };
  view(here: Here): View;
}

/** Nothing is drawn beyond the room there is, whatever a screen has to tell. */
function within(view: View, { columns, rows }: Size): View {
  return { ...view, lines: view.lines.slice(0, rows).map((line) => fit(line, columns)) };
}

export function liveScreen<S>(screen: Screen<S>, state: S): LiveScreen {
  return {
    name: screen.name,
    keys: screen.keys,
    typing: screen.typing(state),
    after(event, here) {
      const next = screen.update(state, event, here);
      return { screen: next.state === state ? this : liveScreen(screen, next.state), effects: next.effects };
    },
    view: (here) => within(screen.view(state, here), here.size),
  };
}
