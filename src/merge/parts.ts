import { blockPieces } from '../format/conflict-block.ts';

/** What stands below one heading, or before the first. */
export interface Part {
  /** The headings that lead to it, and the how manieth of that name it is; `''` for what is before the first. */
  readonly key: string;
  /** The part that it belongs to; undefined for the outermost. */
  readonly parent: string | undefined;
  /** From the heading on, without the blank lines at its end. */
  readonly content: string;
  /** These blank lines. */
  readonly gap: string;
}

/** Markdown, LF, cut at all its headings but those in code and in conflicts; nothing is left out. */
export function partsOf(text: string): readonly Part[] {
  const raw: { key: string; parent: string | undefined; text: string }[] = [];
  const open: { key: string; name: string; depth: number }[] = [];
  const counts = new Map<string, number>();
  let current = { key: '', parent: undefined as string | undefined, text: '' };
  for (const { lines, block, code } of blockPieces(text.split('\n'))) {
    const heading = code || block !== undefined ? null : /^(#{1,6})[ \t]+(.*?)[ \t#]*$/.exec(lines[0] ?? '');
    if (heading !== null) {
      raw.push(current);
      const depth = heading[1]?.length ?? 1;
      while ((open.at(-1)?.depth ?? 0) >= depth) open.pop();
      const parent = open.at(-1)?.key;
      const name = `${parent ?? ''}\n${heading[2]?.toLowerCase() ?? ''}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      const key = count === 1 ? name : `${name}\t${count}`;
      open.push({ key, name, depth });
      current = { key, parent, text: '' };
    }
    current.text += lines.map((line) => `${line}\n`).join('');
  }
  raw.push(current);
  const last = raw.length - 1;
  return raw.map(({ key, parent, text: whole }, index) => {
    // The last line ended with the text, not with a line break.
    const own = index === last ? whole.slice(0, -1) : whole;
    const content = withoutBlankEnd(own);
    return { key, parent, content, gap: own.slice(content.length) };
  });
}

/** The text of a heading's line in a key. */
export function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('\n') + 1).replace(/\t\d+$/, '');
}

/** A text without the blank lines at its end, and without its last line break. */
export function withoutBlankEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\n'.includes(text[end - 1] ?? '')) end--;
  if (end === 0) return '';
  // Blanks at the end of a line are its own.
  const lineEnd = text.indexOf('\n', end);
  return text.slice(0, lineEnd < 0 ? text.length : lineEnd);
}
