import { ORIGIN_LINE, oneLine } from '../format/lines.ts';

interface Text {
  readonly kind: string;
  readonly title: string;
  readonly body: string;
}

/** Of all words of two texts, so many are in both. */
const NEARLY_SAME = 0.9;

/** More of the rarest words than could be missing: whoever has so many of them is looked at. */
const SURELY = 4;

/** Finds a text that says nearly the same as another of its kind, with a few words changed. */
export interface Likeness<T> {
  add(text: Text, value: T): void;
  find(text: Text): T | undefined;
}

/** Two texts are alike if their words are: case, marks, order and the line of origin mean nothing. */
export function likenessIndex<T>(): Likeness<T> {
  const entries: { readonly words: ReadonlySet<string>; readonly value: T }[] = [];
  const byWord = new Map<string, number[]>();
  return {
    add(text, value) {
      const words = wordsOf(text);
      const at = entries.push({ words, value }) - 1;
      for (const word of words) {
        const places = byWord.get(word);
        if (places === undefined) byWord.set(word, [at]);
        else places.push(at);
      }
    },
    find(text) {
      const words = wordsOf(text);
      if (words.size === 0) return undefined;
      // Of the rarest words of two such texts the other lacks so many at most: it has all the rest.
      const lacking = Math.ceil((words.size * (1 - NEARLY_SAME)) / NEARLY_SAME);
      const rarest = [...words]
        .map((word) => byWord.get(word) ?? [])
        .sort((a, b) => a.length - b.length)
        .slice(0, lacking + SURELY);
      const seen = new Map<number, number>();
      for (const place of rarest.flat()) seen.set(place, (seen.get(place) ?? 0) + 1);
      const least = rarest.length - lacking;
      for (const [at, count] of seen) {
        const entry = count < least ? undefined : entries[at];
        if (entry !== undefined && alike(words, entry.words)) return entry.value;
      }
      return undefined;
    },
  };
}

/** The same measure for two passages. */
export function saysNearlyTheSame(a: string, b: string): boolean {
  const [one, two] = [a, b].map((body) => wordsOf({ kind: '', title: '', body }));
  return one !== undefined && two !== undefined && alike(one, two);
}

function wordsOf({ kind, title, body }: Text): ReadonlySet<string> {
  const text = `${title}\n${body.replace(ORIGIN_LINE, '')}`;
  const words =
    oneLine(text)
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  // The kind is a word that all of a kind share.
  return new Set(words.map((word) => `${kind} ${word}`));
}

function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size < large.size * NEARLY_SAME) return false;
  // Of n words in either, x are in both: x ≥ NEARLY_SAME · (n - x).
  const needed = (NEARLY_SAME * (a.size + b.size)) / (1 + NEARLY_SAME);
  let missing = 0;
  for (const word of small) {
    if (large.has(word)) continue;
    // Nearly all that are looked at differ, and show it at once.
    if (++missing > small.size - needed || NUMBER.test(word)) return false;
  }
  for (const word of large) if (NUMBER.test(word) && !small.has(word)) return false;
  return true;
}

/** Port 4000 is not port 4001, whatever else two texts have in common. */
const NUMBER = /\d/;
