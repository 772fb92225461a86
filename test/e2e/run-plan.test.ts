import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
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
  journal,
  planText,
  ran,
  repoWithPlan,
  statusesOf,
} from '../helpers/thirty-tasks.ts';

describe('thirty tasks, of which two fail at first', () => {
  test.each(['standard', 'incremental'])(
    '%s: one after the other; each run goes on where the last ended',
    async (approach) => {
      const repo = await repoWithPlan();
      const first = nexus(repo, ['run', '--plan', 'tasks.yaml', '--approach', approach]);
      expect(first.code).toBe(1);
      expect(first.stdout).toBe('did t0\ndid t1\ndid t2\n');
      expect(first.stderr).toContain('nexus: 4/30 t3 failed after');
      expect(first.stderr).toContain('TypeError: t3 has no pool');
      expect(first.stderr).toContain('3 completed, 1 failed, 26 pending; the same command goes on from here');
      expect(statusesOf(repo).t3).toBe('failed');

      expect(nexus(repo, ['run', '--plan', 'tasks.yaml', '--approach', approach]).code).toBe(1);
      const last = nexus(repo, ['run', '--plan', 'tasks.yaml', '--approach', approach]);
      expect(last.code).toBe(0);
      expect(last.stderr).toContain('nexus: 30 completed\n');
      expect(last.stderr).toContain('resolved: ');
      const order = ids(ran(repo));
      expect(order.filter((id, at) => order.indexOf(id) === at)).toEqual(
        Array.from({ length: COUNT }, (_, index) => `t${index}`),
      );
      expect(order).toHaveLength(COUNT + FRAGILE.length);
      expect(
        executions(repo)
          .filter(({ success }) => !success)
          .map(({ task }) => task),
      ).toEqual(['migrate table 3', 'migrate table 5']);
      // Comments and all stand where they stood; only statuses came.
      const text = readFileSync(join(repo.dir, 'tasks.yaml'), 'utf8');
      expect(text.replaceAll('    status: completed\n', '')).toBe(planText());
      expect(nexus(repo, ['run', '--plan', 'tasks.yaml']).stderr).toBe('nexus: 30 completed\n');
    },
  );

  test('parallel: only what depends on a failure is left out, and the next similar plan is done so, too', async () => {
    const repo = await repoWithPlan();
    const first = nexus(repo, ['run', '--plan', 'tasks.yaml', '--jobs', '4']);
    expect(first.code).toBe(1);
    expect(count(repo, 'failed')).toBe(2);
    // Below t3: 7, 8, 15–18; below t5: 11, 12, 23–26.
    expect(count(repo, 'skipped')).toBe(12);
    expect(count(repo, 'completed')).toBe(16);
    expect(first.stdout.split('\n').sort().slice(1, 3)).toEqual(['t0 | did t0', 't1 | did t1']);
    expect(first.stderr).toContain('t3 | TypeError: t3 has no pool\n');
    expect(first.stderr).toContain('t7 skipped: something that it needs has failed');
    expect(inOrderOfNeeds(ids(ran(repo)))).toBe(true);

    const second = nexus(repo, ['run', '--plan', 'tasks.yaml', '--jobs', '4']);
    expect([second.code, count(repo, 'completed')]).toEqual([0, COUNT]);
    expect(ran(repo)).toHaveLength(COUNT + FRAGILE.length);
    const told = executions(repo);
    expect(told.filter(({ success }) => success)).toHaveLength(COUNT);
    expect(told.every(({ approach }) => approach === 'parallel')).toBe(true);

    const next = await (await open(repo)).recommend({
      category: 'database',
      description: 'migrate table 99',
    });
    expect(next.approach).toBe('parallel');
    repo.write({ 'tasks.yaml': planText() });
    const third = nexus(repo, ['run', '--plan', 'tasks.yaml', '--json']);
    expect(third.stdout).toContain('t29 | did t29\n');
    expect(JSON.parse(third.stderr)).toMatchObject({
      approach: 'parallel',
      aborted: false,
      statuses: { t29: 'completed' },
    });
  });

  test('api_heavy: what fails is tried again elsewhere, in the same run', async () => {
    const repo = await repoWithPlan(
      'approach: api_heavy\nconcurrency: 3\nretries: 2\nrate: 200\nendpoints: [one, two]\n',
    );
    const done = nexus(repo, ['run', '--plan', 'tasks.yaml']);
    expect([done.code, count(repo, 'completed')]).toEqual([0, COUNT]);
    expect(done.stderr).toMatch(/nexus: t3 failed: TypeError: t3 has no pool; again in 0\.\d s/);
    const tries = ran(repo).filter((line) => line.startsWith('t3 '));
    expect(tries.map((line) => line.split(' ')[1])).toEqual(['1', '2']);
    const [, second] = tries.map((line) => line.split(' ')[2]);
    expect(tries[0]).not.toContain(second);
    expect(new Set(ran(repo).map((line) => line.split(' ')[2]))).toEqual(new Set(['one', 'two']));
    expect(executions(repo)).toHaveLength(COUNT);
  });
});

