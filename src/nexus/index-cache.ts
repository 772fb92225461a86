import type { Problem } from '../core/problem.ts';
import { splitFrontMatter } from '../format/front-matter.ts';
import { docOfCommit, docOfRecord } from '../search/document.ts';
import { MemoryIndex } from '../search/memory-index.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { type Context, requireRepository } from './context.ts';
import { changesSince, EMPTY, type Snapshot } from './documents.ts';
import { recordsAt } from './overview.ts';
import { loadConfig } from './settings.ts';

export interface OpenIndex {
  readonly index: SearchIndex;
  readonly searched: { readonly records: number; readonly commits: number };
  readonly problems: readonly Problem[];
  /** A record's body as of the state that is searched. */
  bodyOf(path: string): string | undefined;
}

interface Held {
  index: MemoryIndex;
  snapshot: Snapshot;
}

const held = new WeakMap<Context, Held>();

/** The index over the working tree and history as they are now. */
export async function openIndex(context: Context): Promise<OpenIndex> {
  const state = held.get(context) ?? { index: new MemoryIndex(), snapshot: EMPTY };
  held.set(context, state);
  const { index } = state;
  const { commits } = loadConfig(context).recall;
  const changes = await changesSince(context, state.snapshot, (path) => index.get(path), commits);
  for (const key of changes.removes) index.remove(key);
  for (const doc of changes.upserts) index.add(doc);
  state.snapshot = changes.next;
  const commitCount = index.facet('kind:commit').length;
  return {
    index,
    searched: { records: index.size - commitCount, commits: commitCount },
    problems: [...changes.strange, ...[...changes.next.problems.values()].flat()],
    bodyOf: (path) => bodyIn(context.files.read(path)),
  };
}

/** The index of memory and history as they were at a revision; made for one question. */
export async function openIndexAt(context: Context, at: string): Promise<OpenIndex> {
  const { records, problems } = await recordsAt(context, at);
  const { git } = requireRepository(context);
  const commits = await git.log({
    rev: at,
    max: loadConfig(context).recall.commits,
    withFiles: git.backend === 'git',
  });
  const bodies = new Map(records.map(({ record, path }) => [path, record.body]));
  const index = new MemoryIndex([
    ...records.map(({ record, path }) => docOfRecord(record, path)),
    ...commits.map(docOfCommit),
  ]);
  return {
    index,
    searched: { records: records.length, commits: commits.length },
    problems,
    bodyOf: (path) => bodies.get(path),
  };
}

/** A record's body without parsing its fields: a cold recall loads no YAML. */
function bodyIn(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  const parts = splitFrontMatter(text);
  return 'body' in parts ? parts.body : text;
}
