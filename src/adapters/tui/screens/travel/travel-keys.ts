import { type KeyTable, LIST_KEYS, PREVIEW_KEYS, rowsOf } from '../../keymap.ts';

const row = rowsOf('Time travel', 'always');

/** Letters always type here. */
const whileTyping = (table: KeyTable): KeyTable => table.filter(({ when }) => when !== 'list');

/** In the order of the hint line. */
export const TRAVEL_KEYS: KeyTable = [
  row(['enter'], 'go', 'show all of memory as of then; what is typed may be any revision, or a time', {
    hint: 'travel',
  }),
  row(['tab'], 'next-kind', 'all places, branches, tags, commits of memory', { hint: 'branches, tags' }),
  row(['ctrl-x d'], 'since', 'what changed in memory from then to now', { hint: 'changed since' }),
  row(['ctrl-x o'], 'commit', 'the commit, in the pager', { hint: 'commit' }),
  row(['ctrl-y'], 'copy', "copy the commit's id", { hint: 'copy' }),
  ...whileTyping(LIST_KEYS),
  ...whileTyping(PREVIEW_KEYS),
];
