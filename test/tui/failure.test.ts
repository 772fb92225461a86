import { expect, test } from 'vitest';
import { failureOf, failureText } from '../../src/adapters/tui/failure.ts';
import { NexusError } from '../../src/core/error.ts';

test('what failed is told in one line, with what to do next where that is known', () => {
  const gone = new NexusError('not-found', 'unknown-id', 'no record 01k9x4', 'see: nexus list');
  expect(failureOf(gone)).toEqual({ message: 'no record 01k9x4', hint: 'see: nexus list' });
  expect(failureText(failureOf(gone))).toBe('no record 01k9x4; see: nexus list');
  expect(failureText(failureOf(new Error('disk full')))).toBe('disk full');
  expect(failureText(failureOf('no reason'))).toBe('no reason');
});
