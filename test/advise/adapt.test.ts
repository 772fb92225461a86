import { describe, expect, test } from 'vitest';
import { type Chosen, factsFor, type KnownPart } from '../../src/advise/adapt.ts';
import { weigh } from '../../src/advise/match.ts';
import { firstSentence, neededPackages, relatedTitles, sentenceOf } from '../../src/advise/sentence.ts';

const MANIFEST = 'pyproject.toml';
const PARTS: readonly KnownPart[] = [
  { role: 'stack', name: 'FastAPI', version: '>=0.110', from: MANIFEST },
  { role: 'test', name: 'pytest', from: MANIFEST },
  { role: 'service', name: 'postgres', version: '17', from: 'compose.yaml' },
];
const API: Chosen = {
  title: 'HTTP APIs',
  needs: ['fastapi', 'pydantic'],
  tags: ['REST'],
  language: 'python',
};

describe('facts', () => {
  test('say what of a pattern is in use, and what is not declared, each with its file', () => {
    expect(factsFor(PARTS, ['api'], [API])).toEqual([
      { text: 'FastAPI >=0.110 is in use: HTTP APIs', from: MANIFEST },
      { text: 'pydantic is not declared: HTTP APIs', from: MANIFEST },
    ]);
  });

  test('that bear on the sort of problem are told without a pattern', () => {
    expect(factsFor(PARTS, ['database', 'testing'], [])).toEqual([
      { text: 'beside it runs: postgres 17', from: 'compose.yaml' },
      { text: 'tests run by: pytest', from: MANIFEST },
    ]);
    expect(factsFor([{ role: 'stack', name: 'Flask', from: MANIFEST }], ['testing'], [])).toEqual([
      { text: 'no test runner is declared', from: MANIFEST },
    ]);
  });

  test('of a project that tells nothing, or of another language, nothing is said', () => {
    expect(factsFor([], ['testing', 'api'], [API])).toEqual([]);
    const other: KnownPart = { role: 'stack', name: 'Fastify', from: 'package.json' };
    expect(factsFor([other], ['api'], [API])).toEqual([]);
  });
});

describe('what a record says of itself', () => {
  test.each([
    [
      'A short one. And the next, which says more about it. A third.',
      'A short one. And the next, which says more about it.',
    ],
    [
      '- Use `a. b` where a list is short enough for all of it, e.g. here. No.',
      'Use `a. b` where a list is short enough for all of it, e.g. here.',
    ],
    [
      '```py\nx\n```\n\n**Bold** words first, in the paragraph that follows the code block. Then more.',
      'Bold words first, in the paragraph that follows the code block.',
    ],
    ['Choose what is asked for:\n\n- a', 'Choose what is asked for.'],
    ['', ''],
  ])('%j', (text, sentence) => {
    expect(sentenceOf(text)).toBe(sentence);
  });

  test('is cut where it never ends, and read in a time that grows with its length', () => {
    expect(sentenceOf(`x${'`'.repeat(100_000)}`)).toHaveLength(240);
    expect(sentenceOf('word '.repeat(20_000))).toMatch(/^word .*…$/);
  });

  test('is found by the names of its sections', () => {
    const body =
      '## Solution\n\nDo it.\n\n```python requires fastapi pydantic\nx = 1\n```\n\n## Related\n\n- One thing\n- Another\n';
    expect(firstSentence(body, 'Resolution', 'solution')).toBe('Do it.');
    expect(firstSentence(body, 'Why it works')).toBeUndefined();
    expect(relatedTitles(body)).toEqual(['One thing', 'Another']);
    expect(neededPackages(body)).toEqual(['fastapi', 'pydantic']);
    expect(neededPackages('no code')).toEqual([]);
  });
});

describe('two ways to a record', () => {
  const asked = [
    { token: 'upload', documents: 1 },
    { token: 'data', documents: 50 },
  ];
  const hit = (key: string, score: number, ...tokens: string[]) => ({ key, score, tokens });

  test('its own words count by how rare they are', () => {
    const hits = [hit('rare', 5, 'upload'), hit('common', 5, 'data')];
    const [first, second] = weigh({ hits, asked, searched: 100 }, [], 0);
    expect(first).toMatchObject({ key: 'rare', usual: false });
    expect(second).toBeUndefined();
  });

  test('the usual answers weigh more where the request leaves its subject open', () => {
    const direct = { hits: [hit('own', 5, 'upload', 'data')], asked, searched: 100 };
    const usual = [{ hits: [hit('usual', 3)], weight: 1 }];
    expect(weigh(direct, usual, 0).map(({ key }) => key)).toEqual(['own', 'usual']);
    expect(weigh(direct, usual, 1).map(({ key }) => key)).toEqual(['usual', 'own']);
  });

  test('nothing found is nothing', () => {
    expect(weigh({ hits: [], asked: [], searched: 0 }, [], 1)).toEqual([]);
  });
});
