import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { tempDir } from '../helpers/git-repo.ts';

const REPO_SOURCES = fileURLToPath(new URL('../../src/repo', import.meta.url));

/** Bundles a program whose imports are relative to `src/repo`, for a real process of its own. */
export function childProgram(source: string): string {
  const outfile = join(tempDir('nexus-program-'), 'program.mjs');
  buildSync({
    stdin: { contents: source, resolveDir: REPO_SOURCES, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    outfile,
    logLevel: 'warning',
  });
  return outfile;
}

/** True where a user may make mounts of its own, so that a disk can be full or read-only for one process. */
export function canMount(): boolean {
  const done = spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=64k none /mnt'], {
    stdio: 'ignore',
  });
  return done.status === 0;
}
