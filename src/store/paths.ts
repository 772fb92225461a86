import { slugOf } from '../core/id.ts';
import { KIND_NAMES, KINDS, MEMORY_ROOT } from '../core/kinds.ts';
import type { MemoryFiles } from '../core/ports.ts';
import type { Kind, NexusRecord } from '../core/record.ts';
import { idInName } from '../format/name.ts';

type Placed = Pick<NexusRecord, 'id' | 'kind' | 'title' | 'created'>;

/** Where a new record is written: `.nexus/<folder>/[YYYY/MM/]<slug>-<id>.md`. Git keeps later renames. */
export function pathOf(record: Placed): string {
  const { folder, layout } = KINDS[record.kind];
  const month = layout === 'month' ? `${record.created.slice(0, 4)}/${record.created.slice(5, 7)}/` : '';
  return `${MEMORY_ROOT}/${folder}/${month}${slugOf(record.title)}-${record.id}.md`;
}

/** The id that a file name claims, or undefined. */
export function idOfPath(path: string): string | undefined {
  return idInName(path);
}

/** The kind whose folder a markdown file lies in; undefined for everything that is not a record's place. */
export function kindOfPath(path: string): Kind | undefined {
  const [root, folder, ...rest] = path.split('/');
  const name = rest.at(-1);
  if (root !== MEMORY_ROOT || name === undefined || !name.endsWith('.md')) return undefined;
  // A folder may explain itself on a forge.
  if (/^readme\.md$/i.test(name)) return undefined;
  return KIND_NAMES.find((kind) => KINDS[kind].folder === folder);
}

/** Paths of what may be records, in no order; see `names`. */
export function recordNames(files: Pick<MemoryFiles, 'names'>): string[] {
  return Object.values(KINDS).flatMap(({ folder }) => files.names(`${MEMORY_ROOT}/${folder}`));
}

/** Where a forgotten record's tombstone lies: beside the record it replaces. */
export function tombstonePath(path: string, id: string): string {
  return `${path.slice(0, path.lastIndexOf('/') + 1)}forgotten-${id}.md`;
}
