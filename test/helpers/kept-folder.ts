import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface KeptFile {
  readonly path: string;
  readonly mode: number;
  readonly bytes: Buffer;
}

/** All that a folder holds, links left out: what took several processes to make is written anew in a millisecond. */
export class KeptFolder {
  readonly #folders: readonly string[];
  readonly #files: readonly KeptFile[];

  constructor(dir: string) {
    const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
    const paths = entries.map((entry) => ({
      entry,
      path: join(entry.parentPath, entry.name).slice(dir.length + 1),
    }));
    this.#folders = paths.flatMap(({ entry, path }) => (entry.isDirectory() ? [path] : []));
    this.#files = paths.flatMap(({ entry, path }) => {
      const file = join(dir, path);
      return entry.isFile() ? [{ path, mode: statSync(file).mode & 0o777, bytes: readFileSync(file) }] : [];
    });
  }

  /** In the place of what is there. */
  writeTo(dir: string): void {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    for (const folder of this.#folders) mkdirSync(join(dir, folder), { recursive: true });
    for (const { path, mode, bytes } of this.#files) writeFileSync(join(dir, path), bytes, { mode });
  }
}
