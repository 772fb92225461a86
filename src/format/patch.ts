/** One file of a patch as git writes it (git-diff(1), "Generating patch text with -p"). Pure; applies to texts. */
export interface FilePatch {
  /** Absent for a file that comes. */
  readonly oldPath?: string;
  /** Absent for one that goes. */
  readonly newPath?: string;
  /** As git writes it, where the patch tells it. */
  readonly mode?: string;
  readonly binary: boolean;
  readonly hunks: readonly Hunk[];
}

interface Hunk {
  /** 1-based. */
  readonly oldStart: number;
  readonly lines: readonly HunkLine[];
}

interface HunkLine {
  readonly op: ' ' | '-' | '+';
  /** With its line feed, where it has one. */
  readonly text: string;
}

/** The files of a patch, a mail by `git format-patch` or several of them; text around them is passed over. */
export function parsePatch(text: string): readonly FilePatch[] {
  const lines = text.split('\n');
  const files: FilePatch[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const isPlain = line.startsWith('--- ') && lines[at + 1]?.startsWith('+++ ') === true;
    if (!line.startsWith('diff --git ') && !isPlain) {
      at++;
      continue;
    }
    const read = readFile(lines, at);
    files.push(read.file);
    at = read.next;
  }
  return files;
}

function readFile(
  lines: readonly string[],
  start: number,
): { readonly file: FilePatch; readonly next: number } {
  let [oldPath, newPath] = gitPaths(lines[start] ?? '');
  let mode: string | undefined;
  let binary = false;
  const hunks: Hunk[] = [];
  let at = lines[start]?.startsWith('diff --git ') === true ? start + 1 : start;
  for (; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (line.startsWith('diff --git ') || (hunks.length > 0 && line.startsWith('--- '))) break;
    const header = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (header !== null) {
      const read = readHunk(lines, at + 1, Number(header[2] ?? 1), Number(header[3] ?? 1));
      hunks.push({ oldStart: Number(header[1]), lines: read.lines });
      at = read.next;
      continue;
    }
    if (hunks.length > 0 && !/^(?:Binary|GIT binary)/.test(line)) break;
    const [, key = '', value = ''] =
      /^(new file mode|deleted file mode|new mode|rename from|rename to|copy to|---|\+\+\+) (.*)$/.exec(
        line,
      ) ?? [];
    if (key === 'new file mode') [mode, oldPath] = [value, undefined];
    else if (key === 'deleted file mode') newPath = undefined;
    else if (key === 'new mode') mode = value;
    else if (key === 'rename from') oldPath = unquoted(value);
    else if (key === 'rename to' || key === 'copy to') newPath = unquoted(value);
    else if (key === '---') oldPath = sidePath(value);
    else if (key === '+++') newPath = sidePath(value);
    if (/^(?:Binary files |GIT binary patch)/.test(line)) binary = true;
    at++;
  }
  return {
    file: {
      ...(oldPath === undefined ? {} : { oldPath }),
      ...(newPath === undefined ? {} : { newPath }),
      ...(mode === undefined ? {} : { mode }),
      binary,
      hunks,
    },
    next: at,
  };
}

function readHunk(
  lines: readonly string[],
  start: number,
  oldCount: number,
  newCount: number,
): { readonly lines: readonly HunkLine[]; readonly next: number } {
  const out: HunkLine[] = [];
  let [left, right] = [oldCount, newCount];
  let at = start;
  for (; at < lines.length && (left > 0 || right > 0); at++) {
    const line = lines[at] ?? '';
    const op = line[0] ?? ' ';
    if (op !== ' ' && op !== '-' && op !== '+') break;
    if (op !== '+') left--;
    if (op !== '-') right--;
    const ends = lines[at + 1]?.startsWith('\\ ') === true;
    out.push({ op, text: line.slice(1) + (ends ? '' : '\n') });
    if (ends) at++;
  }
  return { lines: out, next: at };
}

/** `a/x b/x`, where both are the same: what a change of mode alone tells. */
function gitPaths(line: string): [string | undefined, string | undefined] {
  const rest = line.replace(/^diff --git /, '');
  const quoted = /^("(?:[^"\\]|\\.)*"|a\/.*) ("(?:[^"\\]|\\.)*"|b\/.*)$/.exec(rest);
  const [a, b] = [quoted?.[1], quoted?.[2]].map((text) => (text === undefined ? undefined : sidePath(text)));
  return [a, b];
}

function sidePath(text: string): string | undefined {
  const path = unquoted(text.replace(/\t.*$/, ''));
  return path === '/dev/null' ? undefined : path.replace(/^[ab]\//, '');
}

const LETTERS: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** A name as git quotes it: in C's manner, bytes in octal. */
function unquoted(text: string): string {
  const inside = /^"(.*)"$/.exec(text.trim())?.[1];
  if (inside === undefined) return text.trim();
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [piece, octal, letter] of inside.matchAll(/\\([0-3][0-7]{2})|\\(.)|[^\\]/gu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(LETTERS[letter] ?? letter.charCodeAt(0));
    else bytes.push(...encoder.encode(piece));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** The text after a patch; undefined where it does not fit: nothing is guessed. */
export function applyPatch(before: string, { hunks }: FilePatch): string | undefined {
  const lines = before === '' ? [] : (before.match(/[^\n]*\n|[^\n]+$/g) ?? []);
  const out: string[] = [];
  let at = 0;
  for (const { oldStart, lines: changes } of hunks) {
    const removes = changes.some(({ op }) => op !== '+');
    // Where nothing is there before, a hunk stands behind the line that it names.
    const from = removes ? oldStart - 1 : oldStart;
    if (from < at || from > lines.length) return undefined;
    out.push(...lines.slice(at, from));
    at = from;
    for (const { op, text } of changes) {
      if (op !== '+') {
        if (lines[at] !== text) return undefined;
        at++;
      }
      if (op !== '-') out.push(text);
    }
  }
  return [...out, ...lines.slice(at)].join('');
}

/** What a patch adds, where the rest is not known. */
export function addedText({ hunks }: FilePatch): string {
  return hunks.flatMap(({ lines }) => lines.flatMap(({ op, text }) => (op === '+' ? [text] : []))).join('');
}
