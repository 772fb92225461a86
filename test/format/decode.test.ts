import { expect, test } from 'vitest';
import { LIMITS } from '../../src/core/kinds.ts';
import { decodeRecord } from '../../src/format/decode.ts';

const ID = '01jd3v5t6zk8m9n0p1q2r3s4t5';
const PATH = `.nexus/notes/a-note-${ID}.md`;
const HEAD = `id: "${ID}"\nkind: note\ntitle: A note\ncreated: 2026-01-31T12:00:00Z\n`;

function read(text: string | Uint8Array, path = PATH) {
  return decodeRecord(typeof text === 'string' ? new TextEncoder().encode(text) : text, path);
}

function withBytes(before: string, bytes: readonly number[], after = ''): Uint8Array {
  const encoder = new TextEncoder();
  return new Uint8Array([...encoder.encode(before), ...bytes, ...encoder.encode(after)]);
}

/** Text → code, line, and whether there is a record all the same. */
const BROKEN: readonly (readonly [
  name: string,
  text: string | Uint8Array,
  code: string,
  line: number,
  served: boolean,
])[] = [
  ['empty', '', 'no-front-matter', 1, false],
  ['no front matter', '# Hello\n', 'no-front-matter', 1, false],
  ['a language tag', '---js\n{}\n---\n', 'no-front-matter', 1, false],
  ['no end', `---\n${HEAD}`, 'no-front-matter', 1, false],
  ['only a fence', '---', 'no-front-matter', 1, false],
  ['NUL', `---\n${HEAD}---\na\n\0\n`, 'not-utf8', 8, false],
  ['Latin-1', withBytes(`---\n${HEAD}---\n\ncaf`, [0xe9], '\n'), 'not-utf8', 8, false],
  ['UTF-16', withBytes('', [0xff, 0xfe, 0x2d, 0x00]), 'not-utf8', 1, false],
  ['cut UTF-8', withBytes(`---\n${HEAD}---\n`, [0xe2, 0x82]), 'not-utf8', 7, false],
  ['surrogate as UTF-8', withBytes(`---\n${HEAD}`, [0xed, 0xa0, 0x80], '\n---\n'), 'not-utf8', 6, false],
  [
    'conflict in fields',
    `---\n${HEAD}<<<<<<< HEAD\ntags: [a]\n=======\ntags: [b]\n>>>>>>> x\n---\n`,
    'conflict-markers',
    6,
    false,
  ],
  ['half a conflict in fields', `---\n${HEAD}=======\ntags: [b]\n---\n`, 'conflict-markers', 6, false],
  [
    'conflict around all',
    `<<<<<<< HEAD\n---\n${HEAD}---\n=======\n---\n${HEAD}---\n>>>>>>> x\n`,
    'conflict-markers',
    1,
    false,
  ],
  [
    'conflict in the body',
    `---\n${HEAD}---\n\na\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n`,
    'conflict-markers',
    9,
    true,
  ],
  ['syntax', `---\n${HEAD}tags: [a\n---\n`, 'bad-yaml', 7, false],
  [
    'colon in a title',
    `---\nid: "${ID}"\nkind: note\ntitle: a: b\ncreated: 2026-01-31T12:00:00Z\n---\n`,
    'bad-yaml',
    4,
    false,
  ],
  ['tab', `---\n${HEAD}error:\n\ttype: x\n---\n`, 'bad-yaml', 7, false],
  ['not a map', '---\n- a\n---\n', 'bad-yaml', 2, false],
  ['anchor', `---\n${HEAD}a: &x [1]\n---\n`, 'bad-yaml', 6, false],
  ['alias', `---\n${HEAD}a: *x\n---\n`, 'bad-yaml', 6, false],
  ['tag', `---\n${HEAD}a: !!js/function 'x'\n---\n`, 'bad-yaml', 6, false],
  ['merge key', `---\n${HEAD}<<: {a: 1}\n---\n`, 'bad-yaml', 6, false],
  ['directive', `---\n%YAML 1.1\n${HEAD}---\n`, 'bad-yaml', 2, false],
  ['second document', `---\n${HEAD}...\na: b\n---\n`, 'bad-yaml', 6, false],
  ['key twice', `---\n${HEAD}tags: [a]\ntitle: B\n---\n`, 'bad-yaml', 7, false],
  ['key as map', `---\n${HEAD}? {a: b}\n: c\n---\n`, 'bad-yaml', 2, false],
  ['too deep', `---\n${HEAD}a: [[[[[[[[1]]]]]]]]\n---\n`, 'bad-yaml', 6, false],
  ['no id', '---\nkind: note\ntitle: t\ncreated: 2026-01-31\n---\n', 'missing-field', 2, false],
  ['bad id', `---\n${HEAD.replace(ID, 'I-am-no-id')}---\n`, 'bad-field', 2, false],
  ['empty id', `---\n${HEAD.replace(`"${ID}"`, '')}---\n`, 'missing-field', 2, false],
  ['unknown kind', `---\n${HEAD.replace('note', 'nota')}---\n`, 'bad-field', 3, false],
  ['empty title', `---\n${HEAD.replace('A note', '""')}---\n`, 'missing-field', 2, false],
  ['title as list', `---\n${HEAD.replace('A note', '[a]')}---\n`, 'bad-field', 4, false],
  ['long title', `---\n${HEAD.replace('A note', 'x'.repeat(501))}---\n`, 'bad-field', 4, false],
  ['bad time', `---\n${HEAD.replace('2026-01-31T12', '2026-02-31T12')}---\n`, 'bad-field', 5, false],
  ['tags as text', `---\n${HEAD}tags: a, b\n---\n`, 'bad-field', 6, true],
  ['tags with a map', `---\n${HEAD}tags:\n  - a\n  - {b: c}\n---\n`, 'bad-field', 8, true],
  ['bad date', `---\n${HEAD}# why\nexpires: 2026-13-01\n---\n`, 'bad-field', 7, true],
  ['long line', `---\n${HEAD}language: ${'x'.repeat(501)}\n---\n`, 'bad-field', 6, true],
  ['citation outside', `---\n${HEAD}files:\n  - a.ts\n  - ../b.ts\n---\n`, 'bad-citation', 8, true],
  [
    'many items',
    `---\n${HEAD}tags: [${Array.from({ length: 101 }, (_, i) => `t${i}`).join(', ')}]\n---\n`,
    'bad-field',
    6,
    true,
  ],
];

