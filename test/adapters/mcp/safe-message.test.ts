import { expect, test } from 'vitest';
import { safeMessage } from '../../../src/adapters/mcp/safe-message.ts';

test('nothing that hides or turns text leaves, in no field of whatever depth', () => {
  const message = {
    jsonrpc: '2.0',
    id: 'own\u202eid',
    result: {
      content: [{ type: 'text', text: 'a\x1b[2Jb\nc' }],
      structuredContent: { deep: [{ title: '\u202egnp' }] },
    },
  };
  expect(safeMessage(message)).toEqual({
    jsonrpc: '2.0',
    id: 'own\u202eid',
    result: {
      content: [{ type: 'text', text: 'a\\x1b[2Jb\nc' }],
      structuredContent: { deep: [{ title: '<U+202E>gnp' }] },
    },
  });
});

test('a failure does not send back all that it was given', () => {
  const long = 'x'.repeat(100_000);
  const size = (message: object): number => JSON.stringify(safeMessage(message)).length;
  expect(size({ id: 1, error: { code: -32602, message: long, data: { uri: long } } })).toBeLessThan(5_000);
  expect(size({ id: 1, result: { isError: true, content: [{ type: 'text', text: long }] } })).toBeLessThan(
    3_000,
  );
  expect(size({ id: 1, result: { content: [{ type: 'text', text: long }] } })).toBeGreaterThan(100_000);
});
