import { NexusError } from '../core/error.ts';
import { isId, isIdPrefix, MIN_ID_PREFIX } from '../core/id.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { MemoryFiles } from '../core/ports.ts';
import { describeProblem, type Problem } from '../core/problem.ts';
import type { ReadResult, StoredRecord } from '../core/record.ts';
import { decodeRecord } from '../format/decode.ts';
import { idOfPath, kindOfPath, recordNames } from './paths.ts';

interface Records {
  readonly records: readonly StoredRecord[];
  readonly problems: readonly Problem[];
}

/** The reading half of the store. */
export interface Reader {
  /** Every record there is, by path. A broken file is a problem and hides no other. */
  all(): Records;
  /** One file; a file that is not there is the problem `unreadable`. */
  read(path: string): ReadResult;
  /** The record in bytes that were read already. */
  decode(bytes: Uint8Array, path: string): ReadResult;
  /**
   * The record that an id or at least 4 of its first characters mean. Throws `unknown-id`,
   * `ambiguous-id`, or `invalid-record` if its file cannot be read.
   */
  find(idOrPrefix: string): StoredRecord;
  /** As `find`, but undefined instead of an error. */
  lookup(idOrPrefix: string): StoredRecord | undefined;
  /** The records among the files of another revision, given as path and bytes. */
  at(entries: Iterable<readonly [path: string, bytes: Uint8Array]>): Records;
}

export function openReader(files: Pick<MemoryFiles, 'list' | 'names' | 'read'>): Reader {
  const read = (path: string): ReadResult => {
    const bytes = files.read(path);
    if (bytes !== undefined) return decodeRecord(bytes, path);
    return { problems: [{ code: 'unreadable', message: 'no such file', file: path }] };
  };
  const find = (text: string): StoredRecord => {
    const wanted = text.trim().toLowerCase();
    // No file is looked at for its name: of very many that takes seconds.
    const paths = recordNames(files);
    const found = candidates(wanted, paths, read);
    const [only, second] = found;
    if (only === undefined) throw unknownId(wanted, recordPaths(paths));
    if (second !== undefined) throw ambiguousId(wanted, found);
    return serve(only, read);
  };
  return {
    all() {
      const { files: listed, problems } = files.list();
      const entries = recordPaths(listed.map((file) => file.path)).map((path) => ({ path, ...read(path) }));
      const read_ = settle(entries);
      return { records: read_.records, problems: [...problems, ...read_.problems] };
    },
    read,
    decode: decodeRecord,
    find,
    lookup(text) {
      try {
        return find(text);
      } catch (error) {
        if (error instanceof NexusError) return undefined;
        throw error;
      }
    },
    at(entries) {
      const readable = [...entries].filter(([path]) => isRecordPath(path));
      readable.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      return settle(readable.map(([path, bytes]) => ({ path, ...decodeRecord(bytes, path) })));
    },
  };
}

interface Found extends ReadResult {
  readonly path: string;
}

/** One record per id: a tombstone before its record, then the file that is named after the id, then by path. */
function settle(entries: readonly Found[]): Records {
  const problems = entries.flatMap((entry) => entry.problems);
  const chosen = new Map<string, StoredRecord>();
  for (const { path, record } of entries) {
    if (record === undefined) continue;
    const other = chosen.get(record.id);
    const mine: StoredRecord = { record, path };
    if (other === undefined) {
      chosen.set(record.id, mine);
      continue;
    }
    const winner = weight(mine) > weight(other) ? mine : other;
    const loser = winner === mine ? other : mine;
    chosen.set(record.id, winner);
    problems.push({
      code: 'duplicate-id',
      message: `the same id as ${winner.path}, which is served`,
      file: loser.path,
      line: 2,
      hint: 'keep one of the two files',
    });
  }
  return { records: [...chosen.values()].sort(byPath), problems };
}

function weight({ record, path }: StoredRecord): number {
  return (record.forgotten === undefined ? 0 : 2) + (idOfPath(path) === record.id ? 1 : 0);
}

function byPath(a: StoredRecord, b: StoredRecord): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** Records lie in folders below `.nexus/`; `context/` holds living documents, which have no ids. */
function isRecordPath(path: string): boolean {
  if (kindOfPath(path) !== undefined) return true;
  const parts = path.split('/');
  const misplaced = parts.length > 2 && parts[0] === MEMORY_ROOT && parts[1] !== 'context';
  return misplaced && idOfPath(path) !== undefined;
}

function recordPaths(paths: readonly string[]): string[] {
  return paths.filter(isRecordPath).sort();
}

/** Paths of files whose id begins so, of paths in any order. File names are enough; only files not named after an id are opened. */
function candidates(wanted: string, paths: readonly string[], read: (path: string) => ReadResult): string[] {
  if (!isId(wanted) && !isIdPrefix(wanted)) return [];
  const named = paths.filter((path) => path.includes(wanted) && idOfPath(path)?.startsWith(wanted) === true);
  if (named.length > 0) return oneFileEach(recordPaths(named));
  return recordPaths(paths).filter(
    (path) => idOfPath(path) === undefined && read(path).record?.id.startsWith(wanted) === true,
  );
}

/** Of several files that claim one id the tombstone counts, else the first. */
function oneFileEach(paths: readonly string[]): string[] {
  const byId = new Map<string, string>();
  for (const path of paths) {
    const id = idOfPath(path) ?? path;
    if (!byId.has(id) || path.endsWith(`/forgotten-${id}.md`)) byId.set(id, path);
  }
  return [...byId.values()];
}

function serve(path: string, read: (path: string) => ReadResult): StoredRecord {
  const { record, problems } = read(path);
  if (record !== undefined) return { record, path };
  const [first] = problems;
  throw new NexusError(
    'broken',
    'invalid-record',
    first === undefined
      ? `${path}: not a record`
      : describeProblem({ ...first, hint: '' }).replace(/ \(\)$/, ''),
    first?.hint ?? 'see: nexus doctor',
  );
}

function unknownId(wanted: string, paths: readonly string[]): NexusError {
  if (!isId(wanted) && !isIdPrefix(wanted))
    return new NexusError(
      'usage',
      'unknown-id',
      `"${wanted.slice(0, 40)}" is not an id`,
      `an id, or at least ${MIN_ID_PREFIX} of its first characters; see: nexus list`,
    );
  const near = paths
    .flatMap((path) => idOfPath(path) ?? [])
    .map((id) => ({ id, shared: sharedLength(id, wanted) }))
    .filter(({ shared }) => shared >= MIN_ID_PREFIX)
    .sort((a, b) => b.shared - a.shared || (a.id < b.id ? -1 : 1))
    .slice(0, 3);
  const hint = near.length === 0 ? 'see: nexus list --all' : `near: ${near.map(({ id }) => id).join(', ')}`;
  return new NexusError('not-found', 'unknown-id', `no record ${wanted}`, hint);
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function ambiguousId(wanted: string, paths: readonly string[]): NexusError {
  const shown = paths.slice(0, 5).map((path) => path.slice(path.lastIndexOf('/') + 1, -'.md'.length));
  const more = paths.length > shown.length ? ` and ${paths.length - shown.length} more` : '';
  return new NexusError(
    'usage',
    'ambiguous-id',
    `${wanted} means ${paths.length} records`,
    `${shown.join(', ')}${more}`,
  );
}
