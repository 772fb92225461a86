import type { GitRef } from '../../../../core/ports.ts';
import type { Nexus } from '../../../../nexus.ts';
import type { HistoryCommit } from '../history/history-requests.ts';

/** Where one can go. */
export interface Places {
  readonly refs: readonly GitRef[];
  /** Commits below HEAD that changed memory, newest first. */
  readonly commits: readonly HistoryCommit[];
  /** Perhaps there are older ones. */
  readonly isCut: boolean;
}

export const TRAVEL_REQUESTS = {
  places: (memory: Nexus, question: { readonly max: number }) => placesOf(memory, question.max),
  revision: (memory: Nexus, text: string) => memory.revision(text),
} as const;

async function placesOf(memory: Nexus, max: number): Promise<Places> {
  const [refs, commits] = await Promise.all([memory.refs(), commitsOf(memory, max)]);
  return { refs, commits, isCut: commits.length >= max };
}

/** Of a commit that changed very many records only the first are read, as in the history. */
async function commitsOf(memory: Nexus, max: number): Promise<readonly HistoryCommit[]> {
  let page = await memory.history({ max });
  const commits = [...page.commits];
  while (page.next !== undefined && commits.length < max) {
    page = await memory.history({ max: max - commits.length, after: page.next });
    commits.push(...page.commits);
  }
  return commits;
}
