import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type FileState, readState, textOf } from './file-state.ts';
import {
  DRIVER_SECTION,
  HOOK_NAMES,
  type HookName,
  hasBlock,
  MERGE_SHIM,
  TEXTCONV_SHIM,
} from './hook-block.ts';
import type { HookLayout } from './hook-layout.ts';
import { isExecutable, type Runtime, readRuntime } from './runtime-file.ts';

/** What keeps a hook from reaching Nexus. */
export type HookFault =
  | 'not-installed'
  /** Git runs another file, or none. */
  | 'not-run-by-git'
  /** The file is there, and git ignores it. */
  | 'not-executable'
  | 'shim-missing'
  /** The recorded worker is not where it was: Nexus was moved, upgraded or removed. */
  | 'runtime-missing';

export interface HookStatus {
  readonly hook: HookName;
  /** Our lines stand where this layout wants them. */
  readonly installed: boolean;
  /** What git really runs for this hook has our lines, and they lead to a worker. */
  readonly effective: boolean;
  readonly fault?: HookFault;
}

export interface HooksStatus {
  readonly manager: HookLayout['manager'];
  readonly hooks: readonly HookStatus[];
  /** Git's configuration names the merge driver, and its shim is there; whether it can start Nexus the hooks tell. */
  readonly driver: boolean;
  /** The same for the program that shows what hides in records, if git's diffs are to start it. */
  readonly textconv: 'off' | 'on' | 'shim-missing';
  readonly runtime: Runtime | undefined;
  /** False: the recorded Node.js is gone, and the hooks depend on the one on the PATH. */
  readonly nodeFound: boolean;
}

function holdsBlock(state: FileState | 'other' | undefined): boolean {
  return state !== undefined && state !== 'other' && hasBlock(textOf(state));
}

/** The file that git starts for a hook: does it lead to our lines, may it be executed? */
function fileFault(layout: HookLayout, hook: HookName): HookFault | undefined {
  if (layout.manager === 'config') return undefined;
  const path = join(layout.hooksDir, hook);
  const state = readState(path);
  if (state === undefined || state === 'other') return 'not-run-by-git';
  const text = textOf(state);
  const managed =
    (layout.manager === 'lefthook' && text.includes('lefthook')) ||
    (layout.manager === 'husky' && existsSync(join(layout.hooksDir, 'h')));
  if (!managed && !hasBlock(text)) return 'not-run-by-git';
  return process.platform === 'win32' || isExecutable(path) ? undefined : 'not-executable';
}

/** Our lines, where this layout wants them or where a person put them by hand. */
function isInstalled(layout: HookLayout, hook: HookName): boolean {
  const host = layout.hosts.find(({ role, hook: of }) =>
    role === 'hook' ? of === hook : role !== 'exclude' && role !== 'driver',
  );
  const run = readState(join(layout.hooksDir, hook));
  return holdsBlock(host?.state) || holdsBlock(run);
}

function faultOf(layout: HookLayout, hook: HookName, runtime: Runtime | undefined): HookFault | undefined {
  const fault = fileFault(layout, hook);
  if (fault !== undefined) return fault;
  if (!isExecutable(join(layout.commonDir, 'nexus', 'hooks', hook))) return 'shim-missing';
  return runtime !== undefined && existsSync(runtime.worker) ? undefined : 'runtime-missing';
}

function hasDriver(layout: HookLayout): boolean {
  const config = layout.hosts.find(({ role }) => role === 'config' || role === 'driver')?.state;
  if (config === undefined || config === 'other' || !textOf(config).includes(DRIVER_SECTION)) return false;
  return isExecutable(join(layout.commonDir, 'nexus', 'hooks', MERGE_SHIM));
}

function textconvOf({ textconv, commonDir }: HookLayout): HooksStatus['textconv'] {
  if (!textconv) return 'off';
  return isExecutable(join(commonDir, 'nexus', 'hooks', TEXTCONV_SHIM)) ? 'on' : 'shim-missing';
}

/** Read anew from disk, except what `detectHooks` found. Only a heartbeat proves that git runs them. */
export function hooksStatus(layout: HookLayout): HooksStatus {
  const runtime = readRuntime(join(layout.commonDir, 'nexus'));
  const hooks = HOOK_NAMES.map((hook): HookStatus => {
    const installed = isInstalled(layout, hook);
    const fault = installed ? faultOf(layout, hook, runtime) : 'not-installed';
    return { hook, installed, effective: fault === undefined, ...(fault === undefined ? {} : { fault }) };
  });
  return {
    manager: layout.manager,
    hooks,
    driver: hasDriver(layout),
    textconv: textconvOf(layout),
    runtime,
    nodeFound: runtime !== undefined && isExecutable(runtime.node),
  };
}
