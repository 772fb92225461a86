import { type KeyTable, LIST_KEYS, PREVIEW_KEYS, rowsOf } from '../../keymap.ts';

const row = rowsOf('Conflicts');

/** In the order of the hint line. */
export const CONFLICTS_KEYS: KeyTable = [
  row(['o'], 'ours', 'take ours: what git calls so', { hint: 'ours', writes: true }),
  row(['t'], 'theirs', 'take theirs', { hint: 'theirs', writes: true }),
  row(['b'], 'both', 'take both: texts one after the other, lists together', { hint: 'both', writes: true }),
  row(['enter'], 'choose', 'take one of the versions, or what was there before', {
    hint: 'choose',
    writes: true,
  }),
  row(['w'], 'write', 'write another value, in one line', { hint: 'write', writes: true }),
  row(['e'], 'edit', 'edit the record in $EDITOR', { hint: 'edit', writes: true }),
  ...LIST_KEYS,
  ...PREVIEW_KEYS.filter(({ when }) => when === 'list'),
];
