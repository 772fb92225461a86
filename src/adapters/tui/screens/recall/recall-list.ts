import type { RecallHit } from '../../../../core/recall.ts';
import type { Suggestion } from '../../../../nexus.ts';
import { displayWidth, fit, pad, shortAge } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { heightOf, linesEach, listRow, type Panes, selectedRow } from '../../panes.ts';
import type { Here } from '../../screen.ts';
import { freshPaint, freshSign, whoText } from '../../signs.ts';
import type { Theme } from '../../theme.ts';
import { placed } from '../../window.ts';
import { marked, wordsOf } from './recall-marks.ts';
import { type RecallState, type Row, rowsOf } from './recall-state.ts';
import { standingWord } from './recall-words.ts';

const WIDTH = { pointer: 3, kind: 9, age: 4, who: 9 } as const;
/** From so many columns on a sign is told in a word, too. */
const WORDS_FROM = 72;

/** The rows of the list that are seen. */
export function listLines(state: RecallState, panes: Panes, here: Here): readonly string[] {
  const words = wordsOf(state.line.text);
  const all = rowsOf(state);
  const height = heightOf(panes);
  const { columns } = panes.list;
  // At the screen's end a column stays free.
  const room = columns - WIDTH.pointer - (panes.how === 'beside' ? 0 : 1);
  // A popup may take room without a word.
  const { top, selected } = placed(state.place, all.length, height);
  const rows = all.slice(top, top + height);
  return rows.flatMap((row, at) => {
    const isOn = top + at === selected;
    if (linesEach(panes) === 1) return [listRow(oneLine(row, words, room, here), isOn, columns, here.theme)];
    const [first, second] = twoLines(row, words, columns - WIDTH.pointer, here);
    return [
      listRow(first, isOn, columns, here.theme),
      selectedRow(`   ${second}`, isOn, columns, here.theme),
    ];
  });
}

const ASKS: Readonly<Record<Suggestion['about'], string>> = {
  error: 'last error',
  branch: 'branch',
  file: 'changed',
};

function oneLine(row: Row, words: readonly string[], room: number, { theme, now }: Here): string {
  if (row.type === 'idea') {
    const about = pad(ASKS[row.idea.about], WIDTH.age + WIDTH.who);
    return `${theme.strong(pad('ask', WIDTH.kind))}${theme.aside(about)}${fit(safeText(row.idea.text), room - WIDTH.kind - about.length)}`;
  }
  const { hit } = row;
  const tail = tailOf(hit, room >= WORDS_FROM, theme);
  const head = `${theme.kind(pad(hit.kind, WIDTH.kind))}${theme.aside(pad(ageOf(hit, now), WIDTH.age))}${whoOf(hit, theme)}`;
  const left = room - WIDTH.kind - WIDTH.age - WIDTH.who;
  const space = Math.max(0, left - displayWidth(tail) - (tail === '' ? 0 : 2));
  const title = marked(fit(titleOf(hit), space), words, theme.match);
  return tail === '' ? head + title : `${head}${pad(title, space)}  ${tail}`;
}

function titleOf(hit: RecallHit): string {
  const title = safeText(hit.title);
  return hit.kind === 'commit' ? `${hit.id.slice(0, 7)} ${title}` : title;
}

/** A pack has no age that would tell anything. */
function ageOf({ pack, created }: RecallHit, now: number): string {
  return pack === undefined ? shortAge(Date.parse(created), now) : '';
}

function whoOf({ author, pack }: RecallHit, theme: Theme): string {
  const name = pack === undefined ? (author ?? '') : 'nexus';
  return theme.aside(`${whoText(name, WIDTH.who - 1)} `);
}

/** What tells how far it is to be trusted: standing, how often it helped, and whether what it cites is as it was. */
function tailOf(hit: RecallHit, inWords: boolean, theme: Theme): string {
  const standing = standingWord(hit);
  const used = hit.used === undefined ? '' : `${hit.used.helped}/${hit.used.uses}`;
  const bad = hit.life !== undefined || hit.wrong !== undefined;
  const sign = freshSign(hit.freshness, theme);
  const fresh = inWords && hit.freshness !== 'uncited' ? `${sign} ${hit.freshness}` : sign;
  const isCited = hit.freshness !== 'uncited';
  const shown = isCited
    ? freshPaint(hit.freshness, theme)(fresh)
    : theme.aside(hit.kind === 'commit' ? '' : sign);
  return [
    standing === '' ? '' : (bad ? theme.bad : theme.aside)(standing),
    theme.aside(used),
    shown === '' ? ' ' : shown,
  ]
    .filter((part) => part !== '')
    .join(' ')
    .trimEnd();
}

/** Narrow: what it is called, and below it who, when and how far it is to be trusted. */
function twoLines(
  row: Row,
  words: readonly string[],
  room: number,
  { theme, now }: Here,
): readonly [string, string] {
  if (row.type === 'idea')
    return [
      `${theme.strong('ask')} ${fit(safeText(row.idea.text), room - 4)}`,
      `  ${theme.aside(ASKS[row.idea.about])}`,
    ];
  const { hit } = row;
  const title = marked(fit(titleOf(hit), room - hit.kind.length - 1), words, theme.match);
  const facts = [ageOf(hit, now), safeText(hit.author ?? '')].filter((part) => part !== '').join(' ');
  return [
    `${theme.kind(hit.kind)} ${title}`,
    fit(`  ${theme.aside(facts)} ${tailOf(hit, false, theme)}`, room),
  ];
}
