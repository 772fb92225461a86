import { accessSync, constants, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { NexusError } from '../core/error.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitMerge, GitWriter } from '../core/ports.ts';
import type { SignatureState } from '../core/trust.ts';
import { type Ahead, changedTracked, SWITCH, setting } from './ahead.ts';
import { gitBlobId } from './blob-id.ts';
import { firstComplaint, type GitPlace } from './run-git.ts';
import { parseStatusPaths, quotePath } from './status-parse.ts';
import { SystemReader } from './system-reader.ts';

/** What `%G?` says (git-log(1)). */
const SIGNATURES: Readonly<Record<string, SignatureState>> = {
  G: 'good',
  U: 'good, of a key that is not trusted',
  X: 'expired',
  Y: 'expired',
  R: 'of a revoked key',
  B: 'bad',
  N: 'none',
};

/** More changed files than this say nothing about what was worked on. */
const MAX_DIRTY = 2_000;
/** The diff that is shown to people and to redaction; a larger one is not read. */
const MAX_DIFF_BYTES = 64 * 1024 * 1024;
const STATUS = [
  'status',
  '--porcelain=v2',
  '-z',
  '-uall',
  '--no-renames',
  '--ignore-submodules=all',
] as const;

/** Of new files, each of which is a process of its own. */
const MAX_NEW = 8;
const MAX_NEW_BYTES = 64 * 1024;
const PLAIN_DIFF = [
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--no-relative',
  '--ignore-submodules=all',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** A branch, and what it follows. */
export interface LocalBranch {
  readonly name: string;
  readonly oid: string;
  /** Its remote-tracking branch in full and as people write it; perhaps gone. */
  readonly upstream?: { readonly ref: string; readonly name: string };
}

export class SystemGit extends SystemReader implements GitWriter {
  async stage(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const add = (...flags: readonly string[]) =>
      this.run(['add', ...flags, '--pathspec-from-file=-', '--pathspec-file-nul'], {
        input: paths.join('\0'),
        answers: [1, 128],
      });
    let done = await add();
    if (done.code !== 0 && /outside of your sparse-checkout/.test(done.stderr)) done = await add('--sparse');
    if (done.code === 0) return;
    if (/ignored by one of your/.test(done.stderr)) throw await this.#ignored(paths);
    throw new NexusError('broken', 'git-failed', `git add: ${firstComplaint(done.stderr)}`);
  }

  async hasStaged(): Promise<boolean> {
    const args = ['diff', '--cached', '--quiet', '--no-ext-diff', '--ignore-submodules=none'];
    return (await this.run(args, { answers: [1] })).code === 1;
  }

  async changedTracked(path: string): Promise<readonly string[]> {
    const ahead = path === MEMORY_ROOT ? this.takeAhead('changed') : undefined;
    return ahead ?? changedTracked({ ...this.start, cwd: (await this.standing()).root }, path);
  }

  async differing(path: string): Promise<readonly string[]> {
    const { stdout } = await this.run([...STATUS, '--', path]);
    return parseStatusPaths(stdout.toString('utf8'));
  }

  async dirtyFiles(): Promise<ReadonlyMap<string, string>> {
    const { root, objectFormat } = await this.standing();
    // Excluding is pathspec magic, which `run` switches off for paths that come from elsewhere.
    const specs = [':(top)', `:(top,exclude)${MEMORY_ROOT}`];
    const { stdout } = await this.runWithMagic([...STATUS, '--', ...specs]);
    const paths = parseStatusPaths(stdout.toString('utf8')).slice(0, MAX_DIRTY);

    const ids = new Map<string, string>();
    const regular: string[] = [];
    for (const path of paths) {
      const kind = kindOf(join(root, path));
      ids.set(path, kind === 'link' ? linkBlobId(join(root, path), objectFormat) : '');
      if (kind === 'file') regular.push(path);
    }
    for (const [path, oid] of await this.#contentIds(root, regular)) ids.set(path, oid);
    return ids;
  }

  /** Ids of regular files. One that goes while git is at it is left out: it would make git refuse them all. */
  async #contentIds(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (paths.length === 0) return new Map();
    const input = `${paths.map(quotePath).join('\n')}\n`;
    try {
      const hashes = (await this.run(['hash-object', '--stdin-paths'], { input })).stdout.toString('utf8');
      return new Map(
        hashes
          .trimEnd()
          .split('\n')
          .map((oid, i) => [paths[i] ?? '', oid]),
      );
    } catch (cause) {
      const left = paths.filter((path) => kindOf(join(root, path)) === 'file');
      if (left.length === paths.length) throw cause;
      return this.#contentIds(root, left);
    }
  }

  async diffText(from: string | undefined, paths: readonly string[]): Promise<string> {
    if (paths.length === 0) return '';
    const head = from === undefined && (await this.resolve('HEAD')) === undefined;
    const base = head ? await this.emptyTree() : `${from ?? 'HEAD'}^{commit}`;
    const args = ['diff', ...PLAIN_DIFF, '--end-of-options', base, '--', ...paths];
    const diff = await this.ask(from === undefined ? [] : [from], args, { maxBytes: MAX_DIFF_BYTES });
    return diff + (await this.#untrackedText(paths));
  }

  /** New files that git was not told of yet: `diff` leaves them out, and a fix is often just that. */
  async #untrackedText(paths: readonly string[]): Promise<string> {
    const { root } = await this.standing();
    const list = ['ls-files', '--others', '--exclude-standard', '-z', '--', ...paths];
    const names = (await this.run(list)).stdout.toString('utf8').split('\0');
    const small = names.filter((name) => {
      const file = join(root, name);
      return name !== '' && kindOf(file) === 'file' && lstatSync(file).size <= MAX_NEW_BYTES;
    });
    const parts: string[] = [];
    for (const name of small.slice(0, MAX_NEW)) {
      const args = ['diff', ...PLAIN_DIFF, '--no-index', '--', '/dev/null', name];
      parts.push((await this.run(args, { answers: [1] })).stdout.toString('utf8'));
    }
    return parts.join('');
  }

  async config(key: string): Promise<string | undefined> {
    if (!/^[A-Za-z][A-Za-z0-9-]*\.(?:[^\n]*\.)?[A-Za-z][A-Za-z0-9-]*$/.test(key)) return undefined;
    const ahead = key === SWITCH ? this.takeAhead('enabled') : undefined;
    return ahead ?? setting(this.start, key);
  }

  /** Names of the remotes. */
  async remotes(): Promise<readonly string[]> {
    const { stdout } = await this.run(['remote']);
    return stdout
      .toString('utf8')
      .split('\n')
      .filter((name) => name !== '');
  }

  /** Branches, those with the newest commits first, at most so many. */
  async branches(max: number): Promise<readonly LocalBranch[]> {
    const format = '%(refname)%00%(objectname)%00%(upstream)%00%(upstream:short)';
    const args = ['for-each-ref', `--format=${format}`, '--sort=-committerdate', `--count=${max}`];
    const { stdout } = await this.run([...args, 'refs/heads']);
    return stdout
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [ref = '', oid = '', upstream = '', short = ''] = line.split('\0');
        const name = ref.slice('refs/heads/'.length);
        return { name, oid, ...(upstream === '' ? {} : { upstream: { ref: upstream, name: short } }) };
      });
  }

  /**
   * How many commits of this one, at most `max`, changed a path and are in nothing that is known of remotes; and the newest
   * commit before them that is, undefined where none is.
   */
  async onNoRemote(
    oid: string,
    path: string,
    max: number,
  ): Promise<{ readonly commits: number; readonly from: string | undefined }> {
    const own = ['rev-list', `--max-count=${max}`, oid, '--not', '--remotes'];
    const commits = (await this.run([...own, '--', path])).stdout.toString('latin1');
    const edges = await this.run(['rev-list', '--boundary', oid, '--not', '--remotes']);
    const from = /^-([0-9a-f]+)$/m.exec(edges.stdout.toString('latin1'))?.[1];
    return { commits: commits.split('\n').length - 1, from };
  }

  async verifySignature(oid: string): Promise<{ readonly state: SignatureState; readonly signer?: string }> {
    const args = ['log', '-1', '--no-show-signature', '--format=%G?%x00%GS', '--end-of-options', oid];
    const [letter = '', signer = ''] = (await this.run(args)).stdout.toString('utf8').trimEnd().split('\0');
    const state = SIGNATURES[letter] ?? 'not checkable here';
    return { state, ...(signer === '' || state === 'not checkable here' ? {} : { signer }) };
  }

  async mergeOf(oid: string, branch: string): Promise<CommitMerge | undefined> {
    const list = async (how: string): Promise<readonly string[]> => {
      const args = ['rev-list', how, '--end-of-options', branch, `^${oid}`];
      return (await this.run(args)).stdout.toString('utf8').split('\n');
    };
    const above = new Set(await list('--ancestry-path'));
    const merge = (await list('--first-parent')).findLast((one) => one !== '' && above.has(one));
    if (merge === undefined) return undefined;
    const args = ['log', '-1', '--no-show-signature', '--format=%P%x00%an%x00%ae%x00%ce', merge];
    const told = (await this.run(args)).stdout.toString('utf8').trimEnd().split('\0');
    const [parents = '', authorName = '', authorEmail = '', committerEmail = ''] = told;
    const [first = '', second] = parents.split(' ');
    // The first line went through it before: then what was merged is something else.
    if (second === undefined || (await this.mergeBase(first, oid)) === oid) return undefined;
    return { oid: merge, authorName, authorEmail, committerEmail };
  }

  async unmerged(path: string): Promise<ReadonlyMap<string, readonly (string | undefined)[]>> {
    const { stdout } = await this.run(['ls-files', '--unmerged', '-z', '--', path]);
    const found = new Map<string, (string | undefined)[]>();
    for (const [, oid, stage, name = ''] of stdout
      .toString('utf8')
      .matchAll(/\d+ ([0-9a-f]+) ([123])\t([^\0]+)\0/g)) {
      const ids = found.get(name) ?? [undefined, undefined, undefined];
      ids[Number(stage) - 1] = oid;
      found.set(name, ids);
    }
    return found;
  }

  /** The rule by which git ignores the first of these paths that it ignores, in words. */
  async ignoreRule(
    paths: readonly string[],
  ): Promise<{ readonly path: string; readonly rule: string } | undefined> {
    // `check-ignore -v -z` gives source, line, pattern and path.
    const { stdout } = await this.runWithMagic(['check-ignore', '-v', '-z', '--stdin'], {
      input: paths.join('\0'),
      answers: [1, 128],
    });
    const [source = '', line = '', pattern = '', path] = stdout.toString('utf8').split('\0');
    return path === undefined ? undefined : { path, rule: `the rule '${pattern}' in ${source}:${line}` };
  }

  async #ignored(paths: readonly string[]): Promise<NexusError> {
    const found = await this.ignoreRule(paths);
    const { path, rule } = found ?? { path: paths[0] ?? '', rule: 'an ignore rule' };
    return new NexusError('broken', 'refused', `git ignores ${path}`, `remove ${rule} to share this memory`);
  }
}

/** @param ahead what was asked before */
export function openSystemGit(place: GitPlace, ahead?: Ahead): SystemGit {
  return new SystemGit(place, ahead);
}

function kindOf(file: string): 'file' | 'link' | 'other' {
  try {
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) return 'link';
    if (!stat.isFile()) return 'other';
    // One file that may not be read would make git refuse them all.
    accessSync(file, constants.R_OK);
    return 'file';
  } catch {
    return 'other';
  }
}

/** What git stores for a link is where it points; hash-object would follow it. */
function linkBlobId(file: string, format: 'sha1' | 'sha256'): string {
  return gitBlobId(readlinkSync(file, { encoding: 'buffer' }), format);
}
