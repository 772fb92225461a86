import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBlame } from '../../src/repo/blame-parse.ts';
import { parseCatFile } from '../../src/repo/cat-file-parse.ts';
import { parseLog, parseLogFiles } from '../../src/repo/log-parse.ts';
import { parseCommitObject, parseTreeObject } from '../../src/repo/object-parse.ts';
import { parseRawDiff, parseTree } from '../../src/repo/raw-diff-parse.ts';
import { LAST_SECOND, parseSeconds } from '../../src/repo/seconds.ts';
import { parseStatusPaths, quotePath } from '../../src/repo/status-parse.ts';

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 });
/** Anything but NUL, with the characters that have fooled parsers more often than chance would have it. */
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('\n', '\t', '\x1e', '\x1f', ' ', ':', '"'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
  })
  .map((s) => s.replaceAll('\0', ''));
const path = text.filter((s) => s !== '');

describe('what git prints is taken apart', () => {
  test('log fields, whatever is in them', () => {
    const commit = fc.record({
      oid: hex,
      parents: fc.array(hex, { maxLength: 3 }),
      name: text,
      subject: text,
      body: text,
    });
    fc.assert(
      fc.property(fc.array(commit), (commits) => {
        const output = commits
          .map(
            (c) => `${[c.oid, c.parents.join(' '), c.name, 'e', '1', '2', c.subject, c.body].join('\0')}\0`,
          )
          .join('');
        const expected = commits.map((c) => ({
          oid: c.oid,
          parents: c.parents,
          authorName: c.name,
          authorEmail: 'e',
          authorTime: 1,
          commitTime: 2,
          subject: c.subject,
          body: c.body.trimEnd(),
          files: [],
        }));
        expect(parseLog(output)).toEqual(expected);
      }),
    );
  });

  test('files of commits, also where a path begins with a line break', () => {
    const commit = fc.record({ oid: hex, files: fc.uniqueArray(path, { maxLength: 4 }) });
    fc.assert(
      fc.property(fc.uniqueArray(commit, { selector: (c) => c.oid }), (commits) => {
        const output = commits
          .map(({ oid, files }) => `\0${oid}\0${files.length === 0 ? '' : `\n${files.join('\0')}\0`}`)
          .join('');
        expect([...parseLogFiles(output)]).toEqual(commits.map(({ oid, files }) => [oid, files]));
      }),
    );
  });

  test('trees and raw diffs', () => {
    fc.assert(
      fc.property(fc.uniqueArray(path), hex, (paths, oid) => {
        const listed = paths.map((one) => ({ path: one, mode: '100644', oid }));
        expect(parseTree(paths.map((one) => `100644 blob ${oid}\t${one}\0`).join(''))).toEqual(listed);
        const zero = '0'.repeat(40);
        const raw = paths.map((one) => `:000000 100644 ${zero} ${oid} A\0${one}\0`).join('');
        const added = paths.map((one) => ({ status: 'added', path: one, newOid: oid }));
        expect(parseRawDiff(raw)).toEqual(/^0+$/.test(oid) ? [] : added);
      }),
    );
    const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];
    expect(
      parseRawDiff(`:100644 100644 ${a} ${b} R087\0old\0new\0:100644 000000 ${a} ${'0'.repeat(40)} D\0x\0`),
    ).toEqual([
      { status: 'renamed', path: 'new', oldPath: 'old', oldOid: a, newOid: b },
      { status: 'deleted', path: 'x', oldOid: a },
    ]);
    expect(parseRawDiff(`:000000 120000 ${'0'.repeat(40)} ${b} A\0link\0`)).toEqual([
      { status: 'added', path: 'link', newOid: b, newMode: '120000' },
    ]);
  });

  test('blobs by their length, not by what is in them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hex), fc.uint8Array(), (oids, bytes) => {
        const parts = oids.flatMap((oid) => [
          Buffer.from(`${oid} blob ${bytes.length}\n`),
          bytes,
          Buffer.from('\n'),
        ]);
        const gone = Buffer.from(`${'f'.repeat(40)}x missing\n`);
        const blobs = parseCatFile(Buffer.concat([gone, ...parts, gone]));
        expect([...blobs.keys()]).toEqual(oids);
        for (const blob of blobs.values()) expect(Buffer.compare(blob, bytes)).toBe(0);
      }),
    );
  });

  test('status: changed, renamed, unmerged, untracked; no submodules, no nested repositories', () => {
    const o = 'a'.repeat(40);
    const fields = [
      `1 .M N... 100644 100644 100644 ${o} ${o} with space`,
      `2 R. N... 100644 100644 100644 ${o} ${o} R100 new`,
      'old',
      `u UU N... 100644 100644 100644 100644 ${o} ${o} ${o} both`,
      `1 .M SC.. 160000 160000 160000 ${o} ${o} module`,
      '? loose\nfile',
      '? nested/',
      '',
    ];
    expect(parseStatusPaths(fields.join('\0'))).toEqual(['with space', 'old', 'new', 'both', 'loose\nfile']);
    expect(quotePath('a b')).toBe('a b');
    expect(quotePath('"\\\n')).toBe('"\\"\\\\\\n"');
  });

  test('blame: a commit is described once, lines may look like headers', () => {
    const oid = 'c'.repeat(40);
    const output = `${oid} 1 1 2\nauthor Ann Author\nauthor-time 7\nsummary s\nfilename f\n\t${oid} 9 9\n${oid} 2 2\n\tauthor Ben\n`;
    const by = { oid, authorName: 'Ann Author', authorTime: 7, subject: 's' };
    expect(parseBlame(output)).toEqual([
      { line: 1, text: `${oid} 9 9`, ...by },
      { line: 2, text: 'author Ben', ...by },
    ]);
  });
});

describe('damaged data', () => {
  test('dates always make a date', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.bigInt().map(String), fc.double().map(String)), (date) => {
        const seconds = parseSeconds(date);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(LAST_SECOND);
        expect(new Date(seconds * 1000).toISOString()).toMatch(/^\d{4}-/);
      }),
    );
  });

  test('commit and tree objects never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseCommitObject('x', bytes).oid).toBe('x');
        for (const entry of parseTreeObject(bytes)) expect(entry.oid).toMatch(/^[0-9a-f]{40}$/);
      }),
    );
  });
});
