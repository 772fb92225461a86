import { render } from 'ink-testing-library';
import { createElement } from 'react';
import { expect, test } from 'vitest';
import { Frame } from '../../src/adapters/tui/frame.tsx';
import { frameView } from '../../src/adapters/tui/frame-view.ts';
import { after, begin, type World } from '../../src/adapters/tui/program.ts';
import { screenFor } from '../../src/adapters/tui/screens.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';
import type { RecallHit } from '../../src/core/recall.ts';

test('a frame in Ink has the rows of the terminal, in ASCII nothing beyond it', () => {
  const world: World = {
    ...{ theme: createTheme({ color: false, ascii: true }), picks: false, branch: 'main' },
    ...{ now: () => Date.UTC(2026, 10, 21), screen: screenFor },
  };
  const hit: RecallHit = {
    ...{ id: '01m7q8ecg00810', kind: 'decision', title: 'One refresher', score: 1, tier: 'text', files: [] },
    ...{
      reasons: ['refresher in title'],
      freshness: 'stale',
      standing: 'uncommitted',
      tags: ['auth'],
      snippet: '',
    },
    created: '2026-11-14T00:00:00Z',
  };
  const { program } = begin(world, { columns: 100, rows: 12 }, { name: 'recall', query: 'refresher' });
  const answer = { query: '', total: 1, searched: { records: 1234, commits: 6 }, hits: [hit], problems: [] };
  const reply = { type: 'reply', request: 'hits', slot: 'hits', answer } as const;
  const turn = after(world, program, { type: 'answer', to: 1, event: reply });
  const { lastFrame, unmount } = render(
    createElement(Frame, { view: frameView(world, turn.program), columns: 100 }),
  );
  const frame = (lastFrame() ?? '').replaceAll(/\x1b\[[0-9;]*m/g, '');
  unmount();
  expect(frame).toMatch(/^[\x20-\x7e\n]*$/);
  expect(frame.slice(0, frame.lastIndexOf('\n'))).toMatchInlineSnapshot(`
    " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning                                      
     : refresher                                                           project - words - 1 of 1,240
    ----------------------------------------------------------------------------------------------------
     > decision 7d           One refresher  uncommitted x | One refresher
                                                          | decision - 01m7q8ecg00810
                                                          |
                                                          | why    refresher in title
                                                          | who    1 week ago, not committed yet
                                                          | fresh  x stale
                                                          | tags   auth
    ----------------------------------------------------------------------------------------------------"
  `);
});
