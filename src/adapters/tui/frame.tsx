import { Box, Transform } from 'ink';
import type { ReactElement } from 'react';
import type { FrameView } from './frame-view.ts';

export interface FrameProps {
  readonly view: FrameView;
  readonly columns: number;
  /** What Ink writes in a line's place; without it, the line. */
  readonly mark?: (line: string) => string;
}

/**
 * The frame in Ink: lines that are cut and styled already. Ink is given room for them and writes them as they are: it would
 * measure each text anew and keep every one that it ever measured.
 */
export function Frame({ view: { lines }, columns, mark = asItIs }: FrameProps): ReactElement {
  return (
    <Box height={lines.length} width={columns} flexShrink={0}>
      <Transform transform={(_, row) => mark(lines[row] ?? '')}>
        {' \n'.repeat(Math.max(0, lines.length - 1))}{' '}
      </Transform>
    </Box>
  );
}

function asItIs(line: string): string {
  return line;
}
