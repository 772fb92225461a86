import { describeProblem } from '../../../../core/problem.ts';
import { fit, pad, wrap } from '../../../../present/layout.ts';
import { searchedCount, searchedText } from '../../../../present/recall-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { type Panes, panesLines, ruleLine } from '../../panes.ts';
import { promptLine } from '../../prompt.ts';
import type { Here, View } from '../../screen.ts';
import type { Theme } from '../../theme.ts';
import { isHeadSplit, recallPanes } from './recall-layout.ts';
import { listLines } from './recall-list.ts';
import { placeOf, previewLines } from './recall-preview.ts';
import { toldText } from './recall-prompt.ts';
import { isNarrowed, type RecallState, rowsOf, selectedRow } from './recall-state.ts';

export function recallView(state: RecallState, here: Here): View {
  const { size, theme } = here;
  const panes = recallPanes(state, here);
  const told = toldText(state, here);
  const isSplit = isHeadSplit(here);
  const prompt = promptLine(state.line, isSplit ? '' : told, here);
  const list = panes.how === 'text' ? [] : listBlock(state, panes, here);
  const row = selectedRow(state);
  const text = {
    lines: previewLines(state, here),
    top: state.scroll,
    title: row?.type === 'hit' ? placeOf(row.hit, theme) : '',
    isOn: state.focus === 'preview',
  };
  return {
    lines: [
      prompt.text,
      ...(isSplit ? [theme.aside(fit(` ${told}`, size.columns))] : []),
      ruleLine('', size.columns, theme),
      ...panesLines(panes, list, text, theme),
    ],
    ...(state.focus === 'input' ? { cursor: { row: 0, column: prompt.cursor } } : {}),
  };
}

function listBlock(state: RecallState, panes: Panes, here: Here): readonly string[] {
  if (rowsOf(state).length > 0) return listLines(state, panes, here);
  const { columns, rows } = panes.list;
  return noneLines(state, here)
    .flatMap((line) => shownLine(line, columns, here.theme))
    .slice(0, rows);
}

/** A sentence, or what to press or to run and what that does. */
type Line = string | readonly [key: string, what: string];

const KEY_COLUMNS = 16;

function shownLine(line: Line, columns: number, theme: Theme): readonly string[] {
  if (line === '') return [''];
  if (typeof line === 'string') return wrap(safeText(line), columns, 2).split('\n');
  const [key, what] = line;
  return [fit(`  ${theme.strong(pad(key, KEY_COLUMNS))}  ${what}`, columns)];
}

/** Why there is nothing to choose from, and what to do. */
function noneLines(state: RecallState, here: Here): readonly Line[] {
  const { answer, failed, ideas } = state;
  if (failed !== undefined) return [failed.message, ...(failed.hint === undefined ? [] : [failed.hint])];
  if (answer === undefined) return [];
  const problems = answer.problems.slice(0, 3).map((problem) => `! ${describeProblem(problem)}`);
  const broken = problems.length === 0 ? [] : ['', ...problems, ['nexus doctor', 'says what to do'] as const];
  if (searchedCount(answer.searched) === 0) {
    if (here.at !== undefined) return [`At ${here.at.label} there was nothing to recall yet.`, ...broken];
    const init = [['nexus init', 'gives it one']] as const;
    const next: readonly Line[] =
      ideas?.initialised === false
        ? ['This repository has no memory yet.', '', ...init]
        : ['Nothing is remembered yet.', ''];
    return [...next, ['nexus remember', 'writes the first record'], ...broken];
  }
  const isNew = ideas?.initialised === false && here.at === undefined;
  const ways: readonly Line[] = [
    ...(isNarrowed(state) ? [['^g', 'without filters, scope and mode'] as const] : []),
    ...(state.hidden || isNew ? [] : [['^x h', 'retired and superseded ones, too'] as const]),
    ...(isNew ? [['nexus init', 'gives this repository a memory'] as const] : []),
  ];
  return [`No match in ${searchedText(answer.searched)}.`, '', ...ways, ...broken];
}
