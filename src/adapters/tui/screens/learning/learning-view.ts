import { plural, wrap } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { rowsOf, topOf } from '../../lines.ts';
import { alone, bodyOf, headLines, type Panes, panesLines, panesOf, within } from '../../panes.ts';
import type { Here, View } from '../../screen.ts';
import { groupText, pageLines } from './learning-pages.ts';
import { counted } from './learning-series.ts';
import { type LearningState, spanText, topPage } from './learning-state.ts';

export function learningView(state: LearningState, here: Here): View {
  const keys = here.theme.aside(keysText(state));
  const head = headLines(` ${summary(state, here)}`, keys, here, Number.POSITIVE_INFINITY);
  return { lines: [...head, ...body(state, here)] };
}

/** Room for a page's lines, and for the text that belongs to the selected one. */
export function learningPanes(state: LearningState, here: Here): Panes {
  if (topPage(state).of.type !== 'failures') return alone(bodyOf(here), 'list');
  return panesOf(bodyOf(here), { focus: 'list', wanted: state.failures?.groups.length ?? 0 });
}

function body(state: LearningState, here: Here): readonly string[] {
  const panes = learningPanes(state, here);
  const inside = within(here, panes);
  const lines = pageLines(state, inside);
  if (lines.length === 0) return nothing(state, here);
  const page = topPage(state);
  const top = topOf(page, lines, panes.list.rows);
  const on = rowsOf(lines)[page.selected];
  const list = lines
    .slice(top, top + panes.list.rows)
    .map(({ row, draw }) => draw(row !== undefined && row === on));
  const text = panes.how === 'list' ? [] : groupText(state, panes.text.columns, inside);
  return panesLines(panes, list, { lines: text, top: page.scroll }, here.theme);
}

function summary(state: LearningState, { theme, at }: Here): string {
  const { words } = state;
  return [
    ...about(state),
    ...(words === '' ? [] : [`with "${safeText(words)}"`]),
    ...(at === undefined ? [] : [theme.doubtful(`of now, it cannot be told as of ${safeText(at.label)}`)]),
  ].join(` ${theme.glyphs.bullet} `);
}

/** What is told, of which time. */
function about(state: LearningState): readonly string[] {
  const { report, failures, episodes, category } = state;
  const { of } = topPage(state);
  const span = spanText(state);
  if (of.type === 'failures') {
    const name = `failures by ${of.by}`;
    if (failures?.by !== of.by) return [name, span];
    return [name, span, `in ${counted(failures.failed)} of ${plural(failures.episodes, 'episode')}`];
  }
  if (of.type === 'episodes') {
    const { total = 0, episodes: shown = [] } = episodes ?? {};
    const some = shown.length < total ? `the newest ${shown.length} of ` : '';
    const count = episodes === undefined ? [] : [`${some}${plural(total, 'episode')}`];
    return [...count, span, safeText(of.title)];
  }
  const which = category === undefined ? 'all categories' : `category ${safeText(category)}`;
  return [span, which, ...(report === undefined ? ['counting'] : [])];
}

function keysText(state: LearningState): string {
  return topPage(state).of.type === 'figures' ? 'z span  c category  f failures ' : 'esc back ';
}

/** Why nothing is to be seen, and what would fill it. */
function nothing(state: LearningState, { size, theme }: Here): readonly string[] {
  const { report, failed, words } = state;
  const { of } = topPage(state);
  const lines = ((): readonly string[] => {
    if (failed !== undefined) return [theme.bad(safeText(failed))];
    if (words !== '') return ['No row holds these words; esc shows all.'];
    if (of.type === 'failures')
      return state.failures === undefined ? [] : ['Nothing failed in this time, or no episode tells of it.'];
    if (of.type === 'episodes')
      return state.episodes === undefined
        ? []
        : ['No episode tells of it yet: the next commit carries what waits.'];
    if (report === undefined) return [];
    return [
      'Nothing to count yet. What fills it:',
      '',
      'nexus run -- npm test',
      '  what failed, and what it cost until it passed',
      'nexus run --task "..." --category ... --approach ... -- <command>',
      '  how a task was done',
      'nexus outcome <id> helped',
      '  whether a record was of use',
      '',
      'The next commit carries each of these in an episode; here they are counted.',
    ];
  })();
  return ['', ...lines.flatMap((line) => wrap(line, Math.max(10, size.columns - 4), 2).split('\n'))];
}
