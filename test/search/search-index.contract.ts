import { describe, expect, test } from 'vitest';
import type { SearchDoc, SearchIndex, SearchQuery } from '../../src/search/search-index.ts';
import { ADVERSARIAL, anyWord, generatedDoc, makeDoc, QUERIES, seeded, sentence } from './docs.ts';
import { Oracle } from './oracle.ts';

/** One change of what is indexed. */
export type Step = { readonly add: readonly SearchDoc[] } | { readonly remove: readonly string[] };

/** The documents that are there after all steps. */
export function after(steps: readonly Step[]): readonly SearchDoc[] {
  const docs = new Map<string, SearchDoc>();
  for (const step of steps) {
    if ('add' in step) for (const doc of step.add) docs.set(doc.key, doc);
    else for (const key of step.remove) docs.delete(key);
  }
  return [...docs.values()];
}

/** Adds, replaces and removes; then there are about 600 documents, a third of them changed since. */
function history(): readonly Step[] {
  const range = (from: number, to: number, version = 0): SearchDoc[] =>
    Array.from({ length: to - from }, (_, n) => generatedDoc(from + n, version, 800));
  const first = range(0, 450);
  return [
    { add: first },
    { add: range(450, 600) },
    { remove: first.filter((_, n) => n % 7 === 0).map((doc) => doc.key) },
    { add: range(100, 220, 1) },
    { remove: ['notes/there-is-no-such.md'] },
    { add: range(0, 20, 2) },
    { remove: range(590, 600).map((doc) => doc.key) },
  ];
}

function expectSame(index: SearchIndex, oracle: Oracle, query: SearchQuery): void {
  const wanted = oracle.search(query);
  const { total, hits } = index.search(query);
  expect(total).toBe(wanted.length);
  expect(hits.map((hit) => hit.key)).toEqual(wanted.slice(0, query.limit).map((hit) => hit.key));
  for (const [at, hit] of hits.entries()) {
    const { score = 0, time = 0 } = wanted[at] ?? {};
    expect(Math.abs(hit.score - score)).toBeLessThanOrEqual(1e-9 * Math.max(1, score));
    expect(hit.time).toBe(time);
    expect(hit.stored).toEqual(index.get(hit.key));
  }
}

function randomQuery(random: () => number): SearchQuery {
  const words = 1 + Math.floor(random() * 8);
  return {
    text: random() < 0.1 ? '' : sentence(random, words, 800),
    limit: random() < 0.3 ? 1000 : 10,
    ...(random() < 0.2 ? { literal: true } : {}),
    ...(random() < 0.2 ? { prefixLast: true } : {}),
    ...(random() < 0.3 ? { all: [['kind:note', 'kind:error']] } : {}),
    ...(random() < 0.2 ? { all: [[], [`tag:${anyWord(random, 20)}`], ['kind:decision']] } : {}),
    ...(random() < 0.2 ? { none: ['kind:note', 'kind:unheard-of'] } : {}),
    ...(random() < 0.2 ? { since: 1_700_000_000 + 10 * 86_400 } : {}),
    ...(random() < 0.2 ? { until: 1_700_000_000 + 30 * 86_400 } : {}),
  };
}

