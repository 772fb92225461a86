import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEntries, stamped } from './index-stamps.ts';

interface KeptFile {
  readonly path: string;
  readonly mode: number;
  readonly bytes: Buffer;
}

const INDEX = join('.git', 'index');

/** All that a folder holds, links left out: what took several processes to make is written anew in a millisecond. */
export class KeptFolder {
  readonly #folders: readonly string[];
  readonly #files: readonly KeptFile[];
  /** The index of git in there, and where in it each file stands; undefined if only git can put its stamps right. */
  readonly #index: { readonly bytes: Buffer; readonly entries: ReadonlyMap<string, number> } | undefined;

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
    const bytes = this.#files.find(({ path }) => path === INDEX)?.bytes;
    const clean = bytes && cleanEntries(bytes, new Map(this.#files.map((file) => [file.path, file])));
    this.#index = bytes && clean && { bytes, entries: clean };
  }

  /** In the place of what is there. @returns whether git's index knows the files that now lie there */
  writeTo(dir: string): boolean {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    for (const folder of this.#folders) mkdirSync(join(dir, folder), { recursive: true });
    for (const { path, mode, bytes } of this.#files) writeFileSync(join(dir, path), bytes, { mode });
    if (this.#index === undefined) return false;
    writeFileSync(join(dir, INDEX), stamped(this.#index.bytes, this.#index.entries, dir));
    return true;
  }
}
