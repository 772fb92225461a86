import type { GitRef } from '../../../../core/ports.ts';
import type { Nexus } from '../../../../nexus.ts';

/** Where one can go. */
export interface Places {
  readonly refs: readonly GitRef[];
  /** Commits below HEAD that changed memory, newest first. */
  readonly commits: Awaited<ReturnType<Nexus['log']>>;
  /** Perhaps there are older ones. */
  readonly isCut: boolean;
}

export const TRAVEL_REQUESTS = {
  places: (memory: Nexus, question: { readonly max: number }) => placesOf(memory, question.max),
  revision: (memory: Nexus, text: string) => memory.revision(text),
} as const;

async function placesOf(memory: Nexus, max: number): Promise<Places> {
  const [refs, commits] = await Promise.all([memory.refs(), memory.log({ max })]);
  return { refs, commits, isCut: commits.length >= max };
}
