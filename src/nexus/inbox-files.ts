import { NexusError } from '../core/error.ts';
import { isIdPrefix, shortId } from '../core/id.ts';
import { isKind } from '../core/kinds.ts';
import type { Problem } from '../core/problem.ts';
import { type Decision, type Proposal, type Proposed, VERDICTS } from '../core/proposal.ts';
import { isoSeconds } from '../core/time.ts';
import { validateDraft } from '../store/draft.ts';
import { admit } from './admit.ts';
import { type Context, type Repository, requireRepository } from './context.ts';

/** What waits, and what was decided: local state, never pushed. */
const WAITING = 'inbox';
const DECIDED = 'inbox-decided';
/** So many wait at most; of more, the weakest go. */
const MAX_WAITING = 200;
const LOCK = { staleMs: 30_000, waitMs: 5_000 } as const;

export interface Inbox {
  /** The best first. */
  readonly proposals: readonly Proposal[];
  /** Files that are none of ours, or torn. */
  readonly problems: readonly Problem[];
}

export function readInbox({ state }: Repository): Inbox {
  const proposals: Proposal[] = [];
  const problems: Problem[] = [];
  for (const { name, value, problem } of state.listJson(WAITING)) {
    if (problem !== undefined) problems.push(problem);
    else if (isProposal(value)) proposals.push(value);
    else
      problems.push({
        code: 'bad-journal',
        message: 'is no proposal',
        file: `${WAITING}/${name}`,
        hint: 'nothing else depends on it; it may be deleted',
      });
  }
  proposals.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return { proposals, problems };
}

/** What was decided, the oldest first. */
export function readDecisions({ state }: Repository): Decision[] {
  return state
    .listJson(DECIDED)
    .flatMap(({ value }) => (isDecision(value) ? [value] : []))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.proposal.id < b.proposal.id ? -1 : 1));
}

/** Keys of what was decided: rejected, it does not come back; accepted, its record tells. */
export function decidedKeys(repository: Repository): Set<string> {
  return new Set(readDecisions(repository).map(({ proposal }) => proposal.key));
}

/** What became of proposals that were put into the inbox. */
export interface Added {
  /** All that are now there. */
  readonly proposals: readonly Proposal[];
  /** Of those, the ones that did not wait before. */
  readonly fresh: number;
}

/**
 * Puts proposals into the inbox, redacted as all that may be written. One that waits already is brought up to date
 * under its id.
 */
export async function addProposals(context: Context, found: readonly Proposed[]): Promise<Added> {
  const repository = requireRepository(context);
  return locked(repository, () => {
    const waiting = new Map(readInbox(repository).proposals.map((proposal) => [proposal.key, proposal]));
    const proposals = found.flatMap((one): Proposal[] => {
      const draft = soundDraft(context, one);
      if (draft === undefined) return [];
      const { id = context.newId(), at = isoSeconds(context.clock()) } = waiting.get(one.key) ?? {};
      const proposal = { ...one, draft, id, at };
      save(repository, proposal);
      return [proposal];
    });
    for (const { id } of readInbox(repository).proposals.slice(MAX_WAITING)) drop(repository, id);
    return { proposals, fresh: proposals.filter(({ key }) => !waiting.has(key)).length };
  });
}

/** What cannot be a record is no proposal; one that is there keeps what somebody wrote into it. */
function soundDraft(context: Context, { draft, takes }: Proposed): Proposal['draft'] | undefined {
  return takes === undefined && validateDraft(draft).length > 0 ? undefined : admit(context, draft).draft;
}

/** One by its id or the beginning of it. Throws `unknown-id`, `ambiguous-id`. */
export function findProposal(repository: Repository, id: string): Proposal {
  const prefix = id.toLowerCase();
  const { proposals } = readInbox(repository);
  const found = isIdPrefix(prefix) ? proposals.filter((proposal) => proposal.id.startsWith(prefix)) : [];
  const [only, second] = found;
  if (only === undefined)
    throw new NexusError('not-found', 'unknown-id', `no proposal "${id}" waits`, 'see: nexus inbox');
  if (second === undefined) return only;
  const names = found.slice(0, 5).map((one) => `${shortId(one.id)} ${one.draft.title}`);
  throw new NexusError(
    'usage',
    'ambiguous-id',
    `"${id}" fits ${found.length} proposals:\n${names.join('\n')}`,
    'give more of the id',
  );
}

/** Keeps a decision; the proposal waits no more. */
export function decide(repository: Repository, decision: Decision): void {
  const { id } = decision.proposal;
  repository.state.writePrivate(`${DECIDED}/${id}.json`, `${JSON.stringify(decision)}\n`);
  drop(repository, id);
}

/** Takes a decision back; the proposal waits again. */
export function undecide(repository: Repository, { proposal }: Decision): void {
  save(repository, proposal);
  repository.state.remove(`${DECIDED}/${proposal.id}.json`);
}

export function drop({ state }: Repository, id: string): void {
  state.remove(`${WAITING}/${id}.json`);
}

/** One writer at a time: the background of a commit, and a person. Throws `conflict`. */
export async function locked<T>({ state }: Repository, work: () => T | Promise<T>): Promise<T> {
  const done = await state.withLock('inbox', async () => ({ value: await work() }), LOCK);
  if (done !== undefined) return done.value;
  throw new NexusError('broken', 'conflict', 'another process works on the inbox', 'try again');
}

function save({ state }: Repository, proposal: Proposal): void {
  state.writePrivate(`${WAITING}/${proposal.id}.json`, `${JSON.stringify(proposal)}\n`);
}

type Loose = Readonly<Record<string, unknown>>;

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Local files, yet anyone's hand may have been in them. The draft is checked again when it is written. */
function isProposal(value: unknown): value is Proposal {
  if (!isLoose(value) || !isLoose(value.draft)) return false;
  const texts = [value.id, value.at, value.key, value.reason, value.source, value.draft.title];
  const { files = [], tags = [], body = '' } = value.draft;
  const lists = [files, tags].every(
    (list) => Array.isArray(list) && list.every((item) => typeof item === 'string'),
  );
  return (
    texts.every((text) => typeof text === 'string') &&
    typeof value.score === 'number' &&
    isIdPrefix(String(value.id)) &&
    isKind(String(value.draft.kind)) &&
    typeof body === 'string' &&
    lists &&
    isNamed(value.like) &&
    isNamed(value.takes)
  );
}

function isNamed(value: unknown): boolean {
  return (
    value === undefined || (isLoose(value) && [value.id, value.title].every((one) => typeof one === 'string'))
  );
}

function isDecision(value: unknown): value is Decision {
  return (
    isLoose(value) &&
    typeof value.at === 'string' &&
    VERDICTS.some((verdict) => verdict === value.verdict) &&
    isProposal(value.proposal)
  );
}
