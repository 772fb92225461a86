import { DOCUMENTS, type DocumentName, type DocumentPart } from '../core/documents.ts';
import { NexusError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { addressesOf, matching } from '../format/address.ts';
import { initialText, partAt } from '../format/document.ts';
import { lineAt } from '../format/lines.ts';
import { type Heading, outlineOf } from '../format/outline.ts';
import { addSection, type Place } from '../format/outline-edit.ts';
import type { Context } from './context.ts';
import { type OpenDocument, openDocument } from './document-files.ts';

/** Which section is meant, in which of these documents. */
export interface SectionQuery {
  readonly documents: readonly DocumentName[];
  /** A section or field as people name it: see `matching`. */
  readonly section: string;
}

export interface FoundSection {
  readonly document: OpenDocument;
  readonly address: readonly string[];
  readonly field?: string;
  /** Absent where only the table knows it: somebody took it out of the file. */
  readonly heading?: Heading;
}

/**
 * Finds a section or field of the files or, where they have nothing that fits as well, of the table.
 * Throws `bad-value` where nothing or several things fit. @param wide takes the outermost of several where it holds the others; for reading.
 */
export function findSection(
  context: Context,
  { documents, section }: SectionQuery,
  wide = false,
): FoundSection {
  const open = documents.map((name) => openDocument(context, name));
  const inFiles = open.flatMap((document) =>
    addressesOf(document.text).map((found): FoundSection => ({ document, ...found })),
  );
  const inTable = open.flatMap((document) =>
    tableAddresses(DOCUMENTS[document.name].parts).map((found): FoundSection => ({ document, ...found })),
  );
  const hits = matching(section, [...inFiles, ...inTable]);
  const there = hits.filter(({ heading }) => heading !== undefined);
  const found = there.length > 0 ? there : hits;
  const [first, ...more] = found;
  if (first === undefined) throw nothingFits(section, open, [...inFiles, ...inTable], wide);
  const holds = (one: FoundSection): boolean =>
    one.document === first.document && first.address.every((name, at) => one.address[at] === name);
  if (more.length === 0 || (wide && more.every(holds))) return first;
  throw severalFit(section, found);
}

interface TableAddress {
  readonly address: readonly string[];
  readonly field?: string;
}

function tableAddresses(parts: readonly DocumentPart[], above: readonly string[] = []): TableAddress[] {
  return parts.flatMap((part) => {
    const address = [...above, part.name];
    return [
      { address },
      ...(part.fields ?? []).map(({ name }) => ({ address: [...address, name], field: name })),
      ...tableAddresses(part.parts ?? [], address),
    ];
  });
}

function nothingFits(
  typed: string,
  open: readonly OpenDocument[],
  all: readonly FoundSection[],
  reading: boolean,
): NexusError {
  const names = new Map<string, string>();
  const know = (word: string, name: string): void => {
    if (!names.has(word)) names.set(word, name);
  };
  for (const { address } of all) {
    know((address.at(-1) ?? '').toLowerCase(), address.at(-1) ?? '');
    know(address.join('/').toLowerCase(), address.join('/'));
  }
  // One word of a name, mistyped, tells the name.
  for (const { address } of all)
    for (const word of (address.at(-1) ?? '').split(/\P{L}+/u))
      if (word.length > 3) know(word.toLowerCase(), address.at(-1) ?? '');
  const guess = names.get(nearest(typed, [...names.keys()]) ?? '');
  const where = open.map(({ path }) => path.split('/').at(-1)).join(' and ');
  const message = `there is no section or field "${typed}" in ${where}`;
  const verb = open.some(({ name }) => name === 'bank') ? 'bank' : 'context';
  const hint = reading
    ? `see: nexus ${verb === 'bank' ? verb : `${verb} review --all`}`
    : 'a new section is made with --new';
  return new NexusError(
    'usage',
    'bad-value',
    message,
    guess === undefined ? hint : `did you mean "${guess}"? ${hint}`,
  );
}

function severalFit(typed: string, found: readonly FoundSection[]): NexusError {
  const several = new Set(found.map(({ document }) => document.name)).size > 1;
  const names = found.map(({ document, address }) =>
    several ? `"${address.join('/')}" (${document.name})` : `"${address.join('/')}"`,
  );
  const same = new Set(names).size < names.length;
  const listed = found.slice(0, 6).map(({ document, heading }, at) => {
    const line = heading === undefined ? '' : ` (line ${lineAt(document.text, heading.start)})`;
    return same ? `${names[at]}${line}` : names[at];
  });
  const rest = found.length > listed.length ? ` and ${found.length - listed.length} more` : '';
  const hint = same ? 'give one of them another name in the file' : 'say more of the name you mean';
  return new NexusError('usage', 'bad-value', `"${typed}" may mean ${listed.join(', ')}${rest}`, hint);
}

/** The text with a section of the table, and what is above it, put back where it belongs; and its heading there. */
export function withSection(
  { name, text }: Pick<OpenDocument, 'name' | 'text'>,
  address: readonly string[],
): { readonly text: string; readonly heading: Heading } {
  let now = text;
  let heading = headingAt(now, address.slice(0, 1));
  for (let length = 1; length <= address.length; length++) {
    const wanted = address.slice(0, length);
    const parent: Heading | undefined = length === 1 ? undefined : heading;
    heading = headingAt(now, wanted);
    if (heading !== undefined) continue;
    const part = partAt(name, wanted)?.part;
    const place = placeOf(name, now, wanted, parent);
    const content = part === undefined ? '' : initialText(part, wanted);
    now = addSection(now, place, wanted.at(-1) ?? '', content);
    heading = headingAt(now, wanted);
  }
  if (heading === undefined)
    throw new NexusError('internal', 'internal', `${address.join('/')} was not added`);
  return { text: now, heading };
}

function headingAt(text: string, address: readonly string[]): Heading | undefined {
  const sections = addressesOf(text).filter(({ field }) => field === undefined);
  return matching(address.join('/'), sections).find((found) => found.address.length === address.length)
    ?.heading;
}

/** Before the first later section of the table that is there, else at the end of the parent. */
function placeOf(
  name: DocumentName,
  text: string,
  address: readonly string[],
  parent: Heading | undefined,
): Place {
  const above = address.slice(0, -1);
  const among = above.length === 0 ? DOCUMENTS[name].parts : (partAt(name, above)?.part.parts ?? []);
  const own = among.findIndex((part) => part.name === address.at(-1));
  const later = own < 0 ? [] : among.slice(own + 1);
  const depth = (parent?.depth ?? 1) + 1;
  for (const part of later) {
    const next = outlineOf(text).find(
      (heading) => heading.address.length === address.length && heading.address.at(-1) === part.name,
    );
    if (next !== undefined) return { at: next.start, depth };
  }
  return { at: parent?.end ?? text.length, depth };
}
