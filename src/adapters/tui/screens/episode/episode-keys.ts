import { type KeyTable, LIST_KEYS, PREVIEW_KEYS, rowsOf } from '../../keymap.ts';

const row = rowsOf('Episode');

/** In the order of the hint line. */
export const EPISODE_KEYS: KeyTable = [
  row(['enter'], 'open', 'the record that was met, recalled or written', { hint: 'open' }),
  row(['r'], 'replay', 'replay it from the start, or from the selected step; again: all of it', {
    hint: 'replay',
  }),
  row(['space'], 'step', 'the next step of the replay', { hint: 'step' }),
  row(['backspace'], 'step-back', 'the step before'),
  row(['n'], 'next-failure', 'the next step that failed', { hint: 'failure', hintKeys: ['n', 'N'] }),
  row(['N'], 'previous-failure', 'the failed step before'),
  row(['tab'], 'whole', 'the whole screen for the text, or not', { hint: 'whole' }),
  row(['y'], 'copy', 'copy the steps as text, or the id', { hint: 'copy' }),
  row(['o'], 'commit', 'the commit that carries it, in the pager', { hint: 'commit' }),
  ...LIST_KEYS,
  ...PREVIEW_KEYS,
];
