import { mkdirSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NexusError } from '../core/error.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { MemoryFiles } from '../core/ports.ts';
import { createFileDurably, replaceFileDurably, syncFolder, writeError } from './atomic-write.ts';
import { listMemory, listNames, lstat, strangeness } from './memory-listing.ts';
import { isSafePath, whyNotWritable } from './memory-path.ts';
import { checkFolders, readPlainFile } from './plain-file.ts';
import { removeStaleTempsBelow } from './stale-temps.ts';

export interface MemoryFilesOptions {
  /** Bytes after which `read` stops; far above the limit of a record, so that a reader sees that it is too big. */
  readonly maxRead?: number;
  /** A private folder outside the working tree for unfinished files; see `WriteOptions`. */
  readonly temps?: () => string;
}

function refuse(at: string, why: string): NexusError {
  return new NexusError('broken', 'refused', `${at} ${why}`, 'Nexus writes only to plain files in .nexus');
}

/** Makes the folders above a path where they are missing, each durable, and refuses to leave `.nexus`. */
function makeFolders(root: string, path: string): void {
  const checked = checkFolders(root, path);
  if (checked === 'ok') return;
  if (checked !== 'missing') throw refuse(checked.at, checked.why);
  let at = root;
  for (const part of path.split('/').slice(0, -1)) {
    const parent = at;
    at = `${at}/${part}`;
    if (lstat(at) !== undefined) continue;
    try {
      mkdirSync(at);
      syncFolder(parent);
    } catch (error) {
      if (lstat(at)?.isDirectory() !== true) throw writeError(error, path);
    }
  }
  const again = checkFolders(root, path);
  if (again !== 'ok') throw refuse(again === 'missing' ? path : again.at, 'was changed meanwhile');
}

function readRegular(root: string, path: string, limit: number): Uint8Array | undefined {
  return isSafePath(path) ? readPlainFile(root, path, limit) : undefined;
}

/** Throws unless the path may be written: checked words, no link on the way, no link or other thing at the end. */
function checkWrite(root: string, path: string, isNew: boolean): void {
  const why = isNew
    ? whyNotWritable(path)
    : isSafePath(path)
      ? undefined
      : `does not lie below ${MEMORY_ROOT}`;
  if (why !== undefined) throw new NexusError('usage', 'refused', `cannot write to this path: it ${why}`);
  const folders = checkFolders(root, path);
  if (typeof folders === 'object') throw refuse(folders.at, folders.why);
  const stat = lstat(join(root, path));
  if (stat !== undefined && !stat.isFile()) throw refuse(path, strangeness(stat) ?? 'is not a regular file');
}

/**
 * The files below `<root>/.nexus`, by repository-relative path. Every folder on the way is looked at before each
 * access and links are refused, so that a repository cannot make Nexus read or write elsewhere (CVE-2025-53109,
 * CVE-2024-32002); a local process of the same user that swaps folders in between is outside of what this guards.
 * `list` gives candidates for records only; other files (`config.yaml`, `context/`) are read by name.
 */
export function openMemoryFiles(root: string, options: MemoryFilesOptions = {}): MemoryFiles {
  const limit = options.maxRead ?? 1024 * 1024;
  const aside = options.temps === undefined ? {} : { temps: options.temps };
  return {
    list: () => listMemory(root),
    strange: () => listMemory(root, false).problems,
    names(folder) {
      const isInside = isSafePath(`${folder}/any`) && checkFolders(root, `${folder}/any`) === 'ok';
      return isInside ? listNames(root, folder) : [];
    },
    read: (path) => readRegular(root, path, limit),
    create(path, text) {
      checkWrite(root, path, true);
      makeFolders(root, path);
      createFileDurably(join(root, path), Buffer.from(text), { label: path, ...aside });
    },
    /** Between the last look at the old bytes and the rename lies one system call; records are rarely replaced. */
    replace(path, text, expected) {
      checkWrite(root, path, false);
      const old = Buffer.from(expected);
      const unchanged = () => {
        const bytes = readRegular(root, path, Math.max(limit, old.length + 1));
        return bytes !== undefined && old.equals(bytes);
      };
      const mode = lstat(join(root, path))?.mode;
      if (mode === undefined || !unchanged()) {
        const hint = 'read it again and try again';
        throw new NexusError('broken', 'conflict', `cannot write ${path}: it was changed meanwhile`, hint);
      }
      replaceFileDurably(join(root, path), Buffer.from(text), {
        label: path,
        mode: mode & 0o777,
        unchanged,
        ...aside,
      });
    },
    remove(path) {
      checkWrite(root, path, false);
      const full = join(root, path);
      if (lstat(full) === undefined) return;
      try {
        unlinkSync(full);
        syncFolder(dirname(full));
      } catch (error) {
        throw writeError(error, path);
      }
    },
  };
}

/** Removes unfinished files of killed writers; they lie here only where the git directory is on another disk. */
export function sweepMemory(root: string): number {
  return checkFolders(root, `${MEMORY_ROOT}/any`) === 'ok'
    ? removeStaleTempsBelow(join(root, MEMORY_ROOT))
    : 0;
}
