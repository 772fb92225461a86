import {
  DOCUMENTS,
  type DocumentField,
  type DocumentName,
  type DocumentPart,
  isPlaceholder,
  placeholder,
  REVIEW_MARK,
} from '../core/documents.ts';
import { joint, nested } from './closing.ts';
import { fieldLinesOf } from './field-lines.ts';
import { canonicalBody, oneLine } from './lines.ts';
import { type Block, blocksOf, type Heading, outlineOf } from './outline.ts';

/**
 * A document's first text, from the table. What is not filled says what belongs there.
 * @param fills by address: `Part/Field`, `Part/Part/Field`, or a section's whole text by `Part/Part`.
 */
export function newDocumentText(name: DocumentName, fills: ReadonlyMap<string, string>): string {
  const { title, parts } = DOCUMENTS[name];
  return `# ${title}\n\n${parts.flatMap((part) => partTexts(part, [], fills)).join('\n\n')}\n`;
}

/** The heading and own text of a part, then those of its parts; joined by blank lines they make a document. */
function partTexts(
  part: DocumentPart,
  above: readonly string[],
  fills: ReadonlyMap<string, string>,
): string[] {
  const address = [...above, part.name];
  const depth = address.length + 1;
  const text = initialText(part, address, fills);
  const own = text === '' ? [] : [LOUD.test(text) ? contained(text, depth) : text];
  return [
    `${'#'.repeat(depth)} ${part.name}`,
    ...own,
    ...(part.parts ?? []).flatMap((inner) => partTexts(inner, address, fills)),
  ];
}

/** What is below a part's heading before anybody wrote into it, its parts with it. */
export function sectionForm(part: DocumentPart, address: readonly string[]): string {
  return partTexts(part, address.slice(0, -1), new Map()).slice(1).join('\n\n');
}

/**
 * A line that may begin a heading, code, HTML or a definition. Text without one stays within its section, and
 * need not be parsed, which takes a cold process longer than all else that a new document costs.
 */
