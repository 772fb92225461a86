import { expect, test } from 'vitest';
import type { TransferItem } from '../../src/transfer/item.ts';
import { holdsUpdates, readUpdates } from '../../src/transfer/updates.ts';
import { AFTER_IMPLEMENTATION, AFTER_PREFERENCE } from '../helpers/update-blocks.ts';

const read = (text: string): TransferItem[] => readUpdates([{ path: 'answer.md', text }]);

const told = (items: readonly TransferItem[]) =>
  items.map((item) =>
    item.type === 'record'
      ? [item.draft.kind, item.draft.title]
      : item.type === 'fill'
        ? [item.document, item.section.join('/'), item.text]
        : [item.type],
  );

const IMPLEMENTED = [
  ['pattern', 'Efficient ETL pipeline using generator expressions and pandas chunking'],
  ['episode', 'ETL pipeline with generator-based processing'],
  ['decision', 'Used pandas chunking for large file support'],
];

test('the blocks after an implementation: a pattern, an episode, a decision', () => {
  const items = read(AFTER_IMPLEMENTATION);
  expect(told(items)).toEqual(IMPLEMENTED);
  const episode = items[1]?.type === 'record' ? items[1].draft.body : undefined;
  expect(episode).toBe(`Imported from \`answer.md\`, section “Project Progress”.

## Accomplished

- ETL pipeline with generator-based processing

## Decisions

- Used pandas chunking for large file support

## Next

- Add data validation and reporting`);
});

test('the block after a preference: lines of the preferences, names kept', () => {
  const lines = [
    '**Error handling preference**: Likes clear exceptions and logging',
    '**Code organization**: Prefers modular scripts and functions',
    '**Documentation**: Appreciates concise docstrings and README updates',
  ];
  expect(told(read(AFTER_PREFERENCE))).toEqual(
    lines.map((line) => ['preferences', 'Preferences Observed', line]),
  );
});

test('in a markdown fence amid talk, at another depth, in bold, with CRLF: the same', () => {
  const fenced = `Done! Please update your files:\n\n\`\`\`markdown\n${AFTER_IMPLEMENTATION}\`\`\`\n\nAnything else?\n`;
  expect(told(read(fenced))).toEqual(IMPLEMENTED);
  const amid = `Great.\n\n${AFTER_IMPLEMENTATION.replaceAll('## ', '#### ')}\nLet me know what you think.\n`;
  expect(told(read(amid))).toEqual(IMPLEMENTED);
  const bold = AFTER_IMPLEMENTATION.replace(/^## (.*)$/gm, '**$1**\n');
  expect(told(read(bold))).toEqual(IMPLEMENTED);
  expect(told(read(AFTER_IMPLEMENTATION.replaceAll('\n', '\r\n')))).toEqual(IMPLEMENTED);
});

test('what not to do is told as that, and unfilled lines are not told', () => {
  const [item, ...more] = read('## New Pattern Learned\n- Avoid mutable default arguments\n- [pattern]\n');
  expect(more).toEqual([]);
  expect(item).toMatchObject({
    draft: { title: 'Avoid mutable default arguments', pattern: { anti: true } },
  });
});

test('talk without a block holds none', () => {
  expect(holdsUpdates('## Progress\n\n- I have learned a new pattern\n')).toBe(false);
  expect(holdsUpdates(AFTER_PREFERENCE)).toBe(true);
});
