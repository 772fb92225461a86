import { type Dirent, lstatSync, readdirSync, type Stats } from 'node:fs';
import { KINDS, MEMORY_ROOT } from '../core/kinds.ts';
import type { FileStat } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import { isSafePath, staysInside } from './memory-path.ts';

/** Folders below `.nexus` in each other; a kind, a year and a month need three. */
const MAX_DEPTH = 8;

/** Without following a link; undefined for what is not there or cannot be reached. */
export function lstat(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** What a directory entry is to us, beyond a plain file or folder. */
export function strangeness(stat: Stats | Dirent): string | undefined {
  if (stat.isSymbolicLink()) return 'is a link; Nexus follows none';
  if (stat.isSocket()) return 'is a socket';
  if (stat.isFIFO()) return 'is a named pipe';
  if (stat.isBlockDevice() || stat.isCharacterDevice()) return 'is a device';
  return undefined;
}

function isOwnGit({ name }: Dirent): boolean {
  return name.toLowerCase() === '.git';
}

interface Listing {
  readonly root: string;
  /** Files are stamped. */
  readonly stamps: boolean;
  readonly files: FileStat[];
  readonly problems: Problem[];
}

function notAFile(listing: Listing, file: string, message: string): void {
  listing.problems.push({ code: 'not-a-file', message, file, hint: 'remove it, or keep it outside .nexus' });
}

function listFolder(listing: Listing, folder: string, depth: number): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(`${listing.root}/${folder}`, { withFileTypes: true });
  } catch {
    listing.problems.push({ code: 'unreadable', message: 'the folder cannot be read', file: folder });
    return;
  }
  if (entries.some(isOwnGit)) {
    notAFile(listing, folder, 'is a repository of its own');
    return;
  }
  for (const entry of entries) {
    const name = entry.name;
    if (name.startsWith('.')) continue;
    const path = `${folder}/${name}`;
    if (entry.isFile()) {
      if (name.endsWith('.md')) listFile(listing, path);
      continue;
    }
    const strange = strangeness(entry);
    if (strange !== undefined) notAFile(listing, path, strange);
    else if (entry.isDirectory()) {
      if (name.endsWith('.md')) notAFile(listing, path, 'is a folder with the name of a record');
      else if (depth < MAX_DEPTH) listFolder(listing, path, depth + 1);
      else notAFile(listing, path, 'lies too deep');
    }
  }
}

function listFile(listing: Listing, path: string): void {
  if (!isSafePath(path)) {
    notAFile(listing, path, 'has a name that not every system can hold');
    return;
  }
  if (!listing.stamps && !path.includes('\ufffd')) return;
  const stat = lstat(`${listing.root}/${path}`);
  // Gone since the folder was read: as if it had never been there. Names that are not UTF-8 end here too.
  if (stat === undefined) {
    if (path.includes('\ufffd')) notAFile(listing, path, 'has a name that is not UTF-8');
    return;
  }
  const strange = stat.isFile() ? undefined : (strangeness(stat) ?? 'is not a regular file');
  if (strange !== undefined) notAFile(listing, path, strange);
  else listing.files.push({ path, size: stat.size, mtimeMs: stat.mtimeMs, ino: stat.ino });
}

/**
 * Candidates for records: regular `*.md` files below the kinds' folders, sorted by path. Links, special files,
 * repositories inside and folders named like records come back as problems and hide nothing else; dot files and
 * other plain files are passed over.
 * @param stamps false: for the problems alone
 */
export function listMemory(
  root: string,
  stamps = true,
): {
  readonly files: readonly FileStat[];
  readonly problems: readonly Problem[];
} {
  const listing: Listing = { root, stamps, files: [], problems: [] };
  const folders = [MEMORY_ROOT, ...Object.values(KINDS).map(({ folder }) => `${MEMORY_ROOT}/${folder}`)];
  for (const folder of folders) {
    const stat = lstat(`${root}/${folder}`);
    if (stat === undefined) continue;
    const ownGit = folder === MEMORY_ROOT && lstat(`${root}/${folder}/.git`) !== undefined;
    if (!stat.isDirectory() || ownGit) {
      notAFile(
        listing,
        folder,
        strangeness(stat) ?? (ownGit ? 'is a repository of its own' : 'is not a folder'),
      );
      if (folder === MEMORY_ROOT) break;
    } else if (folder !== MEMORY_ROOT) listFolder(listing, folder, 1);
  }
  listing.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return listing;
}

/** Names of markdown files below a folder that was checked, however deep a record may lie; no file is looked at. */
export function listNames(root: string, folder: string, depth = 1): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(`${root}/${folder}`, { withFileTypes: true });
  } catch {
    return [];
  }
  if (entries.some(isOwnGit)) return [];
  return entries.flatMap((entry) => {
    const { name } = entry;
    if (name.startsWith('.')) return [];
    const path = `${folder}/${name}`;
    // The folder was checked, or found below one that was.
    if (entry.isFile()) return name.endsWith('.md') && staysInside(name) ? [path] : [];
    const isBelow = entry.isDirectory() && !name.endsWith('.md') && depth < MAX_DEPTH;
    return isBelow ? listNames(root, path, depth + 1) : [];
  });
}
