import type { Hit } from './hit.ts';
import { codeSpans, frontMatterEnd, hitsOf, inside } from './regions.ts';

/** Letters of other alphabets that a reader takes for Latin ones (from Unicode's `intentional.txt` and `confusables.txt`). */
const PAIRS: readonly (readonly [letters: string, latin: string])[] = [
  ['авекмнорстухіјѕһԁԛԝӏезгԍнҽ', 'abekmhopctyxijshdqwlezrghe'],
  ['АВЕКМНОРСТУХІЈЅҺԚԜӀҮЬ', 'ABEKMHOPCTYXIJSHQWIYb'],
  ['οανιυρτκχγ', 'oaviuptkxy'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳϲ', 'ABEZHIKMNOPTYXCjc'],
  ['օսոցհյզԼՕՏ', 'ounghjqLOS'],
  ['ᎪᏴᏟᎠᎬᎻᏆᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ', 'ABCDEHIJKLMPRSTVWZ'],
  ['ɑɡıⅼⅰⅴⅹⅽⅾⅿ', 'agilivxcdm'],
];
const LATIN = new Map(
  PAIRS.flatMap(([letters, latin]) =>
    [...letters].map((letter, at) => [letter, [...latin][at] ?? ''] as const),
  ),
);

const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
const OTHER = /[^\u0000-\u024f\p{M}\p{N}]/u;
/** Letters of mathematics and of boxes: drawn like Latin ones, found by no search. */
const STYLED =
  /[\u{1d400}-\u{1d7ff}\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\u{1f130}-\u{1f189}\u2100-\u214f]/u;
const EAST_ASIAN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;

/** Words that are not what they seem: two alphabets in one, another alphabet where names are written, styled letters. */
export function lookAlikes(text: string): readonly Hit[] {
  if (!/[^\u0000-\u024f]/u.test(text) && !/[\u0131\u0251\u0261]/.test(text)) return [];
  const names = [...codeSpans(text), { start: 0, end: frontMatterEnd(text) }, ...addresses(text)];
  return hitsOf(text, WORD, 'look-alike', (match) => {
    const [word] = match;
    if (!OTHER.test(word) && !/[ıɑɡ]/.test(word)) return undefined;
    const chars = [...word];
    const styled = chars.filter((char) => STYLED.test(char)).length;
    if (styled >= 3 && !EAST_ASIAN.test(lineAt(text, match.index)))
      return `“${word}” is written in styled letters; it reads “${word.normalize('NFKC')}”`;
    const odd = chars.filter((char) => LATIN.has(char));
    if (odd.length === 0) return undefined;
    const latin = chars.filter((char) => /[a-z]/i.test(char)).length;
    const foreign = chars.filter(
      (char) => /\p{L}/u.test(char) && !/[\u0000-\u024f]/u.test(char) && !LATIN.has(char),
    ).length;
    const mixed = latin > 0 && foreign === 0 && !isUnit(chars, latin) && !ENDING.test(word);
    const posing =
      latin === 0 &&
      foreign === 0 &&
      chars.length > 2 &&
      inside(names, match.index) &&
      isLatinLine(text, match.index);
    if (!mixed && !posing) return undefined;
    const [first = ''] = odd;
    const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `“${word}” has ${odd.length === 1 ? 'a letter' : `${odd.length} letters`} of another alphabet, “${first}” (U+${code}) for “${LATIN.get(first)}”`;
  });
}

/** A name with the ending of the sentence's own language: `JSONом`. */
const ENDING = /^[A-Z][A-Za-z\d]+[\u0430-\u045f]{1,3}$/;

/** One Greek letter with one or two Latin ones is a measure or a formula: `ρx`. */
function isUnit(chars: readonly string[], latin: number): boolean {
  return chars.length <= 3 && latin <= 2 && chars.some((char) => /\p{sc=Greek}/u.test(char));
}

function addresses(text: string): { start: number; end: number }[] {
  return [
    ...text.matchAll(
      /\b[a-z][a-z0-9+.-]{1,20}:\/\/\S{1,500}|(?<![\p{L}\p{N}_-])[\p{L}\p{N}_-]{1,100}(?:[./][\p{L}\p{N}_-]{1,100}){1,20}/giu,
    ),
  ].map(({ index, 0: whole }) => ({
    start: index,
    end: index + whole.length,
  }));
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, end < 0 ? text.length : end);
}

/** In a sentence of another alphabet a word of it is a word. */
function isLatinLine(text: string, at: number): boolean {
  const line = lineAt(text, at);
  const latin = line.match(/[a-z]/gi)?.length ?? 0;
  const other = line.match(/[\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Armenian}\p{sc=Cherokee}]/gu)?.length ?? 0;
  return latin >= other;
}

/** The text as it is meant to be read: invisible characters out, letters that pose as Latin ones in Latin. Same offsets not kept. */
export function unmasked(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
  return plain.replace(/[\p{L}\p{M}\p{N}_]+/gu, (word) =>
    /[^\u0000-\u024f]/u.test(word) && /[a-z]/i.test(word)
      ? [...word].map((char) => LATIN.get(char) ?? char).join('')
      : word,
  );
}