test.each(BROKEN)('%s', (_name, text, code, line, served) => {
  const { record, problems } = read(text);
  expect(problems[0]).toMatchObject({ code, line, file: PATH });
  expect(problems.every((problem) => (problem.hint ?? '') !== '')).toBe(true);
  expect(record !== undefined).toBe(served);
});

test('wrong folder and wrong file name are told, and the record is served', () => {
  const { record, problems } = read(`---\n${HEAD}---\n`, '.nexus/errors/other.md');
  expect(record?.title).toBe('A note');
  expect(problems.map(({ code, line }) => [code, line])).toEqual([
    ['wrong-folder', 3],
    ['bad-field', 2],
  ]);
});

test('every problem of a file is told', () => {
  const { problems } = read(`---\n${HEAD}tags: a\nexpires: b\nfiles: c\n---\n`);
  expect(problems.map((problem) => problem.line)).toEqual([6, 7, 8]);
});

test('texts keep their spelling, whatever YAML makes of them', () => {
  const odd = [
    '1234567e10',
    '0e12345',
    '00012345',
    '12345678901234567890',
    '2026-01-01',
    '1:30',
    'no',
    '~',
    '0x1f',
  ];
  const { record, problems } = read(
    `---\n${HEAD}language: no\ntags:\n${odd.map((text) => `  - ${text}\n`).join('')}sha: 1234567e10\nnumber: 12\n---\n`,
  );
  expect(problems).toEqual([]);
  expect(record?.language).toBe('no');
  expect(new Set(record?.tags)).toEqual(new Set(odd));
  expect(record?.extra).toMatchObject({ sha: '1234567e10', number: 12 });
});

test('a byte order mark, CRLF, blanks after the fences and a missing last newline are no problem', () => {
  const text = `\ufeff--- \n${HEAD}tags: [b, a]\n---  \n\nfirst\nlast`.replaceAll('\n', '\r\n');
  const { record, problems } = read(text);
  expect(problems).toEqual([]);
  expect(record).toMatchObject({ title: 'A note', tags: ['a', 'b'], body: 'first\nlast' });
});

test('a heading underline and a conflict shown in code are no conflict', () => {
  const body = 'Title\n=======\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n';
  expect(read(`---\n${HEAD}---\n${body}`).problems).toEqual([]);
});

test('more than the limit is not even looked at', () => {
  const text = `---\n${HEAD}---\n${'x'.repeat(LIMITS.record)}`;
  expect(read(text)).toMatchObject({ problems: [{ code: 'too-big', file: PATH }] });
  const fits = `---\n${HEAD}---\n`;
  expect(read(fits + 'x'.repeat(LIMITS.record - fits.length)).problems).toEqual([]);
});

const room = LIMITS.record - 16;
const fill = (piece: (i: number) => string): string => {
  let text = '';
  for (let i = 0; ; i++) {
    const next = piece(i);
    if (text.length + next.length > room) return text;
    text += next;
  }
};

test.each([
  ['flow lists in each other', '['.repeat(room)],
  ['flow maps in each other', '{a: '.repeat(room / 4)],
  ['block lists in each other', `${'- '.repeat(room / 2)}a`],
  ['block maps in each other', fill((i) => `${' '.repeat(i)}a:\n`)],
  ['explicit keys in each other', '? '.repeat(room / 2)],
  ['keys', fill((i) => `k${i}:\n`)],
  ['keys in one line', `{${fill((i) => `${i},`)}}`],
  ['commas', `{${','.repeat(room - 2)}}`],
  ['items', `tags:\n${fill((i) => `- ${i}\n`).slice(8)}`],
  ['the same key', fill(() => 'a:\n')],
  ['aliases', `a: &a [x]\nb: [${'*a,'.repeat(room / 4)}]`],
  ['laughs', fill((i) => `l${i}: &l${i} [*l${i - 1}, *l${i - 1}, *l${i - 1}]\n`)],
  ['anchors', '&a '.repeat(room / 3)],
  ['tags', '!!str '.repeat(room / 6)],
  ['documents', '...\n'.repeat(room / 4)],
  ['comments', '#\n'.repeat(room / 2)],
  ['blank lines in quotes', `a: "${'\n'.repeat(room - 8)}"`],
  ['quotes', '"'.repeat(room)],
  ['a long key', `${'k'.repeat(room - 2)}: `],
])('64 KiB of %s end in problems, without a throw and without a record', (_name, yaml) => {
  const { record, problems } = read(`---\n${yaml}\n---\n`);
  expect(record).toBeUndefined();
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.length).toBeLessThan(50);
});
