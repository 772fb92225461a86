import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../../src/library.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { withMemory } from '../helpers/open-repo.ts';

/** Waits until both are at work, so that they end at once; fails while it is told to. */
const STEP = `#!/bin/sh
touch "here-$NEXUS_TASK"
while [ ! -e here-a ] || [ ! -e here-b ]; do sleep 0.02; done
[ -e "broken-$NEXUS_TASK" ] || exit 0
echo "RangeError: $NEXUS_TASK has no size" >&2
exit 1
`;

interface Run {
  readonly id: string;
  readonly type: string;
  readonly command: readonly string[];
  readonly task?: string;
  readonly failure?: { readonly message: string };
  readonly fix?: { readonly closes: readonly string[] };
}

function runs(repo: TestRepo): Run[] {
  const folder = join(repo.dir, '.git/nexus/journal/main');
  return (existsSync(folder) ? readdirSync(folder) : [])
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Run)
    .filter(({ type }) => type === 'run');
}

async function twins(run: string): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'step.sh': STEP }));
  const task = (id: string): string =>
    `  - {id: ${id}, description: size ${id}, category: backend, run: ${run}}\n`;
  repo.write({
    'p.yaml': `approach: parallel\ntasks:\n${task('a')}${task('b')}`,
    'broken-a': '',
    'broken-b': '',
  });
  return repo;
}

const again = (repo: TestRepo, ...mended: string[]): ReturnType<typeof nexus> => {
  repo.sh(`rm -f here-* ${mended.map((id) => `broken-${id}`).join(' ')}`);
  // What passed is done again, too.
  repo.write({ 'p.yaml': readFileSync(join(repo.dir, 'p.yaml'), 'utf8').replaceAll(/, status: \w+/g, '') });
  return nexus(repo, ['run', '--plan', 'p.yaml', '--jobs', '2']);
};

test('tasks that fail and pass at once answer each for itself, though their commands are the same', async () => {
  const repo = await twins('sh step.sh');
  again(repo);
  const failed = runs(repo);
  expect(failed.map(({ failure }) => failure?.message).sort()).toEqual([
    'RangeError: a has no size',
    'RangeError: b has no size',
  ]);

  // The other's success is not this one's.
  const half = again(repo, 'b');
  expect(half.stderr).toContain('resolved: RangeError: b has no size');
  expect(half.stderr).not.toContain('resolved: RangeError: a has no size');
  expect(nexus(repo, ['status']).stdout).toContain('RangeError: a has no size');

  repo.write({ 'broken-b': '' });
  again(repo);
  const whole = again(repo, 'a', 'b');
  expect(whole.code).toBe(0);
  expect(whole.stderr.match(/resolved: /g)).toHaveLength(2);
  const all = runs(repo);
  const taskOf = new Map(all.map(({ id, task }) => [id, task]));
  for (const { task, fix } of all) for (const id of fix?.closes ?? []) expect(taskOf.get(id)).toBe(task);
  const closed = all.flatMap(({ fix }) => fix?.closes ?? []);
  expect(closed.sort()).toEqual(all.flatMap(({ id, failure }) => (failure === undefined ? [] : [id])).sort());
});

test('a command that is one task’s alone is the same by hand, and other tasks resolve nothing', async () => {
  const repo = await twins('sh step.sh $NEXUS_TASK');
  const text = readFileSync(join(repo.dir, 'p.yaml'), 'utf8');
  repo.write({ 'p.yaml': text.replace('$NEXUS_TASK', 'a').replace('$NEXUS_TASK', 'b') });
  again(repo);
  again(repo, 'b');
  const byHand = nexus(repo, ['run', '--', 'sh', 'step.sh', 'a'], { env: { NEXUS_TASK: 'c' } });
  expect(byHand.stderr).toContain('resolved: RangeError: a has no size');
  expect(runs(repo).filter(({ failure, fix }) => failure === undefined && fix === undefined)).toEqual([]);
  expect(runs(repo).map(({ command }) => commandLine(command))).toContain('sh step.sh a');
});
