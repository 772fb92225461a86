import { type Paint, type Span, type Word, wordsIn } from './word-flow.ts';

/** How parts of a text are shown; a theme has all of it. */
export interface MarkdownPaint {
  /** Headings and what is strong. */
  readonly strong: Paint;
  /** Marks, and where links lead. */
  readonly aside: Paint;
  readonly code: Paint;
  /** Lines of a diff. */
  readonly added: Paint;
  readonly removed: Paint;
}

const PLAIN: Paint = (text) => text;

/**
 * Code, a link or picture, what is strong, an escaped mark. Sources: CommonMark 0.31 (6.1 code spans, 6.3 links, 2.4
 * escapes), each within bounds, so that no text takes long; single `*` and `_` stay as they are: without colour they are the emphasis, and in names they are none.
 */
const INLINE =
  /(`+)(?!`)(.{1,500}?)(?<!`)\1(?!`)|!?\[((?:[^[\]\\]|\\.){0,500})\]\(((?:[^()\s]|\([^()]*\))+(?:\s+"[^"]*")?)\)|(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\5|\\([!-/:-@[-`{-~])/gsu;

/** The words of a paragraph. @param text safe, line breaks are spaces */
export function wordsOf(text: string, paint: MarkdownPaint, base: Paint = PLAIN): readonly Word[] {
  return wordsIn(spansOf(text, paint, base));
}

function spansOf(text: string, paint: MarkdownPaint, base: Paint): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  const within =
    (inner: Paint): Paint =>
    (one) =>
      base(inner(one));
  for (const match of text.matchAll(INLINE)) {
    const [all, ticks, code, label, target, mark, strong, escaped] = match;
    spans.push({ text: text.slice(from, match.index), paint: base });
    from = match.index + all.length;
    if (ticks !== undefined) spans.push({ text: `${ticks}${code ?? ''}${ticks}`, paint: within(paint.code) });
    else if (target !== undefined) {
      // What a link says and where it leads are both shown: they may differ.
      if (label !== target && label !== '') spans.push(...spansOf(`${label ?? ''} `, paint, base));
      const shown = label === target || label === '' ? target : `(${target})`;
      spans.push({ text: shown, paint: within(paint.aside) });
    } else if (mark !== undefined) spans.push(...spansOf(strong ?? '', paint, within(paint.strong)));
    else spans.push({ text: escaped ?? '', paint: base });
  }
  spans.push({ text: text.slice(from), paint: base });
  return spans.filter(({ text: stretch }) => stretch !== '');
}
