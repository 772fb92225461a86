import { createRedactor } from '../capture/redact/redactor.ts';
import type { FieldChange, RecordChange } from '../core/change.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo } from '../core/ports.ts';
import type { NexusRecord } from '../core/record.ts';
import {
  byWeight,
  type Finding,
  type MemoryReview,
  type ReviewedChange,
  type ReviewedCitation,
  type ReviewedFile,
  type ReviewQuery,
} from '../core/review.ts';
import { bodySections } from '../core/sections.ts';
import { checkFile, type ReviewFile } from '../review/check-file.ts';
import { citationFindings } from '../review/citations.ts';
import { fieldChanges, recordChanges } from '../review/record-change.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import { changedFiles, supersededIn } from './record-files.ts';
import { redactRecordText } from './record-text.ts';
import { citationsOf } from './review-citations.ts';
import { changedPairs } from './review-files.ts';
import { type ReviewRange, rangeOf } from './review-range.ts';
import { loadConfig } from './settings.ts';

/** Of a range with more, the newest are named beside what they changed. */
const MAX_COMMITS = 2_000;

/** What changed in memory, record by record, with what a reviewer should look at. Offline; runs nothing. */
export async function review(context: Context, query: ReviewQuery): Promise<MemoryReview> {
  const repository = requireRepository(context);
  const range = await rangeOf(repository, query);
  const redactor = createRedactor({ allow: loadConfig(context).redact.allow });
  const facts = {
    secretsIn: (text: string) => redactRecordText(redactor, text).found,
  };
  const clean = (text: string): string => redactor.text(text).text;

  const { pairs, blobs, files } = await changedPairs(context, repository, range);
  const recordPairs = pairs.filter(({ path }) => kindOfPath(path) !== undefined);
  const changed = changedFiles(recordPairs, blobs);
  const commits = await commitsOf(repository, range);
  const commitsByPath = byPath(commits);
  const found = new Map(files.map((file) => [file.path, checkFile(file, facts)]));

  const citing = changed.flatMap(({ path, after }) =>
    after === undefined || after.forgotten !== undefined || after.retired !== undefined
      ? []
      : [{ path, record: after, commit: commitsByPath.get(path)?.[0] }],
  );
  const cited = await citationsOf(repository, range, citing);
  const citations = new Map<string, readonly ReviewedCitation[]>();
  for (const [at, { path, record }] of citing.entries()) {
    const own = cited[at] ?? [];
    citations.set(path, own);
    found.set(path, [...(found.get(path) ?? []), ...citationFindings({ path, id: record.id }, own)]);
  }

  const sides = new Map(changed.map((file) => [file.path, file]));
  const changes = recordChanges(changed, await supersededIn(context, changed)).map(
    (change): ReviewedChange => {
      const own = change.type === 'superseded' ? undefined : sides.get(change.path);
      const findings = own === undefined ? [] : [...(found.get(change.path) ?? [])].sort(byWeight);
      const whole = own === undefined ? change : withContent(change, own.before, own.after);
      return {
        change: findings.some(({ rule }) => rule === 'secret') ? cleaned(whole, clean) : whole,
        commits: commitsFor(change, changed, commitsByPath),
        citations: own === undefined ? [] : (citations.get(change.path) ?? []),
        findings,
      };
    },
  );
  const inRecords = new Set(changes.map(({ change }) => change.path));
  const others = files
    .filter(({ path }) => !inRecords.has(path) && kindOfPath(path) === undefined)
    .map((file) => otherFile(file, found.get(file.path) ?? [], commitsByPath.get(file.path) ?? [], clean));
  return {
    ...(range.base === undefined ? {} : { base: range.base }),
    head: range.head,
    commits: commits.length,
    changes,
    files: others,
    findings: [...found.values()].flat().sort(byWeight),
    suppressed: 0,
    problems: [],
  };
}

/** The commits of the range that touched memory, newest first. */
async function commitsOf({ git, facts }: Repository, range: ReviewRange): Promise<readonly CommitInfo[]> {
  const rev = range.what === 'revision' ? range.head.oid : range.what === 'worktree' ? facts.head : undefined;
  if (rev === undefined || rev === range.base?.oid) return [];
  const exclude = range.base === undefined ? {} : { exclude: range.base.oid };
  return git.log({ rev, ...exclude, path: MEMORY_ROOT, max: MAX_COMMITS, withFiles: true });
}

function byPath(commits: readonly CommitInfo[]): ReadonlyMap<string, readonly CommitInfo[]> {
  const out = new Map<string, CommitInfo[]>();
  for (const commit of commits) {
    for (const path of commit.files) {
      const own = out.get(path);
      if (own === undefined) out.set(path, [commit]);
      else own.push(commit);
    }
  }
  return out;
}

/** Those of a record that was moved lie under both names; those of a superseded one are its successor's. */
function commitsFor(
  change: RecordChange,
  files: readonly {
    readonly path: string;
    readonly oldPath?: string;
    readonly after: NexusRecord | undefined;
  }[],
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
  { path, before, after }: ReviewFile,
  findings: readonly Finding[],
  commits: readonly CommitInfo[],
  clean: (text: string) => string,
): ReviewedFile {
  const parts = (text: string | undefined): ReadonlyMap<string, string> =>
    new Map(
      bodySections(text ?? '').map(({ name, text: own }) => [name === '' ? 'text' : `## ${name}`, own]),
    );
  const [old, now] = [parts(before?.text), parts(after?.text)];
  const fields = [...new Set([...old.keys(), ...now.keys()])]
    .map((name) => ({ name, before: old.get(name), after: now.get(name) }))
    .filter((field) => field.before !== field.after);
  return {
    path,
    what: before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed',
    fields: cleanFields(fields, clean),
    commits,
    findings: [...findings].sort(byWeight),
  };
}
