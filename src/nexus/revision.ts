import { NexusError } from '../core/error.ts';
import type { GitPort } from '../core/ports.ts';

/** The commit that a person means. Throws `unknown-revision`. */
export async function existing(git: GitPort, rev: string): Promise<string> {
  const oid = await git.resolve(rev);
  if (oid !== undefined) return oid;
  throw new NexusError(
    'usage',
    'unknown-revision',
    `there is no revision "${rev}" here`,
    'see: git branch, git tag, git log --oneline',
  );
}
