import { NexusError } from '../core/error.ts';
import type { TreeEntry } from '../core/ports.ts';

export interface IndexEntry extends TreeEntry {
  /** 0, or 1 to 3 for a side of a conflict. */
  readonly stage: number;
}

export interface GitIndex {
  readonly entries: readonly IndexEntry[];
  /** Four letters each; lower-case ones change the meaning of the entries. */
  readonly extensions: readonly string[];
}

const FIXED = 62;
const EXTENDED = 0x4000;
const TRAILER = 20;

/** Reads an index file of version 2 or 3 with SHA-1 ids (gitformat-index(5)); undefined for another version. */
export function parseIndex(bytes: Buffer): GitIndex | undefined {
  if (bytes.length < 12 + TRAILER || bytes.toString('latin1', 0, 4) !== 'DIRC') throw damaged();
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3) return undefined;
  const entries: IndexEntry[] = [];
  let at = 12;
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    if (at + FIXED > bytes.length) throw damaged();
    const flags = bytes.readUInt16BE(at + 60);
    const name = at + FIXED + ((flags & EXTENDED) === 0 ? 0 : 2);
    const end = bytes.indexOf(0, name);
    if (end < 0) throw damaged();
    entries.push({
      path: bytes.toString('utf8', name, end),
      mode: bytes
        .readUInt32BE(at + 24)
        .toString(8)
        .padStart(6, '0'),
      oid: bytes.toString('hex', at + 40, at + 60),
      stage: (flags >> 12) & 3,
    });
    // One to eight NULs, to a multiple of eight.
    at += (Math.floor((end - at) / 8) + 1) * 8;
  }
  const extensions: string[] = [];
  while (at + 8 <= bytes.length - TRAILER) {
    extensions.push(bytes.toString('latin1', at, at + 4));
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return { entries, extensions };
}

function damaged(): NexusError {
  return new NexusError('broken', 'git-failed', 'the index of this repository is damaged', 'see git fsck');
}
