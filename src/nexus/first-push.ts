import type { CommitInfo, GitPort, GitRef } from '../core/ports.ts';
import { kindOfPath } from '../store/paths.ts';
import { CONFIG_PATH } from './settings-path.ts';

/** Forges on which most repositories can be read by everybody. Whether this one can, is known only there. */
const PUBLIC = ['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org', 'gitea.com', 'git.sr.ht'];
/** Branches of a remote that are looked into, those with the newest commits. */
const MAX_REFS = 200;
const LOOKED_INTO = 20;

/** The forge of an address, by https or ssh; undefined where it is none of those. */
export function publicHost(url: string): string | undefined {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@\s]*@)?([^/:\s]+)[/:]/i
    .exec(url.trim())?.[1]
    ?.toLowerCase();
  return PUBLIC.find((name) => host === name || host === `ssh.${name}` || host === `altssh.${name}`);
}

/** Branches of a remote as they were seen last, the newest commits first. */
export async function branchesThere(git: GitPort, remote: string): Promise<readonly GitRef[]> {
  const refs = await git.refs(MAX_REFS);
  return refs.filter(({ kind, name }) => kind === 'remote' && name.startsWith(`${remote}/`));
}

/** Is memory on this remote already, as far as its branches are known here? */
export async function hasMemoryThere(git: GitPort, remote: string): Promise<boolean> {
  const refs = (await branchesThere(git, remote)).slice(0, LOOKED_INTO);
  const found = await git.blobIds(refs.map(({ oid }) => ({ rev: oid, path: CONFIG_PATH })));
  return found.some((oid) => oid !== undefined);
}

/** What a person is told who sends memory there for the first time. @param commits those that go out, with their files */
export function firstPushLines(
  remote: string,
  host: string,
  commits: readonly CommitInfo[],
): readonly string[] {
  const paths = new Set(
    commits.flatMap(({ files }) => files).filter((path) => kindOfPath(path) !== undefined),
  );
  const episodes = [...paths].filter((path) => kindOfPath(path) === 'episode').length;
  const people = new Set(commits.map(({ authorEmail }) => authorEmail)).size;
  const told = episodes === 0 ? '' : `, ${counted(episodes, 'episode')} of work among them`;
  return [
    `this is the first push of memory to ${remote}, and on ${host} everybody may be able to read it: ${counted(paths.size, 'record')}${told}, in commits of ${people === 1 ? 'one person' : `${people} people`}`,
    'to look at it: nexus share status, nexus review. Ctrl-C stops a push that is under way; to keep memory out of git: echo .nexus/ >> .git/info/exclude',
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
