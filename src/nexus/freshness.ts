import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '../core/kinds.ts';
import type { StoredDoc } from '../core/recall.ts';
import { type Citation, parseCitation } from '../core/record.ts';
import type { CheckedFile } from '../core/record-about.ts';
import { type CheckedCitation, checkCitation, worstOf } from '../recall/freshness.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { blobIdsIn } from './committed.ts';
import type { Context, Repository } from './context.ts';

/** Of one record, more citations than this are not checked. */
export const MAX_CITATIONS = 8;
/** A larger cited file counts by its id alone. */
const MAX_BYTES = 1024 * 1024;

/** A citation, and the commit as of which it was right. */
interface Cited {
  readonly citation: Citation;
  readonly historical: boolean;
  readonly commit: string | undefined;
}

/** Checks what the shown records cite against the tree as it is: one git call for all, files read once. */
export async function freshnessOf(
  context: Context,
  docs: readonly StoredDoc[],
): Promise<readonly ReturnType<typeof worstOf>[]> {
  return (await citationsOf(context, docs)).map((checked) => worstOf(checked));
}

/** The same of each citation, in the order of the record's; of a record with more than are checked, the first. */
export async function citationsOf(
  context: Context,
  docs: readonly StoredDoc[],
): Promise<readonly (readonly CheckedCitation[])[]> {
  const { repository } = context;
  const cited = docs.flatMap((stored, doc) =>
    stored.kind === 'commit' || repository === undefined ? [] : citedBy(stored, doc),
  );
  if (repository === undefined || cited.length === 0) return docs.map(() => []);
  const specs = cited.filter((entry) => entry.commit !== undefined);
  const oids = await blobIdsIn(
    context,
    specs.map(({ commit = '', citation }) => ({ rev: commit, path: citation.path })),
  );
  const oidOf = new Map(specs.map((entry, at) => [entry, oids[at]]));
  const recorded = recordedOf(repository);
  const checked = await Promise.all(
    cited.map((entry) => checkCited(repository, entry, oidOf.get(entry), recorded)),
  );
  return docs.map((_, doc) => checked.filter((_, at) => cited[at]?.doc === doc));
}

/** What one record cites, in its order; where it is not known, or cites more than are checked, without what came of it. */
export async function checkedFiles(
  context: Context,
  files: readonly string[],
  doc: StoredDoc | undefined,
): Promise<readonly CheckedFile[]> {
  const [checked = []] = doc === undefined ? [] : await citationsOf(context, [doc]);
  return files.map((citation, at) => ({ citation, ...checked[at] }));
}

function citedBy(stored: StoredDoc, doc: number): (Cited & { readonly doc: number })[] {
  const historical = stored.kind !== 'commit' && KINDS[stored.kind].historical;
  return stored.files
    .slice(0, MAX_CITATIONS)
    .map((file) => ({ doc, citation: parseCitation(file), historical, commit: stored.commit }));
}

type Recorded = (oid: string) => Promise<Uint8Array | undefined>;

/** What is asked for at the same moment is asked of git in one call: each is a process. */
function recordedOf({ git }: Repository): Recorded {
  let next: { readonly oids: Set<string>; readonly blobs: ReturnType<typeof git.readBlobs> } | undefined;
  return async (oid) => {
    if (next === undefined) {
      const oids = new Set<string>();
      const blobs = Promise.resolve().then(() => {
        next = undefined;
        return git.readBlobs([...oids]);
      });
      next = { oids, blobs };
    }
    next.oids.add(oid);
    return (await next.blobs).get(oid);
  };
}

/** Checks one citation against the working tree. @param oid of the cited file in that commit, where it was there. */
export async function checkCited(
  repository: Repository,
  { citation, historical, commit }: Cited,
  oid: string | undefined,
  recordedAt: Recorded = recordedOf(repository),
): Promise<CheckedCitation> {
  const bytes = readCited(repository.facts.root, citation.path);
  if (bytes === undefined) {
    const renamedTo = oid === undefined ? undefined : await renamed(repository, commit, citation.path);
    return checkCitation({
      citation,
      historical,
      same: false,
      ...(renamedTo === undefined ? {} : { renamedTo }),
    });
  }
  const same = oid !== undefined && gitBlobId(bytes, repository.facts.objectFormat) === oid;
  if (same || historical || oid === undefined)
    return checkCitation({ citation, historical, same, current: '' });
  const recorded = await recordedAt(oid);
  const text = new TextDecoder();
  return checkCitation({
    citation,
    historical,
    same: false,
    current: text.decode(bytes),
    ...(recorded === undefined ? {} : { recorded: text.decode(recorded) }),
  });
}

/** A plain file of the working tree; a link is not followed out of it. */
function readCited(root: string, path: string): Uint8Array | undefined {
  if (path.startsWith('/') || path.split('/').includes('..')) return undefined;
  try {
    const stat = lstatSync(join(root, path));
    if (stat.isDirectory()) return new Uint8Array();
    return stat.isFile() && stat.size <= MAX_BYTES ? readFileSync(join(root, path)) : undefined;
  } catch {
    return undefined;
  }
}

async function renamed(
  { git, facts }: Repository,
  commit: string | undefined,
  path: string,
): Promise<string | undefined> {
  if (commit === undefined || facts.head === undefined) return undefined;
  const changes = await git.diffTrees(commit, facts.head, '');
  return changes.find((change) => change.status === 'renamed' && change.oldPath === path)?.path;
}
