/**
 * Reads `cat-file --batch`: `oid type size` LF, the bytes, LF; or `oid missing` LF. The blobs, or
 * commits, come back as views of the one buffer; whatever else is left out.
 */
export function parseCatFile(output: Buffer, wanted: 'blob' | 'commit' = 'blob'): Map<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0x0a, at);
    if (end < 0) break;
    const header = /^([0-9a-f]+) (blob|tree|commit|tag) (\d+)$/.exec(output.toString('latin1', at, end));
    at = end + 1;
    if (header === null) continue;
    const [, oid = '', type, size] = header;
    const next = at + Number(size);
    if (type === wanted) blobs.set(oid, output.subarray(at, next));
    at = next + 1;
  }
  return blobs;
}
