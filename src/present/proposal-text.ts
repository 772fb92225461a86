import { shortId } from '../core/id.ts';
import type { Proposal, Proposed } from '../core/proposal.ts';
import { ago, fit, plural, wrap } from './layout.ts';
import type { TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';

type Shown = Proposed & Partial<Pick<Proposal, 'id' | 'at'>>;

/** Proposals with why, two or three lines each; without ids where they do not wait. */
export function proposalsText(proposals: readonly Shown[], { style, columns }: TextOptions): string {
  const clip = (text: string): string => (columns > 0 ? fit(text, columns) : text);
  return proposals
    .flatMap(({ id, score, reason, draft, like }) => {
      const name = id === undefined ? '' : `${shortId(id)}  `;
      const head = `${name}${score.toFixed(2)}  ${safeText(draft.title)}`;
      return [
        style.bold(clip(head)),
        clip(`    ${safeText(reason)}`),
        ...(like === undefined ? [] : [clip(`    ${likeText(like)}`)]),
      ];
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** One proposal in full, as its record would be. */
export function proposalText(proposal: Proposal, { style, columns, now }: TextOptions): string {
  const { id, at, score, reason, source, draft, like } = proposal;
  const fold = (text: string): string => (columns > 0 ? wrap(text, columns) : text);
  const tags = [draft.language, ...(draft.tags ?? [])].filter((word) => word !== undefined).join(', ');
  const lines = [
    style.bold(fold(safeText(draft.title))),
    fold(`${shortId(id)} · ${score.toFixed(2)} · ${safeText(source)} · ${ago(Date.parse(at), now)}`),
    fold(safeText(reason)),
    ...(like === undefined ? [] : [style.yellow(fold(likeText(like)))]),
    ...(tags === '' ? [] : [style.dim(fold(safeText(tags)))]),
    ...(draft.files ?? []).map((file) => style.dim(safeText(file))),
    '',
    safeText((draft.body ?? '').trimEnd(), { newlines: true }),
  ];
  return `${lines.join('\n')}\n`;
}

function likeText({ id, title, how }: NonNullable<Proposal['like']>): string {
  const why = how === 'structure' ? 'the same structure' : 'nearly the same text';
  return `adds its places to ${shortId(id)} ${safeText(title)} (${why})`;
}

/** How many wait, in one line; empty where none does. */
export function waitingText(count: number): string {
  return count === 0 ? '' : `${plural(count, 'proposal waits', 'proposals wait')} for you: nexus inbox`;
}
