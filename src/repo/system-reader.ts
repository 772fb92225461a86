import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNexusError, NexusError } from '../core/error.ts';
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
import type { Ahead } from './ahead.ts';
import { parseBlame } from './blame-parse.ts';
import { parseCatFile } from './cat-file-parse.ts';
import { followFile } from './follow.ts';
import { FILES_FORMAT, LOG_FORMAT, parseLog, parseLogChanges, parseLogFiles } from './log-parse.ts';
import { isSigned } from './object-parse.ts';
import { parseRawDiff, parseTree } from './raw-diff-parse.ts';
import { newestFirst, parseRefs, REF_KINDS, REFS_FORMAT } from './refs-parse.ts';
import { limitTo, mayNameOne, notInRevision, unknownRevision } from './revision-name.ts';
import { firstComplaint, type GitOutput, type GitPlace, type GitRunOptions, runGit } from './run-git.ts';
import { readSystemFacts } from './system-facts.ts';

const OID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/** Object ids of the tree without entries, which every git knows without storing it. */
const EMPTY_TREE = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
} as const;
/** Object ids are compared in full, renames found from half of the lines on, and nothing configured is run. */
const RAW_DIFF = ['-r', '-z', '--raw', '--no-abbrev', '-M50%', '--no-ext-diff', '--no-textconv'];

/** Git writes into the repository's own settings what it did not fetch: where no such word stands, it need not be asked. */
async function mayBePartial(commonDir: string): Promise<boolean> {
  const settings = await readFile(join(commonDir, 'config'), 'latin1').catch(() => undefined);
  return settings === undefined || /promisor|partialclone|include|worktreeconfig/i.test(settings);
}

/** What never changes while a repository stands. */
interface Standing {
  readonly root: string;
  readonly objectFormat: RepoFacts['objectFormat'];
  readonly commonDir: string;
}

/** `GitPort` over the git binary: one process per question. */
export class SystemReader implements GitPort {
  readonly backend = 'git';
  protected readonly start: GitPlace;
  #ahead: Partial<Ahead>;
  #standing: Promise<Standing> | undefined;
  #partial: Promise<boolean> | undefined;

  constructor(place: GitPlace, ahead: Partial<Ahead> = {}) {
    this.start = place;
    this.#ahead = ahead;
  }

  /** An answer that git was asked for before, the first time. */
  protected takeAhead<Name extends keyof Ahead>(name: Name): Ahead[Name] | undefined {
    const { [name]: answer, ...rest } = this.#ahead;
    this.#ahead = rest as Partial<Ahead>;
    return answer;
  }

  async facts(): Promise<RepoFacts> {
    const facts = await (this.takeAhead('facts') ?? readSystemFacts(this.start));
    this.#standing ??= Promise.resolve(facts);
    return facts;
  }

