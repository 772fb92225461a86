import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { GitPlace } from '../run-git.ts';
import { runGit } from '../run-git.ts';
import {
  type FileName,
  type FileState,
  nameOf,
  type Place,
  readState,
  realPath,
  sameName,
  shownName,
  textOf,
} from './file-state.ts';
import { HOOK_NAMES, type HookName, hasBlock, hasTextconv } from './hook-block.ts';

/** What git says about its hooks. */
export interface HookSite extends Place {
  /** Where git looks for hook files: `core.hooksPath`, or `hooks` in the common directory. */
  readonly hooksDir: string;
  /** As `git --version` prints it, without the words. */
  readonly gitVersion: string;
}

/**
 * Who decides what runs: git's configuration (2.54 and later), a hook manager, a folder that the repository
 * names in `core.hooksPath`, a folder outside of the repository (`foreign`, never touched), or nobody.
 */
export type HookManager =
  | 'config'
  | 'husky'
  | 'husky-8'
  | 'lefthook'
  | 'pre-commit'
  | 'simple-git-hooks'
  | 'hooks-path'
  | 'foreign'
  | 'plain';

/** A file that may hold our block. */
export interface HostFile {
  readonly role: 'hook' | 'config' | 'driver' | 'lefthook' | 'exclude';
  /** Only for `hook`. */
  readonly hook?: HookName;
  /** Links followed. Undefined for what lies outside of the clone: that is not ours to change. */
  readonly name: FileName | undefined;
  readonly state: FileState | 'other' | undefined;
}

export interface HookLayout extends HookSite {
  readonly manager: HookManager;
  /** False where the manager is set up in the repository but not yet in this clone. */
  readonly active: boolean;
  /** Where our block belongs. */
  readonly hosts: readonly HostFile[];
  /** Has git's configuration diffs show what hides in records? What an installation here keeps so, or changes. */
  readonly textconv: boolean;
  /** Other files that hold it now. */
  readonly strays: readonly HostFile[];
  /** A lefthook settings file of this clone that is not `lefthook-local.yml`. */
  readonly otherLocal?: string;
}

/** Asks git. Throws `git-failed` outside of a working tree. */
export async function locateHooks(place: GitPlace): Promise<HookSite> {
  const parse = ['rev-parse', '--path-format=absolute'];
  const where = await runGit(place, [...parse, '--show-toplevel', '--git-common-dir']);
  const [root = '', commonDir = ''] = where.stdout.toString('utf8').split('\n');
  // An empty core.hooksPath is an error to rev-parse; git then looks for hooks in `/`.
  const hooks = await runGit({ ...place, cwd: root }, [...parse, '--git-path', 'hooks'], { answers: [128] });
  const version = await runGit(place, ['--version']);
  return {
    root,
    commonDir,
    hooksDir: hooks.code === 0 ? hooks.stdout.toString('utf8').replace(/\n$/, '') : '/',
    gitVersion: /\d+\.\d+[\w.]*/.exec(version.stdout.toString('utf8'))?.[0] ?? '',
  };
}

/** Git runs hooks from its configuration since 2.54 (release notes; git-hook(1)). */
export function hasConfigHooks(gitVersion: string): boolean {
  const [major = 0, minor = 0] = gitVersion.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 54);
}

function hostAt(place: Place, path: string, role: HostFile['role'], hook?: HookName): HostFile {
  const name = nameOf(place, realPath(path));
  return { role, name, state: readState(path), ...(hook === undefined ? {} : { hook }) };
}

function hooksIn(place: Place, dir: string): readonly HostFile[] {
  return HOOK_NAMES.map((hook) => hostAt(place, join(dir, hook), 'hook', hook));
}

function holdsBlock(host: HostFile): boolean {
  return host.state !== undefined && host.state !== 'other' && hasBlock(textOf(host.state));
}

function packageOf(root: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function huskyVersion(manifest: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of ['devDependencies', 'dependencies']) {
    const group = manifest[key];
    if (typeof group !== 'object' || group === null || !('husky' in group)) continue;
    return typeof group.husky === 'string' ? group.husky : '';
  }
  return undefined;
}

/** Settings files of a tool: `name` or `.name` with one of the endings, in the folders it looks in. */
function settingsOf(root: string, pattern: RegExp, folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => {
    try {
      return readdirSync(join(root, folder))
        .filter((name) => pattern.test(name))
        .map((name) => (folder === '' ? name : `${folder}/${name}`));
    } catch {
      return [];
    }
  });
}

const LEFTHOOK = /^\.?lefthook\.(?:ya?ml|toml|jsonc?)$/;
const LEFTHOOK_LOCAL = /^\.?lefthook-local\.(?:ya?ml|toml|jsonc?)$/;
const SIMPLE_GIT_HOOKS = /^\.?simple-git-hooks\.(?:c?js|mjs|json)$/;
/** The text by which pre-commit's own files are known. */
const PRE_COMMIT = 'File generated by pre-commit';

