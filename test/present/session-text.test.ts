import { expect, test } from 'vitest';
import type { SessionOverview, SessionSummary } from '../../src/core/session.ts';
import { overviewText, sessionText, startQuestion } from '../../src/present/session-text.ts';
import { createStyle } from '../../src/present/style.ts';

const NOW = Date.parse('2026-11-22T09:00:00Z');
const options = { style: createStyle({ color: false }), columns: 0, now: NOW };

const LAST: SessionSummary = {
  id: '01m7ytvkb8wa1krs6wbp1q9803',
  title: 'ETL with generators',
  started: '2026-11-21T09:00:00Z',
  branch: 'main',
  by: 'codex',
  focus: 'ETL with generators',
  accomplished: ['Implemented ETL with generator patterns'],
  next: ['Performance optimization'],
  decisions: ['Read in chunks'],
  patterns: [],
  preferences: [],
  blockers: ['no access to staging'],
  notes: ['two\nlines'],
  errors: [{ signature: 'RangeError: no size', resolved: true }],
};

const OVERVIEW: SessionOverview = {
  project: 'Data pipeline (Python, pandas)',
  lastSession: LAST,
  focus: 'Performance optimization',
  preferences: ['Direct, technical, senior-level communication'],
  blockers: [],
  openErrors: [{ signature: 'TypeError: no', command: ['npm', 'test'].join(' ') }],
};

test('a start tells what is known, and only that', () => {
  expect(overviewText(OVERVIEW, options)).toBe(`✓ Project: Data pipeline (Python, pandas)
✓ Last session (1 day ago): Implemented ETL with generator patterns
✓ Current focus: Performance optimization
✓ Your preference: Direct, technical, senior-level communication
✓ Open errors: TypeError: no (npm test)
`);
  expect(overviewText({ preferences: [], blockers: [], openErrors: [] }, options)).toBe('');
  const many = { ...OVERVIEW, preferences: Array.from({ length: 7 }, (_, at) => `p${at}`) };
  expect(overviewText(many, options)).toContain('✓ Your preferences: p0; p1; p2; p3; p4; 2 more\n');
});

test('on a narrow terminal no line is wider than it, and nothing reaches it raw', () => {
  const hostile = { ...OVERVIEW, blockers: ['\u001b[2Jno\nway '.repeat(9)] };
  const text = overviewText(hostile, { ...options, columns: 40 });
  expect(text.split('\n').filter((line) => line.length > 40)).toEqual([]);
  expect(text).not.toContain('\u001b');
  expect(startQuestion({ ...OVERVIEW, focus: '\u001b[2J' })).not.toContain('\u001b');
});

test('a session is told part by part', () => {
  expect(sessionText(LAST, options)).toBe(`ETL with generators
01m7ytvkb8wa1k · 1 day ago · main · codex
  done       Implemented ETL with generator patterns
  decision   Read in chunks
  blocker    no access to staging
  error      resolved: RangeError: no size
  note       two
  next       Performance optimization
`);
});
