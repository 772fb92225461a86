import { relative, resolve } from 'node:path';
import type { CodeUnit } from '../core/code.ts';
import { NexusError } from '../core/error.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { TreeChange } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { Proposal, Proposed } from '../core/proposal.ts';
import type { Draft, NexusRecord } from '../core/record.ts';
import { isForeign } from '../propose/gate.ts';
import { propose } from '../propose/propose.ts';
import { likenessIndex } from '../store/alike.ts';
import { fingerprintOf } from '../store/draft.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import { eachCodeFile } from './extract.ts';
import { addProposals, decidedKeys } from './inbox-files.ts';
import { openKeptCode } from './kept-code.ts';
import { existing } from './revision.ts';

/** What to learn from: paths, or one of the others; nothing: all tracked source files. */
export interface LearnQuery {
  /** As typed, relative to the current directory. */
  readonly paths?: readonly string[];
  readonly commit?: string;
  readonly staged?: boolean;
  /** `a..b` */
  readonly range?: string;
  /** At most so many proposals. */
  readonly top?: number;
  /** Nothing is put into the inbox. */
  readonly dryRun?: boolean;
  /** Milliseconds after which no more files are read. */
  readonly within?: number;
}

export interface LearnedCode {
  /** The best first; without ids in a dry run. */
  readonly proposals: readonly (Proposed & Partial<Pick<Proposal, 'id' | 'at'>>)[];
  /** How many of them are new in the inbox. */
  readonly added: number;
  readonly files: number;
  readonly units: number;
  /** Files that could not be read, and that not all were. */
  readonly problems: readonly Problem[];
}

const DEFAULT_TOP = 20;
/** Files that are read for one answer: bounds it in a repository of any size. */
const MAX_FILES = 5_000;

/**
 * Finds what deserves to be remembered in source code, and proposes it. Throws `unknown-revision`, `not-initialised`,
 * `bad-value` where no path leads to a source file.
 */
export async function learnFromCode(context: Context, query: LearnQuery): Promise<LearnedCode> {
  if (query.dryRun !== true) requireMemory(context);
  const change = await changeOf(context, query);
  const paths = (query.paths ?? []).map((path) => rootPath(context, path));
  const read = await readUnits(context, change?.paths ?? paths, query.within);
  const units = read.units;
  const empty = paths.filter((path) => !read.paths.some((file) => isBelow(file, [path])));
  if (paths.length > 0 && empty.length === paths.length)
    throw new NexusError(
      'not-found',
      'bad-value',
      `no tracked source file is at or below ${empty.slice(0, 3).join(', ')}`,
      'git add it first; or another path, seen from here',
    );
  const focus =
    change !== undefined ? units.filter(change.touches) : units.filter((unit) => isBelow(unit.path, paths));
  const records = (await context.reader()).all().records.map(({ record }) => record);
  const success = change === undefined ? undefined : await change.success();
  const found =
    focus.length === 0
      ? []
      : propose({
          units,
          ...(change === undefined && paths.length === 0 ? {} : { focus }),
          source: change?.source ?? (paths.join(', ') || 'all files'),
          ...(success === undefined ? {} : { success }),
          records,
          without: decidedKeys(requireRepository(context)),
        });
  const best = notYetHeld(found, records).slice(0, query.top ?? DEFAULT_TOP);
  const told = { files: read.paths.length, units: units.length, problems: read.problems };
  if (query.dryRun === true) return { proposals: best, added: 0, ...told };
  const { proposals, fresh } = await addProposals(context, best);
  return { proposals, added: fresh, ...told };
}

/** Without what was forgotten; what a record says in nearly the same words adds its places to that. */
function notYetHeld(found: readonly Proposed[], records: readonly NexusRecord[]): Proposed[] {
  const buried = new Set(records.flatMap(({ forgotten }) => forgotten ?? []));
  const texts = likenessIndex<NexusRecord>();
  const titles = new Map<string, NexusRecord>();
  for (const record of records) {
    if (record.kind !== 'pattern' || record.forgotten !== undefined) continue;
    texts.add(record, record);
    titles.set(plainTitle(record), record);
  }
  return found.flatMap((one): Proposed[] => {
    if (buried.has(fingerprintOf(one.draft))) return [];
    if (one.like !== undefined) return [one];
    const { kind, title, body = '' } = one.draft;
    const held = titles.get(plainTitle(one.draft)) ?? texts.find({ kind, title, body });
    if (held === undefined) return [one];
    if (held.retired !== undefined) return [];
    return [{ ...one, like: { id: held.id, title: held.title, how: 'text' } }];
  });
}

/** A title without how often. */
function plainTitle({ title }: Pick<Draft, 'title'>): string {
  return title.replace(/ \(\d+ places\)$/, '').toLowerCase();
}

interface ReadUnits {
  readonly units: readonly CodeUnit[];
  /** All that were read. */
  readonly paths: readonly string[];
  readonly problems: readonly Problem[];
}

