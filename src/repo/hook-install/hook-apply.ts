import { closeSync, mkdirSync, openSync, readFileSync, rmdirSync, rmSync, unlinkSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { NexusError } from '../../core/error.ts';
import { replaceFileDurably, writeError } from '../atomic-write.ts';
import { openState } from '../state-files.ts';
import {
  absolute,
  bytesOf,
  digestOf,
  type FileName,
  type FileState,
  nameOf,
  type Place,
  readState,
  sameState,
  shownName,
} from './file-state.ts';
import { HOOK_NAMES } from './hook-block.ts';
import type { InstallPlan } from './hook-plan.ts';
import type { FileChange } from './host-change.ts';
import { decodeRecordFile, encodeRecordFile, type InstallRecord, mergeRecords } from './install-record.ts';
import { type Runtime, writeRuntime } from './runtime-file.ts';

const RECORD = 'install.json';

export interface InstallOptions {
  /** The package's `hooks/` folder. */
  readonly shims: string;
  readonly runtime: Runtime;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What an earlier installation wrote down in this clone. */
export function readInstallRecord(commonDir: string): InstallRecord | undefined {
  return decodeRecordFile(openState(commonDir).readText(RECORD));
}

/** Copies the shims that are not there already, then changes the files of the plan; all of them or none. */
export function applyInstall(place: Place, plan: InstallPlan, options: InstallOptions): void {
  const state = openState(place.commonDir);
  copyShims(options.shims, state.dir('hooks'));
  state.dir('heartbeat');
  writeRuntime(state.dir(''), options.runtime);
  if (plan.changes.length === 0) return;
  const old = readInstallRecord(place.commonDir);
  const folders = write(place, plan.changes);
  const files = plan.changes.flatMap(({ name, after, original }) =>
    original === undefined || after === undefined
      ? []
      : [{ name, before: original.state, written: digestOf(after) }],
  );
  const gone = plan.changes.filter((change) => change.original === undefined).map((change) => change.name);
  const added = { at: Math.floor(options.now / 1000), files, folders };
  state.writePrivate(RECORD, encodeRecordFile(mergeRecords(old, added, gone)));
}

/** Restores the files of the plan and removes shims, runtime and heartbeat; the journal and all else stays. */
export function applyUninstall(place: Place, plan: InstallPlan): void {
  const record = readInstallRecord(place.commonDir);
  write(place, plan.changes);
  for (const folder of record?.folders ?? []) removeEmpty(place, folder, plan.changes);
  const home = join(place.commonDir, 'nexus');
  for (const name of ['hooks', 'heartbeat', 'runtime', RECORD]) {
    try {
      rmSync(join(home, name), { recursive: true, force: true });
    } catch (error) {
      throw writeError(error, name);
    }
  }
}

function copyShims(from: string, to: string): void {
  for (const hook of HOOK_NAMES) {
    const bytes = readFileSync(join(from, hook));
    const target = join(to, hook);
    const there = readState(target);
    const same = there !== undefined && there !== 'other' && bytesOf(there).equals(bytes);
    if (same && (there.mode & 0o777) === 0o755) continue;
    replaceFileDurably(target, bytes, { mode: 0o755, label: `hooks/${hook}` });
  }
}

/** All or none: what was written before a failure is taken back. Returns the folders that were made. */
function write(place: Place, changes: readonly FileChange[]): readonly FileName[] {
  for (const change of changes) if (!isAsPlanned(place, change)) throw changedMeanwhile(change.name);
  const done: FileChange[] = [];
  const folders: FileName[] = [];
  try {
    for (const change of changes) {
      const path = absolute(place, change.name);
      if (change.after === undefined) unlinkSync(path);
      else {
        const made = mkdirSync(dirname(path), { recursive: true });
        const name = made === undefined ? undefined : nameOf(place, made);
        if (name !== undefined) folders.push(name);
        put(place, change, change.after);
      }
      done.push(change);
    }
  } catch (error) {
    for (const change of done.reverse()) takeBack(place, change);
    throw writeError(error, 'the hooks');
  }
  return folders;
}

function put(place: Place, change: FileChange, state: FileState): void {
  const path = absolute(place, change.name);
  const isConfig = change.name.base === 'common' && change.name.path === 'config';
  const write = () =>
    replaceFileDurably(path, bytesOf(state), {
      mode: state.mode,
      label: shownName(change.name),
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

function isAsPlanned(place: Place, change: FileChange): boolean {
  const now = readState(absolute(place, change.name));
  return now !== 'other' && sameState(now, change.before);
}

function changedMeanwhile(name: FileName): NexusError {
  return new NexusError('broken', 'conflict', `${shownName(name)} was changed meanwhile`, 'try again');
}

function takeBack(place: Place, change: FileChange): void {
  const path = absolute(place, change.name);
  try {
    if (change.before === undefined) unlinkSync(path);
    else replaceFileDurably(path, bytesOf(change.before), { mode: change.before.mode });
  } catch {
    // The first failure is the one to tell of; our block is harmless without its shim.
  }
}

/** Folders that we made go again when nothing else is in them. */
function removeEmpty(place: Place, folder: FileName, changes: readonly FileChange[]): void {
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
