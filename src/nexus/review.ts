import { createRedactor } from '../capture/redact/redactor.ts';
import type { FieldChange, RecordChange } from '../core/change.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo, TreeEntry } from '../core/ports.ts';
import type { NexusRecord, StoredRecord } from '../core/record.ts';
import {
  byWeight,
  type Finding,
  type MemoryReview,
  type ReviewAllowance,
  type ReviewedChange,
  type ReviewedCitation,
  type ReviewedFile,
  type ReviewQuery,
} from '../core/review.ts';
import { bodySections } from '../core/sections.ts';
import { decodeConfig, type NexusConfig } from '../format/config.ts';
import { fixCommands } from '../learn/fix-commands.ts';
import { checkFile, type ReviewFacts, type ReviewFile } from '../review/check-file.ts';
import { citationFindings } from '../review/citations.ts';
import { type ChangedFile, fieldChanges, recordChanges } from '../review/record-change.ts';
import { restatements } from '../review/restates.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import { changedFiles, supersededIn } from './record-files.ts';
import { redactRecordText } from './record-text.ts';
import { citationsOf, citedTexts } from './review-citations.ts';
import { pairsOf, reviewFiles } from './review-files.ts';
import { knownHosts, neighbourFindings, restOfMemory } from './review-memory.ts';
import { pairsOfPatch, patchText } from './review-patch.ts';
import { type ReviewRange, rangeOf } from './review-range.ts';
import { CONFIG_PATH } from './settings-path.ts';

/** Of a range with more, the newest are named beside what they changed. */
const MAX_COMMITS = 2_000;

/** What changed in memory, record by record, with what a reviewer should look at. Offline; runs nothing. */
export async function review(context: Context, query: ReviewQuery): Promise<MemoryReview> {
  const repository = requireRepository(context);
  const range = await rangeOf(repository, query);
  const entries = range.base === undefined ? [] : await repository.git.listTree(range.base.oid, MEMORY_ROOT);
  const settings = await settingsAt(repository, entries);
  const redactor = createRedactor({ allow: settings.redact.allow });
  const clean = (text: string): string => redactor.text(text).text;

  const read =
    query.patch === undefined
      ? await pairsOf(context, repository, range, entries)
      : await pairsOfPatch(repository, patchText(context, repository, query.patch), entries);
  const rest = await restOfMemory(repository, entries, read);
  const commits = await commitsOf(repository, range);
  const commitsByPath = byPath(commits);
  const files = await withAuthors(repository, range, reviewFiles(read, rest.pathsAtHead), commitsByPath);
  const changed = changedFiles(
    read.pairs.filter(({ path }) => kindOfPath(path) !== undefined),
    read.blobs,
  );
  const { citations, found: cited } = await citationsIn(repository, range, changed, commitsByPath);
  const facts: ReviewFacts = {
    secretsIn: (text) => redactRecordText(redactor, text).found,
    knownHosts: knownHosts(rest),
    pathsById: rest.pathsById,
    offered: ({ kind, body }) => (kind === 'error' || kind === 'solution' ? fixCommands(body) : []),
  };
  const all = [
    ...files.flatMap((file) => checkFile(file, facts)),
    ...cited,
    ...neighbourFindings(files, rest),
    ...(await restatementsIn(repository, range, changed)),
  ].sort(byWeight);
  const findings = all.filter((one) => !isAllowed(one, settings.review.allow));
  const findingsAt = groupBy(findings, ({ path }) => path);

  const sides = new Map(changed.map((file) => [file.path, file]));
  const changes = recordChanges(changed, await supersededIn(context, changed)).map(
    (change): ReviewedChange => {
      const own = change.type === 'superseded' ? undefined : sides.get(change.path);
      const told = own === undefined ? [] : (findingsAt.get(change.path) ?? []);
      const whole = own === undefined ? change : withContent(change, own.before, own.after);
      return {
        change: told.some(({ rule }) => rule === 'secret') ? cleaned(whole, clean) : whole,
        commits: commitsFor(change, changed, commitsByPath),
        citations: own === undefined ? [] : (citations.get(change.path) ?? []),
        findings: told,
      };
    },
  );
  const others = files
    .filter(({ role }) => role !== 'record')
    .map((file) =>
      otherFile(file, findingsAt.get(file.path) ?? [], commitsByPath.get(file.path) ?? [], clean),
    );
  return {
    ...(range.base === undefined ? {} : { base: range.base }),
    head: range.head,
    commits: commits.length,
    changes,
    files: others,
    findings,
    suppressed: all.length - findings.length,
    problems: read.problems,
  };
}

