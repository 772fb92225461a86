export interface DiffPart {
  readonly op: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Words, runs of white space, and single characters of anything else; scripts without spaces go by character. */
const TOKEN = /\s+|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[\p{L}\p{N}\p{M}_]+|./gsu;

/** Cells of the comparison table (two bytes each); a pair of texts beyond it is shown as replaced whole. */
const MAX_CELLS = 1_000_000;

function tokens(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** Lengths of the longest common subsequence of all pairs of tails, row by row. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      table[at] =
        a[i] === b[j]
          ? (table[at + width + 1] ?? 0) + 1
          : Math.max(table[at + width] ?? 0, table[at + 1] ?? 0);
    }
  }
  return table;
}

class PartList {
  readonly parts: DiffPart[] = [];
  #removed = '';
  #added = '';

  remove(text: string): void {
    this.#removed += text;
  }

  add(text: string): void {
    this.#added += text;
  }

  keep(text: string): void {
    if (text === '') return;
    this.flush();
    const last = this.parts.at(-1);
    if (last?.op === 'same') this.parts[this.parts.length - 1] = { op: 'same', text: last.text + text };
    else this.parts.push({ op: 'same', text });
  }

  flush(): void {
    if (this.#removed !== '') this.parts.push({ op: 'removed', text: this.#removed });
    if (this.#added !== '') this.parts.push({ op: 'added', text: this.#added });
    this.#removed = '';
    this.#added = '';
  }
}

/**
 * How one short text became another, word by word, by their longest common subsequence. The `same` and
 * `removed` parts joined are the old text, the `same` and `added` parts the new one; within a change
 * `removed` comes first. Time and memory are bounded whatever the texts.
 */
export function diffText(before: string, after: string): readonly DiffPart[] {
  return diffTokens(tokens(before), tokens(after), isIsland);
}

/** The same line by line; each part is whole lines, with their ends. */
export function diffLines(before: string, after: string): readonly DiffPart[] {
  return diffTokens(linesOf(before), linesOf(after), () => false);
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n?$/, '\n').split(/(?<=\n)/);
}

/** A lone space between two changed words reads better as part of one change. */
function isIsland(text: string): boolean {
  return text.trim() === '';
}

function diffTokens(
  a: readonly string[],
  b: readonly string[],
  island: (token: string) => boolean,
): readonly DiffPart[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const oldMiddle = a.slice(head, a.length - tail);
  const newMiddle = b.slice(head, b.length - tail);
  const list = new PartList();
  list.keep(a.slice(0, head).join(''));
  if ((oldMiddle.length + 1) * (newMiddle.length + 1) > MAX_CELLS) {
    list.remove(oldMiddle.join(''));
    list.add(newMiddle.join(''));
  } else {
    compare(oldMiddle, newMiddle, list, island);
  }
  list.keep(a.slice(a.length - tail).join(''));
  list.flush();
  return list.parts;
}

function compare(
  a: readonly string[],
  b: readonly string[],
  list: PartList,
  island: (token: string) => boolean,
): void {
  const table = commonLengths(a, b);
  const width = b.length + 1;
  let i = 0;
  let j = 0;
  let changing = false;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && left === right) {
      if (changing && island(left) && a[i + 1] !== b[j + 1]) {
        list.remove(left);
        list.add(left);
      } else {
        list.keep(left);
        changing = false;
      }
      i++;
      j++;
    } else if (
      right === undefined ||
      (left !== undefined && (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))
    ) {
      list.remove(left ?? '');
      changing = true;
      i++;
    } else {
      list.add(right);
      changing = true;
      j++;
    }
  }
}
