import { findKeys, type KeyTable, LIST_KEYS, PREVIEW_KEYS, rowsOf } from '../../keymap.ts';

const GROUP = 'Record';
const row = rowsOf(GROUP);
const always = rowsOf(GROUP, 'always');

/** In the order of the hint line. */
export const RECORD_KEYS: KeyTable = [
  always(['tab'], 'pane', 'the text, its versions, what it has to do with', { hint: 'versions, links' }),
  always(['shift-tab'], 'pane-back', 'the other way round'),
  always(['enter'], 'open', 'the record that a link means; of a version its commit'),
  row(['d'], 'diff', 'what its last version changed', { hint: 'diff' }),
  row(['D'], 'against-first', 'against the first version, or the one before'),
  row(['x'], 'against-any', 'against any other version'),
  row(['b'], 'blame', 'who last changed each part', { hint: 'blame' }),
  row(['e'], 'edit', 'edit the record in $EDITOR', { hint: 'edit', writes: true }),
  row(['y'], 'copy', 'copy its text, id or path', { hint: 'copy' }),
  row(['o'], 'commit', 'its newest commit, in the pager; of a version its own', { hint: 'commit' }),
  ...findKeys(GROUP, 'find in the text'),
  row(['['], 'hunk-up', 'the change before'),
  row([']'], 'hunk-down', 'the next change', { hint: 'change', hintKeys: ['[', ']'] }),
  row(['w'], 'words', 'changes by words, or by lines'),
  row(['U'], 'whole', 'the whole of it, or what changed'),
  row(['R'], 'restore', 'write the selected version back (not committed)', { writes: true }),
  row(['r'], 'retire', 'retire the record; asks why', { hint: 'retire', writes: true }),
  row(['+'], 'helped', 'it helped; why, if you like', { writes: true }),
  row(['-'], 'wrong', 'it is wrong; asks why', { writes: true }),
  row(['p'], 'replay', 'of an episode, step by step what happened'),
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
];
