import { describe, expect, test } from 'vitest';
import { isId, isIdPrefix, makeId, shortId, slugOf } from '../../src/core/id.ts';
import { nearest } from '../../src/core/nearest.ts';
import { parseCitation } from '../../src/core/record.ts';
import { bodySections, sectionNamed } from '../../src/core/sections.ts';
import { isoSeconds, parseWhen } from '../../src/core/time.ts';

describe('ids', () => {
  const random = (fill: number): Uint8Array => new Uint8Array(10).fill(fill);

  test('are ULIDs in lower case: the specification’s own example of a time', () => {
    expect(makeId(1469918176385, random(0)).slice(0, 10)).toBe('01aryz6s41');
    expect(makeId(0, random(0))).toBe('0'.repeat(26));
    expect(makeId(281474976710655, random(255))).toBe(`7${'z'.repeat(25)}`);
  });

  test('sort by time and are told from other words', () => {
    const ids = [1_000, 2_000, 1_700_000_000_000].map((time) => makeId(time, random(7)));
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every(isId)).toBe(true);
    expect(isId('not-an-id')).toBe(false);
    expect(isIdPrefix('01k9')).toBe(true);
    expect(isIdPrefix('01k')).toBe(false);
    expect(isIdPrefix('upload')).toBe(false);
    expect(shortId(ids[0] ?? '')).toHaveLength(14);
  });

  test('slugs are ASCII words', () => {
    expect(slugOf('Crème brûlée: No module named "fastapi"!')).toBe('creme-brulee-no-module-named-fastapi');
    expect(slugOf('日本語')).toBe('record');
    expect(slugOf('x'.repeat(99))).toHaveLength(48);
    expect(slugOf('a process that stays reads the same cache as one that asks once')).toBe(
      'a-process-that-stays-reads-the-same-cache-as-one',
    );
    expect(slugOf('isomorphic-git reads, behind a gate; git does everything else')).toBe(
      'isomorphic-git-reads-behind-a-gate-git-does',
    );
    expect(slugOf('../../etc/passwd')).toBe('etc-passwd');
  });
});

describe('words as people type them', () => {
  test('the nearest choice is suggested, a far one is not', () => {
    expect(nearest('recal', ['recall', 'retire', 'run'])).toBe('recall');
    expect(nearest('remmeber', ['remember', 'recall'])).toBe('remember');
    expect(nearest('zzz', ['remember', 'recall'])).toBeUndefined();
  });

  test('times are dates, date-times or ages', () => {
    const now = Date.UTC(2026, 10, 21);
    expect(parseWhen('30d', now)).toBe(now - 30 * 86_400_000);
    expect(parseWhen('2026-01-31', now)).toBe(Date.UTC(2026, 0, 31));
    expect(parseWhen('2026-01-31 12:00', now)).toBe(Date.UTC(2026, 0, 31, 12));
    expect(parseWhen('2026-01-31T12:00+02:00', now)).toBe(Date.UTC(2026, 0, 31, 10));
    expect(parseWhen('yesterday', now)).toBeUndefined();
    expect(parseWhen('2026-13-45', now)).toBeUndefined();
  });

  test('absurd times are clamped, not thrown on', () => {
    expect(isoSeconds(Date.UTC(2026, 10, 21, 9, 30, 1, 999))).toBe('2026-11-21T09:30:01Z');
    expect(isoSeconds(Number.NaN)).toBe('1970-01-01T00:00:00Z');
    expect(isoSeconds(1e300)).toBe('9999-12-31T23:59:59Z');
  });

  test('citations name a path, and lines where they are given', () => {
    expect(parseCitation('src/a.ts')).toEqual({ path: 'src/a.ts' });
    expect(parseCitation('src/a.ts#L10')).toEqual({ path: 'src/a.ts', from: 10, to: 10 });
    expect(parseCitation('src/a.ts#L10-L20')).toEqual({ path: 'src/a.ts', from: 10, to: 20 });
    expect(parseCitation('docs/a#b.md')).toEqual({ path: 'docs/a#b.md' });
  });
});

describe('sections of a body', () => {
  const body =
    'intro\n\n## Context\n\nwhy\n\n```md\n## not a heading\n```\n\n## Resolution ##\n\nhow\n\n### detail\n\nmore\n';

  test('are cut at second-level headings outside code', () => {
    expect(bodySections(body)).toEqual([
      { name: '', text: 'intro' },
      { name: 'Context', text: 'why\n\n```md\n## not a heading\n```' },
      { name: 'Resolution', text: 'how\n\n### detail\n\nmore' },
    ]);
  });

  test('are found whatever the case', () => {
    expect(sectionNamed(body, 'resolution')).toBe('how\n\n### detail\n\nmore');
    expect(sectionNamed(body, 'missing')).toBeUndefined();
  });
});
