import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Nexus, openNexus } from '../../src/nexus.ts';
import type { TestRepo } from './git-repo.ts';

/** The library on a test repository, as a process that asks once (or, `warm`, one that stays). */
export function open(
  repo: TestRepo,
  options: { warm?: boolean; prefer?: 'git' | 'isomorphic-git' } = {},
): Promise<Nexus> {
  return openNexus({
    cwd: repo.dir,
    env: repo.env,
    machine: {},
    clock: Date.now,
    random: randomBytes,
    warm: options.warm ?? false,
    ...(options.prefer === undefined ? {} : { prefer: options.prefer }),
  });
}

/** The first memory of each repository that was just made, by what it was made of. */
const firstMemories = new Map<string, Readonly<Record<string, string>>>();

/** A repository with a memory of its own, without hooks and packs. What `init` makes of the same files is made once. */
export async function withMemory(repo: TestRepo): Promise<TestRepo> {
  const { madeOf } = repo;
  const kept = madeOf === undefined ? undefined : firstMemories.get(madeOf);
  if (kept === undefined) await (await open(repo)).init({ hooks: false, packs: false, dryRun: false });
  else repo.write(kept);
  if (madeOf !== undefined && kept === undefined) firstMemories.set(madeOf, memoryOf(repo));
  repo.commit('give it a memory');
  return repo;
}

function memoryOf(repo: TestRepo): Readonly<Record<string, string>> {
  const root = join(repo.dir, '.nexus');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(repo.dir.length + 1));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(repo.dir, path), 'utf8')]));
}
