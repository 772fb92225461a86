import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { NexusError } from '../core/error.ts';
import type { Problem } from '../core/problem.ts';
import { lstat, strangeness } from './memory-listing.ts';

/** Text files that a person named, and what kept others from being read. */
export interface GivenTexts {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly problems: readonly Problem[];
}

export interface GivenLimits {
  /** Bytes of one markdown file. */
  readonly markdown: number;
  /** Bytes of one file of JSON lines, or of one that was named itself. */
  readonly data: number;
  /** Files in one folder. */
  readonly files: number;
}

export const GIVEN_LIMITS: GivenLimits = { markdown: 1024 * 1024, data: 256 * 1024 * 1024, files: 5_000 };

const MAX_DEPTH = 4;
const READ = /\.(?:md|markdown|mdc|jsonl)$/i;
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads the text files that a path names: the file, or what lies in the folder. Nothing else is opened:
 * no link that leads out of the folder, no device, no dot file in a folder. Paths come back relative to
 * `root` where they lie in it, else to the folder above what was named, so that none is absolute.
 * Throws `bad-value` where there is nothing at the path.
 */
export function readGivenPath(
  given: string,
  cwd: string,
  root: string,
  limits: GivenLimits = GIVEN_LIMITS,
): GivenTexts {
  const full = resolve(cwd, given);
  const stat = lstat(full);
  if (stat === undefined)
    throw new NexusError('usage', 'bad-value', `there is nothing at ${given}`, 'give a file or a folder');
  const real = realIn(full, dirname(full));
  if (real === undefined)
    throw new NexusError(
      'usage',
      'refused',
      `${given} is a link that leads elsewhere`,
      'give what it leads to',
    );
  const base = nameBase(real, root);
  const walk: Walk = { base, limits, files: [], problems: [] };
  if (lstat(real)?.isDirectory() === true) readFolder(walk, real, 1);
  else readOne(walk, real, limits.data);
  return walk;
}

/** Those of some names that exist below a folder. */
export function existing(names: readonly string[], root: string): string[] {
  return names.filter((name) => lstat(join(root, name)) !== undefined);
}

interface Walk {
  readonly base: string;
  readonly limits: GivenLimits;
  readonly files: { path: string; text: string }[];
  readonly problems: Problem[];
}

/** Where a path really leads, if that is inside of a folder. */
function realIn(path: string, folder: string): string | undefined {
  try {
    const real = realpathSync(path);
    const home = realpathSync(folder);
    return real === home || real.startsWith(home.endsWith(sep) ? home : home + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}

function nameBase(path: string, root: string): string {
  const inside = relative(root, path);
  return inside !== '' && !inside.startsWith('..') && !isAbsolute(inside) ? root : dirname(path);
}

function nameOf(walk: Walk, path: string): string {
  const name = relative(walk.base, path).split(sep).join('/');
  return name === '' || name.startsWith('..') ? basename(path) : name;
}

function problem(walk: Walk, path: string, message: string): void {
  walk.problems.push({ code: 'unreadable', message, file: nameOf(walk, path) });
}

function readFolder(walk: Walk, folder: string, depth: number): void {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (entry.isDirectory()) {
      if (depth < MAX_DEPTH) readFolder(walk, path, depth + 1);
    } else if (READ.test(entry.name)) {
      const strange = strangeness(entry);
      if (strange !== undefined) problem(walk, path, strange);
      else if (walk.files.length >= walk.limits.files) {
        problem(walk, folder, `holds more than ${walk.limits.files} files; the rest was not read`);
        return;
      } else readOne(walk, path, /\.jsonl$/i.test(entry.name) ? walk.limits.data : walk.limits.markdown);
    }
  }
}

function readOne(walk: Walk, path: string, limit: number): void {
  let fd: number;
  try {
    fd = openSync(path, FLAGS);
  } catch {
    problem(walk, path, 'cannot be read');
    return;
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) problem(walk, path, 'is not a regular file');
    else if (stat.size > limit) problem(walk, path, `${stat.size} bytes, the limit is ${limit}`);
    else {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(fd));
      walk.files.push({ path: nameOf(walk, path), text });
    }
  } catch {
    problem(walk, path, 'is not UTF-8 text');
  } finally {
    closeSync(fd);
  }
}
