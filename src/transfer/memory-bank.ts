import { parseWhen } from '../core/time.ts';
import { type Passage, passagesOf, withoutComments } from '../format/foreign-markdown.ts';
import type { Origin, Source, TransferItem } from './item.ts';
import { fill, headline, isUnfilled, record } from './make-item.ts';
import { episode, originOf, patternFields, pieces, recordsBelow, topicOf } from './passage.ts';
import { type Place, placed, placeOf } from './places.ts';

/** The core files of a Cline-style memory bank in the order in which they build on each other, and their names in words. */
const CORE: ReadonlyMap<string, string> = new Map([
  ['projectbrief', 'Project brief'],
  ['productcontext', 'Product context'],
  ['systempatterns', 'System patterns'],
  ['techcontext', 'Technical context'],
  ['activecontext', 'Active context'],
  ['progress', 'Progress'],
]);

/** The core file that a path names: `memory-bank/02-productContext.md` is `productcontext`. */
export function bankFile(path: string): string | undefined {
  const bare = bareName(path);
  return CORE.has(bare) ? bare : undefined;
}

/** A file's name without case, number and dashes. */
function bareName(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/\.md$/, '')
    .replace(/^\d+[-_. ]*/, '')
    .replace(/[-_ ]/g, '');
}

const field = (section: string, name: string): Place => ({
  to: 'field',
  document: 'project',
  section: [section],
  field: name,
});

/** Where a core file's sections go, where their headings mean more than `placeOf` knows. */
const PLACES: Readonly<Record<string, readonly (readonly [RegExp, Place])[]>> = {
  projectbrief: [
    [/^(?:overview|purpose|project overview|summary|vision)\b/i, field('Active Project', 'Purpose')],
  ],
  productcontext: [[/why (?:this|the) project|^purpose\b/i, field('Active Project', 'Purpose')]],
  activecontext: [
    [/^current\b.*|\bfocus\b/i, field('Recent Work', 'Current focus')],
    [/^recent (?:changes|work)/i, field('Recent Work', 'Last session')],
    [/^next\b/i, field('Recent Work', 'Next planned')],
    [/blockers?|open questions/i, field('Recent Work', 'Blockers')],
  ],
  systempatterns: [
    [/patterns?\b/i, { to: 'pattern' }],
    [/decisions?\b/i, { to: 'decision' }],
  ],
  progress: [[/^(?:current )?status\b|^stage\b/i, field('Active Project', 'Stage')]],
};

/** A memory bank: each section becomes what it is, with its sub-sections; each other file one note. */
export function readMemoryBank(sources: readonly Source[]): TransferItem[] {
  const order = [...CORE.keys()];
  const rank = ({ path }: Source): number => order.indexOf(bankFile(path) ?? '');
  const core = sources.filter(({ path }) => bankFile(path) !== undefined).sort((a, b) => rank(a) - rank(b));
  const others = sources.filter(({ path }) => bankFile(path) === undefined);
  const taken = new Set<string>();
  return [
    ...core.flatMap((source) => coreFile(source, bankFile(source.path) ?? '', taken)),
    ...others.flatMap((source) =>
      bareName(source.path) === 'decisionlog' ? decisionLog(source) : otherFile(source),
    ),
  ];
}

/** Sections with what is below them; a file that has none is read heading by heading. */
function passagesIn(source: Source): Passage[] {
  const text = withoutComments(source.text);
  const passages = passagesOf(text, 2);
  return passages.some(({ depth }) => depth === 2) ? passages : passagesOf(text);
}

function coreFile(source: Source, core: string, taken: Set<string>): TransferItem[] {
  const said = new Map<string, readonly string[]>();
  const tell = (section: string, texts: readonly string[]): void => {
    if (texts.length > 0) said.set(section, [...(said.get(section) ?? []), ...texts]);
  };
  const items = passagesIn(source).flatMap((passage) => {
    const part = core === 'progress' ? progressPart(passage) : undefined;
    if (part === undefined) return sectionItems(core, passage, originOf(source, passage), taken);
    const { done, open } = thingsIn(passage);
    tell('Accomplished', part === 'Accomplished' ? [...open, ...done] : done);
    tell('Next', part === 'Next' ? open : []);
    return [];
  });
  return said.size === 0 ? items : [...items, episode(said, 'Progress so far', { file: source.path })];
}

function progressPart({ headings }: Passage): 'Accomplished' | 'Next' | undefined {
  const heading = headings.slice(1).join(' ');
  if (/what works|completed|done\b|accomplished/i.test(heading)) return 'Accomplished';
  if (/left to build|remaining|to-?\s?do\b|in progress|current tasks|^next/i.test(heading)) return 'Next';
  return undefined;
}

/** All that a section tells, piece by piece, sub-sections without their headings; what is ticked off apart. */
function thingsIn(passage: Passage): { readonly done: string[]; readonly open: string[] } {
  const parts = passagesOf(passage.text);
  const done = parts.flatMap((part) => part.done);
  return { done, open: parts.flatMap(pieces).filter((piece) => !done.includes(piece)) };
}