const LOUD = /^(?:[ \t>*+-]|\d{1,9}[.)][ \t])*(?:#|`{3}|~{3}|<|=+[ \t]*$|-+[ \t]*$|\[[^\]\n]*\]:)/m;

/** The text with its headings below the section's own, and closed where it would swallow what follows. */
function contained(text: string, depth: number): string {
  const one = nested(text, depth);
  return one + joint(one, '\n\n', '# x', '\n').trimEnd();
}

/** What a part of the table says before anybody wrote into it, or as filled. */
export function initialText(
  part: DocumentPart,
  address: readonly string[],
  fills: ReadonlyMap<string, string> = new Map(),
): string {
  const filled = (key: readonly string[]): string => canonicalBody(fills.get(key.join('/')) ?? '');
  const whole = filled(address);
  const fields = (part.fields ?? []).map(({ name, asks }) => {
    const value = oneLine(filled([...address, name]));
    return `- **${name}**: ${value === '' ? placeholder(asks) : value}`;
  });
  const asks = whole === '' ? (part.asks ?? []).map((ask) => `- ${placeholder(ask)}`) : [];
  return [fields.join('\n'), whole, asks.join('\n'), whole === '' ? (part.text ?? '') : '']
    .filter((text) => text !== '')
    .join('\n\n');
}

/** A section of a living document, with what was really written into it. */
export interface DocumentEntry {
  /** Names from the outermost section to this one; `## Active Project: Foo` counts as `Active Project`. */
  readonly address: readonly string[];
  /** Its own text, without sub-sections, comments, and what only says what belongs there; may be empty. */
  readonly text: string;
  /** Its filled `- **Name**: value` lines, which are in the text too. */
  readonly fields: ReadonlyMap<string, string>;
}

/** A document's sections in its order, empty ones too. */
export function readDocument(text: string): readonly DocumentEntry[] {
  return outlineOf(text)
    .filter(({ depth }) => depth > 1)
    .map((heading) => {
      const address = heading.address.map((name) => titledPart(name)?.part ?? name);
      return { address, ...readSection(text, heading) };
    });
}

/** What was really written into one section. */
export function readSection(text: string, heading: Heading): Omit<DocumentEntry, 'address'> {
  const own = writtenText(text.slice(heading.contentStart, heading.ownEnd));
  const titled = titledPart(heading.name);
  const fields = new Map(fieldLinesOf(own).map(({ name, value }) => [name, value]));
  if (titled !== undefined && !fields.has('Name') && !isPlaceholder(titled.title))
    fields.set('Name', titled.title);
  return { text: own, fields };
}

/** Texts of the table that nobody fills. */
const FIXED: ReadonlySet<string> = new Set(
  Object.values(DOCUMENTS).flatMap(({ parts }) => parts.flatMap(fixedTexts)),
);

function fixedTexts({ text, parts }: DocumentPart): string[] {
  return [...(text === undefined ? [] : [text]), ...(parts ?? []).flatMap(fixedTexts)];
}

/** Parts that a project's name may follow in the heading, as in `## Active Project: Foo`. */
const TITLED = /^(Active Project):[ \t]*(\S.*)$/i;

/** The part of the table that such a heading means, and what it adds; undefined for any other heading. */
export function titledPart(name: string): { readonly part: string; readonly title: string } | undefined {
  const [, part, title] = TITLED.exec(name) ?? [];
  return part === undefined || title === undefined ? undefined : { part: 'Active Project', title };
}

/** What of a section's own text somebody wrote: no comments, and nothing that only says what belongs there. */
export function writtenText(own: string): string {
  const idle = blocksOf(own).flatMap((block) => {
    const source = own.slice(block.start, block.end).trim();
    if (block.type === 'html') return source.startsWith('<!--') && source.endsWith('-->') ? [block] : [];
    return promptsIn(own, block);
  });
  const unset = fieldLinesOf(own).filter(({ value }) => value === '' || isPlaceholder(value));
  const text = withoutLines(own, [...idle, ...unset]);
  return FIXED.has(text) ? '' : text;
}

/** A section's own text without the lines that only say what belongs there; its fields stay, filled or not. */
export function withoutPrompts(own: string): string {
  return withoutLines(
    own,
    blocksOf(own).flatMap((block) => promptsIn(own, block)),
  );
}

function promptsIn(own: string, block: Block): readonly Block[] {
  const asks = ({ start, end }: Block): boolean =>
    isPlaceholder(own.slice(start, end).replace(/^(?:[-*+]|\d+[.)])\s*/, ''));
  if (block.type === 'paragraph') return asks(block) ? [block] : [];
  return block.type === 'list' ? block.children.filter(asks) : [];
}

function withoutLines(
  text: string,
  parts: readonly { readonly start: number; readonly end: number }[],
): string {
  let out = text;
  for (const { start, end } of [...parts].sort((a, b) => b.start - a.start)) {
    const from = text.lastIndexOf('\n', start - 1) + 1;
    const next = text.indexOf('\n', end);
    out = out.slice(0, from) + out.slice(next < 0 ? text.length : next + 1);
  }
  return canonicalBody(out);
}

/** The line at the end of a section that says on which day somebody found it still right. */
export function reviewMark(date: string): string {
  return `<!-- reviewed ${date} -->`;
}

/** A section's own text without such lines. */
export function withoutMark(own: string): string {
  const lines = own.split('\n').filter((line) => !REVIEW_MARK.test(line.replace(/\r$/, '')));
  return canonicalBody(lines.join('\n'));
}

/** The part of the table that an address means, and the field, where it has one. */
export function partAt(
  name: DocumentName,
  address: readonly string[],
): { readonly part: DocumentPart; readonly field?: DocumentField } | undefined {
  let part: DocumentPart | undefined;
  for (const [at, written] of address.entries()) {
    const wanted = (titledPart(written)?.part ?? written).toLowerCase();
    const among: readonly DocumentPart[] = at === 0 ? DOCUMENTS[name].parts : (part?.parts ?? []);
    const next = among.find((one) => one.name.toLowerCase() === wanted);
    const field = part?.fields?.find((one) => one.name.toLowerCase() === wanted);
    if (next === undefined && part !== undefined && field !== undefined && at === address.length - 1)
      return { part, field };
    if (next === undefined) return undefined;
    part = next;
  }
  return part === undefined ? undefined : { part };
}
