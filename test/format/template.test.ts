import { describe, expect, test } from 'vitest';
import { KIND_NAMES, KINDS } from '../../src/core/kinds.ts';
import { draftFromTemplate, templateFor } from '../../src/format/template.ts';

describe.each(KIND_NAMES)('%s', (kind) => {
  test('the template itself is no draft: it has no title', () => {
    expect(draftFromTemplate(templateFor(kind), kind).problems).toMatchObject([
      { code: 'missing-field', line: 2 },
    ]);
  });

  test('with a title alone it is a draft of nothing else', () => {
    const text = templateFor(kind).replace('title:', 'title: A title');
    expect(draftFromTemplate(text, kind)).toEqual({ draft: { kind, title: 'A title' }, problems: [] });
  });

  test('only filled sections stay', () => {
    const [first, second] = KINDS[kind].sections;
    if (first === undefined || second === undefined) return;
    const text = templateFor(kind)
      .replace('title:', 'title: A title')
      .replace(`## ${second}\n`, `## ${second}\n\nFilled. <!-- kept -->\n<!-- gone -->\n`);
    expect(draftFromTemplate(text, kind).draft?.body).toBe(`## ${second}\n\nFilled. <!-- kept -->`);
  });
});

test('fields are read with their problems, which say where', () => {
  const text = templateFor('error')
    .replace('title:', 'title: A title')
    .replace('message:', 'message: No module')
    .replace('tags:', 'tags: one')
    .replace('expires:', 'mood: good\nexpires:');
  const { draft, problems } = draftFromTemplate(text, 'error');
  expect(draft).toMatchObject({ kind: 'error', title: 'A title', error: { message: 'No module' } });
  expect(problems.map((problem) => problem.code)).toEqual(['bad-field', 'bad-field']);
  for (const problem of problems)
    expect(text.split('\n')[(problem.line ?? 0) - 1]).toMatch(/^tags: one|^mood/);
});

test('a text without front matter is a problem', () => {
  expect(draftFromTemplate('hello', 'note').problems).toMatchObject([{ code: 'no-front-matter', line: 1 }]);
  expect(draftFromTemplate('---\na: &x b\n---\n', 'note').problems).toMatchObject([
    { code: 'bad-yaml', line: 2 },
  ]);
});