interface Choice {
  readonly manager: HookManager;
  readonly active: boolean;
  readonly hosts: readonly HostFile[];
  readonly otherLocal?: string;
}

/** Whoever owns the files that git runs without configured hooks. */
function ownerOf(site: HookSite): Choice {
  const { root, commonDir, hooksDir } = site;
  const atHooksDir = hooksIn(site, hooksDir);
  const usual = hooksDir === join(commonDir, 'hooks');
  if (!usual) {
    if (
      basename(hooksDir) === '_' &&
      (existsSync(join(hooksDir, 'h')) || /^\.husky/.test(basename(dirname(hooksDir))))
    )
      return {
        manager: 'husky',
        active: existsSync(join(hooksDir, 'h')),
        hosts: hooksIn(site, dirname(hooksDir)),
      };
    if (existsSync(join(hooksDir, '_', 'husky.sh')))
      return { manager: 'husky-8', active: true, hosts: atHooksDir };
    const manager = nameOf(site, hooksDir) === undefined ? 'foreign' : 'hooks-path';
    return { manager, active: true, hosts: manager === 'foreign' ? [] : atHooksDir };
  }
  const generated = (mark: string) =>
    atHooksDir.filter(
      ({ state }) => state !== undefined && state !== 'other' && textOf(state).includes(mark),
    );
  if (settingsOf(root, LEFTHOOK, ['', '.config']).length > 0) {
    const local = settingsOf(root, LEFTHOOK_LOCAL, ['', '.config']).filter(
      (name) => name !== 'lefthook-local.yml',
    );
    const host = hostAt(site, join(root, 'lefthook-local.yml'), 'lefthook');
    return {
      manager: 'lefthook',
      active: generated('lefthook').length > 0,
      hosts: [host, hostAt(site, join(commonDir, 'info', 'exclude'), 'exclude')],
      ...(local[0] === undefined ? {} : { otherLocal: local[0] }),
    };
  }
  const manifest = packageOf(root);
  if ('simple-git-hooks' in manifest || settingsOf(root, SIMPLE_GIT_HOOKS, ['']).length > 0)
    return { manager: 'simple-git-hooks', active: true, hosts: atHooksDir };
  if (generated(PRE_COMMIT).length > 0) return { manager: 'pre-commit', active: true, hosts: atHooksDir };
  const husky = huskyVersion(manifest);
  if (husky !== undefined && existsSync(join(root, '.husky'))) {
    const manager = /^[\^~>=v\s]*[5-8](?:\.|$)/.test(husky) ? 'husky-8' : 'husky';
    return { manager, active: false, hosts: hooksIn(site, join(root, '.husky')) };
  }
  return { manager: 'plain', active: true, hosts: atHooksDir };
}

/** Looks at the files; changes nothing. */
export function detectHooks(asked: HookSite): HookLayout {
  const site: HookSite = {
    ...asked,
    root: realPath(asked.root),
    commonDir: realPath(asked.commonDir),
    hooksDir: realPath(asked.hooksDir),
  };
  const owner = ownerOf(site);
  const config = hostAt(site, join(site.commonDir, 'config'), 'config');
  // Lines that came with a commit also serve those with an older git, so they stay; and once is enough.
  const shared = owner.active && owner.hosts.some((host) => host.name?.base === 'root' && holdsBlock(host));
  // The merge driver stands in git's configuration, wherever the hooks do.
  const choice: Choice =
    hasConfigHooks(site.gitVersion) && (!shared || owner.manager === 'lefthook')
      ? { manager: 'config', active: true, hosts: [config] }
      : { ...owner, hosts: [...owner.hosts, { ...config, role: 'driver' }] };
  const known = [
    config,
    ...owner.hosts,
    ...hooksIn(site, join(site.commonDir, 'hooks')),
    ...hooksIn(site, join(site.root, '.husky')),
    hostAt(site, join(site.root, 'lefthook-local.yml'), 'lefthook'),
    hostAt(site, join(site.commonDir, 'info', 'exclude'), 'exclude'),
  ];
  const strays: HostFile[] = [];
  for (const host of known) {
    const same = (other: HostFile) =>
      other.name !== undefined && host.name !== undefined && sameName(other.name, host.name);
    if (host.name !== undefined && holdsBlock(host) && ![...choice.hosts, ...strays].some(same))
      strays.push(host);
  }
  const textconv =
    config.state !== undefined && config.state !== 'other' && hasTextconv(textOf(config.state));
  return { ...site, ...choice, textconv, strays };
}

export function labelOf(host: HostFile): string {
  return host.name === undefined ? (host.hook ?? host.role) : shownName(host.name);
}
