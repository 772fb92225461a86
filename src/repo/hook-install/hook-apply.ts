import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFileDurably, writeError } from '../atomic-write.ts';
import { openState } from '../state-files.ts';
import { bytesOf, digestOf, type Place, readState } from './file-state.ts';
import { HOOK_NAMES, MERGE_SHIM, TEXTCONV_SHIM } from './hook-block.ts';
import type { InstallPlan } from './hook-plan.ts';
import { decodeRecordFile, encodeRecordFile, type InstallRecord, mergeRecords } from './install-record.ts';
import { type Runtime, writeRuntime } from './runtime-file.ts';
import { removeEmptyFolders, writeChanges } from './write-changes.ts';

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
  const folders = writeChanges(place, plan.changes, { what: 'the hooks' });
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
  writeChanges(place, plan.changes, { what: 'the hooks' });
  for (const folder of record?.folders ?? []) removeEmptyFolders(place, folder, plan.changes);
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
  for (const hook of [...HOOK_NAMES, MERGE_SHIM, TEXTCONV_SHIM]) {
    const bytes = readFileSync(join(from, hook));
    const target = join(to, hook);
    const there = readState(target);
    const same = there !== undefined && there !== 'other' && bytesOf(there).equals(bytes);
    if (same && (there.mode & 0o777) === 0o755) continue;
    replaceFileDurably(target, bytes, { mode: 0o755, label: `hooks/${hook}` });
  }
}
