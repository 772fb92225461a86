import { FenceTracker } from './conflict.ts';

/** A place of a text of which there are several versions, in marker lines. */
export interface ConflictBlock {
  /** What stood there before; undefined where nobody wrote that down. */
  readonly before: readonly string[] | undefined;
  /** The versions, lines each; two or more. */
  readonly sides: readonly (readonly string[])[];
}

/** A stretch of lines that belong together: a line, or a conflict. */
export interface BlockPiece {
  readonly lines: readonly string[];
  readonly block?: ConflictBlock;
  /** The line is code, or begins or ends it. */
  readonly code: boolean;
}

/**
 * A conflict in the form that git made usual, with as many sides as there are. Blank lines keep the markers apart from
 * the text: `=======` below a line would make a heading of it. No version can hide a marker: what it leaves open is
 * closed, and what in it looks like one is moved by a blank.
 */
export function conflictLines({ before, sides }: ConflictBlock): readonly string[] {
  const count = sides.length;
  const out: string[] = [];
  for (const [index, side] of sides.entries()) {
    out.push(index === 0 ? `<<<<<<< side 1 of ${count}` : '=======', ...padded(side));
    if (index === 0 && before !== undefined) out.push('||||||| before', ...padded(before));
  }
  return [...out, `>>>>>>> side ${count} of ${count}`];
}

const MARKER = /^(?:<{7} |\|{7}(?: |$)|={7}[ \t]*$|>{7} )/;

function padded(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [''];
  const fences = new FenceTracker();
  const safe = lines.map((line) => (!fences.next(line) && MARKER.test(line) ? ` ${line}` : line));
  const end = fences.closing;
  return ['', ...safe, ...(end === undefined ? [] : [end]), ''];
}

function unpadded(lines: readonly string[]): readonly string[] {
  if (lines.length === 1 && lines[0] === '') return [];
  return lines.slice(lines[0] === '' ? 1 : 0, lines.length > 1 && lines.at(-1) === '' ? -1 : undefined);
}

/** Lines taken apart into conflicts and all others. */
export function blockPieces(lines: readonly string[]): readonly BlockPiece[] {
  const fences = new FenceTracker();
  const out: BlockPiece[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const found = fences.closing === undefined && /^<{7} /.test(line) ? blockAt(lines, at) : undefined;
    if (found === undefined) out.push({ lines: [line], code: fences.next(line) });
    else {
      out.push({ lines: lines.slice(at, found.end), block: found.block, code: false });
      at = found.end - 1;
    }
  }
  return out;
}

/** The conflict that begins on this line: its end, exclusive; undefined where it is not whole. */
function blockAt(
  lines: readonly string[],
  from: number,
): { readonly block: ConflictBlock; readonly end: number } | undefined {
  const fences = new FenceTracker();
  const sides: (readonly string[])[] = [];
  let before: readonly string[] | undefined;
  let inBefore = false;
  let part: string[] = [];
  const close = (): void => {
    if (inBefore) before = unpadded(part);
    else sides.push(unpadded(part));
    part = [];
    inBefore = false;
  };
  for (let at = from + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (fences.next(line)) part.push(line);
    else if (/^<{7} /.test(line)) return undefined;
    else if (/^\|{7}(?: |$)/.test(line) && sides.length === 0 && !inBefore) {
      close();
      inBefore = true;
    } else if (/^={7}[ \t]*$/.test(line)) close();
    else if (/^>{7} /.test(line)) {
      if (inBefore) return undefined;
      close();
      return sides.length > 1 ? { block: { before, sides }, end: at + 1 } : undefined;
    } else part.push(line);
  }
  return undefined;
}
