import type { ContextItem } from '../core/briefing.ts';
import type { SessionOverview } from '../core/session.ts';

/** What a language model makes of English and code, about. An estimate, and called one. */
const CHARACTERS_A_TOKEN = 4;
/** Marks, preface and closing line around a briefing, in characters. */
const AROUND = 160;
/** Of an item's head: what it is, id, age, standing, and the signs between them, in characters. */
const HEAD = 150;
/** Labels of an overview, in characters. */
const LABELS = 160;
/** Of an item that does not fit, at least so many characters are shown, or nothing. */
const MIN_TEXT = 160;

/** Tokens of a text, estimated; what has to be made visible on its way takes more room. */
export function tokensOf(text: string): number {
  return Math.ceil(roomOf(text) / CHARACTERS_A_TOKEN);
}

function roomOf(text: string): number {
  const hidden = text.match(/[^\n\P{C}]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu)?.length ?? 0;
  const lines = text.split('\n').length;
  return text.length + 9 * hidden + 2 * lines;
}

function headRoom(item: ContextItem): number {
  const { title, author = '', freshnessDetail = '', reasons, kind, id, inConflict = [], against = [] } = item;
  const name = kind === 'section' ? id : '';
  const doubts = [...inConflict, ...against.map((one) => `${one.title}${one.author}`)];
  return (
    HEAD * (1 + against.length) +
    roomOf(doubts.join('')) +
    roomOf(`${title}${author}${freshnessDetail}${reasons[0] ?? ''}${name}`)
  );
}

function overviewRoom(overview: SessionOverview | undefined): number {
  return overview === undefined ? 0 : LABELS + roomOf(JSON.stringify(overview));
}

/**
 * A text cut to so many characters, at the end of a paragraph where one ends beyond the first third,
 * else at a line, else at a word; a code fence that it opens is closed again, and `…` says that there is more.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = text.slice(0, Math.max(0, most - 6));
  const ends = [room.lastIndexOf('\n\n'), room.lastIndexOf('\n'), room.lastIndexOf(' ')];
  const end = ends.find((at) => at > room.length / 3) ?? room.length;
  const kept = room
    .slice(0, end)
    .replace(/\p{Surrogate}$/u, '')
    .trimEnd();
  const open = (kept.match(/^ {0,3}```/gm)?.length ?? 0) % 2 === 1;
  return `${kept}\n${open ? '```\n' : ''}…`;
}

/** A one-line text cut to so many characters. */
function cutLine(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/\p{Surrogate}$/u, '')}…`;
}

/** An overview that takes at most so many tokens: shorter lists first, then shorter texts. */
export function cutOverview(overview: SessionOverview, most: number): SessionOverview {
  for (const [list, line] of [
    [12, 400],
    [6, 240],
    [3, 160],
    [2, 80],
  ] as const) {
    const cut = trimmed(overview, list, line);
    if (overviewRoom(cut) <= most * CHARACTERS_A_TOKEN) return cut;
  }
  return trimmed(overview, 0, 60);
}

function trimmed(overview: SessionOverview, list: number, line: number): SessionOverview {
  const some = (texts: readonly string[]): string[] =>
    texts.slice(0, list).map((text) => cutLine(text, line));
  const { project, lastSession, focus, preferences, blockers, openErrors } = overview;
  return {
    ...(project === undefined ? {} : { project: cutLine(project, line) }),
    ...(lastSession === undefined
      ? {}
      : {
          lastSession: {
            ...lastSession,
            title: cutLine(lastSession.title, line),
            ...(lastSession.focus === undefined ? {} : { focus: cutLine(lastSession.focus, line) }),
            accomplished: some(lastSession.accomplished),
            next: some(lastSession.next),
            decisions: some(lastSession.decisions),
            patterns: some(lastSession.patterns),
            preferences: [],
            blockers: [],
            notes: [],
            errors: [],
          },
        }),
    ...(focus === undefined ? {} : { focus: cutLine(focus, line) }),
    preferences: some(preferences),
    blockers: some(blockers),
    openErrors: openErrors.slice(0, list).map(({ signature, command }) => ({
      signature: cutLine(signature, line),
      command: cutLine(command, line),
    })),
  };
}

export interface Fitted {
  readonly items: readonly ContextItem[];
  /** Estimated tokens of all that is shown. */
  readonly tokens: number;
}

/** The items that fit into a budget of tokens, in their order: whole ones, and at the end one that was cut. */
export function fitItems(
  items: readonly ContextItem[],
  budget: number,
  overview: SessionOverview | undefined,
): Fitted {
  let room = budget * CHARACTERS_A_TOKEN - AROUND - overviewRoom(overview);
  const whole = room;
  const shown: ContextItem[] = [];
  for (const item of items) {
    const left = room - headRoom(item);
    const taken = roomOf(item.text);
    if (taken > left) {
      // The share of a text that is only told by its marks is the same throughout, near enough.
      const most = Math.floor((left * item.text.length) / Math.max(1, taken)) - 8;
      const text = cutText(item.text, most);
      if (most >= MIN_TEXT && roomOf(text) <= left) {
        shown.push({ ...item, text });
        room = left - roomOf(text);
      }
      break;
    }
    shown.push(item);
    room = left - taken;
  }
  const spent = whole - room + overviewRoom(overview) + AROUND;
  const silent = shown.length === 0 && overview === undefined;
  return { items: shown, tokens: silent ? 0 : Math.ceil(spent / CHARACTERS_A_TOKEN) };
}
