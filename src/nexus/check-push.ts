import { createRedactor } from '../capture/redact/redactor.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { GitPort } from '../core/ports.ts';
import { type Context, requireRepository } from './context.ts';
import { redactRecordText } from './record-text.ts';
import { loadConfig } from './settings.ts';

/** A push may hold any number of records; a hook may not take any amount of time. */
const MAX_COMMITS = 500;
const MAX_FILES = 2_000;
const MAX_BYTES = 256 * 1024;
const MAX_LINES = 8;
const ZERO = /^0+$/;
/** Bidirectional controls, zero-width and tag characters: text that a reviewer does not see. */
const HIDDEN = /[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;

/**
 * Looks at the memory in outgoing commits and says what should not go out: secrets, hidden text.
 * It refuses nothing. `refs` is what git gives pre-push: local ref, local id, remote ref, remote id;
 * empty where another hook was given it, and then the current branch is looked at.
 */
export async function checkPush(context: Context, refs: string): Promise<readonly string[]> {
  const { git, facts } = requireRepository(context);
  const redactor = createRedactor({ allow: loadConfig(context).redact.allow });
  const warnings = new Set<string>();
  const lines = refs.trim() === '' ? [`HEAD ${facts.head ?? ''}`] : refs.split('\n');
  for (const line of lines) {
    const [, local = '', , remote = ''] = line.trim().split(/\s+/);
    if (local === '' || ZERO.test(local)) continue;
    for (const [name, text] of await outgoing(git, local, remote)) {
      const path = name.replace(/\p{Cc}/gu, '?');
      const rules = [...new Set(redactRecordText(redactor, text).found.map((finding) => finding.rule))];
      if (rules.length > 0)
        warnings.add(
          `${path} seems to hold a secret (${rules.join(', ')}); take it out of the commits, and change the secret`,
        );
      if (HIDDEN.test(text)) warnings.add(`${path} holds invisible characters that a reviewer does not see`);
    }
  }
  const said = [...warnings];
  const more = said.length - MAX_LINES;
  return more > 0 ? [...said.slice(0, MAX_LINES), `and ${more} more`] : said;
}

/** Every version of a record that goes out: what a later commit takes away again is pushed all the same. */
async function outgoing(
  git: GitPort,
  local: string,
  remote: string,
): Promise<readonly (readonly [path: string, text: string])[]> {
  const exclude = await knownThere(git, remote);
  const commits = await git.log({
    rev: local,
    ...(exclude === undefined ? {} : { exclude }),
    path: MEMORY_ROOT,
    max: MAX_COMMITS,
    withFiles: true,
  });
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

/** A commit that the other side has: its own tip if we know it, else its branch as we saw it last. */
async function knownThere(git: GitPort, remote: string): Promise<string | undefined> {
  const own = remote === '' || ZERO.test(remote) ? [] : [remote];
  for (const rev of [
    ...own,
    '@{upstream}',
    'refs/remotes/origin/HEAD',
    'refs/remotes/origin/main',
    'refs/remotes/origin/master',
  ]) {
    const known = await git.resolve(rev);
    if (known !== undefined) return known;
  }
  return undefined;
}
