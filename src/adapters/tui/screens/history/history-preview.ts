import type { RecordChange } from '../../../../core/change.ts';
import { isoSeconds } from '../../../../core/time.ts';
import { CHANGE_SIGN, changeLines, countsOf, signed } from '../../../../present/change-lines.ts';
import { ago, fit, plural, wrap } from '../../../../present/layout.ts';
import { markdownLines } from '../../../../present/markdown-lines.ts';
import { changeWords } from '../../../../present/record-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { createStyle, type Style } from '../../../../present/style.ts';
import type { Theme } from '../../theme.ts';
import type { HistoryCommit } from './history-requests.ts';

/** A commit as it is told beside the list, before anything of it is cut off. */
export interface Preview {
  readonly lines: readonly string[];
  /** Where each record begins, by line. */
  readonly records: readonly number[];
}

export interface PreviewLook {
  readonly theme: Theme;
  readonly columns: number;
  readonly words: boolean;
  readonly now: number;
  /** With who, when and the message; else these are told elsewhere. */
  readonly withHead: boolean;
}

/** More lines than anyone scrolls through. */
const MAX_LINES = 4000;
const MAX_CODE = 5;
const PLAIN = createStyle({ color: false });

/** Made once for a commit, a width and a way to look at it: it is asked for at each key. */
const made = new WeakMap<HistoryCommit, { readonly key: string; readonly preview: Preview }>();

export function previewOf(one: HistoryCommit, look: PreviewLook): Preview {
  const key = [look.columns, look.words, look.withHead, look.theme.glyphs.dot, look.theme.kind('x')].join();
  const known = made.get(one);
  if (known?.key === key) return known.preview;
  const preview = previewLines(one, look);
  made.set(one, { key, preview });
  return preview;
}

function previewLines(one: HistoryCommit, look: PreviewLook): Preview {
  const { theme, columns, withHead } = look;
  const lines: string[] = withHead ? [...headLines(one, look), ''] : [];
  const records: number[] = [];
  for (const change of one.changes) {
    if (lines.length > MAX_LINES) break;
    records.push(lines.length);
    lines.push(...recordLines(change, look), ...bodyLines(one, change, look), '');
  }
  const rest = restLines(one, theme);
  if (rest.length > 0) lines.push(...rest, '');
  if (!withHead) lines.push(...messageLines(one, look));
  while (lines.at(-1) === '') lines.pop();
  return { lines: lines.map((line) => fit(line, columns)), records };
}

/** In the rule above it: who, when, how much. */
export function headWords(one: HistoryCommit, now: number): string {
  const { commit } = one;
  const who = safeText(commit.authorName);
  return [
    commit.oid.slice(0, 10),
    who,
    ago(commit.authorTime * 1000, now),
    `memory ${countWords(one, PLAIN)}`,
    `code ${plural(codeFiles(one).length, 'file')}`,
  ].join(' · ');
}

function headLines(one: HistoryCommit, look: PreviewLook): readonly string[] {
  const { theme, columns, now } = look;
  const { commit } = one;
  const time = isoSeconds(commit.authorTime * 1000);
  const code = codeFiles(one);
  const names = code.slice(0, MAX_CODE).map((path) => safeText(path));
  const more = code.length > MAX_CODE ? `, and ${code.length - MAX_CODE} more` : '';
  return [
    `${theme.match(commit.oid.slice(0, 10))}  ${safeText(commit.authorName)} ${theme.aside(`<${safeText(commit.authorEmail)}>`)}`,
    theme.aside(`${time.slice(0, 10)} ${time.slice(11, 16)} UTC · ${ago(commit.authorTime * 1000, now)}`),
    ...(commit.parents.length > 1
      ? [theme.aside(`merge of ${commit.parents.map((oid) => oid.slice(0, 10)).join(' and ')}`)]
      : []),
    '',
    ...messageLines(one, look),
    '',
    `${theme.aside('Memory')} ${countWords(one, PLAIN)}`,
    ...wrap(
      `Code ${plural(code.length, 'file')}${code.length === 0 ? '' : `: ${names.join(', ')}${more}`}`,
      columns,
    )
      .split('\n')
      .map(theme.aside),
  ];
}

function messageLines({ commit }: HistoryCommit, { columns, theme }: PreviewLook): readonly string[] {
  const room = Math.max(1, columns - 2);
  const subject = wrap(safeText(commit.subject), room, 2).split('\n').map(theme.strong);
  if (commit.body === '') return subject;
  return [...subject, '', ...wrap(safeText(commit.body, { newlines: true }), room, 2).split('\n')];
}

/** What a commit did beside memory. */
function codeFiles({ commit }: HistoryCommit): readonly string[] {
  return commit.files.filter((path) => !path.startsWith('.nexus/'));
}

/** How many records it changed beside those that are told. */
export function restLines({ rest }: HistoryCommit, theme: Theme): readonly string[] {
  if (rest === undefined) return [];
  return [theme.aside(`and ${plural(rest.added + rest.changed + rest.deleted, 'more record')}`)];
}

/** `+3 ~1 -1` */
export function countWords({ changes, rest }: HistoryCommit, style: Style): string {
  if (rest === undefined) return countsOf(changes, style);
  return countsOf(changes, style, { '+': rest.added, '~': rest.changed, '-': rest.deleted });
}

/** What a new record says. */
function bodyLines(
  { bodies }: HistoryCommit,
  { type, id }: RecordChange,
  look: PreviewLook,
): readonly string[] {
  const body = type === 'added' ? bodies.get(id) : undefined;
  if (body === undefined || body.trim() === '') return [];
  return ['', ...markdownLines(body, Math.max(1, look.columns - 2), look.theme).map((line) => `  ${line}`)];
}

function recordLines(change: RecordChange, look: PreviewLook): readonly string[] {
  const { theme, columns, words } = look;
  const { type, kind, id, title } = changeWords(change);
  const sign = CHANGE_SIGN[type];
  const what = type === 'added' || type === 'changed' ? '' : ` ${signed(sign, theme.style, type)}`;
  const room = Math.max(1, columns - 2);
  const fields = { columns: room, paint: theme, strong: theme.aside, words, whole: false };
  return [
    `${signed(sign, theme.style)} ${theme.kind(safeText(kind))}${what} ${theme.aside(id)}`,
    ...wrap(title, room, 2).split('\n').map(theme.strong),
    ...changeLines(change.fields, fields).map((line) => (line === '' ? '' : `  ${line}`)),
  ];
}
