/**
 * The object id that git gives to these bytes as a file (gitformat-loose: a header, then the content).
 * The hash functions are loaded when first needed: most recalls need none.
 */
export function gitBlobId(bytes: Uint8Array, format: 'sha1' | 'sha256'): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
