import { expect, test } from 'vitest';
import type { Proposal } from '../../src/core/proposal.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { quiet, quietAtEnd } from '../helpers/quiet.ts';

const APP = `import { readFileSync } from 'node:fs';
const settings = JSON.parse(readFileSync('settings.json', 'utf8'));
if (settings.poolSize === undefined) throw new RangeError('connection pool has no size');
`;

const waiting = (repo: TestRepo): readonly Proposal[] =>
  nexusJson<{ proposals: readonly Proposal[] }>(repo, ['inbox']).proposals;

/** Fails, is fixed, passes, and is committed: on a branch of its own. */
async function fixed(repo: TestRepo, branch: string, settings: string): Promise<void> {
  repo.git('switch', '-q', '-c', branch, 'start');
  expect(nexus(repo, ['run', '--', 'node', 'app.mjs']).code).toBe(1);
  repo.write({ 'settings.json': settings });
  expect(nexus(repo, ['run', '--', 'node', 'app.mjs']).code).toBe(0);
  repo.git('commit', '-q', '-am', `fix the pool on ${branch}`);
  await quiet(repo.dir);
}

interface Stats {
  readonly errors: readonly {
    readonly signature: string;
    readonly occurrences: number;
    readonly id?: string;
  }[];
}

test('two branches that learned the same fix become one record with two occurrences', async () => {
  const repo = gitRepo({ 'app.mjs': APP, 'settings.json': '{}\n' });
  quietAtEnd(repo.dir);
  expect(nexus(repo, ['init', '--yes', '--no-packs']).code).toBe(0);
  repo.commit('give it a memory');
  repo.git('branch', 'start');
  await fixed(repo, 'one', '{"poolSize": 8}\n');
  await fixed(repo, 'two', '{"poolSize": 4}\n');
  expect(waiting(repo)).toEqual([]);

  expect(repo.sh('git merge -q --no-edit -X ours one').code).toBe(0);
  await quiet(repo.dir);
  const [proposal, second] = waiting(repo);
  expect(second).toBeUndefined();
  expect(proposal).toMatchObject({ like: { how: 'signature' }, takes: {} });
  expect(proposal?.source).toMatch(/^what came in with [0-9a-f]{7}$/);
  // Whoever looks at all finds the same one.
  expect(nexusJson(repo, ['dedupe'])).toMatchObject({ added: 0, proposals: [{ id: proposal?.id }] });

  expect(nexus(repo, ['inbox', 'accept', proposal?.id ?? '']).code).toBe(0);
  repo.git('add', '-A');
  repo.git('commit', '-q', '-m', 'one record of two');
  await quiet(repo.dir);
  const { errors } = nexusJson<Stats>(repo, ['stats']);
  expect(errors).toMatchObject([{ met: 2, id: proposal?.like?.id }]);
  const known = nexusJson<{ hits: { id: string }[] }>(repo, [
    'fix',
    'RangeError: connection pool has no size',
  ]);
  expect(known.hits[0]?.id).toBe(proposal?.like?.id);
  expect(known.hits.map(({ id }) => id)).not.toContain(proposal?.takes?.id);
});

test('a merge that brings nothing of the kind puts nothing into the inbox', async () => {
  const repo = gitRepo({ 'app.mjs': APP, 'settings.json': '{}\n' });
  quietAtEnd(repo.dir);
  nexus(repo, ['init', '--yes', '--no-packs']);
  repo.commit('give it a memory');
  repo.git('branch', 'start');
  await fixed(repo, 'one', '{"poolSize": 8}\n');
  repo.git('switch', '-q', 'main');
  repo.git('merge', '-q', 'one');
  await quiet(repo.dir);
  expect(waiting(repo)).toEqual([]);
});
