import { expect, test } from 'vitest';
import { decodeText } from '../../src/format/decode.ts';
import { encodeRecord } from '../../src/format/encode.ts';

const PATH = '.nexus/episodes/2026/11/x-01m7ytvkb8wa1krs6wbp1q9803.md';

function episode(executions: string): string {
  return `---
id: "01m7ytvkb8wa1krs6wbp1q9803"
kind: episode
title: Worked
created: 2026-11-21T10:36:28Z
executions:
${executions}---
`;
}

const FIELDS = {
  at: '2026-11-21T10:30:00Z',
  task: 'Add the login form',
  category: 'frontend',
  success: 'true',
};

/** One entry; an undefined field is left out. */
function entry(over: Readonly<Record<string, string | undefined>> = {}): string {
  const fields = Object.entries({ ...FIELDS, ...over }).filter(([, value]) => value !== undefined);
  return fields.map(([name, value], at) => `  ${at === 0 ? '-' : ' '} ${name}: ${value}\n`).join('');
}

test.each(['at', 'category', 'success'])('an execution without %s does not count', (name) => {
  expect(decodeText(episode(entry()), PATH)).toMatchObject({
    problems: [],
    record: { executions: [{ category: 'frontend', success: true }] },
  });
  const { record, problems } = decodeText(episode(entry({ [name]: undefined })), PATH);
  expect(record?.executions).toBeUndefined();
  expect(problems).toMatchObject([
    { code: 'missing-field', message: `executions: an entry without ${name}` },
  ]);
});

test.each([
  ['duration_s', 'NaN'],
  ['duration_s', '.inf'],
  ['duration_s', '-3'],
  ['duration_s', '1e14'],
  ['api_calls', 'many'],
  ['at', '2026-02-30T00:00:00Z'],
  ['complexity', 'extreme'],
  ['success', 'perhaps'],
  ['tools', 'vite'],
  ['tools', '[{a: b}, vite]'],
])('%s: %s costs the whole entry, not its neighbours, and is not lost on disk', (name, value) => {
  const { record, problems } = decodeText(episode(entry() + entry({ [name]: value })), PATH);
  expect(record?.executions).toEqual([{ ...FIELDS, success: true }]);
  expect(problems).toMatchObject([{ code: 'bad-field', line: expect.any(Number) }]);
  const again = decodeText(record === undefined ? '' : encodeRecord(record), PATH);
  expect(again.record?.extra).toEqual(record?.extra);
  expect(JSON.stringify(record?.extra)).toContain(value.replace(/^\[.*/, 'vite'));
});
