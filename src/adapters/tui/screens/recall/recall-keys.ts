import { bothOf, type KeyTable, LIST_KEYS, PREVIEW_KEYS, rowsOf } from '../../keymap.ts';

const recall = rowsOf('Recall', 'always');
const record = bothOf('Record');

/** In the input letters are typed, so there every command has a key with ctrl or after ctrl-x; in the preview letters do. */
export const RECALL_KEYS: KeyTable = [
  recall(['enter'], 'open', "the record; a commit's code", { hint: 'open' }),
  recall(['tab'], 'focus', 'into the preview, and back to the input', { hint: 'preview' }),
  recall(['ctrl-r'], 'scope', "scope: project, this branch's own, this folder", { hint: 'scope' }),
  recall(['ctrl-s'], 'mode', 'mode: words, exact phrase', { hint: 'mode' }),
  recall(['ctrl-x f'], 'filter', 'filter by kind, tag, language, file, author, time', { hint: 'filter' }),
  recall(['ctrl-g', 'ctrl-x c'], 'clear', 'clear filters, scope and mode'),
  ...record(['ctrl-y'], ['y'], 'copy', 'copy its body, title, id or path', { hint: 'copy' }),
  recall(['ctrl-o'], 'why', 'why this hit: all reasons', { hint: 'why' }),
  recall(['ctrl-x h'], 'hidden', 'retired, superseded and expired ones too'),
  ...record(['ctrl-x e'], ['e'], 'edit', 'edit the record in $EDITOR', { hint: 'edit', writes: true }),
  ...record(['ctrl-x r'], ['r'], 'retire', 'retire the record; asks why', { hint: 'retire', writes: true }),
  ...record(['ctrl-x +'], ['+'], 'helped', 'it helped', { writes: true }),
  ...record(['ctrl-x -'], ['-'], 'wrong', 'it is wrong; asks why', { writes: true }),
  ...record(['ctrl-x o'], ['o'], 'commit', 'its newest commit, in the pager', { hint: 'commit' }),
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
  ...Array.from({ length: 9 }, (_, at) =>
    rowsOf('Move', 'always')([`alt-${at + 1}`], `jump-${at}`, 'to the nth row that is seen'),
  ),
];
