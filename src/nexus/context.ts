import { NexusError } from '../core/error.ts';
import { makeId } from '../core/id.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { Clock, GitPort, MemoryFiles, Progress, RepoFacts } from '../core/ports.ts';
import type { Audience } from '../core/trust.ts';
import type { Ahead } from '../repo/ahead.ts';
import { headMark, worktreeName } from '../repo/git-state.ts';
import { openMemoryFiles } from '../repo/memory-files.ts';
import { openGit } from '../repo/open-git.ts';
import { openState, type StateFiles } from '../repo/state-files.ts';
import type { SystemGit } from '../repo/system-git.ts';
import type { Reader } from '../store/read.ts';
import type { Store } from '../store/store.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** Who runs us, as far as redaction must know it. */
export interface Machine {
  readonly home?: string;
  readonly user?: string;
  readonly host?: string;
}

/** The repository around a memory; absent for a memory of given records. */
export interface Repository {
  readonly git: GitPort;
  /** Only the git binary writes. */
  readonly writer: SystemGit | undefined;
  readonly facts: RepoFacts;
  readonly state: StateFiles;
  /** Names this worktree in the local state. */
  readonly worktree: string;
}

/** What every use case is given. */
export interface Context {
  readonly cwd: string;
  readonly env: Env;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly files: MemoryFiles;
  /** The reading half of the store. Loaded when first asked for: a cold recall does without. */
  reader(): Promise<Reader>;
  store(): Promise<Store>;
  readonly repository: Repository | undefined;
  /** Asked more than once: the index is held in memory. */
  readonly warm: boolean;
  /** Told of long work; absent where nobody waits. */
  readonly progress?: Progress;
  /** Who is answered, where it is no person: what it gets is chosen by `served.ts`. */
  readonly audience?: Audience;
  newId(): string;
}

export interface OpenOptions {
  readonly cwd: string;
  readonly env: Env;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  /** In a git hook: keep the environment that git gave, its index above all. */
  readonly hookEnv?: boolean;
  readonly prefer?: 'git' | 'isomorphic-git';
  /** What git was asked before, around the same directory. */
  readonly ahead?: Ahead;
  /** Hold the index in memory (a process that asks more than once), instead of reading the cache per question. */
  readonly warm: boolean;
  /** Told, from within, how far long work is. Hooks and servers have nobody to tell. */
  readonly progress?: Progress;
  /**
   * Answers go to a coding agent, `push` where it did not ask: what is not trusted enough, or flagged, is held back and
   * counted. Holds for recall, fix, context, advise, show, list, session overviews and recommendations.
   */
  readonly audience?: Audience;
}

/** Opens the repository around a directory. Throws `no-repository`, `bare-repository`, `needs-git`. */
export async function openContext(options: OpenOptions): Promise<Context> {
  const { git, writer } = await openGit({
    cwd: options.cwd,
    env: options.env,
    ...(options.hookEnv === undefined ? {} : { hookEnv: options.hookEnv }),
    ...(options.prefer === undefined ? {} : { prefer: options.prefer }),
    ...(options.ahead === undefined ? {} : { ahead: options.ahead }),
  });
  const facts = await git.facts();
  const state = openState(facts.commonDir);
  const files = openMemoryFiles(facts.root, { temps: state.temps });
  return {
    cwd: options.cwd,
    env: options.env,
    machine: options.machine,
    clock: options.clock,
    files,
    ...storesOf(files),
    repository: {
      git,
      writer,
      facts,
      state,
      worktree: worktreeName(facts.gitDir, facts.commonDir),
    },
    warm: options.warm,
    ...(options.progress === undefined ? {} : { progress: options.progress }),
    ...(options.audience === undefined ? {} : { audience: options.audience }),
    newId: () => makeId(options.clock(), options.random(10)),
  };
}

export function storesOf(files: MemoryFiles): Pick<Context, 'reader' | 'store'> {
  let reader: Promise<Reader> | undefined;
  let store: Promise<Store> | undefined;
  return {
    reader: () => {
      reader ??= import('../store/read.ts').then((module) => module.openReader(files));
      return reader;
    },
    store: () => {
      store ??= import('../store/store.ts').then((module) => module.openStore(files));
      return store;
    },
  };
}

export function requireRepository(context: Context): Repository {
  if (context.repository !== undefined) return context.repository;
  throw new NexusError(
    'usage',
    'no-repository',
    'this memory holds given records; there is no repository behind it',
  );
}

/** For what only the git binary may do. */
export function requireWriter(context: Context): SystemGit {
  const { writer } = requireRepository(context);
  if (writer !== undefined) return writer;
  throw new NexusError(
    'broken',
    'needs-git',
    'this needs the git program, which is not on PATH',
    'install git 2.31 or newer',
  );
}

/** Writing starts with `nexus init`: nobody's repository gets a folder that they did not ask for. */
export function requireMemory(context: Context): void {
  if (context.repository === undefined || hasMemory(context)) return;
  throw new NexusError(
    'usage',
    'not-initialised',
    `this repository has no ${MEMORY_ROOT}/ yet`,
    'run: nexus init',
  );
}

/** True once `.nexus/config.yaml` is there. */
export function hasMemory(context: Context): boolean {
  return context.files.read(`${MEMORY_ROOT}/config.yaml`) !== undefined;
}

const marks = new WeakMap<MemoryFiles, { readonly mark: string; readonly facts: RepoFacts }>();

/** The same context with what git says now: HEAD moves under a process that stays. */
export async function refreshed(context: Context): Promise<Context> {
  const { repository, warm, files } = context;
  if (!warm || repository === undefined) return context;
  const known = marks.get(files);
  const mark = headMark(repository.facts);
  if (known !== undefined && mark === known.mark)
    return { ...context, repository: { ...repository, facts: known.facts } };
  const facts = await repository.git.facts();
  if (mark !== undefined) marks.set(files, { mark, facts });
  return { ...context, repository: { ...repository, facts } };
}
