import { Box, Transform } from 'ink';
import type { ReactElement } from 'react';
import type { FrameView } from './frame-view.ts';

/** The frame in Ink: blocks below each other, panes beside each other. */
export function Frame({
  view,
  columns,
}: {
  readonly view: FrameView;
  readonly columns: number;
}): ReactElement {
  return (
    <Box flexDirection="column" width={columns} flexShrink={0}>
      {view.blocks.map((block, at) => (
        <Box key={at} height={block.rows} width={columns} flexShrink={0}>
          {'lines' in block ? (
            <Lines lines={block.lines} rows={block.rows} />
          ) : (
            block.panes.map((pane, beside) => (
              <Box key={beside} width={pane.columns} flexShrink={0}>
                <Lines lines={pane.lines} rows={block.rows} />
              </Box>
            ))
          )}
        </Box>
      ))}
    </Box>
  );
}

/**
 * Lines that are cut and styled already. Ink is given room for them and writes them as they are: it would measure each text
 * anew and keep every one that it ever measured.
 */
function Lines({ lines, rows }: { readonly lines: readonly string[]; readonly rows: number }): ReactElement {
  return (
    <Transform transform={(_, row) => lines[row] ?? ''}>{' \n'.repeat(Math.max(0, rows - 1))} </Transform>
  );
}
