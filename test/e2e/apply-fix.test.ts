import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { hasTmux, Terminal } from '../helpers/terminal.ts';

const QUESTION = 'Run this now? [y/N, q: ask no more]';

/** Fails with a known error while there is no `fixed-<name>`. */
const CHECK = `#!/bin/sh
[ -e "slow-$1" ] && sleep 1
[ -e "fixed-$1" ] && echo "$1 is well" && exit 0
echo "RangeError: $1 has no size" >&2
exit 7
`;

/** Remembers what resolves a check. */
async function known(repo: TestRepo, name: string, resolution: string): Promise<string> {
  const { record } = await (await open(repo)).remember({
    kind: 'error',
    title: `RangeError: ${name} has no size`,
    error: { type: 'RangeError', message: `${name} has no size` },
    body: `## Resolution\n\n${resolution}\n`,
  });
  return record.id;
}

async function project(resolutions: Readonly<Record<string, string>>): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'check.sh': CHECK }));
  repo.sh('chmod +x check.sh');
  for (const [name, resolution] of Object.entries(resolutions)) await known(repo, name, resolution);
  repo.commit('what is known');
  return repo;
}

function waiting(repo: TestRepo): Record<string, unknown>[] {
  return ['journal', 'open'].flatMap((kind) => {
    const folder = join(repo.dir, '.git/nexus', kind, 'main');
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map(
      (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>,
    );
  });
}

function outcomes(repo: TestRepo): unknown[] {
  return waiting(repo).flatMap(({ type, helped }) => (type === 'outcome' ? [helped] : []));
}

test('only the same signature is called the same; a failure without output is like no other', async () => {
  const repo = await project({ pool: 'Exit code 1, no output: give it a size.' });
  repo.write({ 'fails.sh': 'echo "RangeError: the pool of workers has no size" >&2; exit 1\n' });
  const near = nexus(repo, ['run', '--', 'sh', 'fails.sh']);
  expect(near.stderr).toContain('nexus: something like it is known');
  expect(near.stderr).not.toContain('nexus: this was');
  repo.write({ 'other.sh': 'echo "ValueError: the pool of workers has no size" >&2; exit 1\n' });
  expect(nexus(repo, ['run', '--', 'sh', 'other.sh']).stderr).not.toContain('nexus:');
  expect(nexus(repo, ['run', '--', 'false'])).toMatchObject({ code: 1, stderr: '' });
});

describe('nobody is asked', () => {
  test.each([
    [{}, 'standard input and error are not both a terminal'],
    [{ CI: 'true' }, 'CI is set'],
    [{ CLAUDECODE: '1' }, 'a coding agent runs this (CLAUDECODE is set)'],
  ])('%j', async (env, why) => {
    const repo = await project({ pool: '```sh\ntouch fixed-pool\n```' });
    const done = nexus(repo, ['run', '--apply-fix', '--', './check.sh', 'pool'], { env, input: 'y\n' });
    expect(done.code).toBe(7);
    expect(done.stderr).toContain('nexus: this was resolved before');
    expect(done.stderr).toContain(`nexus: not asked whether to run it: ${why}\n`);
    expect(existsSync(join(repo.dir, 'fixed-pool'))).toBe(false);
    repo.write({ 'p.yaml': 'tasks: [{id: a, description: d, category: c, run: ./check.sh pool}]\n' });
    const plan = nexus(repo, ['run', '--apply-fix', '--plan', 'p.yaml'], { env, input: 'y\n' });
    expect([plan.code, plan.stderr]).toEqual([
      1,
      expect.stringContaining(`not asked whether to run it: ${why}`),
    ]);
    expect(existsSync(join(repo.dir, 'fixed-pool'))).toBe(false);
  });

  test('where there is no place for a question', async () => {
    const repo = await project({});
    for (const flag of ['--json', '--quiet'])
      expect(nexus(repo, ['run', '--apply-fix', flag, '--', 'true']).code).toBe(2);
  });
});

describe.skipIf(!hasTmux)('at a terminal', () => {
  test('y runs it, and what failed passes; no, Enter, Ctrl-C and Ctrl-D leave it at that', async () => {
    const repo = await project({ pool: 'Give it one.\n\n```sh\necho sizing\ntouch fixed-pool\n```' });
    const terminal = new Terminal(repo, 100);
    const line = 'nexus run --apply-fix --task "size the pool" --category backend -- ./check.sh pool';
    for (const leave of [
      () => terminal.type('n'),
      () => terminal.key('Enter'),
      () => terminal.key('C-c'),
      () => terminal.key('C-d'),
    ]) {
      const asked = await terminal.asks(line, QUESTION);
      expect(asked).toContain('\n  | echo sizing\n  | touch fixed-pool\n');
      expect(asked).toMatch(
        /nexus: a known fix of 2 lines, from error \w+ · RangeError: pool has no size · Ann/,
      );
      leave();
      expect(await terminal.ended()).toMatch(/\nexit 7$/);
    }
    expect(existsSync(join(repo.dir, 'fixed-pool'))).toBe(false);
    expect(outcomes(repo)).toEqual([]);

    await terminal.asks(line, QUESTION);
    terminal.type('y');
    const end = await terminal.ended();
    expect(end).toMatch(
      /\nsizing\nnexus: done; now again what failed\npool is well\nnexus: resolved: .*pool.*\nexit 0$/,
    );
    expect(outcomes(repo)).toEqual([true]);
    const told = waiting(repo).flatMap(({ execution }) => (execution === undefined ? [] : [execution]));
    expect(told).toHaveLength(5);
    expect(told).toContainEqual(
      expect.objectContaining({
        approach: 'standard_recovered',
        success: true,
        success_factors: ['error_recovery'],
      }),
    );
  });

  test('what was typed before the question is no answer', async () => {
    const repo = await project({ pool: 'Run `touch fixed-pool`' });
    repo.write({
      'slow-pool': '',
      'p.yaml': 'tasks: [{id: a, description: size, category: c, run: ./check.sh pool}]\n',
    });
    const terminal = new Terminal(repo, 100);
    // Tasks of a parallel plan read no keys: these lie in the terminal until somebody reads there.
    terminal.type('nexus run --apply-fix --plan p.yaml --jobs 2; echo over');
    terminal.type('y');
    terminal.type('y');
    await terminal.sees(QUESTION);
    terminal.key('Enter');
    await terminal.sees(/\nover\n/);
    expect(existsSync(join(repo.dir, 'fixed-pool'))).toBe(false);
  });

  test('one that fails leads to the next, three at most; q asks no more; hidden characters are seen', async () => {
    const bad = '```sh\nfalse # \u202e\u200b\n```';
    const repo = await project({ pool: `${bad}\n\n- Run \`exit 4\`\n- Run \`touch a\`\n- Run \`touch b\`` });
    const terminal = new Terminal(repo, 60);
    const line = 'nexus run --apply-fix -- ./check.sh pool';
    const asked = await terminal.asks(line, QUESTION);
    expect(asked).toContain('  | false # <U+202E><U+200B>\n');
    expect(asked).toContain('characters that cannot be seen');
    terminal.type('y');
    await terminal.sees(/failed with exit code 1\n[\s\S]*\| exit 4\n[\s\S]*Run this now/);
    terminal.type('y');
    await terminal.sees(/failed with exit code 4\n[\s\S]*\| touch a\n[\s\S]*Run this now/);
    terminal.type('y');
    expect(await terminal.ended()).toMatch(/now again what failed\nRangeError: pool has no size\nexit 7$/);
    expect([existsSync(join(repo.dir, 'a')), existsSync(join(repo.dir, 'b'))]).toEqual([true, false]);
    expect(outcomes(repo)).toEqual([false, false, false]);

    await terminal.asks(line, QUESTION);
    terminal.type('q');
    expect((await terminal.ended()).split(QUESTION)).toHaveLength(2);
  });

  test('what nobody has committed says so, and what is no command is not asked about', async () => {
    const repo = await project({ queue: 'Set its size.' });
    await known(repo, 'pool', '```sh\ntouch fixed-pool\n```');
    const terminal = new Terminal(repo, 100);
    expect(await terminal.asks('nexus run --apply-fix -- ./check.sh pool', QUESTION)).toContain(
      'nexus: from a record that is unreviewed, not committed yet',
    );
    terminal.type('n');
    await terminal.ended();
    expect(await terminal.run('nexus run --apply-fix -- ./check.sh queue')).toMatch(
      /nexus: no command is known that could be run\nexit 7$/,
    );
  });

  test('in a plan questions come one at a time, and the others wait with what they say', async () => {
    const repo = await project({ a: 'Run `touch fixed-a`', b: 'Run `touch fixed-b`' });
    repo.write({
      'talk.sh': '#!/bin/sh\nfor i in 1 2 3 4 5 6 7 8; do echo word $i; sleep 0.2; done\n',
      'p.yaml': `tasks:
  - {id: a, description: size a, category: backend, run: ./check.sh a}
  - {id: b, description: size b, category: backend, run: ./check.sh b}
  - {id: talk, description: talk, category: backend, run: sh talk.sh}
`,
    });
    const terminal = new Terminal(repo, 100);
    await terminal.asks('nexus run --apply-fix --plan p.yaml --jobs 3', QUESTION);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(terminal.screen().trimEnd().endsWith(QUESTION)).toBe(true);
    expect(terminal.screen().split(QUESTION)).toHaveLength(2);
    terminal.type('y');
    await terminal.sees(/[yN][\s\S]*done; now again[\s\S]*Run this now/);
    terminal.type('y');
    const end = await terminal.ended();
    expect(end).toMatch(/nexus: 3 completed\nexit 0$/);
    expect(end).toContain('talk | word 8');
    expect(end).toMatch(/nexus: a: a known fix, from error[\s\S]*a completed in [\d.]+ s, by a known fix/);
    expect(end).toMatch(/a \| a is well/);
    const approaches = waiting(repo).flatMap(({ execution }) =>
      execution === undefined ? [] : [(execution as { approach: string }).approach],
    );
    expect(approaches.sort()).toEqual(['parallel', 'parallel_recovered', 'parallel_recovered']);
    expect(outcomes(repo)).toEqual([true, true]);
  });
});
