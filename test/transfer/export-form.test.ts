import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wellFormed } from '../../src/format/lines.ts';
import {
  type ExportFormat,
  exportHead,
  exportPart,
  isExport,
  readExports,
} from '../../src/transfer/export-form.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

const FORMATS: readonly ExportFormat[] = ['jsonl', 'markdown'];

function exported(format: ExportFormat, files: readonly { path: string; text: string }[]): string {
  return exportHead(format) + files.map((file) => exportPart(format, file)).join('');
}

const takenApart = (text: string) => readExports([{ path: 'memory', text }]);

/** Lines that the form itself is made of, and what makes texts differ that look the same. */
const ODD = [
  '<!-- nexus end -->',
  '<!-- nexus file 3 ".nexus/notes/x.md" -->',
  '<!-- nexus export, schema 1, data 1 -->',
  '{"nexus":"export"}',
  '---',
  '\r\n',
  '\n',
  '\ufeff',
  'é',
  'e\u0301',
  '😀',
  '\u2028',
  '\u0085',
  '\u001b[31m',
  '-->',
  '\\u0041',
  '"',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: ANY_UNIT })))
  .map((parts) => wellFormed(parts.join('')));

test('law: files come back byte for byte, in their order, whatever is in them', () => {
  const files = fc.array(fc.record({ path: text.filter((path) => path !== ''), text }), { maxLength: 5 });
  fc.assert(
    fc.property(fc.constantFrom(...FORMATS), files, (format, given) => {
      const whole = exported(format, given);
      expect(isExport(whole)).toBe(true);
      expect(takenApart(whole)).toEqual(
        given.map((file) => ({ type: 'file', ...file, from: { file: 'memory' } })),
      );
    }),
  );
});

test('JSON lines are one object a line and hold nothing that a terminal obeys', () => {
  const whole = exported('jsonl', [{ path: '.nexus/notes/a.md', text: ODD.join(' ') }]);
  expect(whole.split('\n')).toHaveLength(3);
  expect(whole).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]/);
});

test('a damaged part is told, and hides no other', () => {
  const files = ['a', 'b', 'c'].map((name) => ({
    path: `.nexus/notes/${name}.md`,
    text: `text of ${name}\n`,
  }));
  const markdown = exported('markdown', files).replace('text of b', 'a longer text of b');
  expect(takenApart(markdown).map(({ type }) => type)).toEqual(['file', 'bad', 'file']);
  expect(takenApart(markdown)[1]).toMatchObject({ title: '.nexus/notes/b.md' });
  const lines = exported('jsonl', files).replace('"text of b\\n"}', '"text of');
  expect(takenApart(lines)).toMatchObject([
    { type: 'file' },
    { title: 'line 3', why: 'not JSON' },
    { type: 'file' },
  ]);
});

test('an export of a later version is refused, not misread', () => {
  expect(() => takenApart('{"nexus":"export","schema":1,"data":9}\n')).toThrow(/later version/);
  expect(() => takenApart('<!-- nexus export, schema 2, data 1 -->\n')).toThrow(/later version/);
});