/** What every `SearchIndex` promises; `make` gives one that went through all steps. */
export function searchIndexContract(name: string, make: (steps: readonly Step[]) => SearchIndex): void {
  describe(`${name} keeps the contract of SearchIndex`, () => {
    const steps = history();
    const docs = after(steps);
    const oracle = new Oracle(docs);

    test('random queries find what the definition says, in its order, with its scores', () => {
      const index = make(steps);
      const random = seeded(42);
      expect(index.size).toBe(docs.length);
      for (let n = 0; n < 40; n += 1) expectSame(index, oracle, randomQuery(random));
    });

    test('a long query is cut to its rarest terms', () => {
      const text = sentence(seeded(7), 10_000, 800);
      expectSame(make(steps), oracle, { text, limit: 20 });
    });

    test('hostile documents and queries', () => {
      const hostile: readonly Step[] = [
        { add: ADVERSARIAL },
        { add: ADVERSARIAL.slice(0, 6) },
        { remove: ['bound', 'combining'] },
      ];
      const index = make(hostile);
      const truth = new Oracle(after(hostile));
      expect(index.size).toBe(ADVERSARIAL.length - 2);
      for (const text of QUERIES) {
        expectSame(index, truth, { text, limit: 50 });
        expectSame(index, truth, { text, limit: 50, prefixLast: true, literal: true });
      }
      expect(index.search({ text: '__proto__', limit: 1 }).hits[0]).toMatchObject({
        key: '__proto__',
        fields: ['title'],
      });
      expect(index.facet('__proto__')).toEqual(['prototype-facets']);
      expect(index.facet('valueOf')).toEqual([]);
      expect(index.facet('tag:\ud800')).toEqual(['half \ufffd character']);
      expect(index.get('toString')).toBeUndefined();
      expect(index.get('')).toMatchObject({ title: 'the empty key' });
    });

    test('a hit says which words matched in which fields', () => {
      const index = make([
        {
          add: [
            makeDoc('a', {
              fields: { title: 'Parsing configuration', body: 'readConfigFile fails', tags: 'yaml' },
            }),
            makeDoc('b', { fields: { error: 'the file is not there' } }),
          ],
        },
      ]);
      const [hit] = index.search({ text: 'Parse the configurations in readConfigFile', limit: 5 }).hits;
      expect(hit).toMatchObject({
        key: 'a',
        terms: ['Parse', 'configurations', 'readConfigFile'],
        fields: ['title', 'body'],
      });
      expect(index.search({ text: 'is there', limit: 5, literal: true }).hits.map((one) => one.key)).toEqual([
        'b',
      ]);
      expect(index.search({ text: 'YAML', limit: 5 }).hits[0]).toMatchObject({ fields: ['tags'] });
    });

    test('an answer says what was looked for, and how common it is', () => {
      const index = make([
        {
          add: [
            makeDoc('a', { fields: { title: 'Connection pool', body: 'the pool is empty' } }),
            makeDoc('b', { fields: { body: 'poolSize' } }),
            makeDoc('gone', { fields: { body: 'pool' } }),
          ],
        },
        { remove: ['gone'] },
      ]);
      const { asked, hits } = index.search({ text: 'the poolSize of a galaxy', limit: 5 });
      expect(asked).toEqual([
        { token: 'poolsize', word: 'poolSize', documents: 1 },
        { token: 'pool', word: 'poolSize', documents: 3 },
        { token: 'size', word: 'poolSize', documents: 1 },
        { token: 'galaxi', word: 'galaxy', documents: 0 },
      ]);
      expect(hits.map(({ key, tokens }) => [key, tokens])).toEqual([
        ['b', ['poolsize', 'pool', 'size']],
        ['a', ['pool']],
      ]);
    });

    test('ties go to the newer, then by key, whatever the order of arrival', () => {
      const tied = ['d', 'b', 'a', 'e', 'c'].map((key) =>
        makeDoc(key, { fields: { title: 'same words' }, time: key === 'c' ? 9 : 5 }),
      );
      const index = make(tied.map((doc) => ({ add: [doc] })));
      for (const text of ['same words', '']) {
        expect(index.search({ text, limit: 4 }).hits.map((hit) => hit.key)).toEqual(['c', 'a', 'b', 'd']);
      }
    });

    test('facets list living documents', () => {
      const index = make(steps);
      for (const facet of ['kind:note', 'id:101', 'id:7', 'id:595', 'tag:nobody']) {
        const wanted = docs.filter((doc) => doc.facets.includes(facet)).map((doc) => doc.key);
        expect(index.facet(facet)).toEqual(wanted.sort());
      }
      for (const { key } of [generatedDoc(0), generatedDoc(7), generatedDoc(14), generatedDoc(595)]) {
        expect(index.get(key)).toEqual(docs.find((doc) => doc.key === key)?.stored);
      }
    });

    test('what has most of some facets comes first, then the newer; the dead have none', () => {
      const made = (key: string, time: number, ...facets: string[]) => makeDoc(key, { facets, time });
      const index = make([
        { add: [made('a', 1, 'x', 'y', 'z'), made('b', 2, 'x', 'y'), made('gone', 9, 'x', 'y', 'z')] },
        { add: [made('c', 3, 'x', 'y'), made('d', 4, 'x'), made('e', 5, 'y', 'z', 'w')] },
        { remove: ['gone'] },
      ]);
      const keys = (least: number, limit: number): string[] =>
        index.sharing(['x', 'y', 'z', 'nobody', 'x'], least, limit).map(({ title }) => title);
      const title = (key: string): string => index.get(key)?.title ?? '';
      expect(keys(2, 9)).toEqual(['a', 'e', 'c', 'b'].map(title));
      expect(keys(3, 9)).toEqual([title('a')]);
      expect(keys(1, 3)).toEqual(['a', 'e', 'c'].map(title));
      expect(index.sharing([], 0, 9)).toEqual([]);
    });

    test('the last word may be unfinished', () => {
      const index = make([
        {
          add: [
            makeDoc('auth', { fields: { title: 'Authentication of users' } }),
            makeDoc('name', { fields: { title: 'getUserName is slow' } }),
          ],
        },
      ]);
      const typed = 'authentication';
      for (let length = 3; length <= typed.length; length += 1) {
        const { hits } = index.search({ text: typed.slice(0, length), limit: 5, prefixLast: true });
        expect(hits.map((hit) => hit.key)).toEqual(['auth']);
      }
      expect(index.search({ text: 'getUs', limit: 5, prefixLast: true }).hits[0]?.key).toBe('name');
      expect(index.search({ text: 'getUs', limit: 5 }).total).toBe(0);
    });

    test('nothing indexed, nothing asked, no room for an answer', () => {
      const empty = make([]);
      expect(empty.size).toBe(0);
      for (const text of ['', 'anything', '???']) {
        expect(empty.search({ text, limit: 10 })).toMatchObject({ total: 0, hits: [] });
      }
      expect(empty.facet('kind:note')).toEqual([]);
      const index = make(steps);
      expect(index.search({ text: '???', limit: 10 })).toEqual({ asked: [], total: 0, hits: [] });
      for (const limit of [0, -1, Number.NaN]) {
        expect(index.search({ text: '', limit })).toEqual({ asked: [], total: docs.length, hits: [] });
      }
    });
  });
}
