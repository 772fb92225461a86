import { NexusError } from '../core/error.ts';
import { shortId } from '../core/id.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { TreeEntry } from '../core/ports.ts';
import { describeProblem, type Problem } from '../core/problem.ts';
import type { StoredRecord } from '../core/record.ts';
import { idOfPath } from '../store/paths.ts';
import type { Reader } from '../store/read.ts';
import { type Context, requireRepository } from './context.ts';
import { existing } from './revision.ts';

/** A record as of a revision, with its file's text. */
export interface RecordAt {
  readonly stored: StoredRecord;
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** All records of a revision. Throws `unknown-revision`. */
export async function allAt(context: Context, at: string): Promise<ReturnType<Reader['at']>> {
  return (await context.reader()).at(await filesAt(context, await entriesAt(context, at)));
}

/** One record of a revision: only its own file is read, where that is named after the id. Throws `unknown-id`, `ambiguous-id`. */
export async function recordAt(context: Context, id: string, at: string): Promise<RecordAt> {
  const wanted = id.toLowerCase();
  const entries = await entriesAt(context, at);
  const named = entries.filter(({ path }) => idOfPath(path)?.startsWith(wanted) === true);
  const files = await filesAt(context, named.length > 0 ? named : entries);
  const { records, problems } = (await context.reader()).at(files);
  const found = records.filter(({ record }) => record.id.startsWith(wanted));
  const [only, second] = found;
  if (only === undefined) throw notThere(id, at, named.length > 0 ? problems[0] : undefined);
  if (second === undefined) {
    const bytes = files.find(([path]) => path === only.path)?.[1];
    return {
      stored: only,
      text: new TextDecoder().decode(bytes),
      problems: problems.filter(({ file }) => file === only.path),
    };
  }
  const names = found.slice(0, 5).map(({ record }) => `${shortId(record.id)} ${record.title}`);
  throw new NexusError(
    'usage',
    'ambiguous-id',
    `"${id}" fits ${found.length} records:\n${names.join('\n')}`,
    'give more of the id',
  );
}

function notThere(id: string, at: string, problem: Problem | undefined): NexusError {
  if (problem !== undefined) return new NexusError('broken', 'invalid-record', describeProblem(problem));
  return new NexusError(
    'not-found',
    'unknown-id',
    `no record "${id}" as of ${at}`,
    `see: nexus list --at ${at}`,
  );
}

async function entriesAt(context: Context, at: string): Promise<readonly TreeEntry[]> {
  const { git } = requireRepository(context);
  return git.listTree(await existing(git, at), MEMORY_ROOT);
}

/** Their paths and bytes; links are none. */
export async function filesAt(
  context: Context,
  entries: readonly TreeEntry[],
): Promise<readonly (readonly [path: string, bytes: Uint8Array])[]> {
  const blobs = await requireRepository(context).git.readBlobs(entries.map(({ oid }) => oid));
  return entries.flatMap(({ path, oid, mode }) => {
    const bytes = blobs.get(oid);
    return bytes === undefined || mode === '120000' ? [] : [[path, bytes] as const];
  });
}
