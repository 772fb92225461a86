import { asJournalEvent, isQuiet, type JournalEvent } from '../capture/journal-event.ts';
import type { Problem } from '../core/problem.ts';
import { worktreeExists } from '../repo/git-state.ts';
import type { Repository } from './context.ts';

/** Waits for the next commit; the hooks look only here. */
const JOURNAL = 'journal';
/** No reason to start anything at a commit: failures that an episode has told of and that nothing has resolved yet, and what waits for an episode that is written anyway. */
const OPEN = 'open';
/** Raw text is not kept for ever. */
const OPEN_DAYS = 14;

export interface JournalEntry {
  readonly event: JournalEvent;
  readonly folder: string;
  readonly name: string;
}

/** Saves one event, durably and privately (mode 0600), before anything is said of it. */
export function addEvent(repository: Repository, event: JournalEvent): void {
  repository.state.writePrivate(
    `${isQuiet(event) ? OPEN : JOURNAL}/${repository.worktree}/${event.id}.json`,
    `${JSON.stringify(event)}\n`,
  );
}

/** Events of this worktree, and of worktrees that are gone, oldest first. */
export function readJournal(repository: Repository): {
  readonly entries: readonly JournalEntry[];
  readonly problems: readonly Problem[];
} {
  const entries: JournalEntry[] = [];
  const problems: Problem[] = [];
  for (const worktree of ownWorktrees(repository)) {
    for (const kind of [JOURNAL, OPEN]) {
      const folder = `${kind}/${worktree}`;
      for (const file of repository.state.listJson(folder)) {
        const event = asJournalEvent(file.value);
        if (event !== undefined) entries.push({ event, folder, name: file.name });
        else problems.push(file.problem ?? strange(`${folder}/${file.name}`));
      }
    }
  }
  entries.sort((a, b) => a.event.at - b.event.at || (a.event.id < b.event.id ? -1 : 1));
  return { entries, problems };
}

function strange(file: string): Problem {
  return { code: 'bad-journal', message: 'this journal file is not an event of this version', file };
}

/** This worktree, and those whose events would otherwise never meet a commit. */
function ownWorktrees(repository: Repository): string[] {
  return [repository.worktree, ...goneWorktrees(repository)];
}

/** Worktrees that were removed while something of theirs still waited. */
export function goneWorktrees({ state, worktree, git, facts }: Repository): readonly string[] {
  if (git.backend !== 'git') return [];
  const known = new Set([...state.listFolders(JOURNAL), ...state.listFolders(OPEN)]);
  return [...known].filter(
    (name) => name !== 'main' && name !== worktree && !worktreeExists(facts.commonDir, name),
  );
}

/** Makes all that waits for another worktree wait for this one: two of them must not tell it both. */
export function adopt({ state, worktree }: Repository, from: string): void {
  for (const kind of [JOURNAL, OPEN])
    for (const { name } of state.listJson(`${kind}/${from}`))
      state.move(`${kind}/${from}/${name}`, `${kind}/${worktree}/${name}`);
}

/** True while something waits for a commit. */
export function waiting(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return entries.filter((entry) => entry.folder.startsWith(`${JOURNAL}/`));
}

/** True for what is known no longer where no commit has taken it. */
export function isOld(event: JournalEvent, now: number): boolean {
  return now - event.at >= OPEN_DAYS * 86_400_000;
}

/** Events whose distilled form a commit now carries: closed ones go, those of `stillOpen` stay known. */
export function consume(
  repository: Repository,
  entries: readonly JournalEntry[],
  stillOpen: ReadonlySet<string>,
  now: number,
): void {
  for (const { event, folder, name } of entries) {
    const keep = stillOpen.has(event.id) && !isOld(event, now);
    const here = `${OPEN}/${repository.worktree}`;
    if (keep && !(isQuiet(event) && folder === here)) {
      const told: JournalEvent = event.type === 'run' ? { ...event, told: true } : event;
      repository.state.writePrivate(`${here}/${event.id}.json`, `${JSON.stringify(told)}\n`);
    }
    if (!keep || folder !== here) repository.state.remove(`${folder}/${name}`);
  }
}
