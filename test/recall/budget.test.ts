import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContextItem } from '../../src/core/briefing.ts';
import type { SessionOverview } from '../../src/core/session.ts';
import { agentContextText } from '../../src/present/context-text.ts';
import { fenced } from '../../src/present/fence.ts';
import { cutOverview, cutText, fitItems, tokensOf } from '../../src/recall/budget.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

const item = (text: string, over: Partial<ContextItem> = {}): ContextItem => ({
  id: '01k9x4aaaabbbbccccddddeeee',
  kind: 'decision',
  title: 'Files, not a database',
  freshness: 'verified',
  standing: 'committed',
  created: '2026-01-28T12:00:00Z',
  reasons: [],
  text,
  ...over,
});

describe('cutting a text', () => {
  test('at a paragraph where one ends in time, else at a line, else at a word', () => {
    expect(cutText('one two\n\nthree four\n\nfive six seven', 30)).toBe('one two\n\nthree four\n…');
    expect(cutText('one two three\nfour five\nsix seven eight', 32)).toBe('one two three\nfour five\n…');
    expect(cutText('one two three four five six', 22)).toBe('one two three\n…');
    expect(cutText('short', 10)).toBe('short');
  });

  test('closes the code that it opens', () => {
    expect(cutText('```js\nconst a = 1;\nconst b = 2;\nconst c = 3;\n```\n', 40)).toBe(
      '```js\nconst a = 1;\nconst b = 2;\n```\n…',
    );
  });
});

describe('a budget of tokens', () => {
  test('whole items in their order, and one that is cut', () => {
    const items = [item('a'.repeat(300)), item('b '.repeat(2000)), item('c')];
    const { items: shown } = fitItems(items, 400, undefined);
    expect(shown).toHaveLength(2);
    expect(shown[0]?.text).toHaveLength(300);
    expect(shown[1]?.text).toMatch(/^b b[b ]*\n…$/);
  });

  test('nothing at all costs nothing', () => {
    expect(fitItems([], 500, undefined)).toEqual({ items: [], tokens: 0 });
  });

  const line = fc.string({ unit: ANY_UNIT, maxLength: 200 }).map((text) => text.replace(/\n/g, ' '));
  const anyItem = fc
    .record({ text: fc.string({ unit: ANY_UNIT, maxLength: 4000 }), title: line, reason: line, detail: line })
    .map(({ text, title, reason, detail }) =>
      item(text, { title, reasons: [reason], freshnessDetail: detail, freshness: 'moved' }),
    );

  test('the fenced text of what fits stays within it', () => {
    fc.assert(
      fc.property(
        fc.array(anyItem, { maxLength: 6 }),
        fc.integer({ min: 100, max: 3000 }),
        (items, budget) => {
          const fitted = fitItems(items, budget, undefined);
          const briefing = { ...fitted, total: items.length, problems: [] };
          const text = fitted.items.length === 0 ? '' : fenced(agentContextText(briefing, { now: 0 }));
          expect(text.length / 4).toBeLessThanOrEqual(budget);
          expect(fitted.tokens).toBeLessThanOrEqual(budget);
        },
      ),
    );
  });

  test('an overview gives up the ends of its lists first', () => {
    const overview: SessionOverview = {
      project: 'Shop',
      preferences: Array.from({ length: 40 }, (_, n) => `preference ${n} ${'x'.repeat(100)}`),
      blockers: [],
      openErrors: [],
    };
    const cut = cutOverview(overview, 300);
    expect(tokensOf(JSON.stringify(cut))).toBeLessThanOrEqual(300);
    expect(cut.project).toBe('Shop');
    expect(cut.preferences[0]).toMatch(/^preference 0 /);
  });
});
