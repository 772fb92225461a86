import { expect, test } from 'vitest';
import type { NexusRecord } from '../../src/core/record.ts';
import { episodeFacts } from '../../src/search/episode-facts.ts';

const EPISODE: NexusRecord = {
  ...{ id: '01m7ytvkb8wa1krs6wbp1q9803', kind: 'episode', title: 'Worked', created: '2026-11-21T10:00:00Z' },
  ...{ tags: [], files: [], supersedes: [], derived_from: [], extra: {}, body: '' },
  episode: { context: ['category=backend', 'priority=high'] },
  events: [
    { type: 'tests', data: '{"approach":"parallel","lines":4}' },
    { type: 'tests', data: '{"approach":"parallel","category":7}' },
    { type: 'said', data: '{"approach":"cut in the mid' },
    { type: 'said', data: '["approach"]' },
    { type: 'said', data: 'null' },
  ],
};

test('names are kept of an episode in which something failed, and of no other', () => {
  const told = { category: ['backend'], approach: ['parallel'] };
  const failed = { ...EPISODE, episode: { ...EPISODE.episode, success: false } };
  expect(episodeFacts(failed)).toEqual({ failed: true, told });
  const errors = [{ signature: 'RangeError', resolved: true }];
  expect(episodeFacts({ ...EPISODE, errors })).toEqual({ errors, told });
  const done = (success: boolean) => [{ at: EPISODE.created, category: 'backend', success }];
  expect(episodeFacts({ ...EPISODE, executions: done(false) })).toEqual({ executions: done(false), told });
  expect(episodeFacts({ ...EPISODE, executions: done(true) })).toEqual({ executions: done(true) });
});

test('an episode that tells nothing that is counted has no facts', () => {
  expect(episodeFacts(EPISODE)).toBeUndefined();
  expect(episodeFacts({ ...EPISODE, episode: { success: true } })).toBeUndefined();
  expect(episodeFacts({ ...EPISODE, events: [], episode: { success: false } })).toEqual({ failed: true });
});
