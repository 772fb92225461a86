/**
 * Hexadecimal digits that no other process has, for names of temporary files. From the global `crypto`,
 * which loads itself when first used: `node:crypto` costs every start several milliseconds.
 */
export function randomName(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
}
