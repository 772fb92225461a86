import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { TestRepo, tempDir } from './git-repo.ts';
import { KeptFolder } from './kept-folder.ts';

interface Made {
  readonly repo: TestRepo;
}

/**
 * For a repository that takes many steps to make: the first who asks has it made, and each after that has a copy of
 * its own, with what else was told of it.
 */
export function madeOnce<T extends Made>(make: () => Promise<T>): () => Promise<T> {
  let kept: { readonly folder: KeptFolder; readonly env: NodeJS.ProcessEnv; readonly made: T } | undefined;
  return async () => {
    if (kept === undefined) {
      const made = await make();
      kept = { folder: new KeptFolder(made.repo.dir), env: { ...made.repo.env }, made };
      return made;
    }
    const base = tempDir();
    const home = join(base, 'home');
    mkdirSync(home);
    const repo = new TestRepo(join(base, 'repo'), { ...kept.env, HOME: home });
    repo.become(kept.folder);
    return { ...kept.made, repo };
  };
}
