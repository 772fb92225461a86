import { blocksOf, type Heading } from './outline.ts';

/** A line `- **Name**: value`, or `- **Name:** value`. Offsets are UTF-16 units of the text it was found in. */
export interface FieldLine {
  readonly name: string;
  /** As written, its further lines without their indentation; empty where nothing follows. */
  readonly value: string;
  /** The whole list item. */
  readonly start: number;
  readonly end: number;
  /** Where the value begins, blanks before it included. */
  readonly valueStart: number;
}

/** The fields among the lists of a text: those in code, comments and nested lists do not count. */
export function fieldLinesOf(text: string): FieldLine[] {
  const items = blocksOf(text).flatMap((block) => (block.type === 'list' ? block.children : []));
  return items.flatMap(({ start, end, children: [paragraph] }): FieldLine[] => {
    const bold = paragraph?.type === 'paragraph' ? paragraph.children[0] : undefined;
    if (bold?.type !== 'strong') return [];
    const inner = text.slice(bold.start + 2, bold.end - 2);
    const colon = /^[ \t]*:/.exec(text.slice(bold.end, end))?.[0];
    if (colon === undefined && !inner.endsWith(':')) return [];
    const valueStart = bold.end + (colon?.length ?? 0);
    const value = text.slice(valueStart, end).trim();
    const name = inner.replace(/:$/, '').trim();
    return [{ name, value: value.replace(/\r?\n[ \t]*/g, '\n'), start, end, valueStart }];
  });
}

/** The fields of a section's own text, with offsets in the whole text. */
export function fieldsOfSection(text: string, { contentStart, ownEnd }: Heading): FieldLine[] {
  return fieldLinesOf(text.slice(contentStart, ownEnd)).map((line) => ({
    ...line,
    start: line.start + contentStart,
    end: line.end + contentStart,
    valueStart: line.valueStart + contentStart,
  }));
}
