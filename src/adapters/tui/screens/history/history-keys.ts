import { type KeyTable, LIST_KEYS, PREVIEW_KEYS } from '../../keymap.ts';

const GROUP = 'History';

export const HISTORY_KEYS: KeyTable = [
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
  { keys: ['enter'], action: 'open', hint: 'open', help: 'the record; of several the list', group: GROUP },
  { keys: ['tab'], action: 'pane', hint: 'pane', help: 'the list, the records of the commit', group: GROUP },
  { keys: ['/'], action: 'find', hint: 'find', help: 'find in what is listed', group: GROUP },
  { keys: ['n'], action: 'find-next', help: 'the next that was found', group: GROUP },
  { keys: ['N'], action: 'find-previous', help: 'the one before', group: GROUP },
  {
    keys: ['f'],
    action: 'filter',
    hint: 'filter',
    help: 'filter by author, kind, path, text and date, together',
    group: GROUP,
  },
  {
    keys: ['t'],
    action: 'travel-here',
    hint: 'travel here',
    help: 'travel to this commit: everything is as of then',
    group: GROUP,
  },
  {
    keys: ['v', 'space'],
    action: 'mark',
    hint: 'mark',
    help: 'mark a commit, to compare another with it',
    group: GROUP,
  },
  { keys: ['d'], action: 'compare', hint: 'compare', help: 'compare with the marked one', group: GROUP },
  { keys: ['o'], action: 'commit', hint: 'code', help: 'the whole commit, in the pager', group: GROUP },
  { keys: ['['], action: 'record-up', help: 'the record before', group: GROUP },
  { keys: [']'], action: 'record-down', help: 'the next record of the commit', group: GROUP },
  { keys: ['w'], action: 'words', help: 'changes by words, or by lines', group: GROUP },
  { keys: ['y'], action: 'copy', hint: 'copy', help: 'copy…', group: GROUP },
  { keys: ['e'], action: 'edit', help: 'edit the record', group: GROUP, writes: true },
];
