import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from '../../src/format/decode.ts';
import { decodeQueries } from '../../src/format/queries.ts';
import { mergeFile } from '../../src/merge/merge-file.ts';
import { openConflicts } from '../../src/merge/open-conflicts.ts';
import { settleConflict } from '../../src/merge/settle.ts';

const ID = '01jd3v5t6zk8m9n0p1q2r3s4t5';
const PATH = `.nexus/decisions/retry-uploads-${ID}.md`;
const BASE = `---
id: "${ID}"
kind: decision
title: Retry uploads
created: 2026-01-31T12:00:00Z
tags:
  - http
owner: Ann # on call
---

## Context

The gateway drops one upload in fifty.
It says 502.

## Decision

Retry once.

## Consequences

- more traffic
`;

/** The text with its changes, each of which must be there to be changed. */
function but(text: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((now, [from, to]) => {
    expect(now).toContain(from);
    return now.replace(from, to);
  }, text);
}

function merged(a: string, b: string, base = BASE, path = PATH) {
  const one = mergeFile({ base, a, b }, path);
  expect(mergeFile({ base, a: b, b: a }, path)).toEqual(one);
  return one;
}

test('both sides’ changes of fields, sets, sections and lists are there, and all else is as it was', () => {
  const a = but(
    BASE,
    ['title: Retry uploads', 'title: Retry uploads twice'],
    ['  - http\n', '  - gateway # by name\n  - http\n'],
    ['Retry once.', 'Retry twice.'],
    ['- more traffic\n', '- more traffic\n- fewer tickets\n'],
    ['created:', '# as said in the review\ncreated:'],
  );
  const b = but(
    BASE,
    ['  - http\n', '  - http\n  - upload\n'],
    ['It says 502.', 'It says 502 or 504.'],
    ['- more traffic\n', '- more traffic\n- slower tests\n\n## Ruled out\n\nA queue.\n'],
    ['owner: Ann # on call', 'owner: Ben # on call'],
  );
  const { text, conflicts } = merged(a, b);
  expect(conflicts).toEqual([]);
  expect(text).toBe(
    but(
      BASE,
      ['title: Retry uploads', 'title: Retry uploads twice'],
      ['created:', '# as said in the review\ncreated:'],
      ['  - http\n', '  - gateway # by name\n  - http\n  - upload\n'],
      ['owner: Ann', 'owner: Ben'],
      ['It says 502.', 'It says 502 or 504.'],
      ['Retry once.', 'Retry twice.'],
      ['- more traffic\n', '- more traffic\n- fewer tickets\n- slower tests\n\n## Ruled out\n\nA queue.\n'],
    ),
  );
});

test('a field and a text that both changed stand there in both versions, and the record can be read', () => {
  const a = but(BASE, ['title: Retry uploads', 'title: Retry thrice'], ['Retry once.', 'Retry thrice.']);
  const b = but(BASE, ['title: Retry uploads', 'title: Retry never'], ['Retry once.', 'Give up.']);
  const { text } = merged(a, b);
  expect(text).toBe(
    but(
      BASE,
      ['title: Retry uploads', 'title: Retry never'],
      [
        'on call\n',
        `on call
conflicts:
  - field: title
    before: Retry uploads
    sides:
      - Retry never
      - Retry thrice
`,
      ],
      [
        'Retry once.',
        `<<<<<<< side 1 of 2

Give up.

||||||| before

Retry once.

=======

Retry thrice.

>>>>>>> side 2 of 2`,
      ],
    ),
  );
  const { record, problems } = decodeText(text, PATH);
  expect(record).toMatchObject({ id: ID, title: 'Retry never', tags: ['http'] });
  expect(problems.map(({ code, line }) => [code, line])).toEqual([
    ['conflict-markers', 9],
    ['conflict-markers', 24],
  ]);
});

test('each conflict is decided for itself; what it leaves is as if there had been none', () => {
  const a = but(BASE, ['title: Retry uploads', 'title: Retry thrice'], ['Retry once.', 'Retry thrice.']);
  const b = but(BASE, ['title: Retry uploads', 'title: Retry never'], ['Retry once.', 'Give up.']);
  let { text } = merged(a, b);
  expect(openConflicts(text, PATH).map(({ part, of, before }) => [part, of, before])).toEqual([
    ['title', 'field', 'Retry uploads'],
    ['Decision', 'text', 'Retry once.'],
  ]);
  for (const conflict of openConflicts(text, PATH))
    text = settleConflict(text, PATH, conflict, conflict.sides[1]) ?? '';
  expect(text).toBe(a);
});

