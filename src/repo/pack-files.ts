import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NexusError } from '../core/error.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { PackName } from '../core/pack.ts';
import type { MemoryFiles } from '../core/ports.ts';
import { packageRoot } from './package-root.ts';

/** The records of a pack, read as if they lay in a repository's memory. */
export function packFiles(pack: PackName): Pick<MemoryFiles, 'list' | 'names' | 'read'> {
  const top = join(packageRoot(), 'src', 'knowledge', pack);
  const inside = (path: string): string => join(top, path.slice(MEMORY_ROOT.length + 1));
  return {
    list: () => ({ files: foldersIn(top).flatMap((folder) => filesIn(top, folder)), problems: [] }),
    names(folder) {
      const name = folder.slice(MEMORY_ROOT.length + 1);
      return foldersIn(top).includes(name) ? filesIn(top, name).map(({ path }) => path) : [];
    },
    read(path) {
      try {
        return readFileSync(inside(path));
      } catch {
        return undefined;
      }
    },
  };
}

function foldersIn(top: string): string[] {
  return entriesOf(top).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function filesIn(
  top: string,
  folder: string,
): { path: string; size: number; mtimeMs: number; ino: number }[] {
  return entriesOf(join(top, folder))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => ({ path: `${MEMORY_ROOT}/${folder}/${entry.name}`, size: 0, mtimeMs: 0, ino: 0 }));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    throw incomplete();
  }
}

/** Where the build writes a pack's segment. */
export function packSegmentPath(pack: PackName): string {
  return join(packageRoot(), 'dist', 'knowledge', `${pack}.nxs`);
}

/** A pack as the index reads it, made by the build. */
export function packSegment(pack: PackName): Uint8Array {
  try {
    return readFileSync(packSegmentPath(pack));
  } catch {
    throw incomplete();
  }
}

function incomplete(): NexusError {
  return new NexusError('internal', 'internal', 'the package of Nexus is incomplete', 'install it again');
}
