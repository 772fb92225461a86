import { randomBytes } from 'node:crypto';
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

/** A repository with a memory of its own, without hooks and packs. */
export async function withMemory(repo: TestRepo): Promise<TestRepo> {
  await (await open(repo)).init({ hooks: false, packs: false, dryRun: false });
  repo.commit('give it a memory');
  return repo;
}
