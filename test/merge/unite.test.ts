import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NexusRecord } from '../../src/core/record.ts';
import { bodySections } from '../../src/core/sections.ts';
import { unite } from '../../src/merge/unite.ts';
import { saysNearlyTheSame } from '../../src/store/alike.ts';

const TELLING = { as: 'Also, from there:', alike: saysNearlyTheSame };

function record(id: string, more: Partial<NexusRecord> = {}): NexusRecord {
  return {
    id,
    kind: 'error',
    title: 'RangeError: pool has no size',
    created: '2026-01-02T03:04:05Z',
    ...{ tags: [], files: [], supersedes: [], derived_from: [], extra: {}, body: '' },
    ...more,
  };
}

const fixed = (text: string): string => `## Context\n\nIt failed.\n\n## Resolution\n\n${text}`;
const unitedBody = (mine: Partial<NexusRecord>, other: Partial<NexusRecord>): string | undefined =>
  unite(record('a', mine), record('b', other), TELLING).body;

describe('one record of two that say the same', () => {
  test('takes what it has no word of, cites no file twice, and supersedes the other', () => {
    const kept = record('a', { tags: ['db'], files: ['src/pool.ts#L3-L9'], error: { message: 'no size' } });
    const other = record('b', {
      ...{ language: 'typescript', tags: ['db', 'config'], files: ['settings.json', 'src/pool.ts#L4'] },
      ...{ supersedes: ['a', 'old'], error: { message: 'pool: no size', type: 'RangeError' } },
    });
    expect(unite(kept, other, TELLING)).toEqual({
      set: {
        ...{ language: 'typescript', 'error.type': 'RangeError', tags: ['config', 'db'] },
        ...{ files: ['src/pool.ts#L3-L9', 'settings.json'], supersedes: ['b', 'old'], derived_from: [] },
      },
    });
  });

  test('takes another resolution, below its own', () => {
    const body = unitedBody(
      { body: fixed('Passed again after 4 min and 3 runs.\n\nChanged: `settings.json`.') },
      {
        body: fixed(
          'Passed again after 50 s and 1 run.\n\nChanged: `pool.ts`.\n\n```diff\n+size = 8\n\n+x\n```',
        ),
      },
    );
    expect(body).toBe(
      fixed(
        'Passed again after 4 min and 3 runs.\n\nChanged: `settings.json`.\n\nAlso, from there:\n\nChanged: `pool.ts`.\n\n```diff\n+size = 8\n\n+x\n```',
      ),
    );
  });

  test('takes nothing of a resolution that differs in how long it took, nor of where else it was met', () => {
    const mine = fixed('Passed again after 4 min and 3 runs.\n\n```diff\n+size = 8\n```');
    const other = `## Context\n\nIt failed in CI.\n\n## Resolution\nPassed again after 9 s and 1 run.\n\n\`\`\`diff\n+size = 8\n\`\`\`\n`;
    expect(unitedBody({ body: mine }, { body: other })).toBeUndefined();
  });

  test('takes a section that it lacks, where its kind has it; of nearly the same words it keeps its own', () => {
    const mine = 'Retry three times.\n\n## Solution\n\nWait, and double the pause each time, up to a minute.';
    const other =
      '## Problem\n\nUploads fail at night.\n\n## Solution\n\nWait and double the pause each time, up to a minute!\n\n## Pitfalls\n\nNot for writes.';
    expect(unitedBody({ kind: 'pattern', body: mine }, { kind: 'pattern', body: other })).toBe(
      'Retry three times.\n\n## Problem\n\nUploads fail at night.\n\n## Solution\n\nWait, and double the pause each time, up to a minute.\n\n## Pitfalls\n\nNot for writes.',
    );
  });

  test('loses no section and no word of its own, and says all that the other says', () => {
    const words = fc.array(fc.constantFrom('pool', 'size', 'queue', 'lock', 'retry', 'cache'), {
      minLength: 1,
      maxLength: 5,
    });
    const body = fc
      .uniqueArray(fc.tuple(fc.constantFrom('Problem', 'Solution', 'Pitfalls', 'Seen at'), words), {
        selector: ([name]) => name,
        maxLength: 4,
      })
      .map((sections) => sections.map(([name, text]) => `## ${name}\n\n${text.join(' ')}.`).join('\n\n'));
    const flat = (text: string): string => text.replace(/\s+/g, ' ');
    fc.assert(
      fc.property(body, body, (mine, other) => {
        const made = unitedBody({ kind: 'pattern', body: mine }, { kind: 'pattern', body: other }) ?? mine;
        const sections = new Map(bodySections(made).map(({ name, text }) => [name, flat(text)]));
        for (const { name, text } of bodySections(mine))
          expect(sections.get(name)).toMatch(new RegExp(`^${text}`));
        const all = new Set(
          bodySections(other).flatMap(({ name, text }) => text.split(/\W+/).map((word) => `${name} ${word}`)),
        );
        for (const one of all) {
          const at = one.lastIndexOf(' ');
          expect(sections.get(one.slice(0, at))).toContain(one.slice(at + 1));
        }
        expect(made).not.toContain('<<<<<<<');
      }),
    );
  });
});
