import { describeProblem } from '../../../../core/problem.ts';
import type { Proposal } from '../../../../core/proposal.ts';
import { fit, plural, wrap } from '../../../../present/layout.ts';
import { markdownLines } from '../../../../present/markdown-lines.ts';
import { proposalHead } from '../../../../present/proposal-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { headLines, listRow, panesLines } from '../../panes.ts';
import type { Here, View } from '../../screen.ts';
import { placed } from '../../window.ts';
import { type InboxState, inboxPanes, listHeight, selectedOf, shownOf } from './inbox-state.ts';

export function inboxView(state: InboxState, here: Here): View {
  return { lines: [...headLines(...summary(state, here), here), ...bodyLines(state, here)] };
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
    ...(at === undefined ? [] : ['of now; T comes back to decide']),
  ].map((text) => theme.doubtful(dot + text));
  const right = [...(isWhole ? ['esc: the list'] : []), `${place.selected + 1} of ${length} `].join(dot);
  return [` ${count}${said.join('')}`, length === 0 ? '' : theme.aside(right)];
}

/** The selected proposal as its record would be, as many lines as that takes. */
export function textLines(state: InboxState, here: Here): readonly string[] {
  const proposal = selectedOf(state);
  const { columns } = inboxPanes(state, here).text;
  return proposal === undefined ? [] : proposalLines(proposal, columns, here);
}

function proposalLines(proposal: Proposal, columns: number, { theme, now }: Here): readonly string[] {
  const head = proposalHead(proposal, { style: theme.style, columns, now });
  const body = markdownLines(proposal.draft.body ?? '', columns, theme);
  return [...head, '', ...body].map((line) => fit(line, columns));
}

function bodyLines(state: InboxState, here: Here): readonly string[] {
  const shown = shownOf(state);
  if (shown.length === 0) return nothing(state, here);
  const panes = inboxPanes(state, here);
  const { columns } = panes.list;
  const height = listHeight(state, here);
  const seen = placed(state.place, shown.length, height);
  const rows = shown
    .slice(seen.top, seen.top + height)
    .flatMap((proposal, at) => rowLines(proposal, seen.top + at === seen.selected, columns, here));
  const lines = panes.how === 'list' ? [] : textLines(state, here);
  return panesLines(panes, rows, { lines, top: state.scroll }, here.theme);
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
