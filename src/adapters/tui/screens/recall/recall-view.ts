import { describeProblem } from '../../../../core/problem.ts';
import { displayWidth, fit, pad, plural, wrap } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import type { Block, Here, View } from '../../screen.ts';
import type { Theme } from '../../theme.ts';
import { scrolled } from '../../window.ts';
import { heightOf, type Layout, layoutOf } from './recall-layout.ts';
import { listLines } from './recall-list.ts';
import { placeOf, previewLines } from './recall-preview.ts';
import { promptLine } from './recall-prompt.ts';
import { isNarrowed, type RecallState, rowsOf, selectedRow } from './recall-state.ts';

export function recallView(state: RecallState, here: Here): View {
  const { columns } = here.size;
  const { theme } = here;
  const layout = layoutOf(here, state);
  const prompt = promptLine(state, here, layout);
  const isFull = layout.preview?.where === 'full';
  const rule = theme.aside(theme.glyphs.rule.repeat(columns));
  const list = isFull ? [] : listBlock(state, layout, here);
  return {
    blocks: [{ lines: [...prompt.lines, rule] }, ...withPreview(state, layout, list, here)],
    ...(state.focus === 'input' ? { cursor: { row: 0, column: prompt.cursor } } : {}),
  };
}

function listBlock(state: RecallState, layout: Layout, here: Here): readonly string[] {
  const rows = rowsOf(state);
  const { columns } = layout.list;
  if (rows.length > 0) return listLines(state, layout, heightOf(layout), here);
  return noneLines(state, here)
    .flatMap((line) => shownLine(line, columns, here.theme))
    .slice(0, layout.list.rows);
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
  const { records, commits, packs = 0 } = answer.searched;
  const problems = answer.problems.slice(0, 3).map((problem) => `! ${describeProblem(problem)}`);
  const broken = problems.length === 0 ? [] : ['', ...problems, ['nexus doctor', 'says what to do'] as const];
  if (records + commits + packs === 0) {
    if (here.at !== undefined) return [`At ${here.at.label} there was nothing to recall yet.`, ...broken];
    const init = [['nexus init', 'gives it one']] as const;
    const next: readonly Line[] =
      ideas?.initialised === false
        ? ['This repository has no memory yet.', '', ...init]
        : ['Nothing is remembered yet.', ''];
    return [...next, ['nexus remember', 'writes the first record'], ...broken];
  }
  const own = `${plural(records, 'record')} and ${plural(commits, 'commit')}`;
  const where = packs === 0 ? own : `${own}, ${packs} of packs`;
  const ways: readonly Line[] = [
    ...(isNarrowed(state) ? [['^g', 'without filters, scope and mode'] as const] : []),
    ...(state.hidden ? [] : [['^x h', 'retired and superseded ones, too'] as const]),
  ];
  return [`No match in ${where}.`, '', ...ways, ...broken];
}

function withPreview(
  state: RecallState,
  layout: Layout,
  list: readonly string[],
  here: Here,
): readonly Block[] {
  const { preview } = layout;
  if (preview === undefined) return [{ lines: list }];
  const { theme } = here;
  const all = previewLines(state, here);
  const from = scrolled(state.scroll, 0, all.length, preview.rows);
  const seen = all.slice(from, from + preview.rows);
  if (preview.where === 'beside') {
    const isOn = state.focus === 'preview';
    const wall = (isOn ? theme.strong : theme.aside)(theme.glyphs.wall);
    const lines = Array.from({ length: preview.rows }, (_, at) => `${wall} ${seen[at] ?? ''}`);
    return [
      {
        panes: [
          { lines: filled(list, layout.list.rows), columns: layout.list.columns },
          { lines, columns: preview.columns },
        ],
      },
    ];
  }
  const text = seen.map((line) => ` ${line}`);
  if (preview.where === 'full') return [{ lines: text }];
  const rule = ruleLine(state, all.length - from > preview.rows, here);
  return [{ lines: [...filled(list, layout.list.rows), rule, ...text] }];
}

function filled(lines: readonly string[], rows: number): readonly string[] {
  return [...lines, ...Array<string>(Math.max(0, rows - lines.length)).fill('')];
}

/** Over the preview: what it is, and that there is more below. */
function ruleLine(state: RecallState, hasMore: boolean, { size, theme }: Here): string {
  const { rule } = theme.glyphs;
  const row = selectedRow(state);
  const title = row?.type === 'hit' ? ` ${placeOf(row.hit, theme)} ` : '';
  const right = hasMore ? ` more ${rule.repeat(2)}` : '';
  const left = fit(`${rule.repeat(2)}${title}`, size.columns - displayWidth(right));
  const middle = rule.repeat(Math.max(0, size.columns - displayWidth(left) - displayWidth(right)));
  return (state.focus === 'preview' ? theme.strong : theme.aside)(pad(left + middle + right, size.columns));
}
