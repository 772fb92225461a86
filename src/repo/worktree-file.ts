import { readlinkSync } from 'node:fs';
import { lstat } from './memory-listing.ts';
import { staysInside } from './memory-path.ts';
import { readPlainFile } from './plain-file.ts';

/** What lies at a path of the working tree, as git would keep it. */
export interface WorktreeFile {
  /** As git writes it: `100644`, `100755`, `120000` for a link, `160000` for a repository inside. */
  readonly mode: string;
  readonly size: number;
  /** Of a link where it leads; at most `limit` of them. */
  readonly bytes: Uint8Array;
}

/** @returns undefined where there is nothing that git would keep. Nothing is followed. */
export function worktreeFile(root: string, path: string, limit: number): WorktreeFile | undefined {
  const name = path.replace(/\/+$/, '');
  if (!staysInside(name)) return undefined;
  const stat = lstat(`${root}/${name}`);
  if (stat === undefined) return undefined;
  if (stat.isSymbolicLink()) {
    const bytes = new TextEncoder().encode(readlinkSync(`${root}/${name}`));
    return { mode: '120000', size: bytes.length, bytes };
  }
  if (stat.isDirectory()) return { mode: '160000', size: 0, bytes: new Uint8Array() };
  const bytes = readPlainFile(root, name, limit);
  if (bytes === undefined) return undefined;
  return { mode: (stat.mode & 0o100) === 0 ? '100644' : '100755', size: stat.size, bytes };
}
