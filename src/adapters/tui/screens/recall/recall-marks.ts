/** Endings that one word has and another has not, though both are meant: `refresh`, `refreshing`. */
const ENDING = /^(?:e|s|es|d|ed|er|ers|ing|ion|ions|ation|ly|al|y|ies|ment|ments)?$/;
const WORD = /[\p{L}\p{N}_]+/gu;
/** A word that is split by its capitals or underscores is several. */
const PART = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|_+/u;
const MIN_STEM = 3;
/** Of a long question no more words are looked for: each costs a look at every title. */
const MAX_WORDS = 32;

/** The words of a question, as they are looked for in what is shown. */
export function wordsOf(question: string): readonly string[] {
  const parts = (question.slice(0, 2000).match(WORD) ?? []).flatMap((word) => [word, ...word.split(PART)]);
  return [...new Set(parts.map((part) => part.toLowerCase()).filter((part) => part.length > 1))].slice(
    0,
    MAX_WORDS,
  );
}

/** A line in which the words that a question has, or that begin so, are painted. The line is safe to show already. */
export function marked(line: string, words: readonly string[], paint: (text: string) => string): string {
  if (words.length === 0) return line;
  return line.replace(WORD, (whole) =>
    whole
      .split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(_+)/u)
      .map((part) => (part !== undefined && isMeant(part.toLowerCase(), words) ? paint(part) : (part ?? '')))
      .join(''),
  );
}

function isMeant(part: string, words: readonly string[]): boolean {
  return words.some((word) => {
    if (part.startsWith(word)) return true;
    let same = 0;
    while (same < part.length && part[same] === word[same]) same += 1;
    return same >= MIN_STEM && ENDING.test(part.slice(same)) && ENDING.test(word.slice(same));
  });
}
