import { deepened, headingLine, joint, nested } from './closing.ts';
import { fieldsOfSection } from './field-lines.ts';
import { canonicalBody, eolOf, oneLine } from './lines.ts';
import { blocksOf, type Heading, outlineOf } from './outline.ts';

/** Where a section goes: at the beginning of a heading or at the end of the text, with a depth from 2 to 6. */
export interface Place {
  readonly at: number;
  readonly depth: number;
}

interface Own {
  /** What is before the section's own text, from its heading on; what is behind it, to the next heading. */
  readonly lead: string;
  readonly body: string;
  readonly gap: string;
}

function ownOf(text: string, { contentStart, ownEnd }: Heading): Own {
  const region = text.slice(contentStart, ownEnd);
  const body = trimmedEnd(region.replace(/^(?:[ \t]*\r?\n)+/, ''));
  const at = region.indexOf(body);
  return body === ''
    ? { lead: '', body, gap: region }
    : { lead: region.slice(0, at), body, gap: region.slice(at + body.length) };
}

function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text[end - 1] ?? '')) end--;
  return text.slice(0, end);
}

/**
 * Gives a section a new own text; its sub-sections stay. Headings in the new text become deeper than the
 * section's own. Everything outside stays byte for byte.
 */
export function setSectionText(text: string, heading: Heading, content: string): string {
  const eol = eolOf(text);
  const inner = nested(canonicalBody(content), heading.depth).replaceAll('\n', eol);
  const { lead, body, gap } = ownOf(text, heading);
  const head = text.slice(0, heading.contentStart);
  const tail = text.slice(heading.ownEnd);
  if (inner === '') return head + gap.replace(/^[ \t]+/, '') + tail;
  const usual = body === '' && tail !== '' ? eol + eol : gap;
  return `${head}${body === '' ? eol + eol : lead}${inner}${joint(inner, usual, tail, eol)}${tail}`;
}

/** Puts a text behind a section's own. One list item joins the list that the section ends with. */
export function appendToSection(text: string, heading: Heading, content: string): string {
  const eol = eolOf(text);
  const { body, gap } = ownOf(text, heading);
  if (body === '') return setSectionText(text, heading, content);
  const inner = nested(canonicalBody(content), heading.depth).replaceAll('\n', eol);
  if (inner === '') return text;
  const tail = text.slice(heading.ownEnd);
  const head = text.slice(0, heading.ownEnd - gap.length);
  const bullet = nextBullet(body, inner);
  const added = bullet === undefined ? joint(body, eol + eol, inner, eol) + inner : eol + bullet;
  return head + added + joint(inner, gap, tail, eol) + tail;
}

/** The item as the list at the end of a text has them; undefined if the two are not items of one list. */
function nextBullet(body: string, item: string): string | undefined {
  const [only, ...more] = blocksOf(item);
  const last = blocksOf(body).at(-1);
  const sibling = last?.type === 'list' ? last.children.at(-1) : undefined;
  const isItem = only?.type === 'list' && only.children.length === 1 && more.length === 0;
  if (!isItem || sibling === undefined || !/^- /.test(item)) return undefined;
  const marker = /^[-*+]/.exec(body.slice(sibling.start))?.[0];
  const indent = /[ \t]*$/.exec(body.slice(0, sibling.start))?.[0] ?? '';
  return marker === undefined || indent !== '' ? undefined : marker + item.slice(1);
}

/** Sets the value of `- **Name**: value` in a section's own text; the line is added where it is not there. */
export function setField(text: string, heading: Heading, name: string, value: string): string {
  const eol = eolOf(text);
  const wanted = oneLine(name).toLowerCase();
  const lines = fieldsOfSection(text, heading);
  const written = canonicalBody(value)
    .split('\n')
    .map((line) => line.trim());
  const inner = written.join(`${eol}  `).replaceAll(`${eol}  ${eol}`, eol + eol);
  const line = lines.find((field) => field.name.toLowerCase() === wanted);
  if (line !== undefined) {
    const blanks = /^[ \t]*/.exec(text.slice(line.end))?.[0].length ?? 0;
    return `${text.slice(0, line.valueStart)}${inner === '' ? '' : ` ${inner}`}${text.slice(line.end + blanks)}`;
  }
  const added = `- **${oneLine(name)}**:${inner === '' ? '' : ` ${inner}`}`;
  const last = lines.at(-1);
  if (last === undefined) return appendToSection(text, heading, added);
  const marker = text[last.start] ?? '-';
  return `${text.slice(0, last.end)}${eol}${marker}${added.slice(1)}${text.slice(last.end)}`;
}

/** Puts a new section into a text. */
export function addSection(text: string, place: Place, name: string, content: string): string {
  const eol = eolOf(text);
  const inner = nested(canonicalBody(content), place.depth).replaceAll('\n', eol);
  const heading = headingLine(oneLine(name), place.depth);
  return insertBlock(text, place.at, inner === '' ? heading : heading + eol + eol + inner);
}

/** Takes a section out, its sub-sections with it. */
export function removeSection(
  text: string,
  heading: Heading,
): { readonly text: string; readonly removed: string } {
  const before = text.slice(0, heading.start);
  const section = text.slice(heading.start, heading.end);
  const after = text.slice(heading.end);
  const kept = trimmedEnd(before);
  const gap =
    after === ''
      ? section.slice(trimmedEnd(section).length)
      : joint(kept, before.slice(kept.length), after, eolOf(text));
  return { text: kept + gap + after, removed: trimmedEnd(section) };
}

/**
 * Takes a section with its sub-sections elsewhere; its headings get the depth of the place. Undefined where
 * the place is inside of it, or a heading would be deeper than markdown has them.
 */
export function moveSection(text: string, heading: Heading, { at, depth }: Place): string | undefined {
  const by = depth - heading.depth;
  const inside = outlineOf(text).filter(({ start }) => start >= heading.start && start < heading.end);
  if (at > heading.start && at < heading.end) return undefined;
  if (inside.some((one) => one.depth + by > 6)) return undefined;
  if (by === 0 && (at === heading.start || at === heading.end)) return text;
  const { text: rest, removed } = removeSection(text, heading);
  const behind = at >= heading.end ? text.length - at : rest.length - at;
  // Amid a text the mark is a character of an underlined heading, at a text's beginning it is none: it stays behind.
  const block = deepened(removed.replace(/^\ufeff+/, ''), by);
  return insertBlock(rest, rest.length - behind, block);
}

function insertBlock(text: string, at: number, block: string): string {
  const eol = eolOf(text);
  const before = text.slice(0, at);
  const after = text.slice(at);
  const kept = trimmedEnd(before);
  const gap = before.slice(kept.length);
  const breaks = gap.split('\n').length - 1;
  const wide = gap + eol.repeat(Math.max(0, 2 - breaks));
  const isStart = kept === '' || kept === '\ufeff';
  const lead = isStart ? gap : joint(kept, wide, block, eol);
  const tail = after === '' ? (isStart || breaks > 0 ? eol : '') : joint(block, eol + eol, after, eol);
  return kept + lead + block + tail + after;
}
