import type { CommitInfo, GitPort } from '../core/ports.ts';
import type { StoredDoc } from '../core/recall.ts';
import { parseCitation } from '../core/record.ts';
import type { Context } from './context.ts';
import { commitsWithin } from './documents.ts';
import { MAX_CITATIONS } from './freshness.ts';

/** Of the commits that touched what stale records cite, the newest so many are looked at. */
const MAX_COMMITS = 2000;

/**
 * Since when these stale records are so, by id: the time (milliseconds since 1970) of the first commit after the one
 * that last changed the record, in the order of the log, that touched a file it cites. Such a commit made before it and
 * merged later counts from the record's own commit on. A record is left out where no commit did it, but the working
 * tree alone. Two questions to git, whatever the number of records.
 */
export async function staleSince(
  { repository }: Context,
  stale: readonly StoredDoc[],
): Promise<ReadonlyMap<string, number>> {
  const head = repository?.facts.head;
  if (repository === undefined || head === undefined) return new Map();
  const { git } = repository;
  const changed = await changedSince(git, head, stale);
  if (changed.length === 0) return new Map();
  // With the records' own files, so that the commits after which to look are in the answer.
  const paths = [...new Set(changed.flatMap(({ doc, cited }) => [doc.path ?? '', ...cited]))];
  const max = commitsWithin(git, MAX_COMMITS);
  const commits = await git.log({ rev: head, paths, max, withFiles: true });
  const place = new Map(commits.map(({ oid }, at) => [oid, at]));
  const touched = placesByPath(commits, new Set(paths));
  return new Map(
    changed.map(({ doc, cited }) => {
      const own = place.get(doc.commit ?? '');
      const from = own === undefined ? Date.parse(doc.created) : timeOf(commits[own]);
      const first = cited
        .flatMap((path) => touched.get(path) ?? [])
        .filter((at) => (own === undefined ? timeOf(commits[at]) >= from : at < own))
        .reduce((a, b) => Math.max(a, b), -1);
      return [doc.id, first < 0 ? from : timeOf(commits[first])];
    }),
  );
}

/** Records, each with what it cites that is not at HEAD as it was when the record was written. */
async function changedSince(
  git: GitPort,
  head: string,
  docs: readonly StoredDoc[],
): Promise<readonly { readonly doc: StoredDoc; readonly cited: readonly string[] }[]> {
  const pairs = docs.flatMap((doc) =>
    doc.commit === undefined ? [] : citedBy(doc).map((path) => ({ doc, path })),
  );
  if (pairs.length === 0) return [];
  const oids = await git.blobIds(
    pairs.flatMap(({ doc: { commit = '' }, path }) => [
      { rev: commit, path },
      { rev: head, path },
    ]),
  );
  const out = new Map<StoredDoc, string[]>();
  for (const [at, { doc, path }] of pairs.entries())
    if (oids[2 * at] !== oids[2 * at + 1]) out.set(doc, [...(out.get(doc) ?? []), path]);
  return [...out].map(([doc, cited]) => ({ doc, cited }));
}

function citedBy({ files }: StoredDoc): readonly string[] {
  return files.slice(0, MAX_CITATIONS).map((file) =>
    parseCitation(file)
      .path.replace(/^(?:\.\/)+/, '')
      .replace(/\/+$/, ''),
  );
}

function timeOf(commit: CommitInfo | undefined): number {
  return (commit?.commitTime ?? 0) * 1000;
}

/** Where in the log each of these files, or anything below it, was touched. */
function placesByPath(
  commits: readonly CommitInfo[],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, readonly number[]> {
  const out = new Map<string, number[]>();
  for (const [at, { files }] of commits.entries()) {
    for (const file of files) {
      for (let end = file.length; end > 0; end = file.lastIndexOf('/', end - 1)) {
        const path = file.slice(0, end);
        if (!wanted.has(path)) continue;
        const places = out.get(path) ?? [];
        if (places.at(-1) !== at) places.push(at);
        out.set(path, places);
      }
    }
  }
  return out;
}
