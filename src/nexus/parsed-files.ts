import { VERSION } from '../core/version.ts';
import { openCacheFiles } from '../repo/cache-files.ts';
import { ANALYSER_VERSION } from '../search/analyse.ts';
import { guarded, withGuard } from './cache-head.ts';
import type { Context } from './context.ts';
import { type Stamp, sameStamp, stampAt, stampOf } from './stamps.ts';

/** What files of the memory were parsed into, so that a process that starts need not load a parser for it again. */
export interface ParsedFiles<T> {
  /** What a file was made into; made anew where the file is not as it was. */
  of(path: string, make: () => T | Promise<T>): Promise<T>;
  /** True where `of` has it without making it. */
  has(path: string): boolean;
  /** Keeps all that was asked for, and nothing else, for the next process. */
  keep(): void;
}

interface Entry<T> {
  readonly stamp: Stamp;
  /** As JSON brings it back. */
  readonly value: T;
}

/** Whatever makes something else of the same file counts up. */
const FORMAT = `nexus-parsed-2/${VERSION}/${ANALYSER_VERSION}`;

/**
 * Opens what is kept under a name; disposable, and without a repository nothing is kept. Values must come back
 * from JSON as they went in.
 */
export function openParsed<T>(context: Context, name: string): ParsedFiles<T> {
  const root = context.repository?.facts.root;
  const file = `${name}.json`;
  const cache = cacheOf(context);
  const before = cache === undefined ? undefined : read<T>(cache.read(file));
  const now = new Map<string, Entry<T>>();
  let news = false;
  const stampOfNow = (path: string): Stamp | undefined =>
    root === undefined ? undefined : stampAt(root, path);
  const knownOf = (path: string, stamp: Stamp | undefined): Entry<T> | undefined => {
    const known = before?.[path];
    return known !== undefined && sameStamp(stamp, known.stamp) ? known : undefined;
  };
  return {
    has: (path) => knownOf(path, stampOfNow(path)) !== undefined,
    async of(path, make) {
      const stamp = stampOfNow(path);
      if (stamp === undefined) return make();
      const known = knownOf(path, stamp);
      if (known !== undefined) {
        now.set(path, known);
        return known.value;
      }
      // Taken before the reading: what is written meanwhile is seen the next time.
      const entry = { stamp: stampOf(stamp, context.clock()), value: await make() };
      now.set(path, entry);
      news = true;
      return entry.value;
    },
    keep() {
      if (cache === undefined || !news) return;
      try {
        const body = JSON.stringify({ format: FORMAT, files: Object.fromEntries(now) });
        cache.write(file, withGuard(new TextEncoder().encode(body)));
      } catch {
        // A full or read-only disk: the next process parses once more.
      }
    },
  };
}

function cacheOf({ repository }: Context): ReturnType<typeof openCacheFiles> | undefined {
  if (repository === undefined) return undefined;
  try {
    return openCacheFiles(repository.state.dir(`parsed/${repository.worktree}`));
  } catch {
    return undefined;
  }
}

/** Undefined for everything but what this very version wrote whole. */
function read<T>(bytes: Uint8Array | undefined): Readonly<Record<string, Entry<T>>> | undefined {
  const body = bytes === undefined ? undefined : guarded(bytes);
  if (body === undefined) return undefined;
  const { format, files } = JSON.parse(new TextDecoder().decode(body)) as {
    format: string;
    files: Record<string, Entry<T>>;
  };
  return format === FORMAT ? files : undefined;
}
