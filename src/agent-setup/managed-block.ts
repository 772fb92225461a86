/** What our lines stand between. */
export interface Marks {
  /** The first line; a version or a remark may follow. */
  readonly begin: string;
  readonly firstLine: string;
  readonly lastLine: string;
}

/** Of markdown; comments of this form cost an agent no tokens. */
export const MARKDOWN_MARKS: Marks = {
  begin: '<!-- BEGIN NEXUS',
  firstLine: '<!-- BEGIN NEXUS v1 (managed by `nexus agents`; edits inside are overwritten) -->',
  lastLine: '<!-- END NEXUS -->',
};

/** Of TOML. */
export function tomlMarks(name: string): Marks {
  return {
    begin: `# >>> ${name} >>>`,
    firstLine: `# >>> ${name} >>> (managed by \`nexus agents\`; edits inside are overwritten)`,
    lastLine: `# <<< ${name} <<<`,
  };
}

/** Lines with their line ends, so that joining them gives the text again. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Where a block stands, or, its other end missing, a stray mark. Indices of lines, the end exclusive. */
function placeOf(
  lines: readonly string[],
  marks: Marks,
): { readonly from: number; readonly to: number } | undefined {
  let from: number | undefined;
  let stray: number | undefined;
  for (const [at, line] of lines.entries()) {
    if (line.replace(/^\uFEFF/, '').startsWith(marks.begin)) {
      stray ??= from;
      from = at;
    } else if (line.trimEnd() === marks.lastLine) {
      if (from !== undefined) return { from, to: at + 1 };
      stray ??= at;
    }
  }
  const at = stray ?? from;
  return at === undefined ? undefined : { from: at, to: at + 1 };
}

function hasBlock(text: string, marks: Marks): boolean {
  return placeOf(linesOf(text), marks) !== undefined;
}

/**
 * The text without our blocks and stray marks of them, and without the blank line that was put before a block;
 * undefined where there was nothing else.
 */
export function stripBlock(text: string, marks: Marks): string | undefined {
  const lines = linesOf(text);
  const place = placeOf(lines, marks);
  if (place === undefined) return text;
  const before = lines.slice(0, place.from).join('');
  const block = lines.slice(place.from, place.to).join('');
  const after = lines.slice(place.to).join('');
  if (place.to - place.from === 1) return stripBlock(before + after, marks);
  const lineEnd = block.includes('\r\n') ? '\r\n' : '\n';
  const blank = lineEnd + lineEnd;
  let kept = before;
  // A text that did not end in a line end got one, and a block without.
  if (after === '' && !block.endsWith('\n')) {
    kept = kept.endsWith(blank) ? kept.slice(0, -blank.length) : kept.replace(/\r?\n$/, '');
  } else if (after === '' || /^\r?\n/.test(after)) {
    const shorter = kept.endsWith(lineEnd) ? kept.slice(0, -lineEnd.length) : '';
    if (shorter.endsWith('\n')) kept = shorter;
  }
  const left = kept + after;
  return before === '' && left === '' ? undefined : stripBlock(left, marks);
}

/** A new file with nothing but the block. */
function newBlock(lines: readonly string[], marks: Marks): string {
  return `${[marks.firstLine, ...lines, marks.lastLine].join('\n')}\n`;
}

/** The text with the block at its end, and a line end behind it if the text had one. */
function appendBlock(text: string, lines: readonly string[], marks: Marks): string {
  const lineEnd = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
  const block = [marks.firstLine, ...lines, marks.lastLine].join(lineEnd);
  return text.endsWith('\n') ? text + lineEnd + block + lineEnd : text + lineEnd + lineEnd + block;
}

/** The text with the block in the place of an older one, or at its end. */
export function withBlock(text: string | undefined, lines: readonly string[], marks: Marks): string {
  const all = linesOf(text ?? '');
  const place = placeOf(all, marks);
  if (text !== undefined && place !== undefined && place.to - place.from > 1) {
    const before = all.slice(0, place.from).join('');
    const after = all.slice(place.to).join('');
    if (!hasBlock(before + after, marks)) {
      const lineEnd = all[place.from]?.endsWith('\r\n') === true ? '\r\n' : '\n';
      const end = all[place.to - 1]?.endsWith('\n') === true ? lineEnd : '';
      return before + [marks.firstLine, ...lines, marks.lastLine].join(lineEnd) + end + after;
    }
  }
  const rest = text === undefined ? undefined : stripBlock(text, marks);
  return rest === undefined ? newBlock(lines, marks) : appendBlock(rest, lines, marks);
}
