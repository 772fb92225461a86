import { type KeyTable, LIST_KEYS, PREVIEW_KEYS } from '../../keymap.ts';

const GROUP = 'Learning';

export const LEARNING_KEYS: KeyTable = [
  {
    keys: ['enter'],
    action: 'open',
    when: 'list',
    hint: 'what is behind it',
    help: 'the record or the episodes behind a figure',
    group: GROUP,
  },
  {
    keys: ['z'],
    action: 'span',
    when: 'list',
    hint: 'span',
    help: 'the time told of: 8, 12, 26, 52 weeks, all',
    group: GROUP,
  },
  {
    keys: ['f'],
    action: 'failures',
    when: 'list',
    hint: 'failures',
    help: 'what failed, by signature, category, approach or file',
    group: GROUP,
  },
  {
    keys: ['c'],
    action: 'category',
    when: 'list',
    hint: 'category',
    help: 'only the executions of one category',
    group: GROUP,
  },
  { keys: ['/'], action: 'find', when: 'list', help: 'only the rows that hold some words', group: GROUP },
  {
    keys: ['y'],
    action: 'copy',
    when: 'list',
    hint: 'copy',
    help: 'copy the report as text or markdown, or an id',
    group: GROUP,
  },
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
];