test('a section or field that one side took away and the other changed stays, and says so', () => {
  const a = but(BASE, ['owner: Ann # on call\n', ''], ['## Decision\n\nRetry once.\n\n', '']);
  const b = but(BASE, ['owner: Ann', 'owner: Ben'], ['Retry once.', 'Retry twice.']);
  const { text, conflicts } = merged(a, b);
  expect(conflicts.map(({ part, sides }) => [part, sides])).toEqual([
    ['owner', ['Ben', null]],
    ['Decision', ['Retry twice.', '']],
  ]);
  expect(decodeText(text, PATH).record?.extra.owner).toBe('Ben');
  const settled = openConflicts(text, PATH).reduce(
    (now, one) => settleConflict(now, PATH, one, one.of === 'field' ? null : '') ?? '',
    text,
  );
  expect(settled).toBe(a);
});

test('of a conflict that a branch carries, a third version is one more; in whichever order they come', () => {
  const branches = ['once more', 'twice', 'thrice', 'never'].map((word, at) =>
    but(
      BASE,
      ['title: Retry uploads', `title: Retry ${word}`],
      ['Retry once.', `Retry ${word}.`],
      ['  - http\n', `  - http\n  - x${at}\n`],
      ['- more traffic\n', `- more traffic\n- result ${at}\n`],
    ),
  );
  const all = (order: readonly string[]): string => order.reduce((now, next) => merged(now, next).text, BASE);
  const text = all(branches);
  expect(openConflicts(text, PATH).map(({ sides }) => sides.length)).toEqual([4, 4]);
  fc.assert(
    fc.property(fc.shuffledSubarray(branches, { minLength: 4 }), (order) => {
      expect(all(order)).toBe(text);
    }),
    { numRuns: 24 },
  );
  const other = openConflicts(text, PATH).reduce(
    (now, one) => settleConflict(now, PATH, one, one.sides[0]) ?? '',
    text,
  );
  expect(merged(other, but(text, ['owner: Ann', 'owner: Ben']), text).conflicts).toEqual([]);
  expect(openConflicts(merged(other, text, text).text, PATH)).toEqual([]);
});

