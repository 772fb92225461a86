import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import { Frame } from '../../src/adapters/tui/frame.tsx';
import { frameView } from '../../src/adapters/tui/frame-view.ts';
import { after, begin, type World } from '../../src/adapters/tui/program.ts';
import { screenFor } from '../../src/adapters/tui/screens.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';
import { NOW } from '../helpers/learned-repo.ts';
import { REPORT } from '../present/learn-report.ts';

test('a report in Ink has the rows of the terminal, and its figures', () => {
  const world: World = {
    theme: createTheme({ color: false, ascii: false }),
    picks: false,
    now: () => NOW,
    screen: screenFor,
  };
  const { program } = begin(world, { columns: 80, rows: 24 }, { name: 'learning' });
  const { program: told } = after(world, program, {
    type: 'answer',
    to: 1,
    event: { type: 'reply', request: 'report', slot: 'report', answer: REPORT },
  });
  const { lastFrame, unmount } = render(<Frame view={frameView(world, told)} columns={80} />);
  const lines = (lastFrame() ?? '').split('\n');
  unmount();
  expect(lines).toHaveLength(24);
  expect(lines[3]).toContain('> EXECUTIONS       12   ▅█   75 % succeeded, 7 min on average');
  expect(lines.find((line) => line.includes('RangeError'))).toContain('2× RangeError: a | b');
});
