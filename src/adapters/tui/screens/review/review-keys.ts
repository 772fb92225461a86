import { type KeyTable, LIST_KEYS, PREVIEW_KEYS, rowsOf } from '../../keymap.ts';

const row = rowsOf('Review');

/** In the order of the hint line. */
export const REVIEW_KEYS: KeyTable = [
  row([']'], 'next-finding', 'the next finding', { hint: 'finding', hintKeys: ['[', ']'] }),
  row(['['], 'previous-finding', 'the finding before'),
  row(['space'], 'seen', 'seen, or not yet; forgotten when the program ends', { hint: 'seen' }),
  row(['enter'], 'open', 'the record', { hint: 'open' }),
  row(['B'], 'base', 'compare with another branch, tag or revision', { hint: 'base' }),
  row(['e'], 'edit', 'edit the record in $EDITOR', { hint: 'edit', writes: true }),
  row(['r', 'x'], 'retire', 'retire the record; asks why', { hint: 'retire', writes: true }),
  row(['y'], 'copy', 'copy the review, the change, its id or path', { hint: 'copy' }),
  row(['o'], 'commit', 'its newest commit, in the pager', { hint: 'commit' }),
  row(['c'], 'conflicts', 'what merges left undecided in memory'),
  row(['w'], 'words', 'changes by words, or by lines'),
  row(['U'], 'whole', 'the whole of it, or what changed'),
  row(['tab'], 'focus', 'into the text and back: there j and k scroll', { hint: 'text' }),
  ...LIST_KEYS,
  ...PREVIEW_KEYS.filter(({ when }) => when === 'list'),
];
