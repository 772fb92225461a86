import { findKeys, type KeyTable, LIST_KEYS, PREVIEW_KEYS, rowsOf } from '../../keymap.ts';

const GROUP = 'History';
const row = rowsOf(GROUP);
const always = rowsOf(GROUP, 'always');

/** In the order of the hint line. */
export const HISTORY_KEYS: KeyTable = [
  always(['enter'], 'open', 'the record; of several the list', { hint: 'open' }),
  always(['tab'], 'pane', 'the list, the records of the commit', { hint: 'records' }),
  ...findKeys(GROUP, 'find in what is listed'),
  row(['f'], 'filter', 'filter by author, kind, path, text and date, together', { hint: 'filter' }),
  row(['t'], 'travel-here', 'travel to this commit: everything is as of then', { hint: 'travel' }),
  row(['v', 'space'], 'mark', 'mark a commit, to compare another with it', { hint: 'mark' }),
  row(['d'], 'compare', 'compare with the marked one', { hint: 'compare' }),
  row(['y'], 'copy', 'copy the commit, what it changed, the id or path of a record', { hint: 'copy' }),
  row(['e'], 'edit', 'edit the record in $EDITOR', { hint: 'edit', writes: true }),
  row(['o'], 'commit', 'the whole commit, in the pager', { hint: 'commit' }),
  row(['['], 'record-up', 'the record before'),
  row([']'], 'record-down', 'the next record of the commit', { hint: 'record', hintKeys: ['[', ']'] }),
  row(['w'], 'words', 'changes by words, or by lines'),
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
];
