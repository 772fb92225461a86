import { type Binding, type KeyTable, LIST_KEYS, PREVIEW_KEYS } from '../../keymap.ts';

const key = (keys: readonly string[], action: string, help: string, hint?: string): Binding => ({
  keys,
  action,
  when: 'list',
  help,
  group: 'Review',
  ...(hint === undefined ? {} : { hint }),
});

/** In the order of the hint line. */
export const REVIEW_KEYS: KeyTable = [
  key([']'], 'next-finding', 'the next finding', 'finding'),
  key(['['], 'previous-finding', 'the finding before'),
  key(['space'], 'seen', 'seen, or not yet; forgotten when the program ends', 'seen'),
  key(['enter'], 'open', 'the record', 'record'),
  key(['B'], 'base', 'compare with another branch, tag or revision', 'base'),
  { ...key(['e'], 'edit', 'the record in $EDITOR', 'edit'), writes: true },
  { ...key(['x'], 'retire', 'retire the record; asks why', 'retire'), writes: true },
  key(['w'], 'words', 'changes by words, or by lines'),
  key(['U'], 'whole', 'the whole of it, or what changed'),
  key(['y'], 'copy', 'copy the review, the change, its id or path', 'copy'),
  key(['o'], 'commit', 'its newest commit, in the pager', 'commit'),
  key(['tab'], 'focus', 'into the text and back: there j and k scroll', 'text'),
  ...LIST_KEYS,
  ...PREVIEW_KEYS.filter(({ when }) => when === 'list'),
];
