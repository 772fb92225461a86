import { stemmer } from 'stemmer';
import { STOP_WORDS } from './stop-words.ts';

/** Goes up whenever the same text would give other tokens: an index made by another version is rebuilt. */
export const ANALYSER_VERSION = 2;

/** Limits of one text; what lies beyond is not searched. */
export const ANALYSER_LIMITS = {
  /** UTF-16 units of one text that are looked at */
  text: 262_144,
  /** tokens of one text */
  tokens: 20_000,
  /** UTF-16 units of one token */
  token: 64,
  /** digits of a token that is a number */
  digits: 20,
  /** unique terms from a query's beginning, which says what it is about … */
  queryHead: 32,
  /** … and from its end, where a stack trace has its cause; an index then keeps what tells most of both */
  queryTail: 16,
} as const;

export interface AnalyseOptions {
  /** The text is an error message, word for word: its stop words tell it from others and stay. */
  readonly literal?: boolean;
}

/** What to look for. */
export interface AnalysedQuery {
  /** Token → the word of the query that it came from, in the query's order. */
  readonly words: ReadonlyMap<string, string>;
  /** The same tokens as the text has them, each as often as it says it. */
  readonly stream: readonly string[];
  /** The one of them that stands for all tokens starting with it: the word being typed. */
  readonly prefix: string | undefined;
}

/** The tokens of a document's text, in order, repeated as often as they occur. Linear in the text's length. */
export function analyse(text: string, options: AnalyseOptions = {}): string[] {
  const tokens: string[] = [];
  eachToken(text, { literal: options.literal === true, query: false }, (token) => tokens.push(token));
  return tokens;
}

/**
 * The unique tokens of a query. A query of nothing but stop words keeps them. With `prefixLast` a
 * word at the very end counts as unfinished.
 */
export function analyseQuery(
  text: string,
  options: AnalyseOptions & { readonly prefixLast?: boolean } = {},
): AnalysedQuery {
  const told = collect(text, options.literal === true);
  const { words, stream } = told.words.size === 0 ? collect(text, true) : told;
  if (options.prefixLast !== true) return { words, stream, prefix: undefined };
  const last = /[\p{L}\p{N}\p{M}_]+$/u.exec(text.slice(-ANALYSER_LIMITS.token))?.[0] ?? '';
  const typed = last
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^_+|_+$/g, '');
  if (typed === '' || UNSEGMENTED.test(typed)) return { words, stream, prefix: undefined };
  for (const stem of stemsAhead(typed)) if (!words.has(stem)) words.set(stem, last);
  // Last in the order of terms, so that an exact match of the same word is added up first.
  words.delete(typed);
  words.set(typed, last);
  return { words, stream, prefix: typed };
}

function collect(text: string, literal: boolean): { words: Map<string, string>; stream: readonly string[] } {
  const words = new Map<string, string>();
  const stream: string[] = [];
  eachToken(text, { literal, query: true }, (token, word) => {
    if (!words.has(token)) words.set(token, word);
    return stream.push(token);
  });
  const { queryHead, queryTail } = ANALYSER_LIMITS;
  if (words.size <= queryHead + queryTail) return { words, stream };
  const all = [...words];
  const kept = new Map([...all.slice(0, queryHead), ...all.slice(-queryTail)]);
  return { words: kept, stream: stream.filter((token) => kept.has(token)) };
}

/** Endings that the person may be about to type. */
const AHEAD = 'e g ng ing n on ion tion ation s es d ed y ly ty ity t nt ent ment ss ness l al'.split(' ');

/** Stems shorter than the unfinished word that its likely completions would have: `authenticati` → `authent`. */
function stemsAhead(typed: string): ReadonlySet<string> {
  const stems = new Set<string>();
  if (typed.length < 4 || !/^[a-z]+$/.test(typed)) return stems;
  for (const ending of AHEAD) {
    const stem = stemOf(typed + ending);
    if (stem.length >= 3 && stem.length < typed.length && typed.startsWith(stem)) stems.add(stem);
  }
  return stems;
}

/** How words are told apart. */
interface Signs {
  /** A word with what binds identifiers, paths and versions together, or a language that ends in signs. */
  readonly compound: RegExp;
  readonly camel: RegExp;
  readonly number: RegExp;
  readonly plural: RegExp;
}

