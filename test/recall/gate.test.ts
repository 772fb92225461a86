import { describe, expect, test } from 'vitest';
import { type GateQuestion, sureness, worthStale, worthTelling } from '../../src/recall/gate.ts';

/** A question of words, each a token of its own; how many of 100 documents have it. */
function question(words: Readonly<Record<string, number>>): GateQuestion {
  const asked = Object.entries(words).map(([word, documents]) => ({
    token: word.toLowerCase(),
    word,
    documents,
  }));
  return { asked, searched: 100 };
}

const POOL = question({ connection: 3, pool: 2, upload: 5 });

describe('what is told unasked', () => {
  test('two telling words that are most of the question are enough', () => {
    expect(sureness(['connection', 'pool'], POOL)).toBeGreaterThan(0.7);
    expect(
      worthTelling({ kind: 'decision', tier: 'text', tokens: ['connection', 'pool'] }, POOL),
    ).toBeDefined();
  });

  test('one telling word is not, however rare', () => {
    expect(sureness(['pool'], POOL)).toBe(0);
    expect(sureness(['pool'], question({ pool: 1 }))).toBe(0);
  });

  test('one rare identifier is', () => {
    expect(sureness(['readconfigfile'], question({ readConfigFile: 1 }))).toBeGreaterThan(0.7);
    expect(sureness(['src/db/pool.ts'], question({ 'src/db/pool.ts': 1 }))).toBeGreaterThan(0.7);
  });

  test('an identifier of which only a part is known is not', () => {
    const asked = ['readconfigfile', 'read', 'config', 'file'].map((token) => ({
      token,
      word: 'readConfigFile',
      documents: token === 'readconfigfile' ? 0 : 20,
    }));
    expect(sureness(['config', 'file'], { asked, searched: 100 })).toBe(0);
  });

  test('words that any task may hold count little', () => {
    expect(sureness(['fix', 'test', 'file'], question({ fix: 2, test: 2, file: 2 }))).toBe(0);
  });

  test('words that memory does not know speak against it', () => {
    const known = { connection: 3, pool: 2 };
    const foreign = { bread: 0, oven: 0, dough: 0, flour: 0 };
    const tokens = ['connection', 'pool'];
    expect(worthTelling({ kind: 'decision', tier: 'text', tokens }, question(known))).toBeDefined();
    expect(
      worthTelling({ kind: 'decision', tier: 'text', tokens }, question({ ...known, ...foreign })),
    ).toBeUndefined();
  });

  test('a long prompt passes by what it tells, not by its length', () => {
    const filler = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`filler${'x'.repeat(n)}`, 60]));
    const asked = question({ ...filler, connection: 3, pool: 2, backoff: 1 });
    expect(sureness(['connection', 'pool', 'backoff'], asked)).toBeGreaterThan(0.7);
  });

  test('kinds that were not written to be told need more, commits most', () => {
    const worth = (kind: 'decision' | 'note' | 'episode' | 'commit') =>
      worthTelling({ kind, tier: 'text', tokens: ['connection', 'pool'] }, POOL);
    expect(worth('decision') ?? 0).toBeGreaterThan(worth('note') ?? 0);
    expect(worth('commit')).toBeUndefined();
  });

  test('an exact match passes by itself, but not because an episode or a commit touched the file', () => {
    const none: GateQuestion = { asked: [], searched: 0 };
    const worth = (kind: 'error' | 'episode' | 'commit', tier: 'path' | 'signature') =>
      worthTelling({ kind, tier, tokens: [] }, none) !== undefined;
    expect([worth('error', 'path'), worth('error', 'signature'), worth('episode', 'signature')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([worth('episode', 'path'), worth('commit', 'path')]).toEqual([false, false]);
  });

  test('what may no longer hold has to be surer', () => {
    expect([worthStale(0.9), worthStale(3)]).toEqual([undefined, 2]);
  });
});
