/**
 * Follows fenced code blocks line by line (CommonMark 0.31, section 4.5): a fence is closed by one of
 * the same character that is at least as long and has nothing after it.
 */
export class FenceTracker {
  #open: string | undefined;

  /** The line that closes the block that the next line is in; undefined outside of blocks. */
  get closing(): string | undefined {
    return this.#open;
  }

  /** Takes the next line; true if it is code or a fence itself. */
  next(line: string): boolean {
    const match = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    const fence = match?.[1];
    if (this.#open !== undefined) {
      const closes =
        fence !== undefined &&
        fence[0] === this.#open[0] &&
        fence.length >= this.#open.length &&
        match?.[2]?.trim() === '';
      if (closes) this.#open = undefined;
      return true;
    }
    if (fence === undefined || (fence.startsWith('`') && match?.[2]?.includes('`'))) return false;
    this.#open = fence;
    return true;
  }
}

const MARKER = /^(?:<{7} |\|{7} |={7}[ \t\r]*$|>{7} )/;

/** Line (0-based) of the first conflict marker of any kind, or -1. For front matter, where none is legal. */
export function anyConflictLine(text: string): number {
  return text.split('\n').findIndex((line) => MARKER.test(line));
}

/**
 * Line (0-based) on which a whole conflict begins: ours, separator and theirs in this order, outside
 * code blocks; or -1. A single `=======` is a legal heading underline in markdown.
 */
export function wholeConflictLine(text: string): number {
  const fences = new FenceTracker();
  let begin = -1;
  let separated = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (fences.next(line)) continue;
    if (/^<{7} /.test(line)) {
      begin = index;
      separated = false;
    } else if (begin >= 0 && /^={7}[ \t\r]*$/.test(line)) separated = true;
    else if (separated && /^>{7} /.test(line)) return begin;
  }
  return -1;
}