const UNICODE: Signs = {
  compound:
    /(?<![\p{L}\p{N}_])[CFcf](?:\+\+|#)(?![\p{L}\p{N}_])|[\p{L}\p{N}\p{M}_]+(?:(?:::|->|[./\\:@$-])[\p{L}\p{N}\p{M}_]+)*/gu,
  camel: /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u,
  number: /^\p{N}+$/u,
  plural: /^\p{Lu}+s$/u,
};

/** The same of nothing but ASCII, which most text is: tables of Unicode take a start milliseconds. */
const ASCII: Signs = {
  compound:
    /(?<![A-Za-z\d_])[CFcf](?:\+\+|#)(?![A-Za-z\d_])|[A-Za-z\d_]+(?:(?:::|->|[./\\:@$-])[A-Za-z\d_]+)*/g,
  camel: /(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/,
  number: /^\d+$/,
  plural: /^[A-Z]+s$/,
};

const IS_ASCII = /^[\x00-\x7f]*$/;

/** Separators from the outermost to the innermost. */
const LEVELS: readonly RegExp[] = [/[/\\]+/, /::|->|[.:@$]/, /-/, /_+/];

const SCRIPTS = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar'];
const CLASS = `\\u30fc${SCRIPTS.map((script) => `\\p{Script=${script}}`).join('')}`;
/** Scripts that do not separate words by spaces (or, Hangul, join particles to them). */
const UNSEGMENTED = new RegExp(`[${CLASS}]`, 'u');
const SCRIPT_RUNS = new RegExp(`[${CLASS}]+|[^${CLASS}]+`, 'gu');

const FOLDABLE = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

interface Mode {
  readonly literal: boolean;
  readonly query: boolean;
}

type Emit = (token: string, word: string) => number;

function eachToken(text: string, mode: Mode, emit: Emit): void {
  const plain = text.slice(0, ANALYSER_LIMITS.text).normalize('NFKC');
  const { compound } = IS_ASCII.test(plain) ? ASCII : UNICODE;
  for (const match of plain.matchAll(compound)) {
    const word = match[0];
    if (/^[a-z]+$/.test(word)) {
      // Most words are this simple, and need none of what follows.
      const low = cut(word);
      if (!mode.literal && STOP_WORDS.has(low)) continue;
      if (emit(stemOf(low), low) >= ANALYSER_LIMITS.tokens) return;
      continue;
    }
    const seen = new Set<string>();
    let full = false;
    const once = (token: string): boolean => {
      if (token !== '' && !seen.has(token)) {
        seen.add(token);
        if (emit(token, word.slice(0, ANALYSER_LIMITS.token)) >= ANALYSER_LIMITS.tokens) full = true;
      }
      return full;
    };
    split(word, 0, mode, once);
    if (full) return;
  }
}

/** Gives a word whole, then its parts; ends early when `once` says that there is enough. */
function split(word: string, level: number, mode: Mode, once: (token: string) => boolean): boolean {
  const separator = LEVELS[level];
  if (separator === undefined) return simple(word, mode, once);
  if (!separator.test(word)) return split(word, level + 1, mode, once);
  const parts = word.split(separator).filter((part) => part !== '');
  if (parts.length > 1 && word.length <= ANALYSER_LIMITS.token) {
    if (once(word.replace(/^_+|_+$/g, '').toLowerCase())) return true;
  }
  return parts.some((part) => split(part, level + 1, mode, once));
}

/** A word without separators. */
function simple(word: string, mode: Mode, once: (token: string) => boolean): boolean {
  const isAscii = IS_ASCII.test(word);
  if (!isAscii && UNSEGMENTED.test(word)) {
    for (const [run] of word.matchAll(SCRIPT_RUNS)) {
      if (UNSEGMENTED.test(run) ? grams(run, mode, once) : simple(run, mode, once)) return true;
    }
    return false;
  }
  const { camel, number, plural } = isAscii ? ASCII : UNICODE;
  if (number.test(word)) return word.length <= ANALYSER_LIMITS.digits && once(word);
  const parts = plural.test(word) || word.length > ANALYSER_LIMITS.token ? [word] : word.split(camel);
  if (parts.length > 1) {
    if (once(word.toLowerCase())) return true;
    return parts.some((part) => part.length > 1 && term(part, mode, once));
  }
  return term(word, mode, once);
}

function term(word: string, mode: Mode, once: (token: string) => boolean): boolean {
  const low = cut(word.toLowerCase());
  if (!mode.literal && STOP_WORDS.has(low)) return false;
  if (/^[a-z]+$/.test(low)) return once(stemOf(low));
  if (once(low)) return true;
  if (IS_ASCII.test(low) || !FOLDABLE.test(low)) return false;
  const folded = low.normalize('NFD').replace(/\p{M}+/gu, '');
  return folded !== low && once(/^[a-z]+$/.test(folded) ? stemOf(folded) : folded);
}

/** Pairs of neighbouring characters; documents also get each character, so that a query of one finds them. */
function grams(run: string, mode: Mode, once: (token: string) => boolean): boolean {
  const points = Array.from(run);
  for (const [at, point] of points.entries()) {
    if ((!mode.query || points.length === 1) && once(point)) return true;
    const next = points[at + 1];
    if (next !== undefined && once(point + next)) return true;
  }
  return false;
}

function cut(word: string): string {
  if (word.length <= ANALYSER_LIMITS.token) return word;
  return word.slice(0, ANALYSER_LIMITS.token).replace(/\p{Surrogate}/gu, '');
}

const STEMS = new Map<string, string>();

/** Porter's stem of a lower-case ASCII word, remembered for the commonest words. */
function stemOf(word: string): string {
  const known = STEMS.get(word);
  if (known !== undefined) return known;
  const stem = word.length > 2 ? stemmer(word) : word;
  if (STEMS.size >= 20_000) STEMS.clear();
  STEMS.set(word, stem);
  return stem;
}
