import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NexusError } from '../core/error.ts';

/** The folder of this package, found from where this code runs: from `dist/` as from `src/`. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && /"name":\s*"nexus-memory"/.test(readFileSync(manifest, 'utf8')))
      return folder;
    const above = dirname(folder);
    if (above === folder)
      throw new NexusError('internal', 'internal', 'the package of Nexus is incomplete', 'install it again');
    folder = above;
  }
}
