import { createRedactor } from '../capture/redact/redactor.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo, GitPort } from '../core/ports.ts';
import { isAllowed } from '../review/allowed.ts';
import { hiddenCharacters } from '../review/characters.ts';
import { type Context, requireRepository } from './context.ts';
import { branchesThere, firstPushLines, hasMemoryThere, publicHost } from './first-push.ts';
import { mainOfRemote } from './known-merged.ts';
import { redactRecordText } from './record-text.ts';
import { loadConfig } from './settings.ts';
import { firstTold } from './told-once.ts';

/** A push may hold any number of records; a hook may not take any amount of time. */
const MAX_COMMITS = 500;
const MAX_FILES = 2_000;
const MAX_BYTES = 256 * 1024;
const MAX_LINES = 8;
/** Before whoever started the hook ends it, what was found can be told. */
const LOOK_MS = 3_000;
const ZERO = /^0+$/;

/** Where a push goes: the remote's name, or its address where it has none, and its address. */
export interface PushTarget {
  readonly remote: string;
  readonly url: string;
}

/**
 * Looks at the memory in outgoing commits and says what should not go out: secrets, hidden text.
 * It refuses nothing, and asks nothing: whoever waits for an answer is in git's way. `refs` is what git gives pre-push:
 * local ref, local id, remote ref, remote id; empty where another hook was given it, and then the current branch is looked at.
 */
export async function checkPush(
  context: Context,
  refs: string,
  target?: PushTarget,
): Promise<readonly string[]> {
  const { git, facts } = requireRepository(context);
  const { redact, review } = loadConfig(context);
  const redactor = createRedactor({ allow: redact.allow });
  const warnings = new Set<string>();
  const going: CommitInfo[] = [];
  const until = context.clock() + LOOK_MS;
  const lines = refs.trim() === '' ? [`HEAD ${facts.head ?? ''}`] : refs.split('\n');
  for (const line of lines) {
    const [, local = '', , remote = ''] = line.trim().split(/\s+/);
    if (local === '' || ZERO.test(local)) continue;
    const commits = await outgoing(git, local, remote, target?.remote);
    going.push(...commits);
    for (const [name, text] of await contentsOf(git, commits)) {
      if (context.clock() > until) {
        warnings.add('there is more memory in this push than there is time to look at; see: nexus review');
        break;
      }
      const path = name.replace(/\p{Cc}/gu, '?');
      const rules = [...new Set(redactRecordText(redactor, text).found.map((finding) => finding.rule))];
      if (rules.length > 0)
        warnings.add(
          `${path} seems to hold a secret (${rules.join(', ')}); take it out of the commits, and change the secret`,
        );
      const hidden = [...new Set(hiddenCharacters(text).map(({ rule }) => rule))].filter(
        (rule) => !isAllowed({ rule, path: name }, review.allow),
      );
      if (hidden.length > 0)
        warnings.add(
          `${path} holds invisible characters that a reviewer does not see (${hidden.join(', ')}); see: nexus review`,
        );
    }
  }
  const said = [...warnings];
  const more = said.length - MAX_LINES;
  return [
    ...(more > 0 ? [...said.slice(0, MAX_LINES), `and ${more} more`] : said),
    ...(target === undefined ? [] : await firstTime(context, target, going)),
  ];
}

/** Once for each remote, where memory comes to a forge for the first time. */
async function firstTime(
  context: Context,
  { remote, url }: PushTarget,
  commits: readonly CommitInfo[],
): Promise<readonly string[]> {
  const host = publicHost(url);
  if (host === undefined || commits.length === 0) return [];
  if (await hasMemoryThere(requireRepository(context).git, remote)) return [];
  const name = url.replace(/^(?:[^/]*\/\/)?[^/@]*@/, '');
  if (!(await firstTold(context, `push ${name}`))) return [];
  return firstPushLines(remote === url ? host : remote, host, commits);
}

/** Commits that the other side does not have, with the files of memory that they touch. */
async function outgoing(
  git: GitPort,
  local: string,
  tip: string,
  name: string | undefined,
): Promise<readonly CommitInfo[]> {
  const exclude = await knownThere(git, tip, name);
  return git.log({
    rev: local,
    ...(exclude === undefined ? {} : { exclude }),
    path: MEMORY_ROOT,
    max: MAX_COMMITS,
    withFiles: true,
  });
}

/** Every version of a record that goes out: what a later commit takes away again is pushed all the same. */
async function contentsOf(
  git: GitPort,
  commits: readonly CommitInfo[],
): Promise<readonly (readonly [path: string, text: string])[]> {
  const specs = commits
    .flatMap(({ oid, files }) => files.map((path) => ({ rev: oid, path })))
    .filter(({ path }) => path.startsWith(`${MEMORY_ROOT}/`))
    .slice(0, MAX_FILES);
  const ids = await git.blobIds(specs);
  const pathOf = new Map<string, string>();
  for (const [at, { path }] of specs.entries()) {
    const id = ids[at];
    if (id !== undefined) pathOf.set(id, path);
  }
  const blobs = await git.readBlobs([...pathOf.keys()]);
  return [...blobs].map(([id, bytes]) => [
    pathOf.get(id) ?? '',
    new TextDecoder().decode(bytes.subarray(0, MAX_BYTES)),
  ]);
}

/** A commit that the other side has: its own tip if we know it, else its branch as we saw it last. @param name of the remote */
async function knownThere(git: GitPort, tip: string, name: string | undefined): Promise<string | undefined> {
  const own = tip === '' || ZERO.test(tip) ? [] : [tip];
  if (name === undefined) return firstOf(git, [...own, '@{upstream}', ...mainOfRemote('origin')]);
  const there = await branchesThere(git, name);
  const upstream = await git.resolve('@{upstream}');
  const followed = there.find(({ oid }) => oid === upstream);
  const newest = there[0];
  return firstOf(git, [
    ...own,
    ...(followed === undefined ? [] : [followed.oid]),
    ...mainOfRemote(name),
    ...(newest === undefined ? [] : [newest.oid]),
  ]);
}

async function firstOf(git: GitPort, revs: readonly string[]): Promise<string | undefined> {
  for (const rev of revs) {
    const known = await git.resolve(rev);
    if (known !== undefined) return known;
  }
  return undefined;
}
