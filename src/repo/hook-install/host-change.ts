import {
  digestOf,
  type FileName,
  type FileState,
  sameName,
  sameState,
  stateOf,
  textOf,
} from './file-state.ts';
import {
  appendBlock,
  configBlock,
  driverBlock,
  excludeBlock,
  HOOK_NAMES,
  hasBlock,
  insertInScript,
  isEmptyScript,
  isShellScript,
  lefthookBlock,
  shellBlock,
  stripBlock,
} from './hook-block.ts';
import { type HookLayout, type HostFile, labelOf } from './hook-layout.ts';
import type { InstallRecord } from './install-record.ts';

/** One file to be written or removed. */
export interface FileChange {
  readonly name: FileName;
  /** What stands there now; undefined if nothing does. */
  readonly before: FileState | undefined;
  /** Undefined: the file goes. */
  readonly after: FileState | undefined;
  /** What an uninstallation is to bring back; absent where our lines go. */
  readonly original?: { readonly state: FileState | undefined };
}

/** What only a person may or can do. */
export interface ManualStep {
  readonly about: string;
  readonly why: string;
  /** Lines to put there. */
  readonly snippet: string;
}

/**
 * The file as it was without us: byte for byte where it is still what we wrote, else without our block;
 * undefined where that leaves nothing.
 */
export function originalOf(
  host: HostFile,
  state: FileState,
  record: InstallRecord | undefined,
): FileState | undefined {
  const { name, role } = host;
  const text = textOf(state);
  if (name === undefined) return state;
  const recorded = record?.files.find((entry) => sameName(entry.name, name));
  if (recorded !== undefined && recorded.written === digestOf(state)) return recorded.before;
  if (!hasBlock(text)) return state;
  const left = stripBlock(text);
  const made =
    recorded === undefined ? role === 'hook' || role === 'lefthook' : recorded.before === undefined;
  return made && isEmptyScript(left) ? undefined : stateOf(left, state.mode);
}

interface Result {
  readonly change?: FileChange;
  readonly manual?: ManualStep;
}

function blockFor({ textconv }: HookLayout, host: HostFile): string {
  if (host.role === 'config') return configBlock(textconv);
  if (host.role === 'driver') return driverBlock(textconv);
  if (host.role === 'lefthook') return lefthookBlock();
  if (host.role === 'exclude') return excludeBlock('lefthook-local.yml');
  return shellBlock(host.hook ?? 'pre-commit');
}

function newFile(layout: HookLayout, host: HostFile, block: string): FileState {
  if (host.role !== 'hook') return stateOf(block, 0o644);
  // Husky 9 hands its files to `sh`; everywhere else git runs the file itself.
  return layout.manager === 'husky' ? stateOf(block, 0o644) : stateOf(`#!/bin/sh\n${block}`, 0o755);
}

/** Why we keep our hands off a file that is there, or undefined if we need not. */
function obstacle(layout: HookLayout, host: HostFile, original: FileState): string | undefined {
  const text = textOf(original);
  if (host.role === 'lefthook') {
    const taken = HOOK_NAMES.filter((hook) => new RegExp(`^["']?${hook}["']?\\s*:`, 'm').test(text));
    if (taken.length > 0) return `it has a part for ${taken[0]} already`;
    // A block at the end is only right below a plain list of keys.
    const plain = text.split('\n').every((line) => /^(?:\s*(?:#.*)?|[\w"'][^\t]*:.*|[ -].*)\r?$/.test(line));
    return plain && !/^(?:---|\.\.\.)/m.test(text)
      ? undefined
      : 'it is written in a form that Nexus does not edit';
  }
  if (host.role !== 'hook') return undefined;
  if (!isShellScript(text)) return 'it is not a shell script';
  const executable =
    layout.manager === 'husky' || (original.mode & 0o111) !== 0 || process.platform === 'win32';
  return executable
    ? undefined
    : 'git ignores it, since it is not executable; making it so would switch on its own lines too';
}

/** What has to happen to one host so that it holds our block once, as this version writes it. */
export function changeFor(layout: HookLayout, host: HostFile, record: InstallRecord | undefined): Result {
  const block = blockFor(layout, host);
  const about = labelOf(host);
  if (host.name === undefined)
    return { manual: { about, why: 'it is a link to a file outside of this repository', snippet: block } };
  if (host.state === 'other') return { manual: { about, why: 'it is not a readable file', snippet: block } };
  const before = host.state;
  const original = before === undefined ? undefined : originalOf(host, before, record);
  if (original === undefined) return changed(host, before, newFile(layout, host, block), undefined);
  const why = obstacle(layout, host, original);
  if (why !== undefined) return { manual: { about, why, snippet: block } };
  const insert = host.role === 'hook' ? insertInScript : appendBlock;
  const after = stateOf(insert(textOf(original), block), original.mode);
  return changed(host, before, after, original);
}

function changed(
  host: HostFile,
  before: FileState | undefined,
  after: FileState,
  original: FileState | undefined,
): Result {
  if (host.name === undefined || sameState(before, after)) return {};
  return { change: { name: host.name, before, after, original: { state: original } } };
}
