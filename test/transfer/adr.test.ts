import { expect, test } from 'vitest';
import { readAdrs } from '../../src/transfer/adr.ts';
import type { RecordItem } from '../../src/transfer/item.ts';

function read(files: Readonly<Record<string, string>>): RecordItem[] {
  const sources = Object.entries(files).map(([name, text]) => ({ path: `docs/adr/${name}`, text }));
  return readAdrs(sources).flatMap((item) => (item.type === 'record' ? [item] : []));
}

const NYGARD = `# 3. Use a queue

Date: 2016-02-12

## Status

Accepted

## Context

Requests take long.

## Decision

We will use a queue.

\`\`\`sh
## not a heading
\`\`\`

## Consequences

One more thing to run.
`;

test("Nygard's form: title without its number, date, sections as they are", () => {
  const [item, ...more] = read({ '0003-use-a-queue.md': NYGARD });
  expect(more).toEqual([]);
  expect(item).toMatchObject({ key: '3', created: Date.UTC(2016, 1, 12) });
  expect(item?.retired).toBeUndefined();
  expect(item?.draft).toEqual({
    kind: 'decision',
    title: 'Use a queue',
    body: `Imported from \`docs/adr/0003-use-a-queue.md\`.

## Context

Requests take long.

## Decision

We will use a queue.

\`\`\`sh
## not a heading
\`\`\`

## Consequences

One more thing to run.`,
  });
});

test('MADR: fields on top or in a list, options as what was ruled out', () => {
  const madr = `---
status: proposed
date: 2024-05-06
decision-makers: [Ann, Ben]
---

# Use SQLite for the cache

## Context and Problem Statement

Where does the cache live?

## Considered Options

* SQLite
* A file

## Decision Outcome

Chosen option: "SQLite", because it is there.

### Consequences

* Good, because it is fast
`;
  const old = `# Use Markdown

* Status: accepted
* Deciders: Ann
* Date: 2021-01-31

## Context and Problem Statement

Which format?

## Decision Outcome

Markdown.
`;
  const [first, second] = read({ '0001-cache.md': madr, '0002-markdown.md': old });
  expect(first).toMatchObject({ created: Date.UTC(2024, 4, 6), draft: { tags: ['proposed'] } });
  expect(first?.draft.body).toContain('## Ruled out\n\n- A file\n\n## Decision\n\nChosen option');
  expect(first?.draft.body).toMatch(/^- Decision-makers: Ann, Ben\n\nImported from/);
  expect(first?.draft.body).toContain('### Consequences\n\n* Good, because it is fast');
  expect(second?.created).toBe(Date.UTC(2021, 0, 31));
  expect(second?.draft.body).toMatch(/^\* Deciders: Ann\n\nImported from/);
});

test('what superseded what, told from either side; what is rejected, or whose successor is not there, is retired', () => {
  const adr = (title: string, status: string): string =>
    `# ${title}\n\n## Status\n\n${status}\n\n## Context\n\nc\n\n## Decision\n\nd\n`;
  const items = read({
    '0001-a.md': adr('1. A', 'Superseded by [2. B](0002-b.md)'),
    '0002-b.md': adr('2. B', 'Accepted'),
    '0003-c.md': adr('3. C', 'Accepted\n\nSupersedes ADR-0002'),
    '0004-d.md': adr('4. D', 'Rejected'),
    '0005-e.md': adr('5. E', 'Superseded by ADR-0099'),
    'README.md': '# Our decisions\n\n## Decision\n\n## Status\n',
  });
  expect(items.map(({ draft, replaces, retired }) => [draft.title, replaces ?? [], retired])).toEqual([
    ['A', [], undefined],
    ['B', ['1'], undefined],
    ['C', ['2'], undefined],
    ['D', [], 'Rejected'],
    ['E', [], 'Superseded by ADR-0099'],
  ]);
});