/** All units of the repository; those of the paths in question first, so that they are there if time runs out. */
async function readUnits(
  context: Context,
  first: readonly string[],
  within = Number.POSITIVE_INFINITY,
): Promise<ReadUnits> {
  const until = context.clock() + within;
  const units: CodeUnit[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const kept = openKeptCode(context);
  const isEnough = (): boolean => seen.size >= MAX_FILES || context.clock() > until;
  for (const paths of first.length === 0 ? [[]] : [first, []]) {
    for await (const found of eachCodeFile(context, paths, kept)) {
      const path = 'units' in found ? found.path : (found.file ?? '');
      if (seen.has(path)) continue;
      if (isEnough()) {
        const message = `${seen.size} files were read, and not the rest`;
        problems.push({ code: 'too-big', message, file: path, hint: 'name folders: nexus learn src' });
        kept.keep();
        return { units, paths: [...seen], problems };
      }
      seen.add(path);
      if (!('units' in found)) problems.push(found);
      else if (!isForeign(path)) units.push(...found.units);
    }
  }
  kept.keep();
  return { units, paths: [...seen], problems };
}

function rootPath(context: Context, path: string): string {
  const { root } = requireRepository(context).facts;
  const inside = relative(root, resolve(context.cwd, path)).replaceAll('\\', '/');
  if (!inside.startsWith('..')) return inside === '' ? '.' : inside;
  throw new NexusError(
    'usage',
    'bad-value',
    `${path} is outside of this repository`,
    'give a path inside of it',
  );
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.length === 0 || folders.some((at) => at === '.' || path === at || path.startsWith(`${at}/`));
}

interface Change {
  readonly source: string;
  readonly paths: readonly string[];
  /** Was this unit made or changed by it? */
  touches(unit: CodeUnit): boolean;
  success(): Promise<string | undefined>;
}

async function changeOf(context: Context, query: LearnQuery): Promise<Change | undefined> {
  const { git, facts } = requireRepository(context);
  if (query.staged === true) return changed(context, 'staged', await git.staged(''));
  if (query.range !== undefined) {
    const [from = '', to = ''] = query.range.split(/\.{2,3}/);
    const [a, b] = [await existing(git, from), await existing(git, to === '' ? 'HEAD' : to)];
    return changed(context, query.range, await git.diffTrees(a, b, ''));
  }
  if (query.commit === undefined) return undefined;
  const rev = await existing(
    git,
    query.commit === 'HEAD' && facts.head !== undefined ? facts.head : query.commit,
  );
  const [info] = await git.log({ rev, max: 1 });
  return changed(context, `commit ${rev.slice(0, 7)}`, await git.diffTrees(info?.parents[0], rev, ''));
}

async function changed(context: Context, source: string, all: readonly TreeChange[]): Promise<Change> {
  const { git } = requireRepository(context);
  const code = all.filter(({ path, status }) => status !== 'deleted' && !path.startsWith(`${MEMORY_ROOT}/`));
  const blobs = await git.readBlobs(
    code.flatMap(({ oldOid, newOid }) => [oldOid, newOid].filter((id) => id !== undefined)),
  );
  const text = (oid: string | undefined): string =>
    new TextDecoder().decode(oid === undefined ? undefined : blobs.get(oid));
  const texts = new Map(
    code.map(({ path, oldOid, newOid }) => [path, { before: text(oldOid), after: text(newOid) }]),
  );
  return {
    source,
    paths: code.map(({ path }) => path),
    touches(unit) {
      const of = texts.get(unit.path);
      return of?.after.includes(unit.text) === true && !of.before.includes(unit.text);
    },
    success: () => successOf(context, all),
  };
}

/** What the episodes of a change say of it, in words; undefined where they say nothing, or that it failed. */
async function successOf(context: Context, changes: readonly TreeChange[]): Promise<string | undefined> {
  const { git } = requireRepository(context);
  const told = changes.filter(
    ({ path, status }) => status === 'added' && path.startsWith(`${MEMORY_ROOT}/episodes/`),
  );
  const blobs = await git.readBlobs(told.flatMap(({ newOid }) => newOid ?? []));
  const files = told.flatMap(({ path, newOid }) => {
    const bytes = newOid === undefined ? undefined : blobs.get(newOid);
    return bytes === undefined ? [] : [[path, bytes] as const];
  });
  const episodes = (await context.reader()).at(files).records.map(({ record }) => record);
  if (episodes.some(({ episode }) => episode?.success === false)) return undefined;
  const solved = episodes.flatMap(({ errors = [] }) => errors.filter(({ resolved }) => resolved));
  if (solved[0] !== undefined) return `its commit resolved ${solved[0].signature.slice(0, 80)}`;
  return episodes.some(({ episode }) => episode?.success === true) ? 'its episode succeeded' : undefined;
}
