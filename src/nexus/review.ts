import { createRedactor } from '../capture/redact/redactor.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo, TreeEntry } from '../core/ports.ts';
import type { StoredRecord } from '../core/record.ts';
import {
  byWeight,
  type Finding,
  type MemoryReview,
  type ReviewedChange,
  type ReviewedCitation,
  type ReviewQuery,
} from '../core/review.ts';
import { decodeConfig, type NexusConfig } from '../format/config.ts';
import { fixCommands } from '../learn/fix-commands.ts';
import { isAllowed } from '../review/allowed.ts';
import { checkFile, type ReviewFacts, type ReviewFile } from '../review/check-file.ts';
import { citationFindings } from '../review/citations.ts';
import { messageFindings } from '../review/messages.ts';
import { type ChangedFile, recordChanges } from '../review/record-change.ts';
import { restatements } from '../review/restates.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import { changedFiles, supersededIn } from './record-files.ts';
import { redactRecordText } from './record-text.ts';
import {
  byPath,
  cleaned,
  cleanedFinding,
  commitsFor,
  groupBy,
  otherFile,
  withContent,
} from './review-changes.ts';
import { citationsOf, citedTexts } from './review-citations.ts';
import { mayLoseAnswers, pairsOf, type ReviewPairs, reviewFiles } from './review-files.ts';
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
  const told = await commitsOf(repository, range);
  const secretsIn: ReviewFacts['secretsIn'] = (text) => redactRecordText(redactor, text).found;
  const commits = told.map((one) =>
    secretsIn(messageOf(one)).length === 0 ? one : withoutSecrets(one, clean),
  );
  const commitsByPath = byPath(commits);
  const files = await withAuthors(repository, range, reviewFiles(read, rest.pathsAtHead), commitsByPath);
  const changed = changedFiles(
    read.pairs.filter(({ path }) => kindOfPath(path) !== undefined),
    read.blobs,
  );
  const { citations, found: cited } = await citationsIn(repository, range, changed, commitsByPath);
  const facts: ReviewFacts = {
    secretsIn,
    knownHosts: knownHosts(rest),
    pathsById: rest.pathsById,
    offered: ({ kind, body }) => (kind === 'error' || kind === 'solution' ? fixCommands(body) : []),
  };
  const all = [
    ...files.flatMap((file) => checkFile(file, facts)),
    ...findingsInMessages(told, facts),
    ...cited,
    ...neighbourFindings(files, rest),
    ...(await restatementsIn(repository, range, changed)),
    ...(await lostIn(context, repository, entries, read, settings)).map((one) => cleanedFinding(one, clean)),
  ].sort(byWeight);
  const findings = all.filter((one) => !isAllowed(one, settings.review.allow));
  const findingsAt = groupBy(findings, ({ path }) => path);

  const sides = new Map(changed.map((file) => [file.path, file]));
  const changes = recordChanges(changed, await supersededIn(context, changed)).map(
    (change): ReviewedChange => {
      const own = change.type === 'superseded' ? undefined : sides.get(change.path);
      const here = own === undefined ? [] : (findingsAt.get(change.path) ?? []);
      const whole = own === undefined ? change : withContent(change, own.before, own.after);
      return {
        change: here.some(({ rule }) => rule === 'secret') ? cleaned(whole, clean) : whole,
        commits: commitsFor(change, changed, commitsByPath),
        citations: own === undefined ? [] : (citations.get(change.path) ?? []),
        findings: here,
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

/** Of questions that must find their records, those that the change makes lose one: asked only where there are any. */
async function lostIn(
  context: Context,
  repository: Repository,
  entries: readonly TreeEntry[],
  read: ReviewPairs,
  settings: NexusConfig,
): Promise<readonly Finding[]> {
  if (!mayLoseAnswers(entries, read)) return [];
  const { recallFindings } = await import('./review-recall.ts');
  return recallFindings(context, repository, entries, read, settings.recall.limit);
}

/** The settings as they stand at base: what a change allows itself does not count. */
async function settingsAt({ git }: Repository, entries: readonly TreeEntry[]): Promise<NexusConfig> {
  const oid = entries.find(({ path }) => path === CONFIG_PATH)?.oid;
  const bytes = oid === undefined ? undefined : (await git.readBlobs([oid])).get(oid);
  return decodeConfig(bytes === undefined ? '' : new TextDecoder().decode(bytes)).config;
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

function messageOf({ subject, body }: CommitInfo): string {
  return `${subject}\n\n${body}`;
}

function withoutSecrets(commit: CommitInfo, clean: (text: string) => string): CommitInfo {
  return { ...commit, subject: clean(commit.subject), body: clean(commit.body) };
}

function findingsInMessages(commits: readonly CommitInfo[], facts: ReviewFacts): readonly Finding[] {
  return commits.flatMap((commit) =>
    messageFindings(messageOf(commit), { path: MEMORY_ROOT }, facts).map(({ line: _, ...found }) => ({
      ...found,
      message: `${found.message}, in the message of commit ${commit.oid.slice(0, 10)}`,
    })),
  );
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
