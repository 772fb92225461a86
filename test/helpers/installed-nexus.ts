import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempDir } from './git-repo.ts';
import { PROGRAM } from './nexus-program.ts';

/** The built program as somebody has it who has never started it, without library, terminal UI and packs. */
export function installedNexus(): { readonly root: string; readonly program: string } {
  const root = tempDir('nexus-installed-');
  const isTaken = (path: string): boolean => !/[\\/]dist[\\/](?:compiled|library|tui|knowledge)$/.test(path);
  const dist = dirname(PROGRAM);
  cpSync(dist, join(root, 'dist'), { recursive: true, filter: isTaken });
  cpSync(join(dirname(dist), 'package.json'), join(root, 'package.json'));
  return { root, program: join(root, 'dist', 'nexus.js') };
}
