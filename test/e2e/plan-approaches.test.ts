import { expect, test } from 'vitest';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open } from '../helpers/open-repo.ts';
import {
  atWork,
  COUNT,
  count,
  ended,
  executions,
  FRAGILE,
  ids,
  inOrderOfNeeds,
  planText,
  ran,
  repoWithPlan,
  statusesOf,
} from '../helpers/thirty-tasks.ts';

const APPROACHES = ['standard', 'incremental', 'parallel', 'api_heavy'];
const HEAD = 'concurrency: 3\nretries: 1\n';

test.each(APPROACHES)(
  '%s: thirty tasks, of which two fail at first, and kill -9; then it is what is recommended for the next one',
  async (approach) => {
    const repo = await repoWithPlan(HEAD);
    const args = ['run', '--plan', 'tasks.yaml', '--approach', approach];
    repo.write({ 'gate-t10': '' });
    // Those that stop at a failure come to the gate in their third run.
    for (;;) {
      const child = await atWork(repo, 't10', ['--approach', approach]);
      const end = ended(child);
      if (!ids(ran(repo)).includes('t10')) {
        expect(await end).toBe(1);
        continue;
      }
      // What has failed meanwhile is told of first.
      while (approach === 'parallel' && count(repo, 'failed') < FRAGILE.length)
        await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill('SIGKILL');
      expect(await end).toBe('SIGKILL');
      break;
    }
    const before = statusesOf(repo);
    expect(before).toMatchObject({ t0: 'completed', t1: 'completed', t10: 'in_progress' });
    const done = Object.keys(before).filter((id) => before[id] === 'completed');
    const began = ran(repo).length;

    repo.sh('rm gate-t10');
    const codes = [nexus(repo, args).code, nexus(repo, args).code];
    expect([codes.at(-1), count(repo, 'completed')]).toEqual([0, COUNT]);
    const order = ids(ran(repo));
    expect(inOrderOfNeeds(order)).toBe(true);
    // Nothing that was done is done again.
    expect(order.slice(began).filter((id) => done.includes(id))).toEqual([]);
    const told = executions(repo);
    expect(told.every((one) => one.approach === approach)).toBe(true);
    expect(new Set(told.filter(({ success }) => success).map(({ task }) => task)).size).toBe(COUNT);
    const failures = told.filter(({ success }) => !success).map(({ task }) => task);
    expect(failures.sort()).toEqual(
      approach === 'api_heavy' ? [] : FRAGILE.map((id) => `migrate table ${id.slice(1)}`),
    );

    // The others come no further than the first task.
    repo.write({ 'broken-t0': '' });
    for (const other of APPROACHES.filter((name) => name !== approach)) {
      repo.write({ 'tasks.yaml': planText(HEAD) });
      expect(nexus(repo, ['run', '--plan', 'tasks.yaml', '--approach', other]).code).toBe(1);
      expect(count(repo, 'completed')).toBe(0);
    }
    repo.sh('rm broken-t0');
    const next = ['recommend', '--category', 'database', 'migrate table 99'];
    expect(nexus(repo, next).stdout).toContain(approach);
    expect(nexusJson(repo, next)).toMatchObject({ approach });

    // The same from records that commits carry, and for a plan that names no approach.
    repo.git('add', '-A');
    for (let commits = 0; executions(repo).length > 0; commits++) {
      repo.write({ [`step-${commits}`]: '' });
      repo.git('add', `step-${commits}`);
      expect((await (await open(repo)).captureForCommit()).status).toBe('captured');
      repo.git('commit', '-q', '-m', `commit ${commits}`);
      await (await open(repo)).afterGit('post-commit');
    }
    expect(nexusJson(repo, next)).toMatchObject({ approach });
    repo.write({ 'tasks.yaml': planText('', 3) });
    const again = nexus(repo, ['run', '--plan', 'tasks.yaml', '--json']);
    expect([again.code, JSON.parse(again.stderr)]).toMatchObject([0, { approach }]);
  },
  180_000,
);
