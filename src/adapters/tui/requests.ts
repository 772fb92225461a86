import { NexusError } from '../../core/error.ts';
import type { Nexus } from '../../nexus.ts';
import type { Failure } from './failure.ts';
import { RECORD_CHANGES } from './record-changes.ts';
import { CONFLICTS_CHANGES, CONFLICTS_REQUESTS } from './screens/conflicts/conflicts-requests.ts';
import { EPISODE_REQUESTS } from './screens/episode/episode-requests.ts';
import { HISTORY_REQUESTS } from './screens/history/history-requests.ts';
import { INBOX_CHANGES, INBOX_REQUESTS } from './screens/inbox/inbox-requests.ts';
import { LEARNING_REQUESTS } from './screens/learning/learning-requests.ts';
import { RECALL_REQUESTS } from './screens/recall/recall-requests.ts';
import { RECORD_REQUESTS, RESTORING } from './screens/record/record-requests.ts';
import { REVIEW_REQUESTS } from './screens/review/review-requests.ts';
import { TRAVEL_REQUESTS } from './screens/travel/travel-requests.ts';

/** What changes memory. Each answers with what it did; none is done while one looks at another time. */
const CHANGES = {
  undo: (memory: Nexus, step: UndoStep) => undone(memory, step),
  ...RECORD_CHANGES,
  ...RESTORING,
  ...INBOX_CHANGES,
  ...CONFLICTS_CHANGES,
} satisfies Readonly<Record<string, (memory: Nexus, question: never) => Promise<Changed>>>;

/** What screens ask of memory, by name: the one table from their effects to the façade. */
export const REQUESTS = {
  ...RECALL_REQUESTS,
  ...HISTORY_REQUESTS,
  ...RECORD_REQUESTS,
  ...REVIEW_REQUESTS,
  ...INBOX_REQUESTS,
  ...LEARNING_REQUESTS,
  ...EPISODE_REQUESTS,
  ...TRAVEL_REQUESTS,
  ...CONFLICTS_REQUESTS,
  ...CHANGES,
} as const;

/** What came of a request that changed memory. */
export interface Changed {
  /** In words, past tense: `Retired 01k9x4: Retry uploads twice`. */
  readonly did: string;
  /** How it is taken back; absent where it cannot be. */
  readonly undo?: UndoStep;
}

export type UndoStep =
  /** The record's text as it was before, and as the change left it. */
  | { readonly type: 'text'; readonly id: string; readonly before: string; readonly after: string }
  /** A file with its conflict as it was before, and as the decision left it. */
  | { readonly type: 'conflict'; readonly path: string; readonly before: string; readonly after: string }
  /** The last decision on a proposal. */
  | { readonly type: 'decision' };

export type RequestName = keyof typeof REQUESTS;

export const WRITES: ReadonlySet<string> = new Set(Object.keys(CHANGES));

type Question<N extends RequestName> = Parameters<(typeof REQUESTS)[N]>[1];
type Answer<N extends RequestName> = Awaited<ReturnType<(typeof REQUESTS)[N]>>;

/** Asks memory. A later one of the same slot of the same screen takes the place of an earlier one. */
export type Ask = {
  [N in RequestName]: {
    readonly type: 'ask';
    readonly request: N;
    readonly slot: string;
    readonly question: Question<N>;
  };
}[RequestName];

/** The answer to the newest of its slot. */
export type Reply = {
  [N in RequestName]: {
    readonly type: 'reply';
    readonly request: N;
    readonly slot: string;
    readonly answer: Answer<N>;
  };
}[RequestName];

export interface Failed extends Failure {
  readonly type: 'failed';
  readonly request: RequestName;
  readonly slot: string;
}

async function undone(memory: Nexus, step: UndoStep): Promise<Changed> {
  if (step.type === 'decision') {
    const { verdict, proposal } = await memory.undoDecision();
    return { did: `Not ${verdict} any more: ${proposal.draft.title}` };
  }
  if (step.type === 'conflict') {
    await memory.unresolve(step);
    return { did: `Undecided again: ${step.path}` };
  }
  const { text, stored } = await memory.text(step.id);
  if (text !== step.after)
    throw new NexusError(
      'usage',
      'conflict',
      `${stored.path} was changed since`,
      'see what changed: nexus diff',
    );
  await memory.rewrite(step.id, step.before);
  return { did: `As before: ${stored.record.title}` };
}
