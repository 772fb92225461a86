import { createRedactor } from '../capture/redact/redactor.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { GitPort } from '../core/ports.ts';
import { type Context, requireRepository } from './context.ts';
import { loadConfig } from './settings.ts';

/** A push may hold any number of records; a hook may not take any amount of time. */
const MAX_FILES = 2_000;
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
    const base = await knownBase(git, local, remote);
    const changed = (await git.diffTrees(base, local, MEMORY_ROOT)).filter(
      (change) => change.newOid !== undefined,
    );
    const blobs = await git.readBlobs(changed.slice(0, MAX_FILES).map((change) => change.newOid ?? ''));
    for (const change of changed.slice(0, MAX_FILES)) {
      const bytes = blobs.get(change.newOid ?? '');
      if (bytes === undefined) continue;
      const text = new TextDecoder().decode(bytes.subarray(0, 256 * 1024));
      const found = redactor.text(text).found;
      const rules = [...new Set(found.map((finding) => finding.rule))];
      if (rules.length > 0)
        warnings.add(
          `${change.path} seems to hold a secret (${rules.join(', ')}); take it out, and change the secret`,
        );
      if (HIDDEN.test(text))
        warnings.add(`${change.path} holds invisible characters that a reviewer does not see`);
    }
  }
  const said = [...warnings];
  const more = said.length - MAX_LINES;
  return more > 0 ? [...said.slice(0, MAX_LINES), `and ${more} more`] : said;
}

/** What the other side has: its own tip if we know it, else where we left the default branch. */
async function knownBase(git: GitPort, local: string, remote: string): Promise<string | undefined> {
  if (remote !== '' && !ZERO.test(remote) && (await git.resolve(remote)) !== undefined)
    return git.mergeBase(remote, local);
  for (const ref of [
    '@{upstream}',
    'refs/remotes/origin/HEAD',
    'refs/remotes/origin/main',
    'refs/remotes/origin/master',
  ]) {
    if ((await git.resolve(ref)) !== undefined) return git.mergeBase(ref, local);
  }
  return undefined;
}
