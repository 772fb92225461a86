import type {
  BlameLine,
  CommitInfo,
  GitPort,
  GitRef,
  LogOptions,
  RepoFacts,
  TreeChange,
  TreeEntry,
} from '../core/ports.ts';
import { followFile } from './follow.ts';
import { blameFile } from './iso-blame.ts';
import { comparePath } from './iso-diff.ts';
import { gateIso, type IsoPlace, locateRepository, readBranch, readShallow } from './iso-gate.ts';
import { addFiles, mergeBase, walkHistory } from './iso-history.ts';
import { type IsoModule, IsoObjects } from './iso-objects.ts';
import { listRefs } from './iso-refs.ts';
import { resolveCommit } from './iso-revision.ts';
import { compareIndex, readIndex } from './iso-staged.ts';
import type { StoredCommit } from './object-parse.ts';
import { pairRenames } from './renames.ts';
import { limitTo, notInRevision, unknownRevision } from './revision-name.ts';

/**
 * `GitPort` without a git binary: reads memory, commits, trees and history, and never writes. It
 * refuses (`needs-git`) the repositories in which isomorphic-git would be wrong; see the gate.
 */
class IsoGit implements GitPort {
  readonly backend = 'isomorphic-git';
  readonly #iso: IsoModule;
  readonly #place: IsoPlace;
  readonly #objects: IsoObjects;
  #packs: string;

  constructor(iso: IsoModule, place: IsoPlace) {
    this.#iso = iso;
    this.#place = place;
    this.#objects = new IsoObjects(iso, place.gitdir);
    this.#packs = gateIso(place);
    this.#objects.shallow = readShallow(place);
  }

