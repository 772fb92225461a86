import { type FSWatcher, watch as watchFolder } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Nexus } from '../../nexus.ts';
import type { WatchEvent } from './app.tsx';

/** Changes come in bursts (a checkout, a pull): told when it has been quiet for so long, or has gone on for so much longer. */
const QUIET_MS = 100;
const LONGEST_MS = 1_000;

const MEMORY = '.nexus';
/** Sorted into folders by year and month; the other kinds have their files side by side. */
const EPISODES = 'episodes';
/** What of the local state is shown: what was proposed, and what waits. */
const STATE = ['inbox', 'inbox-decided', 'journal', 'open'];

type Place = Awaited<ReturnType<Nexus['whereabouts']>>;

/**
 * Tells where memory is and when it changed: by a commit, a pull, a checkout, another process. Folders are watched, not
 * files; where the system has no more watches, or none at all, a change shows with the next question.
 * @returns ends it
 */
export function watchMemory(memory: Nexus, tell: (event: WatchEvent) => void): () => void {
  const watching = new Watching(memory, tell);
  watching.touch({ isGit: true, isFolders: true });
  return () => watching.stop();
}

interface Touched {
  /** HEAD may have moved. */
  readonly isGit?: boolean;
  /** Records, or local state that is shown. */
  readonly isMemory?: boolean;
  /** Folders may have come or gone. */
  readonly isFolders?: boolean;
}

interface Watched {
  readonly watcher: FSWatcher;
  /** A folder that was made anew under its name is another. */
  readonly ino: number;
}

class Watching {
  readonly #memory: Nexus;
  readonly #tell: (event: WatchEvent) => void;
  readonly #watched = new Map<string, Watched>();
  #touched: Touched | undefined;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #place: Place | undefined;
  #isTelling = false;
  #isStopped = false;

  constructor(memory: Nexus, tell: (event: WatchEvent) => void) {
    this.#memory = memory;
    this.#tell = tell;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }

  touch(touched: Touched): void {
    if (this.#isStopped) return;
    const now = performance.now();
    if (this.#touched === undefined) this.#since = now;
    this.#touched = { ...this.#touched, ...touched };
    clearTimeout(this.#timer);
    const wait = this.#place === undefined ? 0 : Math.min(QUIET_MS, this.#since + LONGEST_MS - now);
    this.#timer = setTimeout(() => void this.#settle(), Math.max(0, wait));
  }

  async #settle(): Promise<void> {
    // What is touched meanwhile is settled after it.
    if (this.#isTelling || this.#touched === undefined) return;
    const touched = this.#touched;
    this.#touched = undefined;
    this.#isTelling = true;
    try {
      const moved = touched.isGit === true && (await this.#moved());
      if (touched.isFolders === true) await this.#follow();
      if (touched.isMemory === true) await this.#memory.lookCloser();
      if (!this.#isStopped && (moved || touched.isMemory === true)) this.#tell({ type: 'memory-changed' });
    } finally {
      this.#isTelling = false;
      if (this.#touched !== undefined) this.touch({});
    }
  }

  /** True if HEAD is another than it was; told at once. */
  async #moved(): Promise<boolean> {
    const before = this.#place;
    // A repository that cannot be asked just now says so when a screen asks it.
    const place = await this.#memory.whereabouts().catch(() => before);
    if (place === undefined || this.#isStopped) return false;
    this.#place = place;
    const { name, branch, head } = place;
    if (before?.branch !== branch || before?.name !== name)
      this.#tell({
        type: 'place',
        place: { repository: name, ...(branch === undefined ? {} : { branch }) },
      });
    return before !== undefined && (before.head !== head || before.branch !== branch);
  }

  /** Watches the folders that there are now, and no others. */
  async #follow(): Promise<void> {
    if (this.#place === undefined) return;
    const wanted = await this.#folders(this.#place);
    if (this.#isStopped) return;
    for (const [path, { watcher, ino }] of this.#watched) {
      if (wanted.get(path)?.ino === ino) continue;
      watcher.close();
      this.#watched.delete(path);
    }
    for (const [path, { ino, heard }] of wanted) {
      if (this.#watched.has(path)) continue;
      const watcher = this.#watcherOf(path, heard);
      if (watcher !== undefined) this.#watched.set(path, { watcher, ino });
    }
  }

  #watcherOf(path: string, heard: Heard): FSWatcher | undefined {
    try {
      const watcher = watchFolder(path, { persistent: false }, (_, name) => {
        const touched = heard(name);
        if (touched !== undefined) this.touch(touched);
      });
      watcher.on('error', () => {
        watcher.close();
        this.#watched.delete(path);
        this.touch({ isFolders: true });
      });
      return watcher;
    } catch {
      // No more watches, or the folder has just gone.
      return undefined;
    }
  }

  /** Folders with what a change in each means. */
  async #folders({ gitDir, stateDir }: Place): Promise<Map<string, { ino: number; heard: Heard }>> {
    const { root } = this.#memory;
    const top = join(root, MEMORY);
    const kinds = await foldersIn(top);
    const years = await foldersIn(join(top, EPISODES));
    const months = (await Promise.all(years.map(foldersIn))).flat();
    const state = STATE.map((name) => join(stateDir, name));
    const worktrees = (await Promise.all(state.map(foldersIn))).flat();
    const common = join(stateDir, '..');
    const wanted: [string, Heard][] = [
      [root, only([MEMORY], { isMemory: true, isFolders: true })],
      ...[top, ...kinds, ...years, ...months].map((path): [string, Heard] => [path, inMemory]),
      [gitDir, inGit],
      [join(gitDir, 'logs'), inGit],
      ...(common === gitDir ? [] : [[common, only(['nexus'], { isFolders: true })] as [string, Heard]]),
      [stateDir, only(STATE, { isMemory: true, isFolders: true })],
      ...[...state, ...worktrees].map((path): [string, Heard] => [path, inMemory]),
    ];
    const found = await Promise.all(
      wanted.map(async ([path, heard]) => {
        const ino = await stat(path).then(
          (stats) => (stats.isDirectory() ? stats.ino : undefined),
          () => undefined,
        );
        return ino === undefined ? [] : [[path, { ino, heard }] as const];
      }),
    );
    return new Map(found.flat());
  }
}

/** What it means that a name of a folder changed; without a name: anything in it may have. */
type Heard = (name: string | null) => Touched | undefined;

function only(names: readonly string[], touched: Touched): Heard {
  return (name) => (name === null || names.includes(basename(name)) ? touched : undefined);
}

/** A name without an ending is a folder that came or went, or the watched folder itself. */
const inMemory: Heard = (name) => ({
  isMemory: true,
  ...(name?.includes('.') === true && name !== MEMORY ? {} : { isFolders: true }),
});

/** Locks come and go with each command of git; what they are for shows under its own name. */
const inGit: Heard = (name) =>
  name?.endsWith('.lock') === true
    ? undefined
    : { isGit: true, ...(isFile(name) ? {} : { isFolders: true }) };

function isFile(name: string | null): boolean {
  return name !== null && /^[A-Z_]+$|^index$|^packed-refs$|^config$/.test(name);
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
}
