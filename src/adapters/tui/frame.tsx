import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import type { FrameView } from './frame-view.ts';

/** The frame in Ink: one text per block or pane, of lines that are cut and styled already. */
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
        <Box key={at} height={block.rows} width={columns} flexShrink={0} overflow="hidden">
          {'lines' in block ? (
            <Lines lines={block.lines} />
          ) : (
            block.panes.map((pane, beside) => (
              <Box key={beside} width={pane.columns} flexShrink={0}>
                <Lines lines={pane.lines} />
              </Box>
            ))
          )}
        </Box>
      ))}
    </Box>
  );
}

/** An empty line would be no line to Ink. */
function Lines({ lines }: { readonly lines: readonly string[] }): ReactElement {
  return <Text>{lines.map((line) => (line === '' ? ' ' : line)).join('\n')}</Text>;
}
