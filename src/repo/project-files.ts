import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  digestOf,
  type FileName,
  type FileState,
  type Place,
  readState,
  sameName,
  stateOf,
} from './hook-install/file-state.ts';
import {
  decodeRecordFile,
  encodeRecordFile,
  type InstallRecord,
  mergeRecords,
} from './hook-install/install-record.ts';
import { removeEmptyFolders, writeChanges } from './hook-install/write-changes.ts';
import { strangeness } from './memory-listing.ts';
import { openState } from './state-files.ts';

/** A file of the working tree that is not ours, or what stands in its place. */
export type ProjectFile =
  | { readonly kind: 'file'; readonly state: FileState }
  /** With the target of a link, as it is written there. */
  | { readonly kind: 'other'; readonly why: string; readonly link?: string };

/** @param path relative to the root, `/`-separated. Links are followed nowhere on the way. */
export function readProjectFile(root: string, path: string): ProjectFile | undefined {
  let at = root;
  const parts = path.split('/');
  for (const [depth, part] of parts.entries()) {
    at = join(at, part);
    const stat = lstatSync(at, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    const isLast = depth === parts.length - 1;
    if (stat.isSymbolicLink()) {
      const shown = isLast ? 'it' : parts.slice(0, depth + 1).join('/');
      const why = `${shown} is a link; Nexus follows none`;
      return { kind: 'other', why, ...(isLast ? { link: readlinkSync(at) } : {}) };
    }
    if (!isLast && !stat.isDirectory())
      return { kind: 'other', why: `${parts.slice(0, depth + 1).join('/')} is not a folder` };
    if (isLast && !stat.isFile())
      return { kind: 'other', why: `it ${strangeness(stat) ?? 'is not a regular file'}` };
  }
  const state = readState(at);
  return state === undefined || state === 'other'
    ? { kind: 'other', why: 'it cannot be read' }
    : { kind: 'file', state };
}

/** Is there anything at a path of the working tree? */
export function isInProject(root: string, path: string): boolean {
  return lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
}

const NEW_FILE_MODE = 0o644;

/** A text as a file; permissions are those of what stands there. */
export function fileOf(text: string, old: FileState | undefined): FileState {
  return stateOf(Buffer.from(text).toString('latin1'), old?.mode ?? NEW_FILE_MODE);
}

/** One file of the working tree to be written or removed; undefined: there is, or is to be, none. */
export interface ProjectChange {
  readonly path: string;
  readonly before: FileState | undefined;
  readonly after: FileState | undefined;
  /** What an uninstallation is to bring back; absent where nothing of ours stays in it. */
  readonly original?: { readonly state: FileState | undefined };
}

function nameOfPath(path: string): FileName {
  return { base: 'root', path };
}

/** What an earlier change wrote down of this file, if the file still is what it wrote. */
export function recordedOriginal(
  record: InstallRecord | undefined,
  path: string,
  now: FileState,
): { readonly state: FileState | undefined } | undefined {
  const entry = record?.files.find((file) => sameName(file.name, nameOfPath(path)));
  return entry === undefined || entry.written !== digestOf(now) ? undefined : { state: entry.before };
}

/** @param name of a file of local state. */
export function readProjectRecord(commonDir: string, name: string): InstallRecord | undefined {
  return decodeRecordFile(openState(commonDir).readText(name));
}

/**
 * Changes files, all or none, and writes down in local state what an undo needs. Folders that were made for
 * files go with the last of them. Throws `conflict`, `read-only`, `disk-full`, `write-failed`.
 */
export function applyProjectChanges(
  place: Place,
  changes: readonly ProjectChange[],
  options: { readonly record: string; readonly what: string; readonly now: number },
): void {
  if (changes.length === 0) return;
  const old = readProjectRecord(place.commonDir, options.record);
  const planned = changes.map((change) => ({ ...change, name: nameOfPath(change.path) }));
  const state = openState(place.commonDir);
  const folders = writeChanges(place, planned, { what: options.what, temps: state.temps });
  const files = planned.flatMap(({ name, after, original }) =>
    original === undefined || after === undefined
      ? []
      : [{ name, before: original.state, written: digestOf(after) }],
  );
  for (const change of planned.filter(({ after }) => after === undefined)) {
    const isKnown = old?.files.some((file) => sameName(file.name, change.name)) === true;
    // Git keeps no empty folders: in a clone, whoever made the file made its folder.
    const top = nameOfPath(change.path.split('/')[0] ?? '');
    const made = isKnown ? (old?.folders ?? []) : change.path.includes('/') ? [top] : [];
    for (const folder of made) removeEmptyFolders(place, folder, [change]);
  }
  const gone = planned.filter((change) => change.original === undefined).map((change) => change.name);
  const added = { at: Math.floor(options.now / 1000), files, folders };
  const record = mergeRecords(old, added, gone);
  if (record.files.length === 0) state.remove(options.record);
  else state.writePrivate(options.record, encodeRecordFile(record));
}
