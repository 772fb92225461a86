import { MEMORY_ROOT } from '../core/kinds.ts';
import { inPack, PACK_NAMES, type PackName, packPath } from '../core/pack.ts';
import type { StoredRecord } from '../core/record.ts';
import { idInName } from '../format/name.ts';
import { packFiles, packSegment } from '../repo/pack-files.ts';
import { bytesReader } from '../search/bytes.ts';
import type { Segment } from '../search/segment-set.ts';
import type { Context } from './context.ts';

/** They come with the program, so that one reading is enough for a process. */
const read = new Map<PackName, Segment>();

/** The packs as the index has them: no record is parsed for it. */
export function packSegments(packs: readonly PackName[]): readonly Segment[] {
  return packs.map((pack) => {
    const known = read.get(pack) ?? { reader: bytesReader(packSegment(pack)), deleted: [] };
    read.set(pack, known);
    return known;
  });
}

/** The text of a pack's record, by what stands where others have their path; undefined for a file's path. */
export function packBytes(path: string): Uint8Array | undefined {
  const place = inPack(path);
  return place === undefined ? undefined : packFiles(place.pack).read(`${MEMORY_ROOT}/${place.path}`);
}

/** All records of a pack. Throws where one cannot be read: that is the program's fault, not the user's. */
export async function recordsOfPack(pack: PackName): Promise<readonly StoredRecord[]> {
  const { openReader } = await import('../store/read.ts');
  const { records, problems } = openReader(packFiles(pack)).all();
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`${pack}: ${problem.file}:${problem.line}: ${problem.message}`);
  return records.map(({ record, path }) => ({
    record,
    path: packPath(pack, path.slice(MEMORY_ROOT.length + 1)),
  }));
}

/** A record of the packs, of those in use first, by its id or the beginning of it; undefined where none is meant. */
export async function packRecord(context: Context, id: string): Promise<StoredRecord | undefined> {
  const { loadConfig } = await import('./settings.ts');
  const { openReader } = await import('../store/read.ts');
  for (const pack of new Set([...loadConfig(context).packs, ...PACK_NAMES])) {
    const found = openReader(packFiles(pack)).lookup(id);
    if (found !== undefined)
      return { ...found, path: packPath(pack, found.path.slice(MEMORY_ROOT.length + 1)) };
  }
  return undefined;
}

/** The pack, in use or not, that has the record with this id. */
export function packOfId(id: string): PackName | undefined {
  return PACK_NAMES.find((name) =>
    packFiles(name)
      .list()
      .files.some(({ path }) => idInName(path) === id),
  );
}

/** Ids of what the repository's own living records were made from. */
export function originsOf(own: readonly Pick<StoredRecord, 'record'>[]): ReadonlySet<string> {
  const living = own.filter(({ record }) => record.retired === undefined);
  return new Set(living.flatMap(({ record }) => record.derived_from));
}

/** A pack that is recalled here, and how many records it has. */
export interface PackInUse {
  readonly name: PackName;
  readonly records: number;
  /** How many have a living copy here, which stands for them. */
  readonly copied: number;
}

/** No record of a pack is read for it. @param origins see `originsOf` */
export function packsInUse(packs: readonly PackName[], origins: ReadonlySet<string>): readonly PackInUse[] {
  return packs.map((name) => {
    const ids = packFiles(name)
      .list()
      .files.map(({ path }) => idInName(path) ?? '');
    return { name, records: ids.length, copied: ids.filter((id) => origins.has(id)).length };
  });
}
