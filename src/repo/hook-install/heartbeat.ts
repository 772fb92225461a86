import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GitPlace, runGit } from '../run-git.ts';
import { parseSeconds } from '../seconds.ts';

/** One move of HEAD. */
export interface ReflogEntry {
  readonly oid: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** As git words it: `commit: …`, `commit (amend): …`, `rebase (pick): …`. */
  readonly message: string;
}

/** Newest first; none where the ref is unborn or git keeps no reflog of it. @param ref in full, or HEAD */
export async function readReflog(
  place: GitPlace,
  max: number,
  ref = 'HEAD',
): Promise<readonly ReflogEntry[]> {
  const args = ['log', '-g', `-n${Math.trunc(max)}`, '--date=unix', '--format=%H%x00%gd%x00%gs', ref, '--'];
  const { code, stdout } = await runGit(place, args, { answers: [128] });
  if (code !== 0) return [];
  return stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [oid = '', at = '', message = ''] = line.split('\0');
      return { oid, time: parseSeconds(/@\{(\d+)\}$/.exec(at)?.[1] ?? ''), message };
    });
}

/** When a shim last ran, in seconds since 1970, or undefined. */
export function readHeartbeat(home: string, hook: string): number | undefined {
  try {
    const seconds = /^(\d{1,15}) /.exec(readFileSync(join(home, 'heartbeat', hook), 'utf8'))?.[1];
    return seconds === undefined ? undefined : Number(seconds);
  } catch {
    return undefined;
  }
}

export interface HeartbeatReport {
  /**
   * `firing`: the newest commit made by `git commit` was seen by our hook. `silent`: it was not.
   * `no-commit`: none was made since the hooks were installed, so nothing can be said.
   */
  readonly verdict: 'firing' | 'silent' | 'no-commit';
  readonly heartbeat: number | undefined;
  readonly commit: ReflogEntry | undefined;
  /** For `silent`: what to look at, likeliest first. */
  readonly causes: readonly string[];
}

/** The hook runs right after the commit; a slow disk and a coarse clock need not raise an alarm. */
const TOLERANCE_S = 60;
/** Picks run no post-commit of ours, so only what `git commit` made counts. */
const BY_COMMIT = /^commit(?: \((?:amend|initial|merge)\))?: /;

const CAUSES: readonly string[] = [
  'it was made with NEXUS=0 or CI set, or by a program that runs no hooks',
  'core.hooksPath was set since (git config --show-origin core.hooksPath): install again',
  'a hook manager wrote its files anew: install again',
  'the hook file is not executable, or lies on a file system that forbids it',
  "the git directory's nexus/heartbeat folder cannot be written",
];

/**
 * Proves that git runs our hooks, instead of believing that they are there.
 * @param home `<common git directory>/nexus`.
 * @param since seconds since 1970 when the hooks were installed: `at` of the install record.
 */
export function heartbeatReport(facts: {
  readonly home: string;
  readonly reflog: readonly ReflogEntry[];
  readonly since?: number;
}): HeartbeatReport {
  const heartbeat = readHeartbeat(facts.home, 'post-commit');
  const since = facts.since ?? 0;
  // A commit of the very second of the installation came after it if a hook ran since.
  const first = heartbeat !== undefined && heartbeat >= since ? since : since + 1;
  const commit = facts.reflog.find((entry) => BY_COMMIT.test(entry.message) && entry.time >= first);
  if (commit === undefined) return { verdict: 'no-commit', heartbeat, commit, causes: [] };
  if (heartbeat !== undefined && heartbeat >= commit.time - TOLERANCE_S)
    return { verdict: 'firing', heartbeat, commit, causes: [] };
  return { verdict: 'silent', heartbeat, commit, causes: CAUSES };
}
