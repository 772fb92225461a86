import { sectionNamed } from '../core/sections.ts';

/** Characters. */
const MOST = 240;
const SHORT = 60;

/** The first sentence (of short ones two) of the first of these sections that is there; undefined where none is. */
export function firstSentence(body: string, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = sectionNamed(body, name);
    if (text !== undefined) return sentenceOf(text);
  }
  return undefined;
}

/** The first sentence of a text, and the next one where it is short; without the marks of markdown, and cut where it never ends. */
export function sentenceOf(text: string): string {
  const paragraph =
    text
      .split(/\n\s*\n/)
      .map((part) => part.trim())
      .find((part) => part !== '' && !/^(?:```|~~~|#|\|)/.test(part)) ?? '';
  const line = /^\s*(?:[-*+]|\d+[.)])\s/.test(paragraph) ? (paragraph.split('\n')[0] ?? '') : paragraph;
  const plain = line
    .slice(0, 2_000)
    .replace(/^\s*(?:[-*+]|\d+[.)])\s+/, '')
    .replace(/\s+/g, ' ')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .trim();
  const first = endOf(plain, 0);
  const sentence = plain.slice(0, first < SHORT ? endOf(plain, first + 1) : first);
  return sentence.length <= MOST ? sentence.replace(/:$/, '.') : `${sentence.slice(0, MOST - 1).trimEnd()}…`;
}

/** Where a sentence ends: behind a mark that a space follows, outside of code and not in an abbreviation. */
function endOf(text: string, from: number): number {
  let inCode = false;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '`') inCode = !inCode;
    if (inCode || !'.!?'.includes(char) || !/^(?: |$)/.test(text.slice(at + 1, at + 2))) continue;
    if (!/(?:e\.g|i\.e|etc|vs)\.$/.test(text.slice(Math.max(0, at - 4), at + 1))) return at + 1;
  }
  return text.length;
}

/** The titles that a record's list of related ones names. */
export function relatedTitles(body: string): readonly string[] {
  return (sectionNamed(body, 'Related') ?? '')
    .split('\n')
    .flatMap((line) => /^\s*[-*+]\s+(.+)$/.exec(line)?.[1]?.trim() ?? [])
    .slice(0, 12);
}

/** The packages that a record's example needs, as in ```` ```python requires fastapi pydantic ````. */
export function neededPackages(body: string): readonly string[] {
  const named = /^ {0,3}(?:```|~~~)\w+[ \t]+requires[ \t]+(.+)$/m.exec(body)?.[1];
  return named === undefined ? [] : named.trim().split(/\s+/);
}
