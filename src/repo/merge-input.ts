import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { NexusError } from '../core/error.ts';
import { writeError } from './atomic-write.ts';

/** One of the three files that git, or a person, gives to be merged. */
export function readMergeInput(file: string, cwd: string): Uint8Array {
  try {
    return readFileSync(resolve(cwd, file));
  } catch (error) {
    throw new NexusError('usage', 'bad-value', `${file} cannot be read`, 'name a file', error);
  }
}

/**
 * Git puts the result into the working tree itself: it must be whole, it need not outlast a power cut. The unfinished
 * file is called so that whoever started us can clear it away.
 */
export function writeMergeOutput(file: string, cwd: string, text: string): void {
  const path = resolve(cwd, file);
  const unfinished = `${path}~`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw writeError(error, file);
  }
}
