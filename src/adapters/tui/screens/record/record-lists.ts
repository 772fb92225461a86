import type { RecordLink, RecordVersion } from '../../../../core/record-about.ts';
import { displayWidth, fit, pad, shortAge } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { countLines } from '../../../../present/text-diff.ts';
import { selectedRow } from '../../panes.ts';
import type { Here } from '../../screen.ts';
import { whoText } from '../../signs.ts';
import { placed } from '../../window.ts';
import { againstIndex, type RecordState } from './record-state.ts';

/** A record's versions and links as rows. */

const AUTHOR = 10;
const RELATION = 14;
/** Below this a version has no author beside it. */
const MIN_AUTHOR = 50;

const plain = (text: string): string => text;

/** @param rows room for them */
export function versionLines(
  state: RecordState,
  here: Here,
  columns: number,
  rows: number,
): readonly string[] {
  const { versions = [], focus } = state;
  const { theme } = here;
  const seen = placed(state.place, versions.length, rows);
  return versions.slice(seen.top, seen.top + rows).map((version, offset) => {
    const at = seen.top + offset;
    const isOn = focus === 'versions' && at === seen.selected;
    const line = versionLine(state, version, at, here, columns);
    return selectedRow(line, isOn, columns, theme);
  });
}

function versionLine(
  state: RecordState,
  version: RecordVersion,
  at: number,
  { theme, now }: Here,
  columns: number,
): string {
  const { versions = [], place, focus } = state;
  const { glyphs } = theme;
  const isSelected = focus === 'versions' && at === place.selected;
  const isBase = focus === 'versions' && at === againstIndex(state);
  const look = isSelected ? { match: plain, aside: plain, added: plain, removed: plain } : theme;
  const { commit } = version;
  const pointer = isSelected ? glyphs.pointer : isBase ? '-' : ' ';
  const dot = at === versions.length - 1 ? glyphs.dot : glyphs.circle;
  const number = pad(`${at + 1}`, String(versions.length).length, 'right');
  const { added, removed } = countsOf(versions, at);
  const counts = [added > 0 ? look.added(`+${added}`) : '', removed > 0 ? look.removed(`-${removed}`) : '']
    .filter((text) => text !== '')
    .join(' ');
  const who = columns < MIN_AUTHOR ? '' : `${look.aside(whoText(commit?.authorName ?? '', AUTHOR))} `;
  const oid = commit === undefined ? 'not yet' : commit.oid.slice(0, 7);
  const age = commit === undefined ? 'now' : shortAge(commit.authorTime * 1000, now);
  const what = commit === undefined ? `${version.type}, not committed` : safeText(commit.subject);
  const head = ` ${pointer} ${number} ${dot} ${look.match(oid)} ${look.aside(pad(age, 3, 'right'))} ${who}`;
  const room = Math.max(0, columns - displayWidth(head) - displayWidth(counts) - 2);
  return `${head}${pad(fit(what, room), room)} ${counts}`;
}

/** By the versions: counted once, when they are first seen. */
const counted = new WeakMap<readonly RecordVersion[], Map<number, ReturnType<typeof countLines>>>();

function countsOf(versions: readonly RecordVersion[], at: number): ReturnType<typeof countLines> {
  const known = counted.get(versions) ?? new Map<number, ReturnType<typeof countLines>>();
  counted.set(versions, known);
  const counts = known.get(at) ?? countLines(versions[at - 1]?.text, versions[at]?.text);
  known.set(at, counts);
  return counts;
}

export function linkLines(state: RecordState, here: Here, columns: number, rows: number): readonly string[] {
  const links = state.about?.links ?? [];
  const seen = placed(state.linkPlace, links.length, rows);
  return links.slice(seen.top, seen.top + rows).map((link, offset) => {
    const isOn = state.focus === 'links' && seen.top + offset === seen.selected;
    const line = linkLine(link, isOn, here);
    return selectedRow(line, isOn, columns, here.theme);
  });
}

function linkLine({ relation, id, title, kind }: RecordLink, isOn: boolean, { theme }: Here): string {
  const look = isOn ? { aside: plain, kind: plain } : theme;
  const words =
    title === undefined
      ? `${safeText(id)}, which is not here`
      : `${look.kind(kind ?? '')} ${safeText(title)}`;
  return ` ${isOn ? theme.glyphs.pointer : ' '} ${look.aside(pad(relation, RELATION))} ${words}`;
}
