/** Lines that lead, rather than tell. */
const EMPTY_LINE = /^\s*(#{1,6}\s.*|```.*|~~~.*|---+)?\s*$/;

/**
 * The lines of a text that hold most of the wanted words, in their own order, at most `max` lines of
 * at most `width` characters. Without a match, the first lines that say something.
 */
export function snippetOf(text: string, words: readonly string[], max = 3, width = 160): string {
  const lines = text.split('\n').map((line) => line.trim());
  const wanted = words.map((word) => word.toLowerCase());
  const scored = lines.map((line, at) => {
    const low = line.toLowerCase();
    const score = EMPTY_LINE.test(line) ? -1 : wanted.filter((word) => low.includes(word)).length;
    return { line, at, score };
  });
  const best = scored
    .filter((entry) => entry.score >= 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, max)
    .sort((a, b) => a.at - b.at);
  return best.map(({ line }) => (line.length > width ? `${line.slice(0, width - 1)}…` : line)).join('\n');
}