/** The settings as they stand at base: what a change allows itself does not count. */
async function settingsAt({ git }: Repository, entries: readonly TreeEntry[]): Promise<NexusConfig> {
  const oid = entries.find(({ path }) => path === CONFIG_PATH)?.oid;
  const bytes = oid === undefined ? undefined : (await git.readBlobs([oid])).get(oid);
  return decodeConfig(bytes === undefined ? '' : new TextDecoder().decode(bytes)).config;
}

function isAllowed({ rule, path, id }: Finding, allow: readonly ReviewAllowance[]): boolean {
  if (rule === 'suppression-change') return false;
  return allow.some(
    (one) =>
      one.rule === rule &&
      (one.id === undefined || one.id === id) &&
      (one.path === undefined || path === one.path || path.startsWith(`${one.path.replace(/\/+$/, '')}/`)),
  );
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const out = new Map<string, T[]>();
  for (const item of items) {
    const own = out.get(key(item));
    if (own === undefined) out.set(key(item), [item]);
    else own.push(item);
  }
  return out;
}

/** Of what records cite: how it stands at head, and what is to be said of that. */
async function citationsIn(
  repository: Repository,
  range: ReviewRange,
  changed: readonly ChangedFile[],
  commits: ReadonlyMap<string, readonly CommitInfo[]>,
): Promise<{
  readonly citations: ReadonlyMap<string, readonly ReviewedCitation[]>;
  readonly found: readonly Finding[];
}> {
  const citing = changed.flatMap(({ path, after }) =>
    after === undefined || after.forgotten !== undefined || after.retired !== undefined
      ? []
      : [{ path, record: after, commit: commits.get(path)?.[0] }],
  );
  const cited = await citationsOf(repository, range, citing);
  return {
    citations: new Map(citing.map(({ path }, at) => [path, cited[at] ?? []])),
    found: citing.flatMap(({ path, record }, at) =>
      citationFindings({ path, id: record.id }, cited[at] ?? []),
    ),
  };
}

/** New records alone: what was changed was looked at when it came. */
async function restatementsIn(
  repository: Repository,
  range: ReviewRange,
  changed: readonly ChangedFile[],
): Promise<readonly Finding[]> {
  const added = changed.flatMap(({ path, before, after }): StoredRecord[] =>
    before === undefined && after !== undefined && after.files.length > 0 ? [{ path, record: after }] : [],
  );
  const cited = await citedTexts(
    repository,
    range,
    added.map(({ record }) => record),
  );
  return restatements(added.map((stored, at) => ({ ...stored, cited: cited[at] ?? [] })));
}

/** Who wrote an episode, and who changed it: for other kinds nobody asks. */
async function withAuthors(
  { git, writer }: Repository,
  { base }: ReviewRange,
  files: readonly ReviewFile[],
  commits: ReadonlyMap<string, readonly CommitInfo[]>,
): Promise<readonly ReviewFile[]> {
  const asked = files.filter(
    ({ before, after }) => before?.record?.kind === 'episode' && after !== undefined,
  );
  if (base === undefined || asked.length === 0) return files;
  const paths = asked.map(({ path }) => path);
  const writers = new Map<string, string>();
  for (const { authorEmail, files: touched } of await git.log({ rev: base.oid, paths, withFiles: true }))
    for (const path of touched) if (!writers.has(path)) writers.set(path, authorEmail);
  const me = await writer?.config('user.email');
  return files.map((file) => {
    if (!asked.includes(file)) return file;
    const writtenBy = writers.get(file.path);
    const changedBy =
      commits.get(file.path)?.map(({ authorEmail }) => authorEmail) ?? (me === undefined ? [] : [me]);
    return { ...file, changedBy, ...(writtenBy === undefined ? {} : { writtenBy }) };
  });
}

