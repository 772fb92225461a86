import { sameName, sameState, shownName, textOf } from './file-state.ts';
import { HOOK_NAMES, lefthookBlock, shellBlock, stripBlock } from './hook-block.ts';
import type { HookLayout, HookManager, HostFile } from './hook-layout.ts';
import { changeFor, type FileChange, type ManualStep, originalOf } from './host-change.ts';
import type { InstallRecord } from './install-record.ts';

/** Everything that would change, as data: nothing is written before `applyInstall` or `applyUninstall`. */
export interface InstallPlan {
  readonly manager: HookManager;
  readonly changes: readonly FileChange[];
  /** For people, one line each. */
  readonly lines: readonly string[];
  readonly manual: readonly ManualStep[];
}

function lineOf(change: FileChange): string {
  const name = shownName(change.name);
  if (change.original === undefined)
    return change.after === undefined ? `remove ${name}` : `take the Nexus block out of ${name}`;
  return change.before === undefined ? `create ${name}` : `add the Nexus block to ${name}`;
}

function notesFor(layout: HookLayout): readonly ManualStep[] {
  const all = HOOK_NAMES.map((hook) => `# ${hook}\n${shellBlock(hook)}`).join('\n');
  switch (layout.manager) {
    case 'foreign':
      return [
        {
          about: 'core.hooksPath',
          why: 'git takes its hooks from a folder outside of this repository, which other repositories share',
          snippet: all,
        },
      ];
    case 'husky':
    case 'husky-8':
      if (layout.active) return [];
      return [
        {
          about: 'husky',
          why: 'husky is not active in this clone, so git does not run its hooks yet',
          snippet: 'npm install',
        },
      ];
    case 'lefthook':
      return [
        {
          about: 'lefthook',
          why: 'lefthook makes hook files only for the hooks that its settings name, when it is told to',
          snippet: 'lefthook install',
        },
      ];
    case 'simple-git-hooks':
      return [
        {
          about: 'simple-git-hooks',
          why: 'its next install overwrites the hooks that it configures and deletes the others, unless its settings keep them; run `nexus init` again after that',
          snippet: `"preserveUnused": ${JSON.stringify(HOOK_NAMES)}`,
        },
      ];
    case 'pre-commit':
      return [
        {
          about: 'pre-commit',
          why: '`pre-commit install` writes its hook file anew; run `nexus init` again after that',
          snippet: shellBlock('pre-commit'),
        },
      ];
    default:
      return [];
  }
}

/** `lefthook-local.yml` cannot be shared by two files of that purpose. */
function otherLocal(layout: HookLayout): ManualStep | undefined {
  if (layout.otherLocal === undefined) return undefined;
  return {
    about: layout.otherLocal,
    why: 'this clone has local lefthook settings of a form that Nexus does not edit',
    snippet: lefthookBlock(),
  };
}

/** Strays that would make a hook run twice. What a commit shares stays; so does what runs until the manager does. */
function runsTwice(layout: HookLayout, host: HostFile): boolean {
  if (!layout.active || layout.manager === 'foreign') return false;
  return host.role !== 'hook' || host.name?.base === 'common';
}

function removal(host: HostFile, record: InstallRecord | undefined): FileChange | undefined {
  if (host.name === undefined || host.state === 'other' || host.state === undefined) return undefined;
  const after = originalOf(host, host.state, record);
  if (after !== undefined && sameState(after, host.state)) return undefined;
  return { name: host.name, before: host.state, after };
}

/** @param record what an earlier installation wrote down, if there was one. */
export function planInstall(layout: HookLayout, record: InstallRecord | undefined): InstallPlan {
  const changes: FileChange[] = [];
  const manual: ManualStep[] = [];
  const blocked = otherLocal(layout);
  if (blocked !== undefined) manual.push(blocked);
  const lefthook = layout.hosts.find((host) => host.role === 'lefthook');
  for (const host of layout.hosts) {
    if (blocked !== undefined && host.role !== 'driver') continue;
    // Only what we made ourselves is kept out of `git status`.
    if (host.role === 'exclude' && (lefthook === undefined || !isOurs(lefthook))) continue;
    const result = changeFor(layout, host, record);
    if (result.change !== undefined) changes.push(result.change);
    if (result.manual !== undefined) manual.push(result.manual);
  }
  for (const host of layout.strays) {
    const change = runsTwice(layout, host) ? removal(host, record) : undefined;
    if (change !== undefined) changes.push(change);
  }
  return {
    manager: layout.manager,
    changes,
    lines: changes.map(lineOf),
    manual: [...manual, ...notesFor(layout)],
  };
}

function isOurs(host: HostFile): boolean {
  return host.state === undefined || (host.state !== 'other' && stripBlock(textOf(host.state)) === '');
}

/** Takes our lines out of every file that holds them, whoever put them there. */
export function planUninstall(layout: HookLayout, record: InstallRecord | undefined): InstallPlan {
  const changes: FileChange[] = [];
  for (const host of [...layout.hosts, ...layout.strays]) {
    const change = removal(host, record);
    if (change !== undefined && !changes.some((other) => sameName(other.name, change.name)))
      changes.push(change);
  }
  return { manager: layout.manager, changes, lines: changes.map(lineOf), manual: [] };
}
