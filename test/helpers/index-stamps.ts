import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseIndex } from '../../src/repo/index-parse.ts';

interface File {
  readonly mode: number;
  readonly bytes: Buffer;
}

/** Of an entry: two times, device, inode, (mode,) owner, group and size stand before the id (gitformat-index(5)). */
const HEADER = 12;
const TRAILER = 20;

/** What git does to a file may change its bytes; in its own ones nothing does. */
function isBlob(oid: string, bytes: Buffer): boolean {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === oid;
}

/**
 * Where the entry of each file begins in an index, if each is of a file as it is there; undefined for any other one,
 * of which only git can tell.
 */
export function cleanEntries(
  index: Buffer,
  files: ReadonlyMap<string, File>,
): ReadonlyMap<string, number> | undefined {
  // Ids of another length make nonsense of it, or an error.
  try {
    const entries = new Map<string, number>();
    let at = HEADER;
    for (const { path, mode, oid, stage } of parseIndex(index)?.entries ?? []) {
      const file = files.get(path);
      const isExecutable = file !== undefined && (file.mode & 0o100) !== 0;
      if (file === undefined || stage !== 0 || mode !== (isExecutable ? '100755' : '100644'))
        return undefined;
      if (!isBlob(oid, file.bytes)) return undefined;
      entries.set(path, at);
      const flags = index.readUInt16BE(at + 60);
      // Told to look away from a file, or that it is not staged: extended flags.
      if ((flags & 0xc000) !== 0) return undefined;
      at += (Math.floor((62 + Buffer.byteLength(path)) / 8) + 1) * 8;
    }
    return entries.size === 0 ? undefined : entries;
  } catch {
    return undefined;
  }
}

/** The index with the stamps that these files have now. */
export function stamped(index: Buffer, entries: ReadonlyMap<string, number>, dir: string): Buffer {
  const told = Buffer.from(index);
  for (const [path, at] of entries) {
    const stat = statSync(join(dir, path), { bigint: true });
    const times = [stat.ctimeNs, stat.mtimeNs].flatMap((ns) => [ns / 1_000_000_000n, ns % 1_000_000_000n]);
    [...times, stat.dev, stat.ino].forEach((value, n) => {
      told.writeUInt32BE(Number(value & 0xffff_ffffn), at + n * 4);
    });
    [stat.uid, stat.gid, stat.size].forEach((value, n) => {
      told.writeUInt32BE(Number(value & 0xffff_ffffn), at + 28 + n * 4);
    });
  }
  createHash('sha1')
    .update(told.subarray(0, -TRAILER))
    .digest()
    .copy(told, told.length - TRAILER);
  return told;
}
