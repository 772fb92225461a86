import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { NexusError } from '../core/error.ts';
import { INSTALL_GIT } from './run-git.ts';

/** isomorphic-git reads a pack whole, twice: this size costs about 190 MB of memory (measured). */
export const MAX_PACK_BYTES = 64 * 1024 * 1024;
const MAX_PACKS_BYTES = 256 * 1024 * 1024;

export interface IsoPlace {
  /** Top of the working tree. */
  readonly root: string;
  readonly gitdir: string;
}

export function needsGit(what: string, why: string): NexusError {
  return new NexusError('broken', 'needs-git', `${what} needs the git program: ${why}`, INSTALL_GIT);
}

/** Goes up from a folder to the repository that it is in. Neither the environment nor other users' files count. */
export function locateRepository(cwd: string): IsoPlace {
  if (!existsSync(cwd)) throw new NexusError('usage', 'no-repository', `there is no folder ${cwd}`);
  for (let dir = realpathSync(cwd); ; dir = dirname(dir)) {
    const dotGit = join(dir, '.git');
    const stat = statSync(dotGit, { throwIfNoEntry: false });
    if (stat?.isDirectory() && looksLikeGitDir(dotGit)) return { root: dir, gitdir: dotGit };
    if (stat?.isFile()) return { root: dir, gitdir: followGitFile(dotGit) };
    if (looksLikeGitDir(dir))
      throw new NexusError(
        'broken',
        'bare-repository',
        'this repository has no working tree here',
        'run nexus in a clone that has files checked out, and not inside a .git folder',
      );
    if (dir === dirname(dir))
      throw new NexusError(
        'usage',
        'no-repository',
        'this is not a git repository',
        'git init, or change folder',
      );
  }
}

function looksLikeGitDir(dir: string): boolean {
  return existsSync(join(dir, 'HEAD')) && existsSync(join(dir, 'objects')) && existsSync(join(dir, 'refs'));
}

function followGitFile(file: string): string {
  const target = /^gitdir: (.+?)\r?\n?$/.exec(readFileSync(file, 'utf8'))?.[1];
  const gitdir = target === undefined ? undefined : resolve(dirname(file), target);
  if (gitdir === undefined || !existsSync(gitdir))
    throw new NexusError('broken', 'no-repository', 'the .git file here points to nothing');
  return gitdir;
}

/**
 * Throws `needs-git` for every repository in which isomorphic-git fails or is silently wrong. Returns
 * the packs' names: when they change, what was remembered of them is to be forgotten.
 */
export function gateIso({ gitdir }: IsoPlace): string {
  const has = (path: string) => existsSync(join(gitdir, path));
  if (has('commondir')) throw needsGit('a linked worktree', 'its branches are kept elsewhere');
  checkConfig(readText(join(gitdir, 'config')));
  if (has('reftable')) throw needsGit('a repository with reftable', 'its branches are in a newer format');
  if (has('objects/info/alternates'))
    throw needsGit('a repository that borrows objects', 'they are in another repository');
  if (has('info/sparse-checkout')) throw needsGit('a sparse checkout', 'its index may hold folders');
  if (has('info/grafts') || hasReplacements(gitdir))
    throw needsGit('a repository with replaced commits', 'they would not be seen');
  return checkPacks(join(gitdir, 'objects', 'pack'));
}

function checkConfig(text: string): void {
  const settings = readSettings(text);
  const version = Number(settings.get('core.repositoryformatversion') ?? '0');
  const names = [...settings.keys()].filter((key) => key.startsWith('extensions.'));
  const format = settings.get('extensions.objectformat') ?? 'sha1';
  if (format !== 'sha1') throw needsGit(`a repository with ${format} ids`, 'only sha1 ids can be read');
  // Version 0 ignores extensions (gitrepository-layout, "Repository Format Version").
  if (version > 1) throw needsGit('this repository', `its format version is ${version}`);
  const extensions = names.map((key) => key.slice('extensions.'.length)).join(', ');
  if (version === 1 && names.length > 0)
    throw needsGit('this repository', `it uses extensions: ${extensions}`);
}

/** `section.key` in lower case → value of plain sections. Git reads the format from this one file, without includes. */
function readSettings(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  let section = '';
  for (const line of text.split('\n')) {
    const header = /^\s*\[([^\]"]*?)\s*(?:"[^\]]*")?\]\s*(.*)$/.exec(line);
    if (header !== null) section = (header[1] ?? '').trim().toLowerCase();
    const setting = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*(?:=\s*(.*?))?\s*$/.exec(header?.[2] ?? line);
    if (setting === null) continue;
    const value = (setting[2] ?? 'true').replace(/\s*[#;].*$/, '').replaceAll('"', '');
    settings.set(`${section}.${(setting[1] ?? '').toLowerCase()}`, value.toLowerCase());
  }
  return settings;
}

function hasReplacements(gitdir: string): boolean {
  const folder = join(gitdir, 'refs', 'replace');
  if (existsSync(folder) && readdirSync(folder).length > 0) return true;
  return readText(join(gitdir, 'packed-refs')).includes(' refs/replace/');
}

function checkPacks(folder: string): string {
  if (!existsSync(folder)) return '';
  const packs = readdirSync(folder).filter((name) => name.endsWith('.pack'));
  let sum = 0;
  for (const name of packs) {
    const { size } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? { size: 0 };
    sum += size;
    if (size >= MAX_PACK_BYTES || sum >= MAX_PACKS_BYTES)
      throw needsGit('a repository of this size', 'its packs would have to fit into memory');
  }
  return packs.sort().join('\n');
}

function readText(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The commits at which a shallow clone ends. */
export function readShallow({ gitdir }: IsoPlace): ReadonlySet<string> {
  return new Set(
    readText(join(gitdir, 'shallow'))
      .split('\n')
      .filter((line) => line !== ''),
  );
}

/** Short name of the branch that HEAD is on. */
export function readBranch({ gitdir }: IsoPlace): string | undefined {
  return /^ref:\s*refs\/heads\/(.+?)\s*$/.exec(readText(join(gitdir, 'HEAD')))?.[1];
}
