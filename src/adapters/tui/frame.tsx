import { Box, Transform } from 'ink';
import type { ReactElement } from 'react';
import type { FrameView } from './frame-view.ts';

export interface FrameProps {
  readonly view: FrameView;
  readonly columns: number;
  /** What Ink writes in a line's place; without it, the line. */
  readonly mark?: (line: string) => string;
}

/** The frame in Ink: blocks below each other, panes beside each other. */
export function Frame({ view, columns, mark = asItIs }: FrameProps): ReactElement {
  return (
    <Box flexDirection="column" width={columns} flexShrink={0}>
      {view.blocks.map((block, at) => (
        <Box key={at} height={block.rows} width={columns} flexShrink={0}>
          {'lines' in block ? (
            <Lines lines={block.lines} rows={block.rows} mark={mark} />
          ) : (
            block.panes.map((pane, beside) => (
              <Box key={beside} width={pane.columns} flexShrink={0}>
                <Lines lines={pane.lines} rows={block.rows} mark={mark} />
              </Box>
            ))
          )}
        </Box>
      ))}
    </Box>
  );
}

function asItIs(line: string): string {
  return line;
}

interface LinesProps {
  readonly lines: readonly string[];
  readonly rows: number;
  readonly mark: (line: string) => string;
}

/**
 * Lines that are cut and styled already. Ink is given room for them and writes them as they are: it would measure each text
 * anew and keep every one that it ever measured.
 */
function Lines({ lines, rows, mark }: LinesProps): ReactElement {
  const room = ' \n'.repeat(Math.max(0, rows - 1));
  return <Transform transform={(_, row) => mark(lines[row] ?? '')}>{room} </Transform>;
}
