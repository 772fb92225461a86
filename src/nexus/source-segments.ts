import type { Problem } from '../core/problem.ts';
import type { StoredDoc } from '../core/recall.ts';
import type { SourceState } from '../core/source.ts';
import { openCacheFiles } from '../repo/cache-files.ts';
import { bytesReader } from '../search/bytes.ts';
import { SegmentIndex } from '../search/segment-index.ts';
import type { Segment } from '../search/segment-set.ts';
import type { Context, Repository } from './context.ts';
import { readSources, SOURCES, segmentName } from './source-state.ts';

export interface OpenSource {
  readonly state: SourceState;
  readonly segment: Segment;
}

/** Of a process that stays: what it has read, by the folder of the source. */
const held = new Map<string, { readonly file: string; readonly segment: Segment }>();

/** Sources as the index has them: their pinned records, without a question to git or to anybody else. */
export async function openSources(
  context: Context,
): Promise<{ readonly sources: readonly OpenSource[]; readonly problems: readonly Problem[] }> {
  const { repository } = context;
  if (repository === undefined) return { sources: [], problems: [] };
  const { sources: states, problems } = readSources(repository.state);
  const sources: OpenSource[] = [];
  const broken: Problem[] = [];
  for (const state of states) {
    const segment = await segmentOf(context, repository, state);
    if (segment !== undefined) sources.push({ state, segment });
    else
      broken.push({
        code: 'unreadable',
        message: 'its records are not there as they were kept, and are left out',
        file: `${SOURCES}/${state.name}`,
        hint: `nexus source update ${state.name}`,
      });
  }
  return { sources, problems: [...problems, ...broken] };
}

async function segmentOf(
  context: Context,
  repository: Repository,
  state: SourceState,
): Promise<Segment | undefined> {
  const folder = repository.state.dir(`${SOURCES}/${state.name}`);
  const file = segmentName(state.pin.commit);
  const known = held.get(folder);
  if (known?.file === file) return known.segment;
  const segment = opened(folder, file, context.warm) ?? (await madeAnew(context, state, folder, file));
  if (context.warm && segment !== undefined) held.set(folder, { file, segment });
  return segment;
}

function opened(folder: string, file: string, whole: boolean): Segment | undefined {
  const reader = openCacheFiles(folder).open(file);
  if (reader === undefined) return undefined;
  try {
    const segment = {
      reader: whole ? bytesReader(reader.read(0, reader.size)) : reader,
      deleted: [],
    };
    // Its head is read and checked.
    new SegmentIndex([segment]);
    return segment;
  } catch {
    return undefined;
  }
}

/** After an upgrade, or damage: from what git holds here. */
async function madeAnew(
  context: Context,
  state: SourceState,
  folder: string,
  file: string,
): Promise<Segment | undefined> {
  try {
    await (await import('./source-read.ts')).remakeSegment(context, state);
  } catch {
    return undefined;
  }
  return opened(folder, file, context.warm);
}

/** A source's record by its path; its whole file is in `text`. */
export function storedIn({ segment }: OpenSource, path: string): StoredDoc | undefined {
  return new SegmentIndex([segment]).get(path);
}

/** Every record of a source by what stands for its path, as its file was. */
export function filesOf({ segment }: OpenSource): readonly (readonly [path: string, text: string])[] {
  const index = new SegmentIndex([segment]);
  const { hits } = index.search({ text: '', limit: index.size });
  return hits.map(({ key, stored }) => [key, stored.text ?? '']);
}
