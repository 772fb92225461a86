import { blockPieces } from '../format/conflict-block.ts';
import { plainText } from '../format/lines.ts';

/** The two files of which git made one with markers in it; undefined where there are none, or others. */
export function fromMarkers(
  source: string,
): { readonly a: string; readonly b: string; readonly base: string | undefined } | undefined {
  const pieces = blockPieces(plainText(source).split('\n'));
  const blocks = pieces.flatMap(({ block }) => block ?? []);
  if (blocks.length === 0 || blocks.some(({ sides }) => sides.length !== 2)) return undefined;
  const text = (of: number | 'before'): string =>
    pieces
      .flatMap(({ lines, block }) => {
        if (block === undefined) return lines;
        return (of === 'before' ? block.before : block.sides[of]) ?? [];
      })
      .join('\n');
  const known = blocks.every(({ before }) => before !== undefined);
  return { a: text(0), b: text(1), base: known ? text('before') : undefined };
}
