import type { RecordChange } from '../core/change.ts';
import { isNexusError, NexusError } from '../core/error.ts';
import { present } from '../core/present.ts';
import type { Problem } from '../core/problem.ts';
import type { StoredRecord } from '../core/record.ts';
import {
  isSourceName,
  ownPath,
  type SourcePin,
  type SourceState,
  type SourceUpdate,
} from '../core/source.ts';
import { isoSeconds } from '../core/time.ts';
import { decodeText } from '../format/decode.ts';
import type { SourceGit } from '../repo/source-git.ts';
import { recordChanges } from '../review/record-change.ts';
import { redactorOf } from './admit.ts';
import { type Context, type Repository, requireRepository, requireWriter } from './context.ts';
import { gitOf, readSource, type SourceSnapshot } from './source-read.ts';
import { filesOf, openSources } from './source-segments.ts';
import { noSource, readSources, SOURCES, segmentName, writeSource } from './source-state.ts';
import { fetchUrl, sourceUrl } from './source-url.ts';

/** Longer than a fetch and a person's look at what it brought. */
const STALE_LOCK_MS = 2 * 60 * 60_000;
/** A branch or tag as git takes them, and nothing that is a pattern or a range. */
const REF = /^(?![-/.])(?!.*(?:\.\.|@\{|\/\/|\/$|\.lock$))[^\p{Cc}\s~^:?*[\\+]+$/u;

/** Is a person there whom git may ask? */
interface Asking {
  readonly prompt?: boolean;
}

export interface AddSource extends Asking {
  readonly name: string;
  readonly url: string;
  readonly ref?: string;
}

export interface UpdateSources extends Asking {
  /** Absent for all of them. */
  readonly name?: string;
  /** This commit instead of the newest; older ones, too. Only with a name. */
  readonly to?: string;
  /** Also where history was rewritten on the other side. */
  readonly force?: boolean;
  /** Shown what would come in, before it is recalled; without it, the answer is yes. */
  readonly agree?: (update: SourceUpdate) => Promise<boolean>;
}

export interface Sources {
  readonly sources: readonly SourceState[];
  readonly problems: readonly Problem[];
}

export function listSources(context: Context): Sources {
  return readSources(requireRepository(context).state);
}

/** Fetches the memory of another repository, to be recalled beside one's own. Nothing is kept where that fails. */
export async function addSource(context: Context, given: AddSource): Promise<SourceState> {
  requireWriter(context);
  const repository = requireRepository(context);
  const { name, ref } = given;
  if (!isSourceName(name))
    throw new NexusError(
      'usage',
      'bad-value',
      `"${name}" is no name for a source`,
      'up to 32 of a-z, 0-9 and -, and no name of a pack; for example: platform',
    );
  if (ref !== undefined && !REF.test(ref))
    throw new NexusError('usage', 'bad-value', `"${ref}" is no branch or tag`, 'for example: --ref main');
  const url = sourceUrl(given.url, context.cwd);
  return locked(repository, name, async () => {
    if (readSources(repository.state).sources.some((one) => one.name === name))
      throw new NexusError(
        'usage',
        'conflict',
        `there is a source ${name} already`,
        `nexus source update ${name}, or remove it first`,
      );
    const { state } = repository;
    state.removeFolder(`${SOURCES}/${name}`);
    try {
      const git = gitOf(context, repository, name, given.prompt === true);
      const commit = await git.fetchTip({ url: fetchUrl(url), ref });
      const snapshot = await readSource(context, git, name, commit, url);
      const kept: Kept = { name, url, ...(ref === undefined ? {} : { ref }) };
      return await pinned(context, repository, git, kept, commit, snapshot);
    } catch (cause) {
      state.removeFolder(`${SOURCES}/${name}`);
      throw unreached(cause);
    }
  });
}

/** Looks for what is new in the sources, one by one. One that gives no answer stops no other. */
export async function updateSources(
  context: Context,
  query: UpdateSources,
): Promise<readonly SourceUpdate[]> {
  requireWriter(context);
  const repository = requireRepository(context);
  const { name, to } = query;
  if (to !== undefined && name === undefined)
    throw new NexusError('usage', 'bad-value', '--to names a commit of one source', 'name the source');
  const names = name === undefined ? readSources(repository.state).sources.map((one) => one.name) : [name];
  const updates: SourceUpdate[] = [];
  for (const one of names)
    updates.push(await locked(repository, one, () => updated(context, repository, one, query)));
  return updates;
}

/** It is recalled no more, and what was fetched of it is gone. */
export async function removeSource(context: Context, name: string): Promise<SourceState | undefined> {
  const repository = requireRepository(context);
  const { state } = repository;
  const known = readSources(state).sources.find((one) => one.name === name);
  if (known === undefined && !(isSourceName(name) && state.listFolders(SOURCES).includes(name)))
    throw noSource(repository.state, name);
  return locked(repository, name, () => {
    state.removeFolder(`${SOURCES}/${name}`);
    return known;
  });
}

async function updated(
  context: Context,
  repository: Repository,
  name: string,
  query: UpdateSources,
): Promise<SourceUpdate> {
  const { state } = repository;
  const source = readSources(state).sources.find((one) => one.name === name);
  if (source === undefined) throw noSource(repository.state, name);
  const before = source.pin.commit;
  const git = gitOf(context, repository, name, query.prompt === true);
  const remote = { url: fetchUrl(source.url), ref: source.ref };
  const fixed = { before, changes: [] };
  try {
    const commit =
      query.to === undefined ? await git.fetchTip(remote) : await givenCommit(git, remote, query.to);
    const { failed: _, rewritten: __, tip: ___, ...kept } = source;
    const later = { ...kept, ...(commit === before ? {} : { tip: commit }) };
    const isNew = commit !== before && query.to === undefined && query.force !== true;
    if (isNew && !(await git.isAncestor(remote, before, commit))) {
      const rewritten: SourceState = { ...later, rewritten: true };
      writeSource(state, rewritten);
      return { source: rewritten, outcome: 'rewritten', commit, ...fixed };
    }
    const snapshot = await readSource(context, git, name, commit, source.url);
    const changes = changesBetween(await recordsOf(context, name), snapshot.records);
    const pending: SourceUpdate = { source: later, outcome: 'declined', before, commit, changes };
    if (commit !== before && query.agree !== undefined && !(await query.agree(pending))) {
      writeSource(state, later);
      return pending;
    }
    const now = await pinned(context, repository, git, kept, commit, snapshot, source.pin);
    return { source: now, outcome: commit === before ? 'current' : 'updated', before, commit, changes };
  } catch (cause) {
    if (!isNexusError(cause)) throw cause;
    if (query.to !== undefined) throw unreached(cause);
    // Git's own words, which are kept.
    const message = redactorOf(context).text(cause.message).text;
    const now: SourceState = { ...source, failed: { at: isoSeconds(context.clock()), message } };
    writeSource(state, now);
    return { source: now, outcome: 'failed', commit: before, ...fixed, message };
  }
}

async function givenCommit(git: SourceGit, remote: Parameters<SourceGit['fetchTip']>[0], to: string) {
  const here = await git.resolve(to);
  if (here !== undefined) return here;
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(to))
    throw new NexusError(
      'usage',
      'unknown-revision',
      `the commit ${to} is not here`,
      'name it in full, to have it fetched',
    );
  await git.fetchCommit(remote, to);
  return to;
}

type Kept = Pick<SourceState, 'name' | 'url' | 'ref'>;

/** The records first, then the word that they are recalled: whoever stops in between has changed nothing. */
async function pinned(
  context: Context,
  { state }: Repository,
  git: SourceGit,
  { name, url, ref }: Kept,
  commit: string,
  { counts, segment }: SourceSnapshot,
  before?: SourcePin,
): Promise<SourceState> {
  await git.keep(commit);
  const file = segmentName(commit);
  state.writePrivate(`${SOURCES}/${name}/${file}`, segment);
  const pin: SourcePin =
    before?.commit === commit
      ? before
      : {
          commit,
          committed: isoSeconds((await git.committed(commit)) * 1000),
          at: isoSeconds(context.clock()),
        };
  const source: SourceState = { name, url, ...present({ ref }), pin, ...counts };
  writeSource(state, source);
  for (const old of state.listFiles(`${SOURCES}/${name}`, '.nxs'))
    if (old !== file) state.remove(`${SOURCES}/${name}/${old}`);
  return source;
}

/** The records that are recalled now. */
async function recordsOf(context: Context, name: string): Promise<readonly StoredRecord[]> {
  const { sources } = await openSources(context);
  const source = sources.find(({ state }) => state.name === name);
  if (source === undefined) return [];
  return filesOf(source).flatMap(([path, text]) => {
    const { record } = decodeText(text, ownPath(path));
    return record === undefined ? [] : [{ record, path: ownPath(path) }];
  });
}

function changesBetween(old: readonly StoredRecord[], now: readonly StoredRecord[]): readonly RecordChange[] {
  const before = new Map(old.map((one) => [one.record.id, one]));
  const after = new Map(now.map((one) => [one.record.id, one]));
  const came = now.map(({ record, path }) => {
    const was = before.get(record.id);
    return { path, ...present({ oldPath: was?.path }), before: was?.record, after: record };
  });
  const gone = old
    .filter(({ record }) => !after.has(record.id))
    .map(({ record, path }) => ({ path, before: record, after: undefined }));
  return recordChanges([...came, ...gone], new Map([...before, ...after]));
}

async function locked<T>(repository: Repository, name: string, work: () => T | Promise<T>): Promise<T> {
  const result = await repository.state.withLock(`source-${name}`, async () => ({ value: await work() }), {
    staleMs: STALE_LOCK_MS,
  });
  if (result !== undefined) return result.value;
  throw new NexusError(
    'broken',
    'conflict',
    `another process is at work on the source ${name}`,
    'try again when it has ended',
  );
}

/** What a person may do where git gave up. */
function unreached(cause: unknown): unknown {
  if (!isNexusError(cause) || cause.code !== 'git-failed' || cause.hint !== undefined) return cause;
  const hint = 'does git reach it? try: git ls-remote with the same address';
  return new NexusError(cause.kind, cause.code, cause.message, hint, cause);
}
