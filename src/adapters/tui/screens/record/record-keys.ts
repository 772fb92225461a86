import { type KeyTable, LIST_KEYS, PREVIEW_KEYS } from '../../keymap.ts';

const GROUP = 'Record';

export const RECORD_KEYS: KeyTable = [
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
  {
    keys: ['tab'],
    action: 'pane',
    hint: 'versions, links',
    help: 'the text, its versions, what it has to do with',
    group: GROUP,
  },
  { keys: ['shift-tab'], action: 'pane-back', help: 'the other way round', group: GROUP },
  {
    keys: ['enter'],
    action: 'open',
    help: 'the record that a link means; of a version its commit',
    group: GROUP,
  },
  { keys: ['d'], action: 'diff', hint: 'diff', help: 'what its last version changed', group: GROUP },
  {
    keys: ['D'],
    action: 'against-first',
    help: 'against the first version, or the one before',
    group: GROUP,
  },
  { keys: ['x'], action: 'against-any', help: 'against any other version', group: GROUP },
  { keys: ['w'], action: 'words', help: 'changes by words, or by lines', group: GROUP },
  { keys: ['U'], action: 'whole', help: 'the whole of it, or what changed', group: GROUP },
  { keys: ['['], action: 'hunk-up', help: 'the change before', group: GROUP },
  { keys: [']'], action: 'hunk-down', help: 'the next change', group: GROUP },
  { keys: ['b'], action: 'blame', hint: 'blame', help: 'who last changed each part', group: GROUP },
  { keys: ['e'], action: 'edit', hint: 'edit', help: 'edit it in your editor', group: GROUP, writes: true },
  {
    keys: ['R'],
    action: 'restore',
    help: 'write the selected version back (not committed)',
    group: GROUP,
    writes: true,
  },
  {
    keys: ['r'],
    action: 'retire',
    help: 'retire it: it is not recalled any more',
    group: GROUP,
    writes: true,
  },
  { keys: ['+'], action: 'helped', help: 'it helped; why, if you like', group: GROUP, writes: true },
  { keys: ['-'], action: 'wrong', help: 'it is wrong, and why', group: GROUP, writes: true },
  { keys: ['p'], action: 'replay', help: 'of an episode, step by step what happened', group: GROUP },
  { keys: ['y'], action: 'copy', hint: 'copy', help: 'copy…', group: GROUP },
  { keys: ['o'], action: 'commit', hint: 'code', help: 'the whole commit, in the pager', group: GROUP },
  { keys: ['/'], action: 'find', help: 'find in the text', group: GROUP },
  { keys: ['n'], action: 'find-next', help: 'the next that was found', group: GROUP },
  { keys: ['N'], action: 'find-previous', help: 'the one before', group: GROUP },
];
