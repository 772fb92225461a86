import { expect, test } from 'vitest';
import type { Replay } from '../../src/core/episode.ts';
import {
  episodesText,
  failuresText,
  replayHead,
  replayLines,
  similarText,
} from '../../src/present/episode-text.ts';
import { displayWidth } from '../../src/present/layout.ts';
import { createStyle } from '../../src/present/style.ts';

const NOW = Date.parse('2026-03-03T09:00:00Z');
const plain = { style: createStyle({ color: false }), columns: 0, now: NOW, explain: false };
const coloured = { ...plain, style: createStyle({ color: true }) };
const EVIL = 'x\u001b[2J\u202e\n';

const played: Replay = {
  id: '01kjpwd6m09akxkcaetw7v0npb',
  title: 'Orders API',
  started: '2026-03-02T09:00:00Z',
  outcome: 'failure',
  duration_s: 11_107,
  context: ['priority=high'],
  metrics: ['mean=NaN'],
  events: [
    { at: '2026-03-02T09:00:05Z', offset_s: 5, type: 'plan', role: 'lead', data: { steps: 3 } },
    { type: '… 1,234 more', gap: true },
    { at: '2026-03-02T12:00:00Z', offset_s: 10_800, type: 'verification', role: 'qa_sentinel' },
    { at: '2036-02-28T09:00:00Z', clockOff: true, type: 'far', data: EVIL },
  ],
};

test('a replay is aligned; a gap and a clock that was off are named', () => {
  expect(replayHead(played, plain)).toBe(
    'Orders API\nfailed · 01kjpwd6m09akx · 2026-03-02T09:00:00Z (1 day ago) · took 3:05:07\n' +
      'context  priority=high\nmetric   mean=NaN\n',
  );
  const lines = replayLines(played, plain);
  expect(lines.slice(0, 3)).toEqual([
    '                           +0:05  lead         plan          steps 3',
    '                                  … 1,234 more',
    '                        +3:00:00  qa_sentinel  verification',
  ]);
  expect(lines[3]).toMatch(/^2036-02-28T09:00:00Z \(clock off\) {15}far/);
  expect(lines.join('')).not.toMatch(/[\u001b\u202e\n]/);
});

test('each role has its colour, and no line is wider than the terminal', () => {
  const [first = '', , third = ''] = replayLines(played, coloured);
  expect(first).toContain('\u001b[36mlead\u001b[39m');
  expect(third).toContain('\u001b[35mqa_sentinel\u001b[39m');
  for (const line of replayLines(played, { ...coloured, columns: 30 }))
    expect(displayWidth(line)).toBeLessThanOrEqual(30);
});

test('on a narrow terminal a list gives whole ids, and what is left goes to the title', () => {
  const { id, title, started, duration_s, outcome } = played;
  const listed = {
    id,
    title,
    started,
    outcome,
    events: 12,
    ...(duration_s === undefined ? {} : { duration_s }),
  };
  expect(episodesText([listed], { ...plain, columns: 40 })).toBe('01kjpwd6m09akx  failed  Orders API\n');
});

test('nothing that an episode says reaches a terminal raw', () => {
  const shown = [
    episodesText([{ id: played.id, title: EVIL, started: EVIL, outcome: 'open', events: 1 }], plain),
    replayHead({ ...played, title: EVIL, started: EVIL, context: [EVIL], metrics: [EVIL] }, plain),
    ...replayLines({ ...played, events: [{ type: EVIL, role: EVIL, data: { [EVIL]: EVIL } }] }, plain),
    similarText(
      [
        {
          id: played.id,
          title: EVIL,
          path: EVIL,
          created: EVIL,
          outcome: 'success',
          accomplished: [EVIL, 'b', 'c', 'd'],
          errors: [EVIL],
          next: [EVIL],
          score: 1,
          reasons: [],
        },
      ],
      plain,
    ),
    failuresText(
      {
        by: 'signature',
        episodes: 3,
        failed: 2,
        groups: [
          {
            key: EVIL,
            count: 2,
            resolved: 1,
            last: EVIL,
            examples: [{ id: played.id, title: EVIL }],
            resolvedBy: [{ id: played.id, kind: EVIL, title: EVIL }],
          },
          { key: '', count: 1, resolved: 0, last: '2026-03-02T09:00:00Z', examples: [], resolvedBy: [] },
        ],
        more: 4,
      },
      plain,
    ),
  ].join('');
  expect(shown).not.toMatch(/[\u001b\u202e]/);
  expect(shown).toContain('2 episodes of 3 with failures, by signature');
  expect(shown).toContain('no error was told');
  expect(shown).toContain('1 more');
  expect(shown).toContain('\n4 more\n');
});
