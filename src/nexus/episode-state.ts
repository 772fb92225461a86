import { decodeLine, encodeLine } from '../capture/episode-lines.ts';
import type { OpenEpisode, ToldEvent } from '../core/episode.ts';
import { NexusError } from '../core/error.ts';
import { shortId } from '../core/id.ts';
import type { Repository } from './context.ts';

/** Not below the journal: that an episode is open is no reason for a commit to start anything. */
const FOLDER = 'episodes';
const END = '.jsonl';

/** An episode that has not ended, and the file that holds it. */
export interface EpisodeFile {
  readonly open: OpenEpisode;
  readonly path: string;
  readonly worktree: string;
}

/** What its file holds beside its start. */
export interface EpisodeEvents {
  readonly events: Iterable<ToldEvent>;
  /** Lines that cannot be read; complete only after `events` was run through. */
  lost(): number;
}

export function createEpisode({ state, worktree }: Repository, open: OpenEpisode): void {
  state.writePrivate(`${FOLDER}/${worktree}/${open.id}${END}`, `${encodeLine({ start: open })}\n`);
}

/** Durable when this returns; false where the episode is not open any more. */
export function appendEvent({ state }: Repository, { path }: EpisodeFile, event: ToldEvent): boolean {
  return state.appendLine(path, encodeLine({ event }));
}

export function dropEpisode({ state }: Repository, { path }: EpisodeFile): void {
  state.remove(path);
}

/** Open episodes of all worktrees, the newest first; a file without a sound beginning is none. */
export function openEpisodes({ state }: Repository): readonly EpisodeFile[] {
  return state
    .listFolders(FOLDER)
    .flatMap((worktree) =>
      state.listFiles(`${FOLDER}/${worktree}`, END).flatMap((name): EpisodeFile[] => {
        const path = `${FOLDER}/${worktree}/${name}`;
        const [first] = state.lines(path);
        const line = first === undefined ? undefined : decodeLine(first);
        const open = line !== undefined && 'start' in line ? line.start : undefined;
        return open === undefined || name !== `${open.id}${END}` ? [] : [{ open, path, worktree }];
      }),
    )
    .sort((a, b) => (a.open.id < b.open.id ? 1 : -1));
}

/** The events one by one, as they were told. */
export function eventsOf({ state }: Repository, { path }: EpisodeFile): EpisodeEvents {
  let lost = 0;
  function* events(): Generator<ToldEvent> {
    let first = true;
    for (const text of state.lines(path)) {
      const line = first ? undefined : decodeLine(text);
      if (line !== undefined && 'event' in line) yield line.event;
      else if (!first) lost += 1;
      first = false;
    }
  }
  return { events: events(), lost: () => lost };
}

/** The open episode that is meant: by id or its beginning, else this worktree's newest. Throws `no-episode`, `ambiguous-id`. */
export function openEpisode(repository: Repository, id: string | undefined): EpisodeFile {
  const all = openEpisodes(repository);
  const low = id?.toLowerCase() ?? '';
  const found =
    id === undefined
      ? all.filter(({ worktree }) => worktree === repository.worktree).slice(0, 1)
      : all.filter(({ open }) => low !== '' && open.id.startsWith(low));
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  if (second !== undefined)
    throw new NexusError(
      'usage',
      'ambiguous-id',
      `more than one open episode begins with "${low}"`,
      `one of: ${found.map(({ open }) => shortId(open.id)).join(', ')}`,
    );
  const others = all.map(({ open }) => shortId(open.id)).slice(0, 5);
  throw new NexusError(
    'not-found',
    'no-episode',
    id === undefined ? 'no episode is open here' : `no open episode begins with "${low}"`,
    others.length === 0 ? 'start one: nexus episode start "…"' : `open: ${others.join(', ')}`,
  );
}
