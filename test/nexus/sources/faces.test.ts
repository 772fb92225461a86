import { expect, test } from 'vitest';
import type { RecallAnswer } from '../../../src/core/recall.ts';
import type { TestRepo } from '../../helpers/git-repo.ts';
import { nexus, nexusJson } from '../../helpers/nexus-program.ts';
import { open } from '../../helpers/open-repo.ts';
import { decision, idOf, twoRepositories } from '../../helpers/team-memory.ts';

const MESSAGE = "ModuleNotFoundError: No module named 'zephyrlib'";

async function withSource(): Promise<TestRepo> {
  const { own, team, url } = await twoRepositories(
    decision(1, 'Zephyr writes are batched', 'Zephyr writes go in batches of 100, for the link is slow.'),
  );
  const theirs = await open(team);
  await theirs.init({ hooks: false, packs: false, dryRun: false });
  nexus(team, ['remember', 'error', '--message', MESSAGE, '--resolution', 'pip install zephyr-lib']);
  team.commit('an error', { 'a.py': 'import zephyrlib\n' });
  nexus(own, ['source', 'add', 'acme', url]);
  return own;
}

test('a fix of another repository answers who asks, and comes to nobody who does not', async () => {
  const own = await withSource();
  const { hits } = nexusJson<RecallAnswer>(own, ['fix', MESSAGE]);
  expect(hits[0]).toMatchObject({ tier: 'signature', standing: 'source', snippet: 'pip install zephyr-lib' });
  const failing = ['node', '-e', `throw new Error(${JSON.stringify(MESSAGE)})`];
  expect(nexus(own, ['run', '--', ...failing]).stderr).not.toContain('zephyr-lib');

  nexus(own, ['remember', 'error', '--message', MESSAGE, '--resolution', 'pip install zephyr-lib==2']);
  expect(nexusJson<RecallAnswer>(own, ['fix', MESSAGE]).hits.map(({ standing }) => standing)).toEqual([
    'uncommitted',
    'source',
  ]);
});

test('context tells of it, by name, where a task is given', async () => {
  const own = await withSource();
  const asked = nexus(own, [
    'context',
    '--agent',
    '--task',
    'batch the zephyr writes for the slow link',
  ]).stdout;
  expect(asked).toContain('A decision of another repository: acme: Zephyr writes are batched');
  expect(asked).toContain('of the source acme at ');
  expect(nexus(own, ['context', '--agent']).stdout).not.toContain('Zephyr');
});

test('advice brings it after what the project itself decided', async () => {
  const own = await withSource();
  own.commit(
    'own',
    decision(9, 'Zephyr writes are batched by 10 here', 'Zephyr writes go in batches of 10.'),
  );
  const { stdout } = nexus(own, ['advise', 'how are zephyr writes batched']);
  expect(stdout.indexOf('by 10 here')).toBeGreaterThan(0);
  expect(stdout.indexOf('acme: Zephyr writes are batched (')).toBeGreaterThan(stdout.indexOf('by 10 here'));
});

test('a process that stays sees a source that another one adds, updates and removes', async () => {
  const { own, team, url } = await twoRepositories(decision(1, 'Zephyr writes are batched'));
  const memory = await open(own, { warm: true });
  const titles = async () => (await memory.recall({ text: 'zephyr' })).hits.map(({ title }) => title);
  expect(await titles()).toEqual([]);
  nexus(own, ['source', 'add', 'acme', url]);
  expect(await titles()).toEqual(['Zephyr writes are batched']);
  const { hits } = await memory.recall({ text: 'zephyr' });
  const [hit] = hits;
  expect((await memory.glance({ id: idOf(1), path: hit?.path ?? '' })).record.body).toContain(
    'Because it works.',
  );
  expect(await memory.about(idOf(1))).toMatchObject({ standing: 'source', source: { name: 'acme' } });
  team.commit('more', decision(2, 'Zephyr reads are cached'));
  nexus(own, ['source', 'update', 'acme']);
  expect((await titles()).sort()).toEqual(['Zephyr reads are cached', 'Zephyr writes are batched']);
  nexus(own, ['source', 'remove', 'acme']);
  expect(await titles()).toEqual([]);
});
