import { type KeyTable, LIST_KEYS, PREVIEW_KEYS, rowsOf } from '../../keymap.ts';

const row = rowsOf('Inbox');

/** In the order of the hint line. */
export const INBOX_KEYS: KeyTable = [
  row(['a'], 'accept', 'write it as a record, or add its places to the one that holds it', {
    hint: 'accept',
    writes: true,
  }),
  row(['e'], 'edit', 'edit it in $EDITOR, then accept it as saved', { hint: 'edit', writes: true }),
  row(['m'], 'merge', 'put its places and text into a record', { hint: 'merge', writes: true }),
  row(['x'], 'reject', 'reject it: it does not come back', { hint: 'reject', writes: true }),
  row(['u'], 'undo', 'take the last decision back', { hint: 'undo' }),
  row(['enter'], 'whole', 'the whole screen for it, or not', { hint: 'whole' }),
  row(['/'], 'find', 'find: only those that hold some words', { hint: 'find' }),
  row(['y'], 'copy', 'copy its text or id', { hint: 'copy' }),
  row(['L'], 'learn', 'look through the source code for patterns now', { hint: 'learn', writes: true }),
  row([']', 'n'], 'next', 'the next proposal, in a whole screen too', { hint: 'next', hintKeys: ['[', ']'] }),
  row(['[', 'p'], 'previous', 'the one before'),
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
];
