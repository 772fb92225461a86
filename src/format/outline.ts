import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { canonicalBody, oneLine } from './lines.ts';

/** A heading with what is below it. Offsets are UTF-16 units of the whole text. */
export interface Heading {
  readonly name: string;
  /** 1 to 6. */
  readonly depth: number;
  /** Where the heading's first line begins. */
  readonly start: number;
  /** Where the heading's own text ends. */
  readonly contentStart: number;
  /** The next heading of whatever depth, or the end: what is before it is the section's own text. */
  readonly ownEnd: number;
  /** The next heading of this depth or above, or the end. */
  readonly end: number;
  /** Names from the outermost section to this one; the `#` title is not among them. */
  readonly address: readonly string[];
}

const parser = unified().use(remarkParse);

/** A node of the markdown tree with its place in the text, in UTF-16 units. */
export interface Block {
  readonly type: string;
  /** Of a heading, 1 to 6; else 0. */
  readonly depth: number;
  readonly start: number;
  readonly end: number;
  readonly children: readonly Block[];
}

interface Point {
  readonly offset?: number | undefined;
}

interface Node {
  readonly type: string;
  readonly depth?: number;
  readonly position?: { readonly start: Point; readonly end: Point } | undefined;
  readonly children?: readonly Node[];
}

/** The blocks of a text. The parser takes a byte order mark away and counts from there; here it counts. */
export function blocksOf(text: string): readonly Block[] {
  const shift = /^\ufeff*/.exec(text)?.[0].length ?? 0;
  const blockOf = ({ type, depth, position, children }: Node): Block => ({
    type,
    depth: depth ?? 0,
    start: shift + (position?.start.offset ?? 0),
    end: shift + (position?.end.offset ?? 0),
    children: (children ?? []).map(blockOf),
  });
  return parser.parse(text.slice(shift)).children.map(blockOf);
}

/** The headings of a text, by the markdown parser: those in code, comments, lists and quotes do not count. */
export function outlineOf(text: string): Heading[] {
  const found = blocksOf(text).flatMap(({ type, depth, start, end, children }) => {
    if (type !== 'heading') return [];
    const name = oneLine(text.slice(children[0]?.start ?? end, children.at(-1)?.end ?? end));
    // Up to three blanks may stand before a heading; they are its own.
    const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
    return [{ name, depth, start: start - indent, contentStart: end }];
  });
  const open: { depth: number; name: string }[] = [];
  return found.map((heading, index) => {
    while ((open.at(-1)?.depth ?? 0) >= heading.depth) open.pop();
    open.push(heading);
    const later = found.slice(index + 1);
    return {
      ...heading,
      ownEnd: later[0]?.start ?? text.length,
      end: later.find(({ depth }) => depth <= heading.depth)?.start ?? text.length,
      address: open.filter(({ depth }) => depth > 1).map(({ name }) => name),
    };
  });
}

/** What a section says itself, without its sub-sections and the blank lines around. */
export function ownText(text: string, heading: Heading): string {
  return canonicalBody(text.slice(heading.contentStart, heading.ownEnd));
}