  async resolve(rev: string): Promise<string | undefined> {
    if (!mayNameOne(rev)) return undefined;
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`];
    const { code, stdout } = await this.run(args, { answers: [1, 128] });
    const oid = stdout.toString('utf8').trim();
    return code === 0 && OID.test(oid) ? oid : undefined;
  }

  async resolveEach(revs: readonly string[]): Promise<readonly (string | undefined)[]> {
    // An empty line names nothing, so that answers and questions stay in step.
    const input = revs.map((rev) => (mayNameOne(rev) ? `${rev}^{commit}\n` : '\n')).join('');
    const args = ['cat-file', '--batch-check=%(objectname)', '--buffer'];
    const answers = (await this.run(args, { input })).stdout.toString('utf8').split('\n');
    return revs.map((_, i) => (OID.test(answers[i] ?? '') ? answers[i] : undefined));
  }

  async listTree(rev: string, path: string): Promise<readonly TreeEntry[]> {
    const args = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', `${rev}^{tree}`];
    return parseTree(await this.ask([rev], [...args, ...limitTo(path)]));
  }

  async readBlobs(oids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const wanted = [...new Set(oids)].filter((oid) => OID.test(oid));
    if (wanted.length === 0) return new Map();
    const read = (ids: readonly string[]) =>
      this.run(['cat-file', '--batch', '--buffer'], { input: ids.map((oid) => `${oid}\n`).join('') });
    try {
      return parseCatFile((await read(wanted)).stdout);
    } catch (error) {
      if (!(await this.#isPartial())) throw error;
      const present = await this.#presentIds();
      return parseCatFile((await read(wanted.filter((oid) => present.has(oid)))).stdout);
    }
  }

  async blobIds(
    specs: readonly { readonly rev: string; readonly path: string }[],
  ): Promise<readonly (string | undefined)[]> {
    const asked = specs.map(({ rev, path }) =>
      mayNameOne(rev) && path !== '' && !path.includes('\n') ? `${rev}:${limitTo(path)[0] ?? ''}` : '',
    );
    if (asked.every((line) => line === '')) return specs.map(() => undefined);
    // An empty line names nothing, so that answers and questions stay in step.
    const input = asked.map((line) => `${line}\n`).join('');
    const args = ['cat-file', '--batch-check=%(objectname) %(objecttype)', '--buffer'];
    let answers: readonly string[] = [];
    try {
      answers = (await this.run(args, { input })).stdout.toString('utf8').split('\n');
    } catch (error) {
      if (!(await this.#isPartial())) throw error;
    }
    const found = specs.map((_, i) => /^([0-9a-f]{40,64}) blob$/.exec(answers[i] ?? '')?.[1]);
    if (found.includes(undefined) && (await this.#isPartial())) return this.#idsFromTrees(specs, found);
    return found;
  }

  async log(options: LogOptions): Promise<readonly CommitInfo[]> {
    const { rev = 'HEAD', exclude, max } = options;
    if (max !== undefined && max <= 0) return [];
    const paths = options.path === undefined ? [] : limitTo(options.path);
    const [path] = paths;
    const many = options.paths?.flatMap(limitTo).filter((one) => !one.includes('\n'));
    if (many?.length === 0) return [];
    if (options.follow === true && path !== undefined) return followFile(this, { ...options, path });
    const args = ['log', '-z', `--format=${LOG_FORMAT}`, '--encoding=UTF-8', '--no-show-signature'];
    args.push('--no-color', '--no-ext-diff', '--no-textconv');
    if (max !== undefined) args.push(`--max-count=${Math.ceil(max)}`);
    if (options.until !== undefined) args.push(`--until=@${Math.floor(options.until)}`);
    if (options.skip !== undefined) args.push(`--skip=${Math.ceil(options.skip)}`);
    args.push('--no-follow', '--end-of-options', `${rev}^{commit}`);
    if (exclude !== undefined) args.push(`^${exclude}^{commit}`);
    const named = exclude === undefined ? [rev] : [rev, exclude];
    let output: string;
    try {
      // More paths than a command line takes.
      output = await (many === undefined
        ? this.ask(named, [...args, '--', ...paths])
        : this.ask(named, [...args.slice(0, 1), '--stdin', ...args.slice(1)], {
            input: `--\n${many.join('\n')}\n`,
          }));
    } catch (error) {
      if (options.rev === undefined && isNexusError(error) && (await this.#isUnborn())) return [];
      throw error;
    }
    const commits = parseLog(output);
    if (options.withChanges === true) return this.#addChanges(commits);
    return options.withFiles === true ? this.#addFiles(commits) : commits;
  }

  async diffTrees(from: string | undefined, to: string, path: string): Promise<readonly TreeChange[]> {
    const before = from === undefined ? await this.emptyTree() : `${from}^{tree}`;
    const args = ['diff-tree', ...RAW_DIFF, '--end-of-options', before, `${to}^{tree}`, '--'];
    const named = from === undefined ? [to] : [from, to];
    try {
      return parseRawDiff(await this.ask(named, [...args, ...limitTo(path)]));
    } catch (error) {
      // Without the contents, only files that moved as they were are found.
      if (!(await this.#isPartial())) throw error;
      const exact = args.map((arg) => (arg === '-M50%' ? '-M100%' : arg));
      return parseRawDiff(await this.ask(named, [...exact, ...limitTo(path)]));
    }
  }

  async blame(path: string, rev = 'HEAD'): Promise<readonly BlameLine[]> {
    // Git 2.39's blame does not know --end-of-options: it only gets a full commit id.
    const oid = await this.resolve(rev);
    if (oid === undefined) throw unknownRevision(rev);
    const args = ['blame', '--porcelain', '--encoding=UTF-8', '--no-textconv', oid, '--', path];
    const { code, stdout, stderr } = await this.run(args, { answers: [128] });
    if (code === 0) return parseBlame(stdout.toString('utf8'));
    if (/no such path/.test(stderr)) throw notInRevision(path, rev);
    throw new NexusError('broken', 'git-failed', `git blame: ${firstComplaint(stderr)}`);
  }

  async staged(path: string): Promise<readonly TreeChange[]> {
    const diff = (base: string) =>
      this.run(['diff-index', '--cached', ...RAW_DIFF, '--end-of-options', base, '--', ...limitTo(path)]);
    let output: GitOutput;
    try {
      output = await diff('HEAD');
    } catch (error) {
      if (!(await this.#isUnborn())) throw error;
      output = await diff(await this.emptyTree());
    }
    return parseRawDiff(output.stdout.toString('utf8'));
  }

  async mergeBase(a: string, b: string): Promise<string | undefined> {
    const args = ['merge-base', '--end-of-options', `${a}^{commit}`, `${b}^{commit}`];
    const base = (await this.ask([a, b], args, { answers: [1] })).trim();
    return base === '' ? undefined : base;
  }

  async signed(oids: readonly string[]): Promise<ReadonlySet<string>> {
    const wanted = [...new Set(oids)].filter((oid) => OID.test(oid));
    if (wanted.length === 0) return new Set();
    const input = wanted.map((oid) => `${oid}\n`).join('');
    const { stdout } = await this.run(['cat-file', '--batch', '--buffer'], { input });
    const commits = parseCatFile(stdout, 'commit');
    return new Set([...commits].flatMap(([oid, bytes]) => (isSigned(bytes) ? [oid] : [])));
  }

  async refs(max: number): Promise<readonly GitRef[]> {
    const args = ['for-each-ref', `--format=${REFS_FORMAT}`, '--sort=-creatordate', `--count=${max}`];
    const { stdout } = await this.run([...args, ...Object.keys(REF_KINDS)]);
    const named = parseRefs(stdout.toString('utf8')).map(async ({ name, kind, ref, target }) => {
      // A tag of a tag: git before 2.45 follows only one.
      const commit = target ?? (await this.#tip(ref));
      return commit === undefined ? [] : [{ name, kind, ref, ...commit }];
    });
    return newestFirst((await Promise.all(named)).flat());
  }

  async #tip(ref: string): Promise<Pick<GitRef, 'oid' | 'commitTime' | 'subject'> | undefined> {
    if ((await this.resolve(ref)) === undefined) return undefined;
    const [commit] = await this.log({ rev: ref, max: 1 });
    return commit && { oid: commit.oid, commitTime: commit.commitTime, subject: commit.subject };
  }

  /** Runs git at the top of the working tree, with paths taken literally. */
  protected async run(args: readonly string[], options?: GitRunOptions): Promise<GitOutput> {
    return this.runWithMagic(['--literal-pathspecs', ...args], options);
  }

  protected async runWithMagic(args: readonly string[], options?: GitRunOptions): Promise<GitOutput> {
    const { root } = await this.standing();
    return runGit({ ...this.start, cwd: root }, args, options);
  }

  /** Like `run`, for people's revisions: a failure is theirs if one of these names nothing. */
  protected async ask(
    revs: readonly string[],
    args: readonly string[],
    options: GitRunOptions = {},
  ): Promise<string> {
    const bad = revs.find((rev) => !mayNameOne(rev));
    if (bad !== undefined) throw unknownRevision(bad);
    try {
      return (await this.run(args, options)).stdout.toString('utf8');
    } catch (error) {
      for (const rev of revs) if (!(await this.#names(rev))) throw unknownRevision(rev);
      throw error;
    }
  }

  protected async emptyTree(): Promise<string> {
    return EMPTY_TREE[(await this.standing()).objectFormat];
  }

  protected standing(): Promise<Standing> {
    this.#standing ??= readSystemFacts(this.start).catch((error: unknown) => {
      this.#standing = undefined;
      throw error;
    });
    return this.#standing;
  }

  /** True for anything with a tree, so that trees may be compared by their own id. */
  async #names(rev: string): Promise<boolean> {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{tree}`];
    return (await this.run(args, { answers: [1, 128] })).code === 0;
  }

  async #isUnborn(): Promise<boolean> {
    return (await this.resolve('HEAD')) === undefined;
  }

  async #addFiles(commits: readonly CommitInfo[]): Promise<CommitInfo[]> {
    const files = parseLogFiles(await this.#compared(commits, ['--name-only']));
    return commits.map((commit) => ({ ...commit, files: files.get(commit.oid) ?? [] }));
  }

  async #addChanges(commits: readonly CommitInfo[]): Promise<CommitInfo[]> {
    const found = parseLogChanges(await this.#compared(commits, ['--raw', '--no-abbrev']));
    return commits.map((commit) => {
      const changes = found.get(commit.oid) ?? [];
      return { ...commit, files: changes.map(({ path }) => path), changes };
    });
  }

  /** Not by `log` itself: told to compare merges, it lists commits that it leaves out else (git 2.39). */
  async #compared(commits: readonly CommitInfo[], form: readonly string[]): Promise<string> {
    const args = ['diff-tree', '--stdin', '-r', '-z', '--root', ...form, '--no-renames', '--no-ext-diff'];
    args.push('--diff-merges=first-parent', '--always', `--format=${FILES_FORMAT}`);
    if (commits.length === 0) return '';
    const input = commits.map(({ oid }) => `${oid}\n`).join('');
    return (await this.run(args, { input })).stdout.toString('utf8');
  }

  #isPartial(): Promise<boolean> {
    this.#partial ??= this.standing().then(async ({ commonDir }) => {
      if (!(await mayBePartial(commonDir))) return false;
      const args = ['config', '--get-regexp', '^(extensions\\.partialclone|remote\\..*\\.promisor)$'];
      return (await this.run(args, { answers: [1] })).code === 0;
    });
    return this.#partial;
  }

  /** Naming a blob that was not fetched ends cat-file, since it may not download it: so ask for none of these. */
  async #presentIds(): Promise<ReadonlySet<string>> {
    const args = [
      'cat-file',
      '--batch-all-objects',
      '--unordered',
      '--buffer',
      '--batch-check=%(objectname)',
    ];
    return new Set((await this.run(args)).stdout.toString('latin1').split('\n'));
  }

  /** Where blobs were not fetched, cat-file takes them for missing; the trees still name them. */
  async #idsFromTrees(
    specs: readonly { readonly rev: string; readonly path: string }[],
    found: readonly (string | undefined)[],
  ): Promise<readonly (string | undefined)[]> {
    const ids = new Map<string, string>();
    const open = specs.filter((_, i) => found[i] === undefined);
    for (const rev of new Set(open.map((spec) => spec.rev))) {
      if (!mayNameOne(rev) || !(await this.#names(rev))) continue;
      const paths = open.filter((spec) => spec.rev === rev).flatMap((spec) => limitTo(spec.path));
      const args = ['ls-tree', '-z', '--full-tree', '--end-of-options', `${rev}^{tree}`, ...paths];
      for (const entry of parseTree((await this.run(args)).stdout.toString('utf8')))
        if (!/^(?:04|16)/.test(entry.mode)) ids.set(`${rev}\0${entry.path}`, entry.oid);
    }
    return specs.map((spec, i) => found[i] ?? ids.get(`${spec.rev}\0${limitTo(spec.path)[0] ?? ''}`));
  }
}
