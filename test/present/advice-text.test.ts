import { expect, test } from 'vitest';
import type { AdviceAnswer, AdvisedRecord } from '../../src/core/advice.ts';
import { adviceText } from '../../src/present/advice-text.ts';
import { displayWidth } from '../../src/present/layout.ts';
import { createStyle } from '../../src/present/style.ts';

const style = createStyle({ color: false });
const at = (columns: number) => ({ style, columns, now: 0 });

const RECORD: AdvisedRecord = {
  id: '01m7ytvkb8wa1krs6wbp1q9803',
  kind: 'pattern',
  title: 'Retry uploads with jitter',
  freshness: 'uncited',
  standing: 'committed',
  created: '2026-01-31T10:00:00Z',
  score: 1,
  reasons: ['retry, uploads', 'error handling'],
  does: 'Wait a random time, and give up after three.',
  why: 'Clients that failed together do not come back together.',
  unless: 'The request may not be made twice.',
};
const ANSWER: AdviceAnswer = {
  request: 'retry uploads',
  types: [{ type: 'error-handling', title: 'error handling', cues: ['retry'] }],
  patterns: [RECORD],
  avoid: [],
  errors: [],
  decided: [
    {
      ...RECORD,
      id: '01m7ytvkb8wa1krs6wbp1q9804',
      kind: 'decision',
      title: 'Three times',
      used: 'helped 1 of 2 times',
    },
  ],
  preferences: [{ text: 'Libraries: few', from: '.nexus/context/preferences.md' }],
  facts: [{ text: 'tests run by: pytest', from: 'pyproject.toml' }],
  history: { approach: 'incremental', confidence: 0.9, similar: 2 },
  searched: { records: 2, commits: 1 },
  problems: [],
};

test('what is known, the first in full, each fact with its file', () => {
  expect(adviceText(ANSWER, at(80))).toBe(`About: error handling (retry)
Patterns
  Retry uploads with jitter (01m7ytvkb8wa1k)
    Wait a random time, and give up after three.
    Why: Clients that failed together do not come back together.
    Not: The request may not be made twice.
Decided here
  Three times (01m7ytvkb8wa1k, helped 1 of 2 times)
    Wait a random time, and give up after three.
Preferences
  Libraries: few (.nexus/context/preferences.md)
By the facts
  tests run by: pytest (pyproject.toml)
History: incremental, confidence 0.90, by 2 similar tasks
In full: nexus show 01m7ytvkb8wa1k
`);
});

test('what is to be avoided comes first where it is what was asked about', () => {
  const avoid = [{ ...RECORD, title: 'Retry for ever', score: 2 }];
  const text = adviceText({ ...ANSWER, avoid }, at(80));
  expect(text).toMatch(/Avoid\n {2}Retry for ever .*\n {4}Instead: Wait[\s\S]*Patterns\n/);
});

test('nothing in it reaches a terminal raw, or beyond its width', () => {
  const evil = '\u001b[2J\u202eevil\u0007 '.repeat(8);
  const record = {
    ...RECORD,
    title: evil,
    does: evil,
    why: evil,
    unless: evil,
    wrong: evil,
    reasons: [evil],
  };
  const fact = { text: evil, from: evil };
  const answer: AdviceAnswer = {
    ...ANSWER,
    patterns: [record, record],
    avoid: [record],
    preferences: [fact],
    facts: [fact],
    history: { approach: evil, confidence: 1, similar: 1 },
  };
  for (const columns of [40, 80])
    for (const explain of [false, true]) {
      const text = adviceText(answer, { ...at(columns), explain });
      expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
      for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
});
