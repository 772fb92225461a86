import { NexusError } from '../core/error.ts';
import type { MemoryFiles } from '../core/ports.ts';

/** `.nexus/` without a disk, for a memory of given records. */
export function givenFiles(): MemoryFiles {
  const files = new Map<string, string>();
  let writes = 0;
  const stamps = new Map<string, number>();
  const put = (path: string, text: string): void => {
    files.set(path, text);
    writes += 1;
    stamps.set(path, writes);
  };
  return {
    list: () => ({
      files: [...files]
        .filter(([path]) => path.endsWith('.md'))
        .map(([path, text]) => ({ path, size: text.length, mtimeMs: stamps.get(path) ?? 0, ino: 0 }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
      problems: [],
    }),
    strange: () => [],
    names: (folder) =>
      [...files.keys()].filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.md')),
    read: (path) => {
      const text = files.get(path);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    create: (path, text) => {
      if (files.has(path)) throw new NexusError('broken', 'conflict', `${path} exists already`);
      put(path, text);
    },
    replace: (path, text, expected) => {
      if (files.get(path) !== expected)
        throw new NexusError('broken', 'conflict', `${path} was changed meanwhile`);
      put(path, text);
    },
    remove: (path) => {
      if (files.delete(path)) writes += 1;
    },
    writes: () => writes,
  };
}