/** The commits of the range that touched memory, newest first. */
async function commitsOf({ git, facts }: Repository, range: ReviewRange): Promise<readonly CommitInfo[]> {
  const rev = range.what === 'revision' ? range.head.oid : range.what === 'worktree' ? facts.head : undefined;
  if (rev === undefined || rev === range.base?.oid) return [];
  const exclude = range.base === undefined ? {} : { exclude: range.base.oid };
  return git.log({ rev, ...exclude, path: MEMORY_ROOT, max: MAX_COMMITS, withFiles: true });
}

/** Without the paths of each: a commit that changed a thousand records would be told a thousand times in full. */
function byPath(commits: readonly CommitInfo[]): ReadonlyMap<string, readonly CommitInfo[]> {
  const touches = commits.flatMap((commit) => {
    const bare = { ...commit, files: [] };
    return commit.files.map((path) => ({ path, bare }));
  });
  return new Map(
    [...groupBy(touches, ({ path }) => path)].map(([path, own]) => [path, own.map(({ bare }) => bare)]),
  );
}

/** Those of a record that was moved lie under both names; those of a superseded one are its successor's. */
function commitsFor(
  change: RecordChange,
  files: readonly ChangedFile[],
  commits: ReadonlyMap<string, readonly CommitInfo[]>,
): readonly CommitInfo[] {
  if (change.type === 'superseded') {
    const by = files.find(({ after }) => after?.id === change.by);
    return by === undefined ? [] : (commits.get(by.path) ?? []);
  }
  const own = commits.get(change.path) ?? [];
  const old = change.oldPath === undefined ? [] : (commits.get(change.oldPath) ?? []);
  return [...own, ...old.filter((commit) => !own.includes(commit))].sort(
    (a, b) => b.commitTime - a.commitTime,
  );
}

/** Of a record that came or went, all that it says is what changed. */
function withContent(
  change: RecordChange,
  before: NexusRecord | undefined,
  after: NexusRecord | undefined,
): RecordChange {
  if (change.type !== 'added' && change.type !== 'deleted') return change;
  const [old, now] = change.type === 'added' ? [undefined, after] : [before, undefined];
  return { ...change, fields: fieldChanges(old, now).filter(({ name }) => !TOLD.has(name)) };
}

/** What a change says of itself. */
const TOLD: ReadonlySet<string> = new Set(['id', 'kind', 'title']);

function cleaned(change: RecordChange, clean: (text: string) => string): RecordChange {
  return { ...change, title: clean(change.title), fields: cleanFields(change.fields, clean) };
}

function cleanFields(
  fields: readonly FieldChange[],
  clean: (text: string) => string,
): readonly FieldChange[] {
  const side = (text: string | undefined) => (text === undefined ? undefined : clean(text));
  return fields.map(({ name, before, after }) => ({ name, before: side(before), after: side(after) }));
}

function otherFile(
  { path, before, after, settings }: ReviewFile,
  findings: readonly Finding[],
  commits: readonly CommitInfo[],
  clean: (text: string) => string,
): ReviewedFile {
  const parts = (text: string | undefined): ReadonlyMap<string, string> =>
    new Map(
      bodySections(text ?? '').map(({ name, text: own }) => [name === '' ? 'text' : `## ${name}`, own]),
    );
  const [old, now] = [parts(before?.text), parts(after?.text)];
  const fields =
    settings ??
    [...new Set([...old.keys(), ...now.keys()])]
      .map((name) => ({ name, before: old.get(name), after: now.get(name) }))
      .filter((field) => field.before !== field.after);
  const what = before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed';
  return { path, what, fields: cleanFields(fields, clean), commits, findings };
}
