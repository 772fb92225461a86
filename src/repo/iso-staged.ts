import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeChange, TreeEntry } from '../core/ports.ts';
import { type IndexEntry, parseIndex } from './index-parse.ts';
import type { PathChange } from './iso-diff.ts';
import { type IsoPlace, needsGit } from './iso-gate.ts';

/** The index's entries. Throws `needs-git` where they are not all of it. */
export function readIndex({ gitdir }: IsoPlace): readonly IndexEntry[] {
  const file = join(gitdir, 'index');
  if (!existsSync(file)) return [];
  const index = parseIndex(readFileSync(file));
  if (index === undefined) throw needsGit('this index', 'it has another version than 2 or 3');
  // Optional extensions begin with a capital; the others are split and sparse indexes, or newer still.
  const required = index.extensions.find((name) => !/^[A-Z]/.test(name));
  if (required !== undefined)
    throw needsGit('a split or sparse index', `it holds the extension '${required}'`);
  return index.entries;
}

/** How the index differs from the files of HEAD, below a path (empty for all). */
export function compareIndex(
  head: readonly TreeEntry[],
  index: readonly IndexEntry[],
  path: string,
): { readonly changes: PathChange[]; readonly conflicts: TreeChange[] } {
  const below = (entry: TreeEntry) => path === '' || entry.path === path || entry.path.startsWith(`${path}/`);
  const before = new Map(head.map((entry) => [entry.path, entry]));
  const after = new Map<string, IndexEntry>();
  const unmerged = new Set<string>();
  for (const entry of index.filter(below)) {
    if (entry.stage === 0) after.set(entry.path, entry);
    else unmerged.add(entry.path);
  }
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter((one) => !unmerged.has(one));
  const changes = paths.flatMap((one): PathChange[] => {
    const [was, is] = [before.get(one), after.get(one)];
    if (was?.oid === is?.oid && was?.mode === is?.mode) return [];
    return [{ path: one, before: was, after: is }];
  });
  const conflicts = [...unmerged].map((one): TreeChange => {
    const oldOid = before.get(one)?.oid;
    return { status: 'modified', path: one, ...(oldOid === undefined ? {} : { oldOid }) };
  });
  return { changes, conflicts };
}
