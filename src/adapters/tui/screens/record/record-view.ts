import { ago, fit, pad, plural } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { type TextDiff, textDiff } from '../../../../present/text-diff.ts';
import { alone, bodyOf, headLines, heightOf, NARROW, type Panes, panesLines, panesOf } from '../../panes.ts';
import type { Here, View } from '../../screen.ts';
import { freshPaint, freshSign } from '../../signs.ts';
import { bodyLines, factsOf, failedLines } from './record-body.ts';
import { linkLines, versionLines } from './record-lists.ts';
import { againstIndex, type RecordState, selectedVersion, versionName } from './record-state.ts';

const LIST_SHARE = 0.42;
/** A version is nothing without what it changed: both are shown even where it is narrow. */
const LEAST = { columns: 0, rows: 5 };
/** Heading and empty line of each list beside the text. */
const AROUND = 2;

/** Where lists and text stand: the lists are always there beside a text, else only while one is in them. */
export function recordPanes({ focus, about, versions }: RecordState, here: Here): Panes {
  const body = bodyOf(here);
  const isText = focus === 'text' || focus === 'blame';
  const wanted = (focus === 'links' ? about?.links.length : versions?.length) ?? 0;
  const of = { focus: isText ? 'text' : 'list', wanted, share: LIST_SHARE, least: LEAST } as const;
  const panes = panesOf(body, of);
  return panes.how === 'beside' || !isText ? panes : alone(body, 'text');
}

/** Rows of the list that one is in. */
export function listHeight(state: RecordState, here: Here): number {
  const panes = recordPanes(state, here);
  if (panes.how !== 'beside') return heightOf(panes, 1);
  return state.focus === 'links' ? besideRows(state, panes).links : besideRows(state, panes).versions;
}

function besideRows(
  { versions = [], about }: RecordState,
  { list }: Panes,
): { readonly versions: number; readonly links: number } {
  const links = about?.links.length ?? 0;
  const room = Math.max(2, list.rows - 2 * AROUND);
  const forLinks = Math.min(links, Math.max(Math.floor(room / 2), room - versions.length));
  return { versions: Math.max(1, room - forLinks), links: Math.max(1, forLinks) };
}

/** Facts stand below the lists where there is room for all of them, else below the text. */
function factsBeside(state: RecordState, here: Here, panes: Panes): readonly string[] {
  if (panes.how !== 'beside' || state.about === undefined) return [];
  const facts = factsOf(state, here, panes.list.columns - 1);
  const lists = Math.max(1, state.versions?.length ?? 0) + state.about.links.length + 2 * AROUND;
  return lists + AROUND + facts.length <= panes.list.rows ? facts : [];
}

/** Made once for the same answer: they are asked for several times at each key. */
const made = new WeakMap<object, { readonly key: string; readonly diff: TextDiff }>();

function once(owner: object, key: readonly unknown[], make: () => TextDiff): TextDiff {
  const name = key.join();
  const known = made.get(owner);
  if (known?.key === name) return known.diff;
  const diff = make();
  made.set(owner, { key: name, diff });
  return diff;
}

/** The text that is shown, before any line of it is cut off, with the places of what changed. */
export function mainText(state: RecordState, here: Here): TextDiff {
  const panes = recordPanes(state, here);
  const columns = Math.max(1, panes.text.columns);
  const { versions, about, focus, place, words, whole } = state;
  if (focus === 'versions')
    return once(versions ?? state, [columns, place.selected, againstIndex(state), words, whole], () =>
      diffOf(state, here, columns),
    );
  const shown = (lines: readonly string[]): TextDiff => ({
    lines: lines.map((line) => fit(line, columns)),
    hunks: [],
  });
  if (focus === 'blame') return shown(blameLines(state, here, columns));
  const isBelow = factsBeside(state, here, panes).length === 0;
  const key = [columns, isBelow, versions?.length, here.at?.rev, Math.floor(here.now / 60_000)];
  return once(about ?? state, key, () => shown(bodyLines(state, here, columns, isBelow)));
}

function diffOf(state: RecordState, { theme }: Here, columns: number): TextDiff {
  const { versions = [], words, whole } = state;
  const version = selectedVersion(state);
  if (version === undefined) return { lines: [], hunks: [] };
  const base = againstIndex(state);
  const before = base === undefined ? undefined : versions[base]?.text;
  const diff = textDiff(before, version.text, { columns, paint: theme, words, whole });
  if (diff.hunks.length > 0) return diff;
  const same =
    version.type === 'renamed' ? `Only its name is another: ${version.path}` : 'There is no difference.';
  return { ...diff, lines: [theme.aside(fit(safeText(same), columns)), '', ...diff.lines] };
}

