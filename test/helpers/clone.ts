import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sealedEnv, TestRepo } from './git-repo.ts';

/** A person's own clone, with a home of their own. */
export function clone(base: string, remote: string, folder: string, person: string): TestRepo {
  const home = join(base, `${person}-home`);
  mkdirSync(home);
  const env = { ...sealedEnv(home), GIT_AUTHOR_NAME: person, GIT_COMMITTER_NAME: person };
  const at = new TestRepo(base, env);
  at.git('clone', '-q', remote, folder);
  return new TestRepo(join(base, folder), env);
}
