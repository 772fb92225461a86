import * as fs from 'node:fs';
import { NexusError } from '../core/error.ts';
import type { TreeEntry } from '../core/ports.ts';
import {
  type NameEntry,
  parseCommitObject,
  parseTagTarget,
  parseTreeObject,
  type StoredCommit,
  TREE_MODE,
} from './object-parse.ts';

export type IsoModule = typeof import('isomorphic-git');

/** Trees kept in memory; the path of one file in a long history needs only a few per commit. */
const MAX_TREES = 5_000;

/** Reads and remembers objects. Objects never change, so nothing here goes out of date but the list of packs. */
export class IsoObjects {
  readonly #iso: IsoModule;
  readonly #gitdir: string;
  /** isomorphic-git reads every pack anew on every call unless it is given the same object again. */
  #packs: object = {};
  readonly #commits = new Map<string, StoredCommit>();
  readonly #trees = new Map<string, readonly NameEntry[]>();
  #shallow: ReadonlySet<string> = new Set();

  constructor(iso: IsoModule, gitdir: string) {
    this.#iso = iso;
    this.#gitdir = gitdir;
  }

  get packs(): object {
    return this.#packs;
  }

  /** To be called when packs were added or dropped; dropped ones would stay in memory. */
  forgetPacks(): void {
    this.#packs = {};
  }

  /** The commits whose parents were not fetched. */
  set shallow(oids: ReadonlySet<string>) {
    if ([...oids].join() === [...this.#shallow].join()) return;
    this.#shallow = oids;
    this.#commits.clear();
  }

  /** Undefined if there is no such commit. */
  async commit(oid: string): Promise<StoredCommit | undefined> {
    const known = this.#commits.get(oid);
    if (known !== undefined) return known;
    const object = await this.#read(oid);
    if (object?.type !== 'commit') return undefined;
    const parsed = parseCommitObject(oid, object.bytes);
    const commit = this.#shallow.has(oid) ? { ...parsed, parents: [] } : parsed;
    this.#commits.set(oid, commit);
    return commit;
  }

  async tree(oid: string): Promise<readonly NameEntry[]> {
    const known = this.#trees.get(oid);
    if (known !== undefined) return known;
    const object = await this.#read(oid);
    if (object?.type !== 'tree')
      throw new NexusError('broken', 'git-failed', `tree ${oid} is missing or damaged`, 'see git fsck');
    const entries = parseTreeObject(object.bytes);
    const oldest = this.#trees.size >= MAX_TREES ? this.#trees.keys().next().value : undefined;
    if (oldest !== undefined) this.#trees.delete(oldest);
    this.#trees.set(oid, entries);
    return entries;
  }

  async blob(oid: string): Promise<Uint8Array | undefined> {
    const object = await this.#read(oid);
    return object?.type === 'blob' ? object.bytes : undefined;
  }

  /** Follows tags to what they name in the end. */
  async peel(oid: string): Promise<{ readonly oid: string; readonly type: string } | undefined> {
    let at: string | undefined = oid;
    for (let depth = 0; at !== undefined && depth < 32; depth++) {
      const object = await this.#read(at);
      if (object?.type !== 'tag') return object === undefined ? undefined : { oid: at, type: object.type };
      at = parseTagTarget(object.bytes);
    }
    return undefined;
  }

  /** What stands at a path below a tree; the tree itself for the empty path. */
  async entryAt(
    tree: string,
    path: string,
  ): Promise<{ readonly mode: string; readonly oid: string } | undefined> {
    let at = { mode: TREE_MODE, oid: tree };
    for (const name of path === '' ? [] : path.split('/')) {
      if (at.mode !== TREE_MODE) return undefined;
      const entry: NameEntry | undefined = (await this.tree(at.oid)).find((one) => one.name === name);
      if (entry === undefined) return undefined;
      at = entry;
    }
    return at;
  }

  /** All files below a tree, in git's order. */
  async filesBelow(tree: string, prefix: string): Promise<TreeEntry[]> {
    const files: TreeEntry[] = [];
    for (const { name, mode, oid } of await this.tree(tree)) {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      if (mode === TREE_MODE) files.push(...(await this.filesBelow(oid, path)));
      else files.push({ path, mode, oid });
    }
    return files;
  }

  async #read(oid: string): Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined> {
    try {
      const found = await this.#iso.readObject({
        fs,
        gitdir: this.#gitdir,
        oid,
        format: 'content',
        cache: this.#packs,
      });
      return found.format === 'content' ? { type: found.type, bytes: found.object } : undefined;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'NotFoundError') return undefined;
      throw error;
    }
  }
}
