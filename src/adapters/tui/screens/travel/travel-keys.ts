import { type KeyTable, LIST_KEYS, PREVIEW_KEYS } from '../../keymap.ts';

const GROUP = 'Time travel';

/** Letters always type here. */
const whileTyping = (table: KeyTable): KeyTable => table.filter(({ when }) => when !== 'list');

export const TRAVEL_KEYS: KeyTable = [
  {
    keys: ['enter'],
    action: 'go',
    hint: 'travel there',
    help: 'show all of memory as of then; what is typed may be any revision, or a time',
    group: GROUP,
  },
  {
    keys: ['tab'],
    action: 'next-kind',
    hint: 'branches, tags, commits',
    help: 'all places, branches, tags, commits of memory',
    group: GROUP,
  },
  {
    keys: ['ctrl-x d'],
    action: 'since',
    hint: 'changed since',
    help: 'what changed in memory from then to now',
    group: GROUP,
  },
  { keys: ['ctrl-x o'], action: 'page', hint: 'code', help: 'the commit in the pager', group: GROUP },
  { keys: ['ctrl-y'], action: 'copy', hint: 'copy', help: "copy the commit's id", group: GROUP },
  ...whileTyping(LIST_KEYS),
  ...whileTyping(PREVIEW_KEYS),
];
