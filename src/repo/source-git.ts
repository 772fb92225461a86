import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isNexusError, NexusError } from '../core/error.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { TreeEntry } from '../core/ports.ts';
import { parseCatFile } from './cat-file-parse.ts';
import { parseTree } from './raw-diff-parse.ts';
import { type GitOutput, type GitPlace, type GitRunOptions, runGit } from './run-git.ts';

/** A fetch that takes longer has hung. */
const FETCH_MS = 5 * 60_000;
/** What one fetch may leave on the disk, in bytes. */
const MAX_FETCHED = 1024 ** 3;
const LOOK_EVERY_MS = 250;
const OID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const TIP = 'refs/nexus/tip';
const PINS = 'refs/nexus/pins';

/** Nothing that comes is run, unpacked into files, or followed elsewhere; what is not sound is refused. */
const FETCH_CONFIG = [
  'protocol.ext.allow=never',
  'fetch.fsckObjects=true',
  'transfer.fsckObjects=true',
  'fetch.recurseSubmodules=false',
  'fetch.writeCommitGraph=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=60',
].flatMap((setting) => ['-c', setting]);

export interface SourcePlace {
  /** Of the bare repository; made by the first fetch. */
  readonly dir: string;
  readonly env: GitPlace['env'];
  /** Is a person there whom git may ask for a password? */
  readonly prompt: boolean;
}

/** What is fetched: where from, and what is followed there. */
export interface Remote {
  readonly url: string;
  readonly ref: string | undefined;
}

/** A bare repository of memory's own, which holds of another one as little as git can be made to send. */
export class SourceGit {
  readonly #place: SourcePlace;

  constructor(place: SourcePlace) {
    this.#place = place;
  }

