import { closeSync, mkdirSync, openSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { NexusError } from '../../core/error.ts';
import { replaceFileDurably, type WriteOptions, writeError } from '../atomic-write.ts';
import {
  absolute,
  bytesOf,
  type FileName,
  type FileState,
  nameOf,
  type Place,
  readState,
  sameState,
  shownName,
} from './file-state.ts';
import type { FileChange } from './host-change.ts';

/** A file as it is and as it is to be. */
export type PlannedFile = Pick<FileChange, 'name' | 'before' | 'after'>;

export interface WriteSetOptions extends Pick<WriteOptions, 'temps'> {
  /** How a failure names them all. */
  readonly what: string;
}

/**
 * All or none: what was written before a failure is taken back. Returns the folders that were made.
 * Throws `conflict` where a file is not as it was when the change was planned.
 */
export function writeChanges(
  place: Place,
  changes: readonly PlannedFile[],
  options: WriteSetOptions,
): readonly FileName[] {
  for (const change of changes) if (!isAsPlanned(place, change)) throw changedMeanwhile(change.name);
  const done: PlannedFile[] = [];
  const folders: FileName[] = [];
  try {
    for (const change of changes) {
      const path = absolute(place, change.name);
      if (change.after === undefined) unlinkSync(path);
      else {
        const made = mkdirSync(dirname(path), { recursive: true });
        const name = made === undefined ? undefined : nameOf(place, made);
        if (name !== undefined) folders.push(name);
        put(place, change, change.after, options);
      }
      done.push(change);
    }
  } catch (error) {
    for (const change of done.reverse()) takeBack(place, change);
    for (const folder of folders) removeEmptyFolders(place, folder, changes);
    throw writeError(error, options.what);
  }
  return folders;
}

function put(place: Place, change: PlannedFile, state: FileState, options: WriteSetOptions): void {
  const path = absolute(place, change.name);
  const isConfig = change.name.base === 'common' && change.name.path === 'config';
  const write = () =>
    replaceFileDurably(path, bytesOf(state), {
      mode: state.mode,
      label: shownName(change.name),
      ...(options.temps === undefined ? {} : { temps: options.temps }),
      unchanged: () => isAsPlanned(place, change),
    });
  if (isConfig) withGitLock(path, write);
  else write();
}

/** The lock that `git config` takes, so that neither overwrites the other's change. */
function withGitLock(path: string, write: () => void): void {
  const lock = `${path}.lock`;
  let fd: number;
  try {
    fd = openSync(lock, 'wx', 0o600);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const hint = 'wait for the other git command; if there is none, remove config.lock';
    throw new NexusError('broken', 'conflict', "git's configuration is locked", hint, error);
  }
  try {
    write();
  } finally {
    closeSync(fd);
    unlinkSync(lock);
  }
}

function isAsPlanned(place: Place, change: PlannedFile): boolean {
  const now = readState(absolute(place, change.name));
  return now !== 'other' && sameState(now, change.before);
}

function changedMeanwhile(name: FileName): NexusError {
  return new NexusError('broken', 'conflict', `${shownName(name)} was changed meanwhile`, 'try again');
}

function takeBack(place: Place, change: PlannedFile): void {
  const path = absolute(place, change.name);
  try {
    if (change.before === undefined) unlinkSync(path);
    else replaceFileDurably(path, bytesOf(change.before), { mode: change.before.mode });
  } catch {
    // The first failure is the one to tell of; our block is harmless without its shim.
  }
}

/** Folders that we made go again when nothing else is in them. */
export function removeEmptyFolders(place: Place, folder: FileName, changes: readonly PlannedFile[]): void {
  const top = absolute(place, folder);
  for (const change of changes) {
    for (
      let dir = dirname(absolute(place, change.name));
      dir === top || dir.startsWith(top + sep);
      dir = dirname(dir)
    ) {
      try {
        rmdirSync(dir);
      } catch {
        break;
      }
    }
  }
}
