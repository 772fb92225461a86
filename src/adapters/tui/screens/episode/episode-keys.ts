import { type KeyTable, LIST_KEYS, PREVIEW_KEYS } from '../../keymap.ts';

const GROUP = 'Episode';

export const EPISODE_KEYS: KeyTable = [
  {
    keys: ['enter'],
    action: 'open',
    when: 'list',
    hint: 'open',
    help: 'the record that was met, recalled or written',
    group: GROUP,
  },
  {
    keys: ['r'],
    action: 'replay',
    when: 'list',
    hint: 'replay',
    help: 'replay it from the start, or from the selected step; again: all of it',
    group: GROUP,
  },
  {
    keys: ['space'],
    action: 'step',
    when: 'list',
    hint: 'next step',
    help: 'the next step of the replay',
    group: GROUP,
  },
  { keys: ['backspace'], action: 'step-back', when: 'list', help: 'the step before', group: GROUP },
  { keys: ['n'], action: 'next-failure', when: 'list', help: 'the next step that failed', group: GROUP },
  { keys: ['N'], action: 'previous-failure', when: 'list', help: 'the failed step before', group: GROUP },
  {
    keys: ['tab'],
    action: 'whole',
    when: 'list',
    help: 'the whole screen for the text beside, or not',
    group: GROUP,
  },
  {
    keys: ['y'],
    action: 'copy',
    when: 'list',
    hint: 'copy',
    help: 'copy the steps as text, or the id',
    group: GROUP,
  },
  {
    keys: ['o'],
    action: 'page',
    when: 'list',
    help: 'the commit that carries it, in the pager',
    group: GROUP,
  },
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
];