  /** The newest commit of what is followed. Throws `git-failed`, and `not-found` where there is no such branch or tag. */
  async fetchTip(remote: Remote): Promise<string> {
    await this.#make('sha1');
    try {
      await this.#fetchRef(remote, ['--depth=1']);
    } catch (cause) {
      if (!isNexusError(cause) || !/mismatched algorithms/.test(cause.message)) throw cause;
      rmSync(this.#place.dir, { recursive: true, force: true });
      await this.#make('sha256');
      await this.#fetchRef(remote, ['--depth=1']);
    }
    const tip = await this.resolve(TIP);
    if (tip !== undefined) return tip;
    throw new NexusError('broken', 'git-failed', `${remote.ref ?? 'HEAD'} there is no commit`);
  }

  /** One commit by its full id; the other side may refuse that. */
  async fetchCommit({ url }: Remote, oid: string): Promise<void> {
    await this.#fetch(url, ['--depth=1', 'source', oid]);
  }

  /** Is the older commit in the history of the newer one, which was fetched last? Asks for the commits since then. */
  async isAncestor(remote: Remote, older: string, newer: string): Promise<boolean> {
    const since = await this.committed(older);
    // Git has no answer where no commit is that new: history went back.
    if ((await this.committed(newer)) < since) return false;
    await this.#fetchRef(remote, [`--shallow-since=@${since}`]);
    const { code } = await this.#git(['merge-base', '--is-ancestor', older, newer], { answers: [1, 128] });
    return code === 0;
  }

  /** The full id of a commit that is here. */
  async resolve(rev: string): Promise<string | undefined> {
    if (rev.startsWith('-') || /[\p{Cc}\s]/u.test(rev)) return undefined;
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`];
    const { code, stdout } = await this.#git(args, { answers: [1, 128] });
    const oid = stdout.toString('utf8').trim();
    return code === 0 && OID.test(oid) ? oid : undefined;
  }

  /** Seconds since 1970. */
  async committed(oid: string): Promise<number> {
    const { stdout } = await this.#git(['show', '-s', '--no-show-signature', '--format=%ct', oid]);
    return Number(stdout.toString('utf8').trim()) || 0;
  }

  /** That it stays here, whatever is fetched. */
  async keep(oid: string): Promise<void> {
    await this.#git(['update-ref', `${PINS}/${oid}`, oid]);
  }

  /** The files of its memory. */
  async tree(oid: string): Promise<readonly TreeEntry[]> {
    const args = ['ls-tree', '-r', '-z', '--full-tree', oid, '--', MEMORY_ROOT];
    return parseTree((await this.#git(args)).stdout.toString('utf8'));
  }

  /** Sizes of the blobs among these that are here, in bytes. */
  async sizes(oids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const all = ['cat-file', '--batch-all-objects', '--unordered', '--buffer'];
    const { stdout } = await this.#git([...all, '--batch-check=%(objectname)']);
    const here = new Set(stdout.toString('latin1').split('\n'));
    const input = oids
      .filter((oid) => here.has(oid))
      .map((oid) => `${oid}\n`)
      .join('');
    const check = ['cat-file', '--batch-check=%(objectname) %(objectsize)', '--buffer'];
    const sized = (await this.#git(check, { input })).stdout.toString('latin1');
    return new Map(
      sized.split('\n').flatMap((line): [string, number][] => {
        const [oid = '', size] = line.split(' ');
        return OID.test(oid) ? [[oid, Number(size)]] : [];
      }),
    );
  }

  /** Blobs that a filtering server kept back. */
  async fetchBlobs({ url }: Remote, oids: readonly string[]): Promise<void> {
    if (oids.length === 0) return;
    await this.#fetch(
      url,
      ['--stdin', 'source'],
      ['-c', 'fetch.negotiationAlgorithm=noop'],
      `${[...new Set(oids)].join('\n')}\n`,
    );
  }

  async read(oids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const input = [...new Set(oids)].map((oid) => `${oid}\n`).join('');
    return parseCatFile((await this.#git(['cat-file', '--batch', '--buffer'], { input })).stdout);
  }

  async #make(format: 'sha1' | 'sha256'): Promise<void> {
    const { dir } = this.#place;
    mkdirSync(dirname(dir), { recursive: true, mode: 0o700 });
    // What a fetch that was killed left locked; that no other one is at it, the caller's lock says.
    for (const name of locksIn(dir)) rmSync(join(dir, name), { force: true });
    if (statSync(join(dir, 'HEAD'), { throwIfNoEntry: false }) !== undefined) return;
    const place = { cwd: dirname(dir), env: this.#place.env };
    await runGit(place, ['init', '-q', '--bare', '--template=', `--object-format=${format}`, '--', dir]);
  }

  async #fetchRef({ url, ref }: Remote, args: readonly string[]): Promise<void> {
    try {
      await this.#fetch(url, [...args, 'source', `+${ref ?? 'HEAD'}:${TIP}`]);
    } catch (cause) {
      if (!isNexusError(cause) || !/couldn't find remote ref/.test(cause.message)) throw cause;
      throw ref === undefined
        ? new NexusError('not-found', 'unknown-revision', 'there is no commit there yet')
        : new NexusError(
            'not-found',
            'unknown-revision',
            `there is no branch or tag "${ref}" there`,
            `see: git ls-remote ${url}`,
          );
    }
  }

  async #fetch(
    url: string,
    args: readonly string[],
    also: readonly string[] = [],
    input?: string,
  ): Promise<void> {
    const tooMuch = new AbortController();
    const packs = join(this.#place.dir, 'objects/pack');
    const before = bytesIn(packs);
    const looking = setInterval(() => {
      if (bytesIn(packs) - before > MAX_FETCHED) tooMuch.abort();
    }, LOOK_EVERY_MS);
    // A name, so that git notes nothing but the name among its settings.
    const remote = ['-c', `remote.source.url=${url}`];
    const fetch = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance'];
    const filter = ['--no-recurse-submodules', '--filter=blob:none'];
    try {
      await this.#git(
        [...FETCH_CONFIG, ...remote, ...also, ...fetch, ...filter, ...args],
        {
          timeoutMs: FETCH_MS,
          signal: tooMuch.signal,
          ...(input === undefined ? {} : { input }),
        },
        true,
      );
    } catch (cause) {
      if (tooMuch.signal.aborted)
        throw new NexusError(
          'broken',
          'git-failed',
          `more than ${MAX_FETCHED / 1024 ** 2} MiB came, which is too much for a memory`,
          'keep what is shared in a repository of its own',
        );
      throw withoutUser(cause);
    } finally {
      clearInterval(looking);
    }
  }

  #git(args: readonly string[], options: GitRunOptions = {}, network = false): Promise<GitOutput> {
    const { dir, env, prompt } = this.#place;
    const place: GitPlace = { cwd: dirname(dir), env, ...(network ? { network: { prompt } } : {}) };
    return runGit(place, [`--git-dir=${dir}`, '-c', 'core.hooksPath=/dev/null', ...args], options);
  }
}

function locksIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir).filter((name) => name.endsWith('.lock'));
  } catch {
    return [];
  }
}

function bytesIn(dir: string): number {
  try {
    return readdirSync(dir).reduce(
      (sum, name) => sum + (statSync(join(dir, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  } catch {
    return 0;
  }
}

/** The settings of git may put a user and a password into an address, and git tells of the address. */
function withoutUser(cause: unknown): unknown {
  if (!isNexusError(cause)) return cause;
  const message = cause.message.replace(/\/\/[^/\s'"]*@/g, '//');
  return new NexusError(cause.kind, cause.code, message, cause.hint);
}
