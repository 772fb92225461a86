import type { PackName } from '../core/pack.ts';
import type { Problem } from '../core/problem.ts';
import { VERSION } from '../core/version.ts';
import type { CacheFiles } from '../repo/cache-files.ts';
import { ANALYSER_VERSION } from '../search/analyse.ts';
import { checksum } from '../search/bytes.ts';
import { decodeStamps, encodeStamps, type Stamp } from './stamps.ts';
import type { Watch } from './tree-watch.ts';

export interface SegmentEntry {
  readonly file: string;
  /** All documents, deleted ones included. */
  readonly docs: number;
  /** Numbers of the documents that no longer count, ascending. */
  readonly deleted: ArrayLike<number>;
}

/** The small file that says what the cache holds and what it was made from. */
export interface CacheHead {
  readonly tip: string | undefined;
  readonly segments: readonly SegmentEntry[];
  readonly commits: number;
  /** Problems by path; those of the listing itself have none. */
  readonly problems: readonly (readonly [string, Problem])[];
  /** The settings that a recall needs, so that it reads no YAML. */
  readonly config: {
    readonly limit: number;
    readonly commits: number;
    readonly packs: readonly PackName[];
  };
  readonly watch: Watch;
  /** How many files are stamped in `files.bin`; see `FilesSeen`. */
  readonly stamps: number;
  readonly byGit: boolean;
}

/** Whatever reads text or writes segments otherwise than this makes another cache. */
const FORMAT = `nexus-cache-5/${VERSION}/${ANALYSER_VERSION}`;
const HEAD = 'head.json';
const STAMPS = 'files.bin';

/** Undefined for everything but a whole head of this very version. */
export function readHead(cache: CacheFiles): CacheHead | undefined {
  const bytes = cache.read(HEAD);
  const body = bytes === undefined ? undefined : guarded(bytes);
  if (body === undefined) return undefined;
  const { format, ...head } = JSON.parse(new TextDecoder().decode(body)) as CacheHead & { format: string };
  return format === FORMAT ? head : undefined;
}

export function readStamps(cache: CacheFiles, head: CacheHead): Map<string, Stamp> | undefined {
  const bytes = cache.read(STAMPS);
  const body = bytes === undefined ? undefined : guarded(bytes);
  const stamps = body === undefined ? undefined : decodeStamps(body);
  return stamps?.size === head.stamps ? stamps : undefined;
}

/** The stamps first: a head never speaks of what is not there yet. */
export function writeHead(cache: CacheFiles, head: CacheHead, stamps: ReadonlyMap<string, Stamp>): void {
  cache.write(STAMPS, withGuard(encodeStamps(stamps)));
  const segments = head.segments.map((segment) => ({ ...segment, deleted: Array.from(segment.deleted) }));
  cache.write(
    HEAD,
    withGuard(new TextEncoder().encode(JSON.stringify({ format: FORMAT, ...head, segments }))),
  );
}

export function withGuard(body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length + 4);
  new DataView(out.buffer).setUint32(0, checksum(body));
  out.set(body, 4);
  return out;
}

/** The body behind its checksum, or undefined if it is not what was written. */
export function guarded(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < 4) return undefined;
  const body = bytes.subarray(4);
  const sum = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  return checksum(body) === sum ? body : undefined;
}