/** @param taken fields that this import has filled: the next text for one is a note, or it would be lost. */
function sectionItems(core: string, passage: Passage, from: Origin, taken: Set<string>): TransferItem[] {
  const heading = passage.headings.at(-1) ?? '';
  if (passage.depth < 2) return firstPart(core, passage, from);
  if (passage.text === '') return [];
  const place = PLACES[core]?.find(([words]) => words.test(heading))?.[1] ?? placeOf(heading);
  const title = `${CORE.get(core)}: ${heading}`;
  const whole = (to: Place = place): TransferItem[] => placed(passage, to, from, title);
  switch (place.to) {
    case 'pattern':
    case 'decision': {
      const fields = place.to === 'pattern' ? patternFields(heading) : {};
      const others = (part: Passage): TransferItem[] =>
        placed({ ...part, headings: passage.headings }, place, from, title);
      return recordsBelow(place.to, passage, from, fields, others) ?? whole();
    }
    case 'field': {
      const days = core === 'activecontext' ? dayByDay(passage, from) : undefined;
      if (days !== undefined) return days;
      const key = [place.document, ...place.section, place.field].join('/');
      const { open, done } = thingsIn(passage);
      const told = /^Next/.test(place.field) ? open : passagesOf(passage.text).flatMap(pieces);
      if (told.length === 0 && done.length > 0) return [];
      const code = passage.text.includes('```');
      const items = taken.has(key)
        ? whole({ to: 'note' })
        : placed(code ? passage : { ...passage, items: told, prose: '' }, place, from, title);
      if (items.some(({ type }) => type === 'fill')) taken.add(key);
      return items;
    }
    default:
      return whole();
  }
}

/** What stands below the file's own title: a name, and what is no remark on the file itself. */
function firstPart(core: string, passage: Passage, from: Origin): TransferItem[] {
  const heading = passage.headings.at(-1) ?? '';
  const named = core === 'projectbrief' ? /^project brief\s*[:–-]\s*(.+)$/i.exec(heading)?.[1] : undefined;
  const name =
    named === undefined || isUnfilled(named)
      ? []
      : [fill('project', ['Active Project'], named, from, 'Name')];
  if (isRemark(passage.text)) return name;
  return [...name, ...placed(passage, { to: 'note' }, from, heading || from.file)];
}

/** True for text that is all emphasis, or tells when the file was last touched. */
function isRemark(text: string): boolean {
  return text
    .split('\n')
    .every((line) => /^\s*(?:[_*>].*[_*]|(?:[_*]*last )?updated\b.*|-{3,})?\s*$/i.test(line));
}

const DAY = /^[[(]?(\d{4}-\d{2}-\d{2})(?:[ T][\d:]+)?[\])]?\s*[-–—:]*\s*/;

/** Sub-sections with a day each are what happened on it. */
function dayByDay(passage: Passage, from: Origin): TransferItem[] | undefined {
  const parts = passagesOf(passage.text, 3).filter(({ depth }) => depth > 0);
  if (parts.length === 0 || !parts.every(({ headings }) => DAY.test(headings.at(-1) ?? ''))) return undefined;
  return parts.flatMap((part) => {
    const heading = part.headings.at(-1) ?? '';
    const { done, open } = thingsIn(part);
    const focus = heading.replace(DAY, '');
    const said = new Map<string, readonly string[]>([
      ...(focus === '' ? [] : ([['Focus', [focus]]] as const)),
      ['Accomplished', [...done, ...open]],
    ]);
    if (done.length + open.length === 0) return [];
    return [episode(said, topicOf(said, heading), { ...from, section: heading }, dayOf(heading))];
  });
}

function dayOf(text: string): number | undefined {
  const day = DAY.exec(text)?.[1];
  return day === undefined ? undefined : parseWhen(day, 0);
}

/** A log of decisions: a heading each, or `Decision` with what belongs to it under headings of their own. */
function decisionLog(source: Source): TransferItem[] {
  const open: { text: string; parts: string[]; from: Origin }[] = [];
  for (const passage of passagesOf(withoutComments(source.text), 2)) {
    const heading = passage.headings.at(-1) ?? '';
    if (passage.depth < 2 || isUnfilled(passage.text)) continue;
    const from = originOf(source, passage);
    const last = open.at(-1);
    if (/^decisions?$/i.test(heading)) {
      for (const text of pieces(passage)) open.push({ text, parts: [], from });
    } else if (
      last !== undefined &&
      /rationale|reason|context|implementation|consequences|alternatives/i.test(heading)
    )
      last.parts.push(`## ${heading}\n\n${passage.text}`);
    else open.push({ text: heading, parts: [passage.text], from });
  }
  return open.map(({ text, parts, from }) => {
    const created = dayOf(text);
    const bare = text.replace(DAY, '').replace(/^decision\s*:\s*/i, '');
    const title = headline(bare);
    const body = [...(title === bare ? [] : [bare]), ...parts].join('\n\n');
    return record({ kind: 'decision', title, body }, from, created === undefined ? {} : { created });
  });
}

/** Any other file is one note, but for a list of what the files are. */
function otherFile(source: Source): TransferItem[] {
  const text = withoutComments(source.text);
  const names = text.toLowerCase().replace(/[-_ ]/g, '');
  if (
    /^(?:readme|index)$/.test(bareName(source.path)) &&
    [...CORE.keys()].every((name) => names.includes(name))
  )
    return [];
  const [first] = passagesOf(text, 1);
  const title = first?.headings[0] ?? source.path;
  const body =
    first?.headings[0] === undefined
      ? text
      : passagesOf(text, 1)
          .map((one) => one.text)
          .join('\n\n');
  return isUnfilled(body) ? [] : [record({ kind: 'note', title, body }, { file: source.path })];
}
