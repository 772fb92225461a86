import { KINDS } from '../core/kinds.ts';
import type { CommitInfo, GitPort } from '../core/ports.ts';
import { type Citation, type NexusRecord, parseCitation } from '../core/record.ts';
import type { ReviewedCitation } from '../core/review.ts';
import { checkCitation } from '../recall/freshness.ts';
import { readPlainFile } from '../repo/plain-file.ts';
import type { Repository } from './context.ts';
import { checkCited, MAX_CITATIONS } from './freshness.ts';
import type { ReviewRange } from './review-range.ts';

/** A record as it is at head, and the commit of the range that wrote it so. */
export interface CitingRecord {
  readonly record: NexusRecord;
  readonly commit: CommitInfo | undefined;
}

interface Asked {
  readonly at: number;
  readonly text: string;
  readonly citation: Citation;
  readonly historical: boolean;
  /** Where it was written. */
  readonly commit: string | undefined;
}

/** Whether what records cite says at head what it said when they were written. A few questions to git for all of them. */
export async function citationsOf(
  repository: Repository,
  { base, head, what }: ReviewRange,
  records: readonly CitingRecord[],
): Promise<readonly (readonly ReviewedCitation[])[]> {
  const { git, facts } = repository;
  // What is in no commit yet was written now, on top of what is there.
  const tip = what === 'revision' ? head.oid : what === 'patch' ? base?.oid : facts.head;
  const asked = records.flatMap(({ record, commit }, at): Asked[] =>
    record.files.slice(0, MAX_CITATIONS).map((text) => ({
      at,
      text,
      citation: parseCitation(text),
      historical: KINDS[record.kind].historical,
      commit: commit?.oid ?? tip,
    })),
  );
  const specs = asked.map(({ commit = '', citation }) => ({ rev: commit, path: citation.path }));
  const written = await git.blobIds(specs);
  const checked =
    what === 'worktree' || tip === undefined
      ? await Promise.all(asked.map((one, at) => checkCited(repository, one, written[at])))
      : await inRevision(git, tip, asked, written);
  return records.map((_, record) =>
    asked.flatMap(({ at, text }, index) => {
      const found = checked[index];
      return at === record && found !== undefined ? [{ text, ...found }] : [];
    }),
  );
}

/** A file beyond this is not compared with what a record says of it. */
const MAX_CITED = 256 * 1024;

/** What the files that records cite say at head, record by record; each file is read once. */
export async function citedTexts(
  { git, facts }: Repository,
  { base, head, what }: ReviewRange,
  records: readonly NexusRecord[],
): Promise<readonly (readonly string[])[]> {
  const pathsOf = ({ files }: NexusRecord): string[] =>
    files.slice(0, MAX_CITATIONS).map((file) => parseCitation(file).path);
  const paths = [...new Set(records.flatMap(pathsOf))];
  const tip = what === 'revision' ? head.oid : what === 'patch' ? base?.oid : facts.head;
  const texts = new Map<string, string>();
  const keep = (path: string, bytes: Uint8Array | undefined): void => {
    if (bytes !== undefined && bytes.length <= MAX_CITED) texts.set(path, new TextDecoder().decode(bytes));
  };
  if (what === 'worktree')
    for (const path of paths) keep(path, readPlainFile(facts.root, path, MAX_CITED + 1));
  else if (tip !== undefined && paths.length > 0) {
    const oids = await git.blobIds(paths.map((path) => ({ rev: tip, path })));
    const blobs = await git.readBlobs(oids.filter((oid) => oid !== undefined));
    for (const [at, path] of paths.entries()) keep(path, blobs.get(oids[at] ?? ''));
  }
  return records.map((record) => pathsOf(record).flatMap((path) => texts.get(path) ?? []));
}

async function inRevision(
  git: GitPort,
  tip: string,
  asked: readonly Asked[],
  written: readonly (string | undefined)[],
): Promise<ReturnType<typeof checkCitation>[]> {
  const now = await git.blobIds(asked.map(({ citation }) => ({ rev: tip, path: citation.path })));
  const differ = asked.flatMap((_, at) =>
    now[at] === written[at] ? [] : [now[at] ?? [], written[at] ?? []].flat(),
  );
  const blobs = await git.readBlobs(differ);
  const textOf = (oid: string | undefined): string | undefined => {
    const bytes = oid === undefined ? undefined : blobs.get(oid);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const places = now.includes(undefined) ? await foldersOf(git, tip) : new Set<string>();
  const renames = new Map<string, ReadonlyMap<string, string>>();
  return Promise.all(
    asked.map(async ({ citation, historical, commit }, at) => {
      const [was, is] = [written[at], now[at]];
      if (is === undefined && places.has(citation.path.replace(/\/+$/, '')))
        return checkCitation({ citation, historical, same: true });
      if (is === undefined) {
        const renamedTo =
          was === undefined || commit === undefined
            ? undefined
            : (await renamesOf(git, renames, commit, tip)).get(citation.path);
        return checkCitation({
          citation,
          historical,
          same: false,
          ...(renamedTo === undefined ? {} : { renamedTo }),
        });
      }
      const recorded = textOf(was);
      return checkCitation({
        citation,
        historical,
        same: is === was,
        current: textOf(is) ?? '',
        ...(recorded === undefined ? {} : { recorded }),
      });
    }),
  );
}

async function foldersOf(git: GitPort, rev: string): Promise<ReadonlySet<string>> {
  const folders = new Set<string>();
  for (const { path } of await git.listTree(rev, ''))
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  return folders;
}

async function renamesOf(
  git: GitPort,
  known: Map<string, ReadonlyMap<string, string>>,
  from: string,
  to: string,
): Promise<ReadonlyMap<string, string>> {
  const found = known.get(from);
  if (found !== undefined) return found;
  const changes = await git.diffTrees(from, to, '');
  const renames = new Map(
    changes.flatMap(({ status, oldPath, path }) =>
      status === 'renamed' && oldPath !== undefined ? [[oldPath, path]] : [],
    ),
  );
  known.set(from, renames);
  return renames;
}
