import { createHash } from 'node:crypto';
import { DOMParser, type Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LearnReport } from '../../src/core/report.ts';
import { reportHtml } from '../../src/present/report-html.ts';
import { isUnsafe, safeText } from '../../src/present/safe-text.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';
import { REPORT } from './learn-report.ts';

/** Every field in which a text of others stands is this text. */
function saying(text: string): LearnReport {
  const [used, error, stale] = [REPORT.harmful[0], REPORT.errors[0], REPORT.health.stale[0]];
  if (used === undefined || error === undefined || stale === undefined)
    throw new Error('something of everything');
  return {
    ...REPORT,
    project_name: text,
    category: text,
    category_performance: REPORT.category_performance.map((one) => ({
      ...one,
      category: text,
      best_approaches: [[text, 1]],
    })),
    series: [{ category: text, rates: [0, 1] }],
    recommendations: [text],
    learning_insights: ['Of these:', `  - ${text}`],
    left_out: [text],
    errors: [{ ...error, signature: text }],
    helpful: [{ ...used, title: text, id: text }],
    harmful: [{ ...used, title: text, notes: [{ at: used.last, helped: false, note: text }] }],
    health: { ...REPORT.health, stale: [{ id: text, title: text, detail: text }] },
    problems: [{ code: 'bad-field', message: text, file: text, hint: text }],
  };
}

/** The page taken apart; throws where anything is not closed, not quoted or not known. */
function elementsOf(page: string): readonly Element[] {
  const fail = (level: string, message: string): never => {
    throw new Error(`${level}: ${message}`);
  };
  return [...new DOMParser({ onError: fail }).parseFromString(page, 'text/xml').getElementsByTagName('*')];
}

const attributesOf = (element: Element): readonly (readonly [string, string])[] =>
  [...element.attributes].map(({ name, value }) => [name, value]);

/** All that is markup in a page. */
const skeletonOf = (page: string): readonly string[] =>
  elementsOf(page).map((element) =>
    [element.tagName, ...attributesOf(element).map(([name]) => name)].join(' '),
  );

const textOf = (page: string): string => elementsOf(page)[0]?.textContent ?? '';

const PLAIN = skeletonOf(reportHtml(saying('plain')));

test('what was said to be wrong is told with its reason, and not with what helped once', () => {
  const text = textOf(reportHtml(REPORT));
  expect(text).toContain('it comes back');
  expect(text).not.toContain('it did once');
});

describe('whatever a record says', () => {
  test.each([
    '</script><img src=x onerror=alert(1)>',
    '</title></style></bdi></td></table><script>alert(1)</script>',
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    '--><svg/onload=alert(1)><!--',
    ']]><b>',
    '&lt;b&gt; &#60;b&#62; &amp',
    '`alert(1)`',
    'user\u202Etxt.exe \u2066a\u2069 \u200b',
    'a\u0000b\u001b[31m\r\n\u0085\u2028c',
    'lone \ud800 and \uffff',
  ])('%j is text', (text) => {
    const page = reportHtml(saying(text));
    expect(skeletonOf(page)).toEqual(PLAIN);
    expect(textOf(page).split(safeText(text).trim()).length).toBeGreaterThan(12);
    expect([...page].filter((char) => char !== '\n' && isUnsafe(char))).toEqual([]);
  });

  test('no text of any kind makes an element or an attribute', () => {
    const piece = fc.oneof(
      fc.string({ unit: ANY_UNIT }),
      fc.constantFrom('<', '>', '"', "'", '`', '&', '/', '<!--', '</', '<b>', '=', '&#', ';', '\\u003c', ' '),
    );
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => `x${pieces.join('')}`);
    fc.assert(
      fc.property(text, (one) => {
        expect(skeletonOf(reportHtml(saying(one)))).toEqual(PLAIN);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the page', () => {
  const page = reportHtml(saying('plain'));
  const elements = elementsOf(page);
  const attributes = elements.flatMap((element) => attributesOf(element));

  test('allows its own script by its hash, and nothing else', () => {
    const scripts = elements.filter(({ tagName }) => tagName === 'script');
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(/<script>(.*)<\/script>/s.exec(page)?.[1] ?? '')
      .digest('base64');
    expect(attributes).toContainEqual([
      'content',
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    ]);
    expect(page).not.toMatch(/https?:|url\(|@import|\ssrc=|<link|<base|<form|<iframe/);
    expect(attributes.filter(([name]) => name.startsWith('on') || name === 'style')).toEqual([]);
  });

  test('refers to nothing that is not there, and names nothing twice', () => {
    const ids = attributes.flatMap(([name, value]) => (name === 'id' ? [value] : []));
    expect(new Set(ids).size).toBe(ids.length);
    const referred = attributes.flatMap(([name, value]) =>
      name === 'href' ? [value.replace(/^#/, '')] : name === 'aria-labelledby' ? value.split(' ') : [],
    );
    expect(referred.length).toBeGreaterThan(20);
    expect(referred.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('can be read aloud: language, one first heading, captions, scopes, charts in words', () => {
    expect(elements.slice(0, 1).flatMap(attributesOf)).toEqual([['lang', 'en']]);
    const named = (tag: string): readonly Element[] => elements.filter(({ tagName }) => tagName === tag);
    expect(named('h1')).toHaveLength(1);
    for (const table of named('table'))
      expect(table.getElementsByTagName('caption')[0]?.textContent).toMatch(/\w/);
    for (const head of named('th')) expect(head.getAttribute('scope')).toMatch(/^(col|row)$/);
    for (const chart of named('svg')) {
      if (chart.getAttribute('aria-hidden') === 'true') continue;
      expect(chart.getAttribute('role')).toBe('img');
      expect(chart.getElementsByTagName('title')[0]?.textContent).toMatch(/\d/);
    }
    expect(textOf(page)).toContain('Executions by week: 9 Nov 4, 1 succeeded; 16 Nov 8, 8 succeeded');
    expect(textOf(page)).toContain('stale by week, oldest first: 0, 1');
  });

  test('draws shares where they belong, and never outside', () => {
    const bars = elements.filter(({ tagName }) => tagName === 'rect');
    const numbers = bars.flatMap((bar) => ['width', 'height'].map((name) => Number(bar.getAttribute(name))));
    expect(numbers.filter((number) => !(number >= 0 && number <= 420))).toEqual([]);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(page).toContain('<rect class="good" width="66.7" height="8"/>');
  });
});

test('of nothing it says what to do, and of a filter that nothing passes to leave it away', () => {
  const none: LearnReport = {
    ...REPORT,
    overall_metrics: { status: 'no_data' },
    category_performance: [],
    series: [],
    weeks: [],
    errors: [],
    harmful: [],
    left_out: [],
    health: { ...REPORT.health, records: 0, stale: [], weeks: [] },
  };
  const page = reportHtml(none);
  expect(elementsOf(page).map(({ tagName }) => tagName)).not.toContain('table');
  expect(textOf(page)).toContain('nexus init');
  expect(textOf(page)).not.toContain('--since');
  expect(textOf(reportHtml({ ...none, category: 'docs' }))).toContain('without --since and --category');
});