test.each([[[]], [['--jobs', '3']]])(
  'Ctrl-C stops in good order: 130, nothing in progress, no record of what was not done %j',
  async (args) => {
    const repo = await repoWithPlan();
    repo.sh('rm fragile-*');
    repo.write({ 'gate-t4': '' });
    const child = await atWork(repo, 't4', args);
    const end = ended(child);
    child.kill('SIGINT');
    expect(await end).toBe(130);
    expect(statusesOf(repo).t4).toBe('pending');
    expect(count(repo, 'in_progress')).toBe(0);
    expect(executions(repo)).toHaveLength(count(repo, 'completed'));
    expect(journal(repo).filter(({ type }) => type === 'run')).toEqual([]);
  },
);

test('one plan is worked on by one process at a time, and a person may edit it meanwhile', async () => {
  const repo = await repoWithPlan();
  repo.sh('rm fragile-*');
  repo.write({ 'gate-t2': '' });
  const child = await atWork(repo, 't2');
  const end = ended(child);
  const other = nexus(repo, ['run', '--plan', './tasks.yaml']);
  expect([other.code, other.stderr]).toEqual([3, expect.stringContaining('another nexus run')]);
  const text = readFileSync(join(repo.dir, 'tasks.yaml'), 'utf8');
  repo.write({ 'tasks.yaml': text.replace('# That is all.', '# That is nearly all.') });
  repo.sh('rm gate-t2');
  expect(await end).toBe(0);
  const after = readFileSync(join(repo.dir, 'tasks.yaml'), 'utf8');
  expect(after).toContain('# That is nearly all.');
  expect(count(repo, 'completed')).toBe(COUNT);
});

describe('what is wrong is told before anything runs', () => {
  test.each([
    ['tasks: []', [], 2, 'tasks.yaml:1: there are no tasks'],
    ['tasks:\n  - {id: a, description: x, category: y}', [], 2, 'nothing to run for a'],
    [
      'tasks:\n  - {id: a, description: x, category: y, run: "touch ran.log", dependencies: [a]}',
      [],
      2,
      'tasks.yaml:2: tasks wait for each other: a → a',
    ],
    [undefined, ['--approach', 'paralel'], 2, 'did you mean parallel?'],
    [undefined, ['--jobs', '0'], 2, '--jobs takes a whole number from 1 to 64'],
    [undefined, ['--task', 'x'], 2, '--plan and --task do not go together'],
    [undefined, ['--', 'npm', 'test'], 2, '--plan and a command do not go together'],
  ])('%j %j', async (text, args, code, message) => {
    const repo = await repoWithPlan();
    if (text !== undefined) repo.write({ 'tasks.yaml': text });
    const done = nexus(repo, ['run', '--plan', 'tasks.yaml', ...args]);
    expect([done.code, done.stderr]).toEqual([code, expect.stringContaining(message)]);
    expect(ran(repo)).toEqual([]);
  });

  test('a file that is none, or is not there', async () => {
    const repo = await repoWithPlan();
    expect(nexus(repo, ['run', '--plan', 'nope.yaml']).code).toBe(2);
    expect(nexus(repo, ['run', '--plan', '.']).code).toBe(2);
  });
});

test('without a memory a plan runs, and nothing is kept', () => {
  const repo = gitRepo({
    'p.json': '{"tasks": [{"id": "a", "description": "x", "category": "y", "run": ["true"]}]}\n',
  });
  const done = nexus(repo, ['run', '--plan', 'p.json']);
  expect([done.code, done.stderr]).toEqual([0, expect.stringContaining('nexus: 1 completed\n')]);
  expect(readFileSync(join(repo.dir, 'p.json'), 'utf8')).toBe(
    '{"tasks": [{"id": "a", "status": "completed", "description": "x", "category": "y", "run": ["true"]}]}\n',
  );
  expect(existsSync(join(repo.dir, '.nexus'))).toBe(false);
});
