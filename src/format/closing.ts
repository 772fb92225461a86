import { blocksOf, outlineOf } from './outline.ts';

/** How the HTML blocks end that a blank line does not end (CommonMark 0.31, section 4.6, kinds 1 to 5). */
const HTML_ENDS = ['-->', '</pre>', '</script>', '</style>', '</textarea>', '?>', ']]>', '>'] as const;

/** What may have to follow a text so that markdown after it is read as such: nothing, or the end of an open block. */
function* closings(text: string): Generator<string> {
  // Enough nearly always, and then the text is not parsed.
  yield '';
  const last = blocksOf(text).at(-1);
  if (last?.type === 'html') yield* HTML_ENDS;
  const fence = last?.type === 'code' ? /^(?:`{3,}|~{3,})/.exec(text.slice(last.start)) : null;
  if (fence !== null) yield fence[0];
}

/**
 * A text, and what has to stand between it and what follows. The usual gap is kept where it does; else
 * there is a blank line; a code block or comment that the text leaves open is closed, so that it cannot
 * swallow what follows.
 * @param following begins with a block of its own, such as a heading; empty where nothing follows.
 */
export function joint(text: string, gap: string, following: string, eol: string): string {
  if (following === '' || text.trim() === '') return gap;
  const sound = (between: string): boolean => {
    // Blanks before a heading are not part of its block.
    const at = text.length + between.length + (/^ */.exec(following)?.[0].length ?? 0);
    return blocksOf(text + between + following).some(({ start }) => start === at);
  };
  for (const closing of closings(text)) {
    const end = closing === '' ? '' : eol + closing;
    for (const between of new Set([end + gap, `${end}${eol}${eol}`])) if (sound(between)) return between;
  }
  return `${eol}${eol}`;
}

/**
 * A text whose headings are all deeper than a section's own, so that it stays inside: `## A` in a section
 * of depth 2 becomes `### A`. Text that fits already is left as it is.
 */
export function nested(text: string, depth: number): string {
  const headings = outlineOf(text);
  const least = Math.min(...headings.map((heading) => heading.depth));
  return least > depth ? text : deepened(text, depth + 1 - least);
}

/** The text with every heading so much deeper (or, negative, less deep); what would be deeper than 6 becomes bold. */
export function deepened(text: string, by: number): string {
  let out = text;
  if (by === 0) return out;
  for (const { name, depth, start, contentStart } of outlineOf(text).reverse()) {
    const source = text.slice(start, contentStart);
    const deeper = Math.max(1, depth + by);
    const atx = /^( {0,3})#{1,6}(?=[ \t]|$)/.exec(source);
    const heading =
      depth + by > 6
        ? `**${name}**`
        : atx === null
          ? headingLine(name, deeper)
          : `${atx[1]}${'#'.repeat(deeper)}${source.slice(atx[0].length)}`;
    out = out.slice(0, start) + heading + out.slice(contentStart);
  }
  return out;
}

/** A heading as it is written. One more `#` stands behind a name that ends in one, which would be taken for the heading's end. */
export function headingLine(name: string, depth: number): string {
  return `${'#'.repeat(depth)} ${name}${/(?:^|[ \t])#+$/.test(name) ? ' #' : ''}`;
}
