import type { TreeChange } from '../core/ports.ts';
import type { IsoObjects } from './iso-objects.ts';
import { TREE_MODE } from './object-parse.ts';
import { unusualMode } from './raw-diff-parse.ts';

interface Side {
  readonly mode: string;
  readonly oid: string;
}

/** One path that differs; a missing side means that there is no such file there. */
export interface PathChange {
  readonly path: string;
  readonly before: Side | undefined;
  readonly after: Side | undefined;
}

/** Compares two trees below a path; equal subtrees are not read. Sorted by path, bytewise, as git does. */
export async function comparePath(
  objects: IsoObjects,
  before: string | undefined,
  after: string | undefined,
  path: string,
): Promise<PathChange[]> {
  const entryIn = async (tree: string | undefined) =>
    tree === undefined ? undefined : objects.entryAt(tree, path);
  const changes = await compare(objects, path, await entryIn(before), await entryIn(after));
  return changes
    .map((change) => ({ change, key: Buffer.from(change.path) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ change }) => change);
}

async function compare(
  objects: IsoObjects,
  path: string,
  before: Side | undefined,
  after: Side | undefined,
): Promise<PathChange[]> {
  if (before?.oid === after?.oid && before?.mode === after?.mode) return [];
  const [file, otherFile] = [fileOf(before), fileOf(after)];
  const changes: PathChange[] =
    file === undefined && otherFile === undefined ? [] : [{ path, before: file, after: otherFile }];
  const left = await namesIn(objects, before);
  const right = await namesIn(objects, after);
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const below = path === '' ? name : `${path}/${name}`;
    changes.push(...(await compare(objects, below, left.get(name), right.get(name))));
  }
  return changes;
}

function fileOf(side: Side | undefined): Side | undefined {
  return side?.mode === TREE_MODE ? undefined : side;
}

async function namesIn(objects: IsoObjects, side: Side | undefined): Promise<Map<string, Side>> {
  if (side?.mode !== TREE_MODE) return new Map();
  return new Map((await objects.tree(side.oid)).map((entry) => [entry.name, entry]));
}

/** The form of the port, before renames are looked for. */
export function asTreeChange({ path, before, after }: PathChange): TreeChange {
  const mode = after === undefined ? {} : unusualMode(after.mode);
  if (before === undefined) return { status: 'added', path, ...(after && { newOid: after.oid }), ...mode };
  if (after === undefined) return { status: 'deleted', path, oldOid: before.oid };
  return { status: 'modified', path, oldOid: before.oid, newOid: after.oid, ...mode };
}
