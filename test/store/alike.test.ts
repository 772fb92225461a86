import fc from 'fast-check';
import { expect, test } from 'vitest';
import { likenessIndex, saysNearlyTheSame } from '../../src/store/alike.ts';

const KNOWN = {
  kind: 'note',
  title: 'Staging is read-only on Sundays',
  body: 'The backup holds a lock from midnight on; writes wait for it and fail after 30 seconds.',
};

const known = likenessIndex<string>();
known.add(KNOWN, 'known');

test('a text with a word changed, other marks, other case and another origin says the same', () => {
  const again = {
    ...KNOWN,
    body: `the backup HOLDS a lock from midnight on - writes wait for it, and then fail after 30 seconds\n\nImported from \`memory/x.md\`.`,
  };
  expect(known.find(again)).toBe('known');
});

test('another number, another kind or another matter does not', () => {
  expect(known.find({ ...KNOWN, body: KNOWN.body.replace('30', '60') })).toBeUndefined();
  expect(known.find({ ...KNOWN, kind: 'decision' })).toBeUndefined();
  expect(known.find({ ...KNOWN, body: '' })).toBeUndefined();
  expect(known.find({ kind: 'note', title: '', body: '' })).toBeUndefined();
});

test('what is looked up is what comparing each with each would find', () => {
  const body = fc.array(fc.constantFrom(...'abcdefghijklmnopqrstuvwx12'), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.array(body, { maxLength: 12 }), body, fc.boolean(), (others, asked, isNear) => {
      const texts = [...others, ...(isNear ? [[...asked, 'z']] : [])].map((words) => words.join(' '));
      const index = likenessIndex<string>();
      for (const text of texts) index.add({ kind: 'note', title: '', body: text }, text);
      const whole = asked.join(' ');
      const found = index.find({ kind: 'note', title: '', body: whole });
      const alike = texts.filter((text) => saysNearlyTheSame(text, whole));
      expect(found === undefined ? alike : alike.includes(found)).toEqual(found === undefined ? [] : true);
    }),
  );
});
