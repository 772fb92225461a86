import { expect, test } from 'vitest';
import type { Draft } from '../../src/core/record.ts';
import { openMemory } from '../../src/nexus.ts';

/** So many near-duplicates, 100 for each question; 10,000 by the environment. */
const FLOOD = Number(process.env.NEXUS_FLOOD ?? 1_000);
const QUESTIONS = FLOOD / 100;

const WORDS =
  'parser schema migration ledger tenant locale font canvas shader mesh solver kernel upload retry queue token cache index shard lease vault badge invoice refund webhook session cookie proxy socket buffer stream codec cluster replica quorum backup snapshot rollback canary metric'.split(
    ' ',
  );
const word = (n: number): string => WORDS[n % WORDS.length] ?? '';

test('thousands of records that say the same as a question do not bury the one that answers it', async () => {
  const asked = Array.from({ length: QUESTIONS }, (_, n) => {
    const [what, how, where] = [word(n), word(n * 7 + 3), word(n * 11 + 5)];
    return { what, how, where, text: `how does the ${what} keep its ${how} for the ${where}` };
  });
  const good = asked.map(
    ({ what, how, where }, n): Draft => ({
      kind: 'decision',
      title: `The ${what} keeps its ${how} near the ${where}, case ${n}`,
      body: `## Decision\n\nThe ${what} writes its ${how} before the ${where} reads it.\n`,
    }),
  );
  const flood = Array.from({ length: FLOOD }, (_, n): Draft => {
    const { text } = asked[n % QUESTIONS] ?? { text: '' };
    return { kind: 'decision', title: `${text}: rule ${n}`, body: `${text}. By rule ${n}: ${text}.` };
  });
  const memory = await openMemory({ records: [...good, ...flood] });
  let found = 0;
  for (const [n, { text }] of asked.entries()) {
    const { hits } = await memory.recall({ text, limit: 8 });
    if (hits.slice(0, 5).some(({ title }) => title === good[n]?.title)) found += 1;
  }
  expect(found).toBeGreaterThanOrEqual(Math.ceil(QUESTIONS * 0.95));
});
