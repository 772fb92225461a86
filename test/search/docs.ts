import type { FieldName } from '../../src/search/fields.ts';
import type { SearchDoc } from '../../src/search/search-index.ts';

/** A seeded generator of numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<T>(random: () => number, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

const SYLLABLES = ['con', 'fi', 'gur', 'ta', 'mer', 'lo', 'dex', 'pa', 'ri', 'st', 'ug', 'ver'] as const;

/** The n-th word of a made-up language. */
export function wordAt(n: number): string {
  const at = (digit: number): string => SYLLABLES[digit % SYLLABLES.length] ?? '';
  return (
    at(n) + at(Math.floor(n / 12)) + (n >= 144 ? at(Math.floor(n / 144)) : '') + (n >= 1728 ? `x${n}` : '')
  );
}

/** A word that is the rarer the higher its number, as in real text (Zipf). */
export function anyWord(random: () => number, vocabulary: number): string {
  return wordAt(Math.floor(vocabulary ** random()) - 1);
}

export function sentence(random: () => number, words: number, vocabulary: number): string {
  return Array.from({ length: words }, () => {
    const word = anyWord(random, vocabulary);
    if (random() < 0.03) return `${word}${anyWord(random, vocabulary).replace(/^./, (c) => c.toUpperCase())}`;
    return random() < 0.1 ? `the ${word}` : word;
  }).join(' ');
}

export function makeDoc(key: string, rest: Partial<Omit<SearchDoc, 'key'>> = {}): SearchDoc {
  const title = rest.fields?.title ?? '';
  return {
    key,
    fields: {},
    facets: [],
    time: 0,
    boost: 1,
    stored: { id: key, kind: 'note', title, created: '2026-11-21T00:00:00Z', tags: [], files: [] },
    ...rest,
  };
}

/** A document like a real one, the same for the same number and version. */
export function generatedDoc(n: number, version = 0, vocabulary = 3000, bodyWords = 40): SearchDoc {
  const random = seeded(n * 7919 + version * 104729 + 1);
  const fields: Partial<Record<FieldName, string>> = {
    title: sentence(random, 3 + Math.floor(random() * 6), vocabulary),
    body: sentence(random, Math.floor(random() * 2 * bodyWords), vocabulary),
  };
  if (random() < 0.2) fields.error = `TypeError: ${sentence(random, 6, vocabulary)} is not a function`;
  if (random() < 0.5) fields.tags = anyWord(random, 30);
  if (random() < 0.5) fields.path = `src/${anyWord(random, 20)}/${anyWord(random, 200)}.ts`;
  return makeDoc(`notes/${wordAt(n % 500)}-${n}.md`, {
    fields,
    facets: [`kind:${pick(random, ['note', 'error', 'decision'])}`, `tag:${anyWord(random, 20)}`, `id:${n}`],
    time: 1_700_000_000 + Math.floor(random() * 40) * 86_400,
    boost: pick(random, [1, 1, 0.9, 1.3]),
  });
}

const BLOB = 'Zm9vYmFyQmF6UXV4'.repeat(5000);

/** Documents that have broken an index somewhere. */
export const ADVERSARIAL: readonly SearchDoc[] = [
  makeDoc('__proto__', { fields: { title: '__proto__ polluted', body: 'constructor toString' } }),
  makeDoc('constructor', { fields: { title: 'constructor', body: 'hasOwnProperty valueOf __proto__' } }),
  makeDoc('prototype-facets', { facets: ['__proto__', 'constructor', 'kind:__proto__'] }),
  makeDoc('', { fields: { title: 'the empty key' } }),
  makeDoc('empty', { fields: { title: '', body: '', error: '' } }),
  makeDoc('nothing'),
  makeDoc('stop words', { fields: { title: 'the and of to', body: 'is it a' } }),
  makeDoc('blob', { fields: { title: 'blob', body: BLOB } }),
  makeDoc('long path', { fields: { path: 'deep/'.repeat(20_000) } }),
  makeDoc('hyphens', { fields: { body: '-'.repeat(100_000) } }),
  makeDoc('bound', { fields: { body: 'a-'.repeat(50_000) } }),
  makeDoc('combining', { fields: { body: `e${'\u0301'.repeat(50_000)}` } }),
  makeDoc('emoji', { fields: { title: '🎉 party 👩‍👩‍👧‍👦 family', body: '🎉🎉🎉' } }),
  makeDoc('cjk', { fields: { title: '検索エンジンの設計', body: '全文検索は猫でも分かる。数据库连接失败' } }),
  makeDoc('korean', { fields: { title: '데이터베이스 연결', body: '검색' } }),
  makeDoc('thai', { fields: { title: 'ฐานข้อมูล', body: 'การค้นหา' } }),
  makeDoc('rtl', { fields: { title: 'שגיאת חיבור', body: 'خطأ في الاتصال \u202e reversed' } }),
  makeDoc('accents', { fields: { title: 'Café crème', body: 'naïve Ångström Straße İstanbul' } }),
  makeDoc('full width', { fields: { title: 'ＦＵＬＬ ｗｉｄｔｈ', body: 'ﬁle ﬂow ①' } }),
  makeDoc('astral', { fields: { title: '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠮷野家', body: '𝒳𝒴' } }),
  makeDoc('half \ud800 character', {
    fields: { title: 'half \udc00 character', body: `${'x'.repeat(63)}𐐷tail` },
    facets: ['tag:\ud800'],
  }),
  makeDoc('controls', { fields: { title: 'null\u0000byte', body: 'line\u2028break\r\ntab\tbell\u0007' } }),
  makeDoc('numbers', {
    fields: { body: `1e309 0x7fff 3.14159 ${'9'.repeat(400)} -0 NaN Infinity` },
    time: Number.NaN,
    boost: Number.POSITIVE_INFINITY,
  }),
  makeDoc('zero boost', { fields: { title: 'party' }, boost: 0, time: -1e15 }),
  makeDoc('tiny boost', { fields: { title: 'party' }, boost: 1e-300, time: 1e300 }),
  makeDoc('many facets', { facets: Array.from({ length: 500 }, (_, n) => `tag:${n}-${'t'.repeat(n)}`) }),
  makeDoc('same facet twice', { facets: ['tag:x', 'tag:x'] }),
  makeDoc('\uffff', { fields: { title: 'last in code units' } }),
  makeDoc('\u{10000}', { fields: { title: 'last in code points' } }),
];

export const QUERIES: readonly string[] = [
  '__proto__',
  'constructor',
  'hasOwnProperty toString valueOf',
  'party family 🎉',
  '🎉',
  '検索',
  '猫',
  '数据库连接',
  '데이터베이스',
  'ข้อมูล',
  'חיבור',
  'الاتصال',
  'cafe',
  'CAFÉ CREME',
  'strasse naive',
  'full width file',
  '𠮷野家 Unicode',
  'the',
  'is it a function',
  '???',
  'null\u0000byte',
  '\ud800',
  'half character',
  'deep/deep/deep',
  BLOB.slice(0, 500),
  '9'.repeat(400),
  '3.14159 0x7fff',
  'title:party AND NOT (family) "quoted" +plus -minus ~fuzzy^2 *',
];
