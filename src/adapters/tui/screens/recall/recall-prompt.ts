import { plural } from '../../../../present/layout.ts';
import { searchedCount } from '../../../../present/recall-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import type { Here } from '../../screen.ts';
import { filterText } from './recall-filters.ts';
import { isPlain, type RecallState } from './recall-state.ts';

/** From so many columns on the keys are told that change it. */
const KEYS_FROM = 110;

/** What it is narrowed to, and how many were found. */
export function toldText(state: RecallState, here: Here): string {
  const { filters, hidden, pasted, ideas } = state;
  if (ideas?.initialised === false && here.at === undefined && isPlain(state))
    return [countText(state), 'no memory yet: nexus init']
      .filter((part) => part !== '')
      .join(` ${here.theme.glyphs.bullet} `);
  const withKeys = here.size.columns >= KEYS_FROM && filterText(filters) === '';
  const scope = scopeText(state, here);
  const mode = pasted === undefined ? state.mode : 'error';
  return [
    safeText(filterText(filters)),
    withKeys ? `scope ${scope} (^r)` : scope,
    withKeys ? `mode ${mode} (^s)` : mode,
    hidden ? 'retired too' : '',
    countText(state),
    state.answer === undefined || state.answer.problems.length === 0
      ? ''
      : `! ${plural(state.answer.problems.length, 'problem')}`,
  ]
    .filter((part) => part !== '')
    .join(` ${here.theme.glyphs.bullet} `);
}

function scopeText({ scope, ideas }: RecallState, { branch, at }: Here): string {
  if (scope === 'folder') return `in ${safeText(ideas?.folder ?? '')}/`;
  if (scope === 'branch' && at === undefined)
    return branch === undefined ? 'own commits' : `own of ${safeText(branch)}`;
  return 'project';
}

function countText(state: RecallState): string {
  const { answer } = state;
  if (answer === undefined) return '';
  const count = searchedCount(answer.searched);
  if (count === 0) return '';
  const all = grouped(count);
  return isPlain(state) ? `newest of ${all}` : `${grouped(answer.total)} of ${all}`;
}

/** `1,204` */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
