import { createHash } from 'node:crypto';

/** The object id that git gives to these bytes as a file (gitformat-loose: a header, then the content). */
export function gitBlobId(bytes: Uint8Array, format: 'sha1' | 'sha256'): string {
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
