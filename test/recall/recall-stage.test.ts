import { describe, expect, test } from 'vitest';
import type { RecallHit, StoredDoc, Tier } from '../../src/core/recall.ts';
import { checkCitation, worstOf } from '../../src/recall/freshness.ts';
import {
  type Candidate,
  doubtedLast,
  rankCandidates,
  reasonsFor,
  weighByCoverage,
} from '../../src/recall/rank.ts';
import { snippetOf } from '../../src/recall/snippet.ts';

const none = { isSuperseded: () => false, today: '2026-11-21' };

function candidate(
  key: string,
  score: number,
  over: Partial<StoredDoc> & { tier?: Tier; time?: number } = {},
): Candidate {
  const { tier = 'text', time = 0, ...stored } = over;
  return {
    key,
    tier,
    score,
    time,
    terms: ['pool'],
    fields: ['title'],
    stored: {
      id: key,
      kind: 'note',
      title: key,
      created: '2026-01-01T00:00:00Z',
      tags: [],
      files: [],
      ...stored,
    },
  };
}

const keys = (candidates: readonly Candidate[]): string[] => candidates.map((entry) => entry.key);

describe('ranking', () => {
  test('exact tiers come before relevance, and a record found twice is shown once', () => {
    const ranked = rankCandidates(
      [candidate('a', 9), candidate('b', 1, { tier: 'signature' }), candidate('b', 8)],
      none,
    );
    expect(ranked.map((entry) => [entry.key, entry.tier])).toEqual([
      ['b', 'signature'],
      ['a', 'text'],
    ]);
  });

  test('superseded and expired records are out before ranking', () => {
    const all = [
      candidate('old', 9),
      candidate('gone', 8, { expires: '2026-11-21' }),
      candidate('new', 1, { expires: '2026-11-22' }),
    ];
    expect(keys(rankCandidates(all, { ...none, isSuperseded: ({ id }) => id === 'old' }))).toEqual(['new']);
  });

  test('among equals the newer one comes first, and no more than asked for come at all', () => {
    const equals = [
      candidate('a', 5, { time: 1 }),
      candidate('b', 5, { time: 2 }),
      candidate('c', 4, { time: 3 }),
    ];
    expect(keys(rankCandidates(equals, none))).toEqual(['b', 'a', 'c']);
    const asked: string[] = [];
    const isSuperseded = ({ id }: { readonly id: string }): boolean => {
      asked.push(id);
      return id === 'b';
    };
    expect(keys(rankCandidates(equals, { ...none, isSuperseded }, 1))).toEqual(['a']);
    expect(asked).toEqual(['b', 'a']);
  });

  test('stale goes behind what is worth half as much, and not behind everything', () => {
    const order = (...told: readonly (readonly [RecallHit['freshness'], number, Tier?])[]): string[] =>
      doubtedLast(
        told.map(
          ([freshness, score, tier = 'text'], at) => ({ id: `${at}`, freshness, score, tier }) as RecallHit,
        ),
      ).map(({ id }) => id);
    expect(
      order(['stale', 9], ['verified', 8], ['uncited', 7], ['stale', 6], ['moved', 5], ['verified', 2]),
    ).toEqual(['1', '2', '4', '0', '3', '5']);
    expect(order(['stale', 9], ['verified', 2])).toEqual(['0', '1']);
    expect(order(['stale', 0, 'signature'], ['verified', 30])).toEqual(['0', '1']);
    expect(order(['stale', 0, 'filter'], ['verified', 0, 'filter'])).toEqual(['1', '0']);
  });

  test('in an error the one name says more than all the words around it', () => {
    const words = (key: string, score: number, terms: readonly string[]) => ({
      ...candidate(key, score),
      terms,
    });
    const weighed = weighByCoverage([
      words('cannot import numpy', 9, ['cannot', 'import']),
      words('cannot import pandas', 9, ['cannot', 'import']),
      words('no module fastapi', 8, ['fastapi']),
    ]);
    expect(keys(rankCandidates(weighed, none))[0]).toBe('no module fastapi');
    expect(weighByCoverage([])).toEqual([]);
  });

  test('each hit says why', () => {
    expect(reasonsFor(candidate('a', 1, { tier: 'signature' }), 'x')).toEqual(['same error signature']);
    expect(reasonsFor(candidate('a', 1, { tier: 'path' }), 'src/a.ts')).toEqual(['cites src/a.ts']);
    expect(reasonsFor(candidate('a', 1), 'x')).toEqual(['pool in title']);
  });
});

describe('freshness', () => {
  const cited = { citation: { path: 'a.ts', from: 2, to: 3 }, historical: false, same: false };

  test('the same content is verified without reading', () => {
    expect(checkCitation({ ...cited, same: true })).toEqual({ freshness: 'verified' });
  });

  test.each([
    ['lines unchanged though the file is not', 'x\nb\nc\nnew', 'verified', undefined],
    ['lines that went elsewhere in the file', 'new\nnew\na\nb\nc', 'moved', 'a.ts#L2 is now at line 4'],
    ['lines that changed', 'a\nb\nC', 'stale', 'a.ts#L2-L3 changed since'],
  ])('%s', (_, now, freshness, detail) => {
    expect(checkCitation({ ...cited, recorded: 'a\nb\nc', current: now })).toEqual(
      detail === undefined ? { freshness } : { freshness, detail },
    );
  });

  test('a whole file that changed is stale, unless the record tells what happened once', () => {
    const whole = { citation: { path: 'a.ts' }, same: false, recorded: 'a', current: 'b' };
    expect(checkCitation({ ...whole, historical: false })).toEqual({
      freshness: 'stale',
      detail: 'a.ts changed since',
    });
    expect(checkCitation({ ...whole, historical: true })).toEqual({ freshness: 'verified' });
  });

  test('a file that is gone is stale, a renamed one has moved', () => {
    expect(checkCitation({ ...cited, recorded: 'a' })).toEqual({
      freshness: 'stale',
      detail: 'a.ts is gone',
    });
    expect(checkCitation({ ...cited, recorded: 'a', renamedTo: 'b.ts' })).toEqual({
      freshness: 'moved',
      detail: 'a.ts is now b.ts',
    });
  });

  test('a record is as fresh as its worst citation', () => {
    expect(worstOf([])).toEqual({ freshness: 'uncited' });
    expect(worstOf([{ freshness: 'verified' }, { freshness: 'moved', detail: 'm' }])).toEqual({
      freshness: 'moved',
      detail: 'm',
    });
    expect(
      worstOf([
        { freshness: 'moved', detail: 'm' },
        { freshness: 'stale', detail: 's' },
      ]),
    ).toEqual({ freshness: 'stale', detail: 's' });
  });
});

describe('snippets', () => {
  const text = '## Resolution\n\nPassed again.\n\n```diff\n+fastapi\n```\nRun pip install fastapi uvicorn';

  test('show the lines with most of the wanted words, in their order', () => {
    expect(snippetOf(text, ['fastapi', 'pip'], 2)).toBe('+fastapi\nRun pip install fastapi uvicorn');
    expect(snippetOf(text, ['absent'], 1)).toBe('Passed again.');
    expect(snippetOf('', ['x'])).toBe('');
    expect(snippetOf('y'.repeat(500), ['y'], 1, 20)).toHaveLength(20);
  });
});
