import fc from 'fast-check';
import { KIND_NAMES } from '../../src/core/kinds.ts';
import type { Kind, NexusRecord } from '../../src/core/record.ts';
import { normaliseCitation } from '../../src/format/citation.ts';
import { canonicalBody, oneLine, sortedSet, wellFormed } from '../../src/format/lines.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

/** Texts that some YAML reader takes for something else, or that break a line-based reader. */
export const HOSTILE = [
  '1234567e10',
  '0e12345',
  '00012345',
  '12345678901234567890',
  '2026-01-01',
  '1:30',
  '0x1f',
  '0b11',
  '0o17',
  '1_000',
  'no',
  'Yes',
  'off',
  'y',
  'null',
  '~',
  '',
  '=',
  '<<',
  '.inf',
  '-.NaN',
  '.5',
  '---',
  '...',
  '- a',
  '? a',
  'a: b',
  'a:',
  ' #x',
  'a #b',
  '#a',
  '&a',
  '*a',
  '!tag',
  '!!js/function x',
  '%YAML 1.1',
  '@at',
  '`tick`',
  '"',
  "'",
  "it's",
  '\\',
  '\\n',
  '[a, b]',
  '{a: b}',
  '|',
  '>',
  '<<<<<<< ours',
  '=======',
  '>>>>>>> theirs',
  'deadbeef',
  '__proto__',
  'constructor',
  'toString',
  'é',
  'e\u0301',
  '\u202eabc',
  '\u00a0',
  '\ufeff',
  '\u2028',
  '😀',
  '👩\u200d💻',
  'a\tb',
  '\u001b[31m',
  '\u0085',
  '\ud800',
  '../../etc/passwd',
  '/etc/passwd',
];

const hostile = fc.constantFrom(...HOSTILE);
const anyText = fc.oneof(
  hostile,
  fc.string({ unit: ANY_UNIT, maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.array(hostile, { maxLength: 4 }).map((parts) => parts.join(' ')),
  fc.array(hostile, { maxLength: 4 }).map((parts) => parts.join('\n')),
);

export const line = anyText.map(oneLine);
const filledLine = line.filter((text) => text !== '');
const lines = fc.array(filledLine, { minLength: 1, maxLength: 3 });
const set = fc.array(filledLine, { maxLength: 5 }).map(sortedSet);
const citations = fc
  .array(
    fc.oneof(
      anyText,
      fc.constantFrom(
        'src/a.ts',
        './src//a.ts',
        'src/a.ts:10',
        'a#L3-L1',
        'dir with blanks/é.md#L7',
        '.github/x.yml',
      ),
    ),
    { maxLength: 5 },
  )
  .map((texts) => sortedSet(texts.flatMap((text) => normaliseCitation(text) ?? [])));

/** Texts as they come out of a file: no lone surrogates. */
const key = fc
  .oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 12 }))
  .map(wellFormed)
  .filter((text) => text !== '<<');
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3, withCrossShrink: true },
    anyText.map(wellFormed),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map(bareObject),
  ),
})).value;

function bareObject(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [name, value] of entries) object[name] = value;
  return object;
}

const KNOWN = new Set(
  'id kind title created language tags files pattern error episode events errors recalled executions supersedes derived_from expires retired forgotten'.split(
    ' ',
  ),
);
const extra = fc
  .array(
    fc.tuple(
      key.filter((name) => !KNOWN.has(name)),
      json,
    ),
    { maxLength: 4 },
  )
  .map(bareObject);

const ID_CHARS = '0123456789abcdefghjkmnpqrstvwxyz';
const id = fc
  .tuple(
    fc.constantFrom(...'01234567'),
    fc.array(fc.constantFrom(...ID_CHARS), { minLength: 25, maxLength: 25 }),
  )
  .map(([first, rest]) => first + rest.join(''));
const time = fc
  .integer({ min: 0, max: 253_402_300_799 })
  .map((seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`);
const date = time.map((text) => text.slice(0, 10));
const flag = fc.boolean();
const seconds = fc
  .double({ min: 0, max: 1e9, noNaN: true })
  .map((n) => (n === 0 ? 0 : n))
  .filter((n) => !/e-/.test(String(n)) || n > 1e-100);

const cost = seconds.map((n) => n % 31_622_400).filter((n) => !/e-/.test(String(n)) || n > 1e-100);
const count = fc.nat(1_000_000_000);
const texts = fc.array(filledLine, { minLength: 1, maxLength: 3 });

const OF_KIND: Readonly<Record<Kind, fc.Arbitrary<object>>> = {
  note: fc.constant({}),
  solution: fc.constant({}),
  decision: fc.constant({}),
  pattern: some({
    pattern: filled(
      some({ category: filledLine, complexity: fc.constantFrom('low', 'medium', 'high'), anti: flag }),
    ),
  }),
  error: some({
    error: filled(
      some({ type: filledLine, message: filledLine, signature: filledLine, command: filledLine }),
    ),
  }),
  episode: some({
    episode: filled(
      some({
        branch: filledLine,
        started: time,
        duration_s: cost,
        success: flag,
        context: lines,
        metrics: lines,
      }),
    ),
    events: fc.array(
      fc.record(
        { at: time, type: filledLine, role: filledLine, data: filledLine },
        { requiredKeys: ['type'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    errors: fc.array(
      fc.record(
        { id, signature: filledLine, resolved: flag, cost_s: cost, runs: count },
        { requiredKeys: ['signature', 'resolved'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    recalled: fc.array(
      fc.record(
        { id, helped: flag, wrong: flag, note: filledLine },
        { requiredKeys: ['id', 'helped'], noNullPrototype: true },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    executions: fc.array(
      fc.record(
        {
          at: time,
          task: filledLine,
          category: filledLine,
          type: filledLine,
          complexity: fc.constantFrom('low', 'medium', 'high'),
          approach: filledLine,
          success: flag,
          success_factors: texts,
          duration_s: cost,
          dependencies: texts,
          tools: texts,
          api_calls: count,
        },
        { requiredKeys: ['at', 'category', 'success'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
  }),
};

function some(model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  return fc.record(model, { requiredKeys: [] });
}

function filled(arbitrary: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return arbitrary.filter((value) => Object.keys(value).length > 0);
}

export const body = fc
  .array(
    fc.oneof(
      anyText,
      fc.constantFrom('## Problem', '```', '~~~~', '<!--', '-->', '- item', '    code', 'text'),
    ),
    {
      maxLength: 8,
    },
  )
  .map((lines) => canonicalBody(lines.join('\n')));

/** Records in canonical form, with everything hostile that a form allows. */
export const record: fc.Arbitrary<NexusRecord> = fc.constantFrom(...KIND_NAMES).chain((kind) =>
  fc
    .tuple(
      fc.record(
        {
          id,
          title: filledLine,
          created: time,
          tags: set,
          files: citations,
          supersedes: fc.array(id, { maxLength: 2 }).map(sortedSet),
          derived_from: set,
          extra,
          body,
          language: filledLine,
          expires: date,
          retired: filledLine,
          forgotten: filledLine,
        },
        {
          requiredKeys: [
            'id',
            'title',
            'created',
            'tags',
            'files',
            'supersedes',
            'derived_from',
            'extra',
            'body',
          ],
        },
      ),
      OF_KIND[kind],
    )
    .map(([common, own]) => ({ ...common, ...own, kind }) as NexusRecord),
);
