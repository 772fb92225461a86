import { realpathSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { NexusError } from '../core/error.ts';
import { replaceFileDurably } from './atomic-write.ts';
import { GIVEN_LIMITS, readGivenPath } from './given-paths.ts';

/** A text file that a person named and that is written back. */
export interface GivenFile {
  /** Relative to `root` where it lies in it. */
  readonly name: string;
  /** Where it really is; absolute, never shown. */
  readonly path: string;
  /** What it says now. */
  read(): string;
  /** Atomic and durable, with its mode kept. Throws `conflict` where it does not say `was` any more. */
  replace(text: string, was: string): void;
}

/**
 * Opens a file that is there. Throws `bad-value` for what is none, or is longer than `limit` bytes.
 * @param temps a private folder for the unfinished file
 */
export function openGivenFile(
  given: string,
  cwd: string,
  root: string,
  limit: number,
  temps: () => string,
): GivenFile {
  const once = (): { readonly path: string; readonly text: string } => {
    const { files, problems } = readGivenPath(given, cwd, root, { ...GIVEN_LIMITS, data: limit });
    const [file] = files;
    if (file !== undefined && statSync(resolve(cwd, given)).isFile()) return file;
    const why = problems[0]?.message ?? 'is no file';
    throw new NexusError('usage', 'bad-value', `${given} ${why}`, 'name one text file');
  };
  const name = once().path;
  const path = realpathSync(resolve(cwd, given));
  return {
    name,
    path,
    read: () => once().text,
    replace: (text, was) =>
      replaceFileDurably(path, new TextEncoder().encode(text), {
        mode: statSync(path).mode & 0o777,
        label: basename(name),
        temps,
        unchanged: () => once().text === was,
      }),
  };
}
