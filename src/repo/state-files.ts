import {
  appendFileSync,
  chmodSync,
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { NexusError } from '../core/error.ts';
import type { Problem } from '../core/problem.ts';
import { replaceFileDurably, writeError } from './atomic-write.ts';
import { appendLineDurably, linesOf } from './line-file.ts';
import { removeStaleTempsBelow, TEMP_PREFIX } from './stale-temps.ts';
import { type LockOptions, withFolderLock } from './state-lock.ts';

const PRIVATE_DIR = 0o700;
const PRIVATE_FILE = 0o600;
const LOG = 'nexus.log';
/** Bytes of the log; when it is full it becomes the one old log. */
export const MAX_LOG = 256 * 1024;
/** Bytes of one journal entry or proposal that are read. */
const MAX_JSON = 4 * 1024 * 1024;
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** One file of a folder: what it says, or what is wrong with it. */
export type JsonEntry =
  | { readonly name: string; readonly value: unknown; readonly problem?: undefined }
  | { readonly name: string; readonly value?: undefined; readonly problem: Problem };

/**
 * The local state in `<common git directory>/nexus/`: never pushed, readable by this user alone. Names are
 * relative to it, `/`-separated.
 */
export interface StateFiles {
  /** Absolute path of a folder, made if missing, mode 0700; `''` is the state folder itself. */
  dir(name: string): string;
  /** Atomic and durable, mode 0600. Throws `disk-full`, `read-only` or `write-failed`. */
  writePrivate(path: string, content: string | Uint8Array): void;
  /** Undefined if there is no such regular file. */
  readText(path: string): string | undefined;
  /** The `*.json` files of a folder by name. A torn or foreign one is a `bad-journal` problem; the others still count. */
  listJson(folder: string): readonly JsonEntry[];
  /**
   * One more line of a file that is there, on disk when this returns; false where there is none. Behind a line
   * that was torn it begins a new one. Throws `disk-full`, `read-only` or `write-failed`.
   */
  appendLine(path: string, line: string): boolean;
  /** The lines of a file one by one, however many; none if there is no such regular file. */
  lines(path: string): Iterable<string>;
  /** Names of the files in a folder that end so. */
  listFiles(folder: string, end: string): readonly string[];
  /** Names of the folders in a folder. */
  listFolders(folder: string): readonly string[];
  /** No error if it is gone already. */
  remove(path: string): void;
  /** With all below it; a link is removed and never followed. No error if it is gone already. */
  removeFolder(path: string): void;
  /** In one step; what is there under the new name is replaced. No error if it is gone already. */
  move(from: string, to: string): void;
  /** A folder for files that are not finished. */
  temps(): string;
  /** Removes unfinished files of writers that were killed. Returns how many; never throws. */
  sweep(): number;
  /** One line to the log, which never grows beyond `MAX_LOG`, with one old one kept. Never throws. */
  appendLog(line: string): void;
  /**
   * Runs `fn` while no other process that asks for this name does; undefined, and nothing run, where one does to the end of the wait.
   * Advisory. `staleMs` must be longer than `fn` ever takes: a lock older than that, or whose process is gone, is taken over.
   */
  withLock<T>(name: string, fn: () => T | Promise<T>, options: LockOptions): Promise<T | undefined>;
}

function checked(path: string): string {
  const bad =
    path.startsWith('/') || /[\\\p{Cc}]/u.test(path) || path.split('/').some((part) => part === '..');
  if (bad) throw new NexusError('internal', 'internal', `not a name of local state: ${path}`);
  return path;
}

function readRegular(path: string, limit: number): string | undefined {
  let fd: number;
  try {
    fd = openSync(path, READ_FLAGS);
  } catch {
    return undefined;
  }
  try {
    const stat = fstatSync(fd);
    return stat.isFile() && stat.size <= limit ? readFileSync(fd, 'utf8') : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}

function readJson(full: string, name: string, shown: string): JsonEntry {
  const problem = (message: string): JsonEntry => ({
    name,
    problem: {
      code: 'bad-journal',
      message,
      file: shown,
      hint: 'nothing else depends on it; it may be deleted',
    },
  });
  const text = readRegular(full, MAX_JSON);
  if (text === undefined) return problem('is not a readable file of a usual size');
  try {
    const value: unknown = JSON.parse(text);
    return { name, value };
  } catch {
    return problem(text === '' ? 'is empty' : 'is not complete JSON');
  }
}

export function openState(commonDir: string): StateFiles {
  const root = join(commonDir, 'nexus');
  /** As people see it: the common directory's own name, so that no absolute path gets out. */
  const shown = (path: string) => `${basename(commonDir)}/nexus/${path}`;

  function dir(name: string): string {
    let at = root;
    const parts = checked(name).split('/');
    try {
      for (const part of ['', ...parts.filter((each) => each !== '')]) {
        at = part === '' ? at : join(at, part);
        const stat = lstatSync(at, { throwIfNoEntry: false });
        // Recursive, so that it is no error if another process was first.
        if (stat === undefined) mkdirSync(at, { recursive: true, mode: PRIVATE_DIR });
        else if (!stat.isDirectory())
          throw new NexusError('broken', 'refused', `${shown(name)} is not a folder`);
        else if ((stat.mode & 0o077) !== 0) chmodSync(at, PRIVATE_DIR);
      }
    } catch (error) {
      throw writeError(error, shown(name));
    }
    return at;
  }

  const temps = () => dir('tmp');

  function entriesOf(folder: string): Dirent[] {
    try {
      return readdirSync(join(root, checked(folder)), { withFileTypes: true });
    } catch {
      return [];
    }
  }

  return {
    dir,
    temps,
    sweep: () => removeStaleTempsBelow(root),
    writePrivate(path, content) {
      const folder = dir(dirname(checked(path)) === '.' ? '' : dirname(path));
      replaceFileDurably(join(folder, basename(path)), Buffer.from(content), {
        mode: PRIVATE_FILE,
        label: shown(path),
        temps,
      });
    },
    appendLine(path, line) {
      try {
        return appendLineDurably(join(root, checked(path)), line);
      } catch (error) {
        throw writeError(error, shown(path));
      }
    },
    lines: (path) => linesOf(join(root, checked(path))),
    readText: (path) => readRegular(join(root, checked(path)), Number.POSITIVE_INFINITY),
    listJson(folder) {
      const full = join(root, checked(folder));
      let names: string[];
      try {
        names = readdirSync(full);
      } catch {
        return [];
      }
      return names
        .filter((name) => name.endsWith('.json') && !name.startsWith(TEMP_PREFIX))
        .sort()
        .map((name) => readJson(join(full, name), name, shown(`${folder}/${name}`)));
    },
    listFiles: (folder, end) =>
      entriesOf(folder)
        .filter((entry) => entry.isFile() && entry.name.endsWith(end) && !entry.name.startsWith(TEMP_PREFIX))
        .map((entry) => entry.name)
        .sort(),
    listFolders: (folder) =>
      entriesOf(folder)
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort(),
    remove(path) {
      try {
        unlinkSync(join(root, checked(path)));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
        throw writeError(error, shown(path));
      }
    },
    removeFolder(path) {
      if (checked(path) === '') return;
      try {
        rmSync(join(root, path), { recursive: true, force: true });
      } catch (error) {
        throw writeError(error, shown(path));
      }
    },
    move(from, to) {
      const folder = dir(dirname(checked(to)));
      try {
        renameSync(join(root, checked(from)), join(folder, basename(to)));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
        throw writeError(error, shown(to));
      }
    },
    appendLog(line) {
      try {
        const path = join(dir(''), LOG);
        const text = `${line.replace(/[\r\n]+/g, ' ').slice(0, MAX_LOG / 16)}\n`;
        const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
        if (size > 0 && size + Buffer.byteLength(text) > MAX_LOG) renameSync(path, `${path}.1`);
        appendFileSync(path, text, { mode: PRIVATE_FILE });
      } catch {
        // A log that cannot be written must not stop what it tells about.
      }
    },
    withLock: (name, fn, options) => withFolderLock(dir('locks'), checked(name), fn, options),
  };
}