  async facts(): Promise<RepoFacts> {
    const packs = gateIso(this.#place);
    if (packs !== this.#packs) this.#objects.forgetPacks();
    this.#packs = packs;
    const shallow = readShallow(this.#place);
    this.#objects.shallow = shallow;
    const { root, gitdir } = this.#place;
    return {
      root,
      gitDir: gitdir,
      commonDir: gitdir,
      objectFormat: 'sha1',
      head: await this.resolve('HEAD'),
      branch: readBranch(this.#place),
      shallow: shallow.size > 0,
    };
  }

  resolveEach(revs: readonly string[]): Promise<readonly (string | undefined)[]> {
    return Promise.all(revs.map((rev) => this.resolve(rev)));
  }

  async resolve(rev: string): Promise<string | undefined> {
    return resolveCommit({ iso: this.#iso, gitdir: this.#place.gitdir, objects: this.#objects }, rev);
  }

  async listTree(rev: string, path: string): Promise<readonly TreeEntry[]> {
    const tree = await this.#treeOf(rev);
    const [limit = ''] = limitTo(path);
    const entry = await this.#objects.entryAt(tree, limit);
    if (entry === undefined) return [];
    const { mode, oid } = entry;
    return mode === '040000' ? this.#objects.filesBelow(oid, limit) : [{ path: limit, mode, oid }];
  }

  async readBlobs(oids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const blobs = new Map<string, Uint8Array>();
    for (const oid of new Set(oids)) {
      const bytes = /^[0-9a-f]{40}$/.test(oid) ? await this.#objects.blob(oid) : undefined;
      if (bytes !== undefined) blobs.set(oid, bytes);
    }
    return blobs;
  }

  async signed(oids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const oid of oids) if ((await this.#objects.commit(oid))?.signed === true) found.add(oid);
    return found;
  }

  async blobIds(
    specs: readonly { readonly rev: string; readonly path: string }[],
  ): Promise<readonly (string | undefined)[]> {
    const trees = new Map<string, string | undefined>();
    const ids: (string | undefined)[] = [];
    for (const { rev, path } of specs) {
      if (!trees.has(rev)) trees.set(rev, await this.#findTree(rev));
      const tree = trees.get(rev);
      const [limit] = limitTo(path);
      const entry = tree && limit !== undefined ? await this.#objects.entryAt(tree, limit) : undefined;
      ids.push(entry === undefined || /^(?:04|16)/.test(entry.mode) ? undefined : entry.oid);
    }
    return ids;
  }

  async log(options: LogOptions): Promise<readonly CommitInfo[]> {
    const [path = ''] = limitTo(options.path ?? '');
    if (options.follow === true && path !== '') return followFile(this, { ...options, path });
    const paths = options.paths?.flatMap(limitTo) ?? limitTo(path);
    if (options.paths !== undefined && paths.length === 0) return [];
    const start = await this.resolve(options.rev ?? 'HEAD');
    const exclude = options.exclude === undefined ? undefined : await this.#commitOf(options.exclude);
    if (start === undefined) {
      if (options.rev === undefined) return [];
      throw unknownRevision(options.rev);
    }
    const { max = Number.POSITIVE_INFINITY, skip = 0, until } = options;
    const query = { start, exclude: exclude?.oid, max: max <= 0 ? 0 : max + skip, until, paths };
    const commits = (await walkHistory(this.#objects, query)).slice(skip);
    if (options.withFiles !== true && options.withChanges !== true) return commits.map(withoutTree);
    const filled: CommitInfo[] = [];
    for (const commit of commits) {
      const { changes, ...named } = withoutTree(await addFiles(this.#objects, commit));
      filled.push(options.withChanges === true && changes !== undefined ? { ...named, changes } : named);
    }
    return filled;
  }

  async diffTrees(from: string | undefined, to: string, path: string): Promise<readonly TreeChange[]> {
    const before = from === undefined ? undefined : await this.#treeOf(from);
    const changes = await comparePath(this.#objects, before, await this.#treeOf(to), limitTo(path)[0] ?? '');
    return pairRenames(changes, (oid) => this.#objects.blob(oid));
  }

  async blame(path: string, rev = 'HEAD'): Promise<readonly BlameLine[]> {
    const lines = await blameFile(this.#objects, await this.#commitOf(rev), limitTo(path)[0] ?? '');
    if (lines === undefined) throw notInRevision(path, rev);
    return lines;
  }

  async staged(path: string): Promise<readonly TreeChange[]> {
    const index = readIndex(this.#place);
    const head = (await this.resolve('HEAD')) === undefined ? [] : await this.listTree('HEAD', path);
    const { changes, conflicts } = compareIndex(head, index, limitTo(path)[0] ?? '');
    const paired = await pairRenames(changes, (oid) => this.#objects.blob(oid));
    return [...paired, ...conflicts].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  }

  async mergeBase(a: string, b: string): Promise<string | undefined> {
    return mergeBase(this.#objects, (await this.#commitOf(a)).oid, (await this.#commitOf(b)).oid);
  }

  async refs(max: number): Promise<readonly GitRef[]> {
    return listRefs({ iso: this.#iso, gitdir: this.#place.gitdir, objects: this.#objects }, max);
  }

  async #commitOf(rev: string): Promise<StoredCommit> {
    const oid = await this.resolve(rev);
    const commit = oid === undefined ? undefined : await this.#objects.commit(oid);
    if (commit === undefined) throw unknownRevision(rev);
    return commit;
  }

  /** Of a commit, or the tree itself if the revision is a tree's id. */
  async #findTree(rev: string): Promise<string | undefined> {
    const oid = await this.resolve(rev);
    if (oid !== undefined) return (await this.#objects.commit(oid))?.tree;
    const named = /^[0-9a-f]{40}$/.test(rev) ? await this.#objects.peel(rev) : undefined;
    return named?.type === 'tree' ? named.oid : undefined;
  }

  async #treeOf(rev: string): Promise<string> {
    const tree = await this.#findTree(rev);
    if (tree === undefined) throw unknownRevision(rev);
    return tree;
  }
}

function withoutTree({ tree: _, signed: _signed, ...commit }: StoredCommit): CommitInfo {
  return commit;
}

/** Finds and checks the repository around a folder. The library is loaded only now: that costs time. */
export async function openIsoGit({ cwd }: { readonly cwd: string }): Promise<GitPort> {
  const place = locateRepository(cwd);
  gateIso(place);
  return new IsoGit(await import('isomorphic-git'), place);
}
