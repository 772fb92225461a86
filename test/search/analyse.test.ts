import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANALYSER_LIMITS, analyse, analyseQuery } from '../../src/search/analyse.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

const terms = (text: string, options = {}): string[] => [...analyseQuery(text, options).words.keys()];

describe('analyse', () => {
  test.each([
    ['Resolved conflicts were resolving', ['resolv', 'conflict', 'resolv']],
    ['getUserNames', ['getusernames', 'user', 'name']],
    ['XMLHttpRequest', ['xmlhttprequest', 'xml', 'http', 'request']],
    ['read_config_file', ['read_config_file', 'read', 'config', 'file']],
    ['os.path.join', ['os.path.join', 'os', 'path', 'join']],
    ['std::vector', ['std::vector', 'std', 'vector']],
    ['--no-verify', ['no-verify', 'no', 'verifi']],
    [
      'src/store/readRecord.ts',
      ['src/store/readrecord.ts', 'src', 'store', 'readrecord.ts', 'readrecord', 'read', 'record', 'ts'],
    ],
    ['C:\\temp\\x.py', ['c', 'temp\\x.py', 'temp', 'x.py', 'x', 'py']],
    ['__init__', ['init']],
    ['PDFs', ['pdf']],
    ['C++ and C#, c', ['c++', 'c#', 'c']],
    ['utf8 E0382 0x7fff', ['utf8', 'e0382', '0x7fff']],
    ['1.44.11', ['1.44.11', '1', '44', '11']],
    ["it doesn't work", ['work']],
    ['Café', ['café', 'cafe']],
    ['ＦＵＬＬ ﬁles', ['full', 'file']],
    ['検索', ['検', '検索', '索']],
    ['第3版abc', ['第', '3', '版', 'abc']],
    ['', []],
    ['— … ¿?', []],
  ])('%s', (text, wanted) => {
    expect(analyse(text).sort()).toEqual([...wanted].sort());
  });

  test('what is nothing but ASCII is read as it is beside other signs', () => {
    const word = fc.string({ unit: fc.constantFrom(...'aAbBsSzZ019_./\\:->@$+#cCfF'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.boolean(), (words, literal) => {
        const text = words.join(' ');
        expect(analyse(`${text} …`, { literal })).toEqual(analyse(text, { literal }));
      }),
      { numRuns: 2000 },
    );
  });

  test('a literal text keeps its stop words', () => {
    expect(analyse('is not a function')).toEqual(['not', 'function']);
    expect(analyse('is not a function', { literal: true })).toEqual(['is', 'not', 'a', 'function']);
  });

  test('counts a word as often as it stands there', () => {
    expect(analyse('cache the caches')).toEqual(['cach', 'cach']);
  });

  test('tokens are bounded, lower-case, without white space, and never break a text protocol', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_UNIT, maxLength: 300 }), fc.boolean(), (text, literal) => {
        for (const token of analyse(text, { literal })) {
          expect(token).not.toBe('');
          expect(token.length).toBeLessThanOrEqual(ANALYSER_LIMITS.token);
          expect(token).not.toMatch(/\s|\p{Surrogate}/u);
          expect(token).not.toBe('__proto__');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('blobs, long numbers and endless texts are capped', () => {
    expect(analyse('9'.repeat(21))).toEqual([]);
    expect(analyse('x'.repeat(5000))).toEqual(['x'.repeat(ANALYSER_LIMITS.token)]);
    for (const unit of ['ab ', 'a.', 'aB', '検', 'a_', 'é', '\u0301', '::', '--', 'a-b/c.d']) {
      const tokens = analyse(unit.repeat(1_000_000));
      expect(tokens.length).toBeLessThanOrEqual(ANALYSER_LIMITS.tokens);
    }
  });
});

describe('analyseQuery', () => {
  test('finds what the same text was indexed under', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (text) => {
        const indexed = new Set(analyse(text, { literal: true }));
        for (const term of terms(text, { literal: true })) expect(indexed).toContain(term);
      }),
      { numRuns: 500 },
    );
  });

  test('each term once, with the word it came from', () => {
    expect([...analyseQuery('Caches cache readFile').words]).toEqual([
      ['cach', 'Caches'],
      ['readfile', 'readFile'],
      ['read', 'readFile'],
      ['file', 'readFile'],
    ]);
  });

  test('nothing but stop words is a question all the same', () => {
    expect(terms('how to')).toEqual(['how', 'to']);
    expect(terms('how to commit')).toEqual(['commit']);
  });

  test('of a long text the beginning and the end count', () => {
    const words = Array.from({ length: 10_000 }, (_, n) => `w${n}`);
    const kept = terms(words.join(' '));
    expect(kept).toHaveLength(ANALYSER_LIMITS.queryHead + ANALYSER_LIMITS.queryTail);
    expect([kept[0], kept.at(-1)]).toEqual(['w0', 'w9999']);
  });

  test('the unfinished word is the last one, unless a space finished it', () => {
    expect(analyseQuery('merge confl', { prefixLast: true }).prefix).toBe('confl');
    expect(analyseQuery('merge conflicts ', { prefixLast: true }).prefix).toBeUndefined();
    expect(analyseQuery('merge confl').prefix).toBeUndefined();
    expect(terms('authenticati', { prefixLast: true })).toContain('authent');
  });
});
