import { randomBytes } from 'node:crypto';
import { type Nexus, openNexus } from '../../src/nexus.ts';
import type { TestRepo } from './git-repo.ts';
import { KeptFolder } from './kept-folder.ts';

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

/** Each repository that was given a memory when it had just been made, by what it was made of and by whom. */
const withMemories = new Map<string, KeptFolder>();

/** A repository with a memory of its own, without hooks and packs. What is made of the same is made once. */
export async function withMemory(repo: TestRepo): Promise<TestRepo> {
  const { madeOf } = repo;
  const by = Object.entries(repo.env).filter(([name]) => name.startsWith('GIT_'));
  const key = madeOf === undefined ? undefined : JSON.stringify([madeOf, by]);
  const kept = key === undefined ? undefined : withMemories.get(key);
  if (kept !== undefined) {
    repo.become(kept);
    return repo;
  }
  await (await open(repo)).init({ hooks: false, packs: false, dryRun: false });
  repo.commit('give it a memory');
  if (key !== undefined) withMemories.set(key, new KeptFolder(repo.dir));
  return repo;
}
