import { type Binding, type KeyTable, LIST_KEYS, PREVIEW_KEYS } from '../../keymap.ts';

const JUMPS: readonly Binding[] = Array.from({ length: 9 }, (_, at) => ({
  keys: [`alt-${at + 1}`],
  action: `jump-${at}`,
  help: 'to the nth row that is seen',
  group: 'Move',
}));

/** In the input letters are typed, so there every command has a key with ctrl or after ctrl-x; in the preview letters do. */
export const RECALL_KEYS: KeyTable = [
  { keys: ['enter'], action: 'open', hint: 'open', help: "the record; a commit's code", group: 'Recall' },
  {
    keys: ['tab'],
    action: 'focus',
    hint: 'preview',
    help: 'into the preview, and back to the input',
    group: 'Recall',
  },
  {
    keys: ['ctrl-r'],
    action: 'scope',
    hint: 'scope',
    help: "scope: project, this branch's own, this folder",
    group: 'Recall',
  },
  { keys: ['ctrl-s'], action: 'mode', hint: 'mode', help: 'mode: words, exact phrase', group: 'Recall' },
  {
    keys: ['ctrl-x f'],
    action: 'filter',
    hint: 'filter',
    help: 'filter by kind, tag, language, file, author, time',
    group: 'Recall',
  },
  { keys: ['ctrl-g', 'ctrl-x c'], action: 'clear', help: 'clear filters, scope and mode', group: 'Recall' },
  { keys: ['ctrl-o'], action: 'why', hint: 'why', help: 'why this hit: all reasons', group: 'Recall' },
  {
    keys: ['ctrl-x h'],
    action: 'hidden',
    help: 'retired, superseded and expired ones too',
    group: 'Recall',
  },
  { keys: ['ctrl-y'], action: 'copy', hint: 'copy', help: 'copy: body, title, id or path', group: 'Record' },
  { keys: ['y'], action: 'copy', when: 'list', help: 'copy: body, title, id or path', group: 'Record' },
  { keys: ['ctrl-x e'], action: 'edit', help: 'edit in $EDITOR', group: 'Record', writes: true },
  { keys: ['e'], action: 'edit', when: 'list', help: 'edit in $EDITOR', group: 'Record', writes: true },
  { keys: ['ctrl-x r'], action: 'retire', help: 'retire; asks why', group: 'Record', writes: true },
  { keys: ['r'], action: 'retire', when: 'list', help: 'retire; asks why', group: 'Record', writes: true },
  { keys: ['ctrl-x +'], action: 'helped', help: 'it helped', group: 'Record', writes: true },
  { keys: ['+'], action: 'helped', when: 'list', help: 'it helped', group: 'Record', writes: true },
  { keys: ['ctrl-x -'], action: 'wrong', help: 'it is wrong; asks why', group: 'Record', writes: true },
  {
    keys: ['-'],
    action: 'wrong',
    when: 'list',
    help: 'it is wrong; asks why',
    group: 'Record',
    writes: true,
  },
  { keys: ['ctrl-x o'], action: 'commit', help: 'its commit, in the pager', group: 'Record' },
  { keys: ['o'], action: 'commit', when: 'list', help: 'its commit, in the pager', group: 'Record' },
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
  ...JUMPS,
];
