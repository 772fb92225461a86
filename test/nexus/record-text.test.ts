import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor, redactValue } from '../../src/capture/redact/redactor.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { redactRecordText } from '../../src/nexus/record-text.ts';
import { record as anyRecord } from '../format/record-arbitrary.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

/** Looks like a token of a well-known forge, and is none. */
const TOKEN = ['gh', 'p_', 'a1B2c3D4'.repeat(5).slice(0, 36)].join('');
/** An error of a database, which behind `signature:` looks like a signature of another sort. */
const SIGNATURE = 'FATAL_28P01_auth';
const ID = '01k9x400000000000000000001';

const errorText = (signature: string): string => `---
id: "${ID}"
kind: error
title: No login
created: 2025-01-02T03:04:05Z
error:
  signature: "${signature}"
  command: npm test
---

It was the port.
`;

test('what an error is called is no secret, whatever it looks like, unless it is one by itself', () => {
  const redactor = createRedactor({});
  expect(redactor.text(errorText(SIGNATURE)).found).toHaveLength(1);
  expect(redactRecordText(redactor, errorText(SIGNATURE)).text).toBe(errorText(SIGNATURE));
  expect(redactRecordText(redactor, errorText(TOKEN)).text).toBe(
    errorText('[REDACTED:github-personal-token]'),
  );
  const both = redactRecordText(redactor, `${errorText(SIGNATURE)}\nsignature: ${SIGNATURE} and ${TOKEN}\n`);
  expect(both.text).toBe(
    `${errorText(SIGNATURE)}\nsignature: [REDACTED:credential] and [REDACTED:github-personal-token]\n`,
  );
  const named = errorText('x').replace('  command: npm test', `password: ${SIGNATURE}`);
  expect(redactRecordText(redactor, named).found).toMatchObject([{ rule: 'password' }]);
});

test('a file loses nothing that its record could keep', () => {
  const redactor = createRedactor({});
  fc.assert(
    fc.property(anyRecord, (record) => {
      const text = encodeRecord(record);
      fc.pre(redactValue(record, redactor).found === 0 && redactor.text(record.body).found.length === 0);
      expect(redactRecordText(redactor, text)).toEqual({ text, found: [] });
    }),
    { seed: 5, numRuns: 500 },
  );
});

test('neither an editor nor a push takes an error for a secret; a secret is one in both', async () => {
  const path = `.nexus/errors/no-login-${ID}.md`;
  const repo = await withMemory(gitRepo({ a: '1' }));
  repo.commit('an error', { [path]: errorText('FATAL: no login') });
  const memory = await open(repo);
  expect(await memory.rewrite(ID, errorText(SIGNATURE))).toMatchObject({ changed: true, redacted: 0 });
  expect(readFileSync(join(repo.dir, path), 'utf8')).toBe(errorText(SIGNATURE));
  expect(await memory.rewrite(ID, errorText(TOKEN))).toMatchObject({ redacted: 1 });
  expect(readFileSync(join(repo.dir, path), 'utf8')).not.toContain(TOKEN);

  const pushed = async () => (await open(repo)).checkPush('');
  repo.commit('another', { [path]: errorText(SIGNATURE) });
  expect(await pushed()).toEqual([]);
  repo.commit('a secret', { [path]: errorText(TOKEN), '.nexus/context/bank.md': `# Bank\n\n${TOKEN}\n` });
  expect(await pushed()).toEqual([
    expect.stringMatching(/^\.nexus\/context\/bank\.md seems to hold a secret/),
    expect.stringMatching(/^\.nexus\/errors\/no-login-.* seems to hold a secret \(github-personal-token\)/),
  ]);
});
