import type { RecordChange } from '../../../../core/change.ts';
import type { Replay } from '../../../../core/episode.ts';
import { isNexusError } from '../../../../core/error.ts';
import type { NexusRecord } from '../../../../core/record.ts';
import type { Nexus } from '../../../../nexus.ts';

/** An episode with all that is known of it. */
export interface EpisodeTold {
  readonly replay: Replay;
  /** Absent while it is open. */
  readonly record?: NexusRecord;
  /** What it names by id, as far as memory has it. */
  readonly named: readonly NamedRecord[];
}

/** The commit that carries an episode, and what else that did to memory. */
export interface Carried {
  readonly id: string;
  readonly commit: string;
  readonly author: string;
  readonly changes: readonly RecordChange[];
}

export interface NamedRecord {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
}

export interface EpisodeQuestion {
  readonly id: string;
  /** As of this revision. */
  readonly at?: string;
}

/** Records that are looked up by id. */
const NAMED = 60;

export const EPISODE_REQUESTS = {
  episode: (memory: Nexus, question: EpisodeQuestion) => episodeTold(memory, question),
  /** Apart from the episode: git is asked what a whole commit did. */
  carried: (memory: Nexus, question: EpisodeQuestion) => carriedBy(memory, question),
} as const;

async function episodeTold(memory: Nexus, { id, at }: EpisodeQuestion): Promise<EpisodeTold> {
  const replay = await memory.replay(id, at);
  if (replay.outcome === 'open') return { replay, named: [] };
  const { record } = await memory.show(replay.id, at);
  const ids = [...(record.recalled ?? []), ...(record.errors ?? [])].flatMap((one) => one.id ?? []);
  const named: NamedRecord[] = [];
  for (const wanted of [...new Set(ids)].slice(0, NAMED)) {
    const found = await there(() => memory.show(wanted, at));
    if (found !== undefined) {
      const { id, kind, title } = found.record;
      named.push({ id, kind, title });
    }
  }
  return { replay, record, named };
}

/** The commit that brought it: the first of those that changed it. */
async function carriedBy(memory: Nexus, { id, at }: EpisodeQuestion): Promise<Carried | undefined> {
  const rev = at === undefined ? {} : { rev: at };
  const touched = await there(() => memory.log({ id, max: 20, ...rev }));
  const first = touched?.at(-1)?.commit.oid;
  if (first === undefined) return undefined;
  const [whole] = await memory.log({ rev: first, max: 1 });
  if (whole === undefined) return undefined;
  return {
    id,
    commit: first,
    author: whole.commit.authorName,
    changes: whole.changes.filter((change) => change.id !== id),
  };
}

/** Undefined where memory has no such record: it was removed, or is not committed yet. */
async function there<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (cause) {
    if (isNexusError(cause) && cause.kind === 'not-found') return undefined;
    throw cause;
  }
}
