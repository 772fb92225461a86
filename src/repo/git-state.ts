import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What git leaves in a worktree's git directory while it is in the middle of something. */
const IN_PROGRESS = [
  'rebase-merge',
  'rebase-apply',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'MERGE_HEAD',
  'sequencer',
];

/** True during a rebase, cherry-pick, revert, merge or `git am`: no time to add anything. */
export function operationInProgress(gitDir: string): boolean {
  return IN_PROGRESS.some((name) => existsSync(join(gitDir, name)));
}

/** True while the linked worktree of this name is known to git. */
export function worktreeExists(commonDir: string, name: string): boolean {
  return existsSync(join(commonDir, 'worktrees', name));
}
