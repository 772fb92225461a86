import { type KeyTable, LIST_KEYS, PREVIEW_KEYS, rowsOf } from '../../keymap.ts';

const row = rowsOf('Learning');

/** In the order of the hint line. */
export const LEARNING_KEYS: KeyTable = [
  row(['enter'], 'open', 'the record or the episodes behind a figure', { hint: 'open' }),
  row(['z'], 'span', 'the time told of: 8, 12, 26, 52 weeks, all', { hint: 'span' }),
  row(['c'], 'category', 'only the executions of one category', { hint: 'category' }),
  row(['f'], 'failures', 'what failed, by signature, category, approach or file', { hint: 'failures' }),
  row(['/'], 'find', 'find: only the rows that hold some words', { hint: 'find' }),
  row(['y'], 'copy', 'copy the report as text or markdown, or an id', { hint: 'copy' }),
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
];
