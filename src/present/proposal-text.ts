import { shortId } from '../core/id.ts';
import { type Likeness, type Proposal, type Proposed, SAMENESS } from '../core/proposal.ts';
import { ago, fit, plural, wrap } from './layout.ts';
import type { TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';

type Shown = Proposed & Partial<Pick<Proposal, 'id' | 'at'>>;

/** Proposals with why, two or three lines each; without ids where they do not wait. */
export function proposalsText(proposals: readonly Shown[], { style, columns }: TextOptions): string {
  const clip = (text: string): string => (columns > 0 ? fit(text, columns) : text);
  return proposals
    .flatMap(({ id, score, reason, draft, like, takes }) => {
      const name = id === undefined ? '' : `${shortId(id)}  `;
      const head = `${name}${score.toFixed(2)}  ${safeText(draft.title)}`;
      return [
        style.bold(clip(head)),
        clip(`    ${safeText(reason)}`),
        ...(like === undefined ? [] : [clip(`    ${likeText(like, takes)}`)]),
      ];
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** One proposal in full, as its record would be. */
export function proposalText(proposal: Proposal, options: TextOptions): string {
  const body = safeText((proposal.draft.body ?? '').trimEnd(), { newlines: true });
  return `${[...proposalHead(proposal, options), '', body].join('\n')}\n`;
}

/** What is told of a proposal above its text, folded to the columns that there are. */
export function proposalHead(proposal: Proposal, { style, columns, now }: TextOptions): readonly string[] {
  const { id, at, score, reason, source, draft, like, takes } = proposal;
  const fold = (text: string): string[] => (columns > 0 ? wrap(text, columns) : text).split('\n');
  const tags = [draft.language, ...(draft.tags ?? [])].filter((word) => word !== undefined).join(', ');
  const all = (lines: readonly string[], paint: (text: string) => string): string[] =>
    lines.map((line) => paint(line));
  return [
    ...all(fold(safeText(draft.title)), style.bold),
    ...fold(`${shortId(id)} · ${score.toFixed(2)} · ${safeText(source)} · ${ago(Date.parse(at), now)}`),
    ...fold(safeText(reason)),
    ...(like === undefined ? [] : all(fold(likeText(like, takes)), style.yellow)),
    ...(tags === '' ? [] : all(fold(safeText(tags)), style.dim)),
    ...(draft.files ?? []).map((file) => style.dim(safeText(file))),
  ];
}

function likeText({ id, title, how }: Likeness, takes: Proposal['takes']): string {
  if (takes === undefined) return `adds its places to ${shortId(id)} ${safeText(title)} (${SAMENESS[how]})`;
  return `${shortId(id)} takes what ${shortId(takes.id)} ${safeText(takes.title)} has more, and supersedes it`;
}

/** How many wait, in one line; empty where none does. */
export function waitingText(count: number): string {
  return count === 0 ? '' : `${plural(count, 'proposal waits', 'proposals wait')} for you: nexus inbox`;
}
