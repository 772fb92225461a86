import { NexusError } from '../../src/core/error.ts';
import type { MemoryFiles } from '../../src/core/ports.ts';

/** The port over a map, with what it promises: `create` and `replace` refuse what is not as expected. */
export function mapFiles(tree: Readonly<Record<string, string | Uint8Array>> = {}): MemoryFiles & {
  readonly map: Map<string, Uint8Array>;
  readonly reads: string[];
} {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const map = new Map(
    Object.entries(tree).map(([path, data]) => [path, typeof data === 'string' ? encode(data) : data]),
  );
  const reads: string[] = [];
  return {
    map,
    reads,
    list: () => ({
      files: [...map].map(([path, bytes], ino) => ({ path, size: bytes.length, mtimeMs: 0, ino })),
      problems: [],
    }),
    strange: () => [],
    names: (folder) => [...map.keys()].filter((path) => path.startsWith(`${folder}/`)),
    read(path) {
      reads.push(path);
      return map.get(path);
    },
    create(path, text) {
      if (map.has(path)) throw new NexusError('broken', 'conflict', `${path} exists`);
      map.set(path, encode(text));
    },
    replace(path, text, expected) {
      const now = map.get(path);
      if (now === undefined || Buffer.compare(now, encode(expected)) !== 0)
        throw new NexusError('broken', 'conflict', `${path} changed`);
      map.set(path, encode(text));
    },
    remove(path) {
      map.delete(path);
    },
  };
}
