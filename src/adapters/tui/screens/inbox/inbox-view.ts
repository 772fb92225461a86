import { describeProblem } from '../../../../core/problem.ts';
import type { Proposal } from '../../../../core/proposal.ts';
import { fit, plural, wrap } from '../../../../present/layout.ts';
import { markdownLines } from '../../../../present/markdown-lines.ts';
import { proposalHead } from '../../../../present/proposal-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { headLines, listRow, panesLines } from '../../panes.ts';
import type { Here, Size, View } from '../../screen.ts';
import { HEAD_ROWS, type InboxState, inboxPanes, listHeight, selectedOf, shownOf } from './inbox-state.ts';

export function inboxView(state: InboxState, here: Here): View {
  const head = headLines(...summary(state, here), here);
  const body =
    state.isWhole && selectedOf(state) !== undefined ? wholeLines(state, here) : listLines(state, here);
  return { blocks: [{ lines: [...head, ...body].slice(0, here.size.rows) }] };
}

function summary(state: InboxState, { theme, at }: Here): readonly [left: string, right: string] {
  const { told, words, place, problems, isLearning, isWhole } = state;
  const { length } = shownOf(state);
  const all = told?.length ?? 0;
  const dot = ` ${theme.glyphs.bullet} `;
  const count =
    told === undefined
      ? 'Reading the inbox'
      : words === ''
        ? [plural(all, 'proposal'), ...(all === 0 ? [] : ['the best first'])].join(dot)
        : `${length} of ${plural(all, 'proposal')} with "${safeText(words)}"`;
  const said = [
    ...(isLearning ? ['learning from the source code, this may take a while'] : []),
    ...(problems.length === 0 ? [] : [`${plural(problems.length, 'file')} cannot be read`]),
    ...(at === undefined ? [] : ['the inbox is of now; T comes back to decide']),
  ].map((text) => theme.doubtful(dot + text));
  const right = [...(isWhole ? ['esc: the list'] : []), `${place.selected + 1} of ${length} `].join(dot);
  return [` ${count}${said.join('')}`, length === 0 ? '' : theme.aside(right)];
}

/** The room for the selected proposal's text. */
export function textRoom(state: InboxState, here: Here): Size {
  const { columns, rows } = here.size;
  const whole = { columns, rows: Math.max(0, rows - HEAD_ROWS) };
  return state.isWhole ? whole : inboxPanes(shownOf(state).length, here).text;
}

/** The selected proposal as its record would be, as many lines as that takes. */
export function textLines(state: InboxState, here: Here): readonly string[] {
  const proposal = selectedOf(state);
  const { columns } = textRoom(state, here);
  return proposal === undefined || columns < 4 ? [] : proposalLines(proposal, columns, here);
}

function proposalLines(proposal: Proposal, columns: number, { theme, now }: Here): readonly string[] {
  const room = columns - 2;
  const head = proposalHead(proposal, { style: theme.style, columns: room, now });
  const body = markdownLines(proposal.draft.body ?? '', room, theme);
  return [...head, '', ...body].map((line) => fit(` ${line}`, columns));
}

function wholeLines(state: InboxState, here: Here): readonly string[] {
  return textLines(state, here).slice(state.scroll, state.scroll + textRoom(state, here).rows);
}

function listLines(state: InboxState, here: Here): readonly string[] {
  const shown = shownOf(state);
  if (shown.length === 0) return nothing(state, here);
  const panes = inboxPanes(shown.length, here);
  const { columns } = panes.list;
  const rows = shown
    .slice(state.place.top, state.place.top + listHeight(shown.length, here))
    .flatMap((proposal, at) =>
      rowLines(proposal, state.place.top + at === state.place.selected, columns, here),
    );
  const text = panes.how === 'alone' ? [] : textLines(state, here);
  return panesLines(panes, rows, text.slice(state.scroll), rest(text.length, panes.text.rows), here.theme);
}

/** How much more of the text there is. */
function rest(lines: number, rows: number): string {
  return lines > rows ? `${lines} lines, J K scroll` : '';
}

function rowLines(
  { score, draft, reason, source, like }: Proposal,
  isOn: boolean,
  columns: number,
  { theme }: Here,
): readonly string[] {
  const sign = like === undefined ? theme.good('+') : theme.doubtful('=');
  const title = fit(`${score.toFixed(2)} ${sign} ${safeText(draft.title)}`, columns - 3);
  const why = [...(like === undefined ? [] : [`like ${like.title}`]), source, reason].map((text) =>
    safeText(text),
  );
  return [
    listRow(title, isOn, columns, theme),
    fit(`          ${theme.aside(why.join(` ${theme.glyphs.bullet} `))}`, columns),
  ];
}

/** Why there is none, and what would fill it. */
function nothing({ told, failed, words, problems }: InboxState, { size, theme }: Here): readonly string[] {
  const lines: readonly string[] =
    failed !== undefined
      ? [theme.bad(safeText(failed))]
      : told === undefined
        ? []
        : words !== '' && told.length > 0
          ? ['None holds these words; esc shows all.']
          : [
              'Nothing waits for you.',
              '',
              'L looks through the source code now and proposes what deserves to be remembered.',
              'Each commit does so, too, in the background: capture.patterns in .nexus/config.yaml.',
              '',
              ...problems.map((problem) => theme.bad(safeText(describeProblem(problem)))),
            ];
  return ['', ...lines.flatMap((line) => wrap(line, size.columns - 4, 2).split('\n'))];
}
