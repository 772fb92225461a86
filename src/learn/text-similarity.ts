/** What Python's `str.split()` splits at. JavaScript's `\s` has U+FEFF besides, and lacks the separators and U+0085. */
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The words of a text, split at white space, nothing else taken off. */
export function plainWords(text: string): readonly string[] {
  return text.split(SPACE).filter((word) => word !== '');
}

/**
 * How similar other texts are to one: words that both have, over all their words (Jaccard), whatever the
 * case. 0 to 1; 0 where one of them has no words.
 */
export function textSimilarity(text: string): (other: string) => number {
  const words = new Set(plainWords(text.toLowerCase()));
  return (other) => {
    const others = new Set(plainWords(other.toLowerCase()));
    if (words.size === 0 || others.size === 0) return 0;
    const shared = [...others].filter((word) => words.has(word)).length;
    return shared / (words.size + others.size - shared);
  };
}