function blameLines(state: RecordState, here: Here, columns: number): readonly string[] {
  const { blame, blameFailed } = state;
  const { theme, now } = here;
  if (blameFailed !== undefined) return failedLines({ ...state, versions: [] }, blameFailed, here, columns);
  if (blame === undefined) return [];
  const width = Math.min(22, Math.max(8, ...blame.map(({ name }) => name.length)));
  return blame.map((part) => {
    const name = pad(fit(safeText(part.name), width), width);
    if (part.uncommitted === true) return `${name}  ${theme.doubtful('not committed yet')}`;
    const when = `${safeText(part.authorName)}, ${ago(part.authorTime * 1000, now)}`;
    return `${name}  ${theme.match(part.oid.slice(0, 7))}  ${when}  ${theme.aside(safeText(part.subject))}`;
  });
}

export function recordView(state: RecordState, here: Here): View {
  const panes = recordPanes(state, here);
  const list = panes.how === 'beside' ? listsBeside(state, here, panes) : listLines(state, here, panes);
  const text = {
    lines: withFound(mainText(state, here).lines, state, here),
    top: state.scroll,
    title: headWords(state),
  };
  const head = headLines(...summary(state, here), here);
  return { title: titleOf(state), lines: [...head, ...panesLines(panes, list, text, here.theme)] };
}

function titleOf({ about, id }: RecordState): string {
  return about?.stored.path.replace(/^\.nexus\//, '') ?? id;
}

function listLines(state: RecordState, here: Here, { list }: Panes): readonly string[] {
  const { columns, rows } = list;
  if (state.focus !== 'links') return versionLines(state, here, columns, rows);
  const links = linkLines(state, here, columns, rows);
  return links.length > 0 ? links : [here.theme.aside('   It has to do with no other record.')];
}

/** Versions and links, with headings. */
function listsBeside(state: RecordState, here: Here, panes: Panes): readonly string[] {
  const { theme } = here;
  const { versions, about, focus } = state;
  const links = about?.links ?? [];
  const heights = besideRows(state, panes);
  const facts = factsBeside(state, here, panes);
  const title = (words: string, isOn: boolean): string =>
    isOn ? theme.strong(` ${words}`) : theme.aside(` ${words}`);
  const none = about?.pack === undefined ? 'none that a commit holds' : 'none: it comes with Nexus';
  return [
    title(`VERSIONS (${versions?.length ?? '…'})`, focus === 'versions'),
    ...(versions?.length === 0
      ? [theme.aside(`   ${none}`)]
      : versionLines(state, here, panes.list.columns, heights.versions)),
    '',
    title(`LINKS (${links.length})`, focus === 'links'),
    ...linkLines(state, here, panes.list.columns, heights.links),
    ...(facts.length === 0 ? [] : ['', theme.aside(' FACTS'), ...facts.map((line) => ` ${line}`)]),
  ];
}

/** What the rule above the text says. */
function headWords(state: RecordState): string {
  const { versions = [], focus, place } = state;
  if (focus === 'links') return 'the record';
  if (versions.length === 0)
    return state.about?.pack === undefined ? 'no version yet' : 'it comes with Nexus: no versions here';
  const base = againstIndex(state);
  const against =
    base === undefined ? 'as it came' : `against ${versionName(versions, base).slice('version '.length)}`;
  return `${versionName(versions, place.selected)} ${against}`;
}

/** Its title, and what is to be known of it at a glance. */
function summary(state: RecordState, here: Here): readonly [left: string, right: string] {
  const { about, failed, versions, focus } = state;
  const { theme, size } = here;
  if (about === undefined)
    return [failed === undefined ? ' …' : ` ${theme.bad('Not to be shown')} ${safeText(state.id)}`, ''];
  const { record } = about.stored;
  const fresh = (['stale', 'moved', 'verified'] as const).find((one) =>
    about.citations.some(({ freshness }) => freshness === one),
  );
  const isNarrow = size.columns < NARROW;
  const sign = fresh === undefined ? '' : freshSign(fresh, theme);
  const facts = [
    ...(isNarrow ? [] : [theme.kind(record.kind)]),
    ...(fresh === undefined ? [] : [freshPaint(fresh, theme)(isNarrow ? sign : `${sign} ${fresh}`)]),
    ...(about.ended === undefined ? [] : [theme.bad(about.ended)]),
    ...(about.standing === 'uncommitted' ? [theme.doubtful('not committed')] : []),
    ...[about.pack ?? about.source?.name].filter((name) => name !== undefined),
    ...(focus === 'blame' ? ['blame'] : []),
    ...(versions === undefined || versions.length === 0 || isNarrow
      ? []
      : [theme.aside(plural(versions.length, 'version'))]),
  ];
  const right = facts.join(theme.aside(' · '));
  return [` ${theme.strong(safeText(record.title))}`, `${right} `];
}

const STYLED = /\x1b/;

/** What was looked for stands out where the line has no other style. */
function withFound(lines: readonly string[], { find }: RecordState, { theme }: Here): readonly string[] {
  if (find === '') return lines;
  return lines.map((line) => {
    const at = STYLED.test(line) ? -1 : line.toLowerCase().indexOf(find.toLowerCase());
    if (at < 0) return line;
    return line.slice(0, at) + theme.match(line.slice(at, at + find.length)) + line.slice(at + find.length);
  });
}