test('two branches that add the same section have it once', () => {
  const a = `${BASE}\n## Notes\n\nAsk Ann.\n`;
  const b = `${BASE}\n## Notes\n\nAsk Ben.\n\n## Later\n\nMeasure.\n`;
  const { text, conflicts } = merged(a, b);
  expect(text.match(/^## Notes$/gm)).toHaveLength(1);
  expect(conflicts).toMatchObject([{ part: 'Notes', sides: ['Ask Ann.', 'Ask Ben.'] }]);
  expect(merged(`${BASE}\n## Notes\n\n- a\n`, `${BASE}\n## Notes\n\n- b\n`).text).toBe(
    `${BASE}\n## Notes\n\n- a\n- b\n`,
  );
});

test('code is in conflict as a whole, with its fences closed, so that no marker hides in it', () => {
  const base = `${BASE}\n## Code\n\n\`\`\`js\nretry(1)\n\`\`\`\n`;
  const { text } = merged(
    but(base, ['retry(1)', 'retry(2)']),
    but(base, ['retry(1)\n```', 'retry(3)']),
    base,
  );
  expect(decodeText(text, PATH).problems.map(({ code }) => code)).toEqual(['conflict-markers']);
  expect(openConflicts(text, PATH)).toMatchObject([
    { sides: ['```js\nretry(2)\n```', '```js\nretry(3)\n```'] },
  ]);
});

test('a living document’s fields are merged one by one, prompts go, and the later review counts', () => {
  const base = `# Current Project Context

## Active Project

- **Name**: [To be filled: what it is called]
- **Purpose**: [To be filled: what it is for]

## Environment

- [To be filled: what it runs on]
<!-- reviewed 2026-11-01 -->
`;
  const a = but(
    base,
    ['Name**: [To be filled: what it is called]', 'Name**: uploads'],
    ['-01 -->', '-03 -->'],
  );
  const b = but(
    base,
    ['Purpose**: [To be filled: what it is for]', 'Purpose**: sends files'],
    ['-01 -->', '-20 -->'],
  );
  const { text, conflicts } = merged(a, b, base, '.nexus/context/project.md');
  expect(conflicts).toEqual([]);
  expect(text).toContain('- **Name**: uploads\n- **Purpose**: sends files\n');
  expect(text).toContain('<!-- reviewed 2026-11-20 -->');
  const [one, two] = ['- Debian\n', '- a queue\n'].map((item) =>
    but(base, ['- [To be filled: what it runs on]\n', item]),
  );
  expect(merged(one ?? '', two ?? '', base, '.nexus/context/project.md').text).toContain(
    '- Debian\n- a queue\n',
  );
});

test('settings are merged by key; what both set differently keeps one value and is told', () => {
  const base = 'schema: 1\nrecall:\n  limit: 8 # enough\n  commits: 5000\npacks:\n  - python\n';
  const path = '.nexus/config.yaml';
  const a = but(base, ['limit: 8', 'limit: 12'], ['  - python\n', '  - javascript\n  - python\n']);
  const b = but(base, ['commits: 5000', 'commits: 0'], ['  - python\n', '  - python\n  - git\n']);
  expect(merged(a, b, base, path).text).toBe(
    'schema: 1\nrecall:\n  limit: 12 # enough\n  commits: 0\npacks:\n  - git\n  - javascript\n  - python\n',
  );
  const { conflicts } = merged(a, but(base, ['limit: 8', 'limit: 20']), base, path);
  expect(conflicts).toMatchObject([{ part: 'recall.limit', before: 8, sides: [12, 20] }]);
});

test('questions that either side added are both asked; of one that both changed both versions are kept', () => {
  const path = '.nexus/queries.yaml';
  const base = '# What must be found\nqueries:\n  - ask: retry uploads\n    find: ["01m7ytvkb8wa1k"]\n';
  const one = '  - ask: staging\n    find: ["01m7z5wk4n78c6"]\n';
  const two = '  - ask: tokens\n    find: ["01m7z4nkdg4m07"]\n    within: 3\n';
  const both = merged(base + one, base + two, base, path);
  expect(both.conflicts).toEqual([]);
  expect(both.text).toMatch(/^# What must be found\nqueries:\n {2}- ask: retry uploads\n/);
  const { queries, problems } = decodeQueries(new TextEncoder().encode(both.text));
  expect(problems).toEqual([]);
  expect(queries.map(({ ask, within }) => [ask, within])).toEqual([
    ['retry uploads', 5],
    ['staging', 5],
    ['tokens', 3],
  ]);
  const changed = (to: string): string => but(base, ['retry uploads', to]);
  const open = merged(changed('retry an upload'), changed('retry all uploads'), base, path);
  expect(open.conflicts).toMatchObject([{ part: 'queries' }]);
  expect(decodeQueries(new TextEncoder().encode(open.text)).problems).toMatchObject([
    { code: 'conflict-markers' },
  ]);
});

test('what is forgotten does not come back by an edit elsewhere, and the edit is told of', () => {
  const gone = `---\nid: "${ID}"\nkind: decision\ntitle: (forgotten)\ncreated: 2026-01-31T12:00:00Z\nforgotten: "abc"\n---\n`;
  const { text, conflicts } = merged(gone, but(BASE, ['Retry once.', 'The password is in the safe.']));
  expect(text).not.toContain('password');
  expect(conflicts).toMatchObject([{ part: 'forgotten', sides: ['abc', null] }]);
});

test('a side that cannot be read is kept beside the one that can', () => {
  const broken = but(BASE, ['title: Retry uploads', '<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> x']);
  const { text, conflicts } = merged(broken, but(BASE, ['Retry once.', 'Retry twice.']));
  const { record } = decodeText(text, PATH);
  expect(record?.body).toContain('Retry twice.');
  expect(text).toContain(broken);
  expect(conflicts).toHaveLength(1);
  const [conflict] = conflicts;
  expect(conflict && settleConflict(text, PATH, conflict, '')).toContain('- more traffic');
});

test('line ends and a byte order mark are those of the sides', () => {
  const windows = (text: string): string => `\ufeff${text.replaceAll('\n', '\r\n')}`;
  const a = but(BASE, ['Retry once.', 'Retry twice.']);
  const b = but(BASE, ['title: Retry uploads', 'title: Retry all']);
  expect(merged(windows(a), windows(b), windows(BASE)).text).toBe(windows(merged(a, b).text));
  expect(merged(windows(a), b).text).toBe(windows(merged(a, b).text));
});
