import type { GitRef } from '../core/ports.ts';
import { parseSeconds } from './seconds.ts';

/** Where refs lie that people travel to. */
export const REF_KINDS: Readonly<Record<string, GitRef['kind']>> = {
  'refs/heads': 'branch',
  'refs/tags': 'tag',
  'refs/remotes': 'remote',
};

const COMMIT = ['objecttype', 'objectname', 'committerdate:unix', 'subject'];
/** For `git for-each-ref`: a ref a line, NUL between its parts; with a star, of what a tag names. */
export const REFS_FORMAT = ['refname', 'symref', ...COMMIT, ...COMMIT.map((name) => `*${name}`)]
  .map((name) => `%(${name})`)
  .join('%00');

type NamedCommit = Pick<GitRef, 'oid' | 'commitTime' | 'subject'>;

export interface ParsedRef extends Pick<GitRef, 'name' | 'kind' | 'ref'> {
  /** Absent where a tag names a tag. */
  readonly target?: NamedCommit;
}

/** What names neither a commit nor a tag, and a remote's `HEAD`, is left out. */
export function parseRefs(output: string): readonly ParsedRef[] {
  return output.split('\n').flatMap((line) => {
    const [ref = '', symref = '', ...parts] = line.split('\0');
    const named = nameOf(ref);
    if (named === undefined || symref !== '') return [];
    const target = commitOf(parts.slice(0, 4)) ?? commitOf(parts.slice(4));
    if (target !== undefined) return [{ ...named, target }];
    return parts[4] === 'tag' ? [named] : [];
  });
}

function commitOf([type, oid = '', time = '', subject = '']: readonly string[]): NamedCommit | undefined {
  return type === 'commit' ? { oid, commitTime: parseSeconds(time), subject } : undefined;
}

export function nameOf(ref: string): Pick<GitRef, 'name' | 'kind' | 'ref'> | undefined {
  for (const [folder, kind] of Object.entries(REF_KINDS))
    if (ref.startsWith(`${folder}/`)) return { name: ref.slice(folder.length + 1), kind, ref };
  return undefined;
}

/** The newest commits first; of one commit, by name. */
export function newestFirst(refs: readonly GitRef[]): readonly GitRef[] {
  return [...refs].sort(
    (a, b) => b.commitTime - a.commitTime || (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0),
  );
}
