import { expect, test } from 'vitest';
import { episode } from '../../src/adapters/cli/commands/episode.ts';
import { parseCommand } from '../../src/adapters/cli/parse.ts';
import { bufferIo } from '../adapters/cli/buffer-io.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { quiet } from '../helpers/quiet.ts';

test('an episode is told step by step, carried by the next commit, and learned from', async () => {
  const repo = gitRepo({ 'src/orders.ts': 'export {};\n' });
  expect(nexus(repo, ['init', '--yes']).code).toBe(0);
  repo.commit('give it a memory');
  await quiet(repo.dir);
  const told = (...args: string[]) => nexus(repo, ['episode', ...args]);

  expect(told()).toMatchObject({ code: 1, stderr: expect.stringContaining('no episode yet') });
  const first = told('start', 'Implement', 'the', 'orders', 'API', '--context', 'priority=high');
  const id = first.stdout.trim();
  expect(id).toMatch(/^[0-9a-z]{26}$/);
  const data = ['--data', 'approach=conservative', '--data', 'lines=45'];
  expect(told('event', 'code_generation', '--role', 'worker_backend', ...data).code).toBe(0);
  const secret = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
  const failed = {
    passed: false,
    score: 0.4,
    error: 'TypeError: price of undefined',
    token: secret,
    file: 'src/orders.ts',
  };
  const event = nexus(repo, ['episode', 'event', 'verification', '--role', 'qa_sentinel', '--data', '-'], {
    input: JSON.stringify(failed),
  });
  expect(event.code).toBe(0);
  expect(told('list').stdout).toMatch(
    /^\w{14} {2}open {2}Implement the orders API {2}2 events {2}just now\n$/,
  );
  // What waits for its end starts nothing and goes into no commit.
  repo.write({ 'src/orders.ts': 'export const a = 1;\n' });
  repo.git('commit', '-q', '-am', 'begin the orders API');
  expect(repo.git('show', '--name-only', '--format=', 'HEAD')).toBe('src/orders.ts');

  const ended = told('end', '--failed', '--metric', 'duration=41.5', '--next', 'guard the price');
  expect(ended.stdout).toMatch(/^\.nexus\/episodes\/\d{4}\/\d\d\/implement-the-orders-api-\w{26}\.md\n$/);
  expect(ended.stderr).toContain('your next commit carries it');
  repo.write({ 'src/orders.ts': 'export const a = 2;\n' });
  repo.git('commit', '-q', '-am', 'go on with the orders API');
  await quiet(repo.dir);
  expect(repo.git('show', '--name-only', '--format=', 'HEAD').split('\n')).toEqual([
    ended.stdout.trim(),
    'src/orders.ts',
  ]);
  expect(repo.git('status', '--porcelain')).toBe('');

  const text = repo.git('show', `HEAD:${ended.stdout.trim()}`);
  expect(text).not.toContain(secret);
  expect(text).toContain('files:\n  - src/orders.ts\n');
  expect(text).toContain(
    '  success: false\n  context:\n    - priority=high\n  metrics:\n    - duration=41.5\n',
  );
  expect(text).toContain('## Focus\n\nImplement the orders API\n');
  expect(text).toContain(
    '## Accomplished\n\n- code generation by worker backend: approach conservative, lines 45\n',
  );
  expect(text).toContain('## Errors\n\n- verification by qa sentinel: TypeError: price of undefined\n');
  expect(text).toContain('## Next\n\n- guard the price');

  told('start', 'Write the changelog', '--context', 'approach=incremental');
  told('event', 'code_generation', '--data', 'file=CHANGELOG.md');
  expect(told('end', '--success', '--accomplished', 'the changelog is written').code).toBe(0);

  expect(
    told('list')
      .stdout.split('\n')
      .map((line) => line.slice(16, 46).trimEnd()),
  ).toEqual(['succeeded  Write the changelog', 'failed     Implement the order', '']);
  const similar = nexusJson(repo, ['episode', 'similar', 'implement a REST API for orders']);
  expect(similar).toMatchObject({
    schema: 1,
    episodes: [{ id, outcome: 'failure', next: ['guard the price'] }],
  });
  expect(told('similar', 'orders API').stdout).toMatch(
    /^Implement the orders API {2}failed\n\w{14} · .*\n {2}done {3}code generation by .*\n {2}error {2}.*price of undefined\n {2}next {3}guard the price\n$/,
  );
  expect(told('similar', 'orders API', '--success-only')).toMatchObject({
    code: 1,
    stderr: 'No past episode is like this.\n',
  });

  expect(told('failures').stdout).toMatch(
    /^1 episode of 2 with failures, by signature\n\n {3}1× .*price of undefined\n {6}last {5}.* · 0 of 1 resolved\n {6}in {7}\w{14} Implement the orders API\n$/,
  );
  expect(nexusJson(repo, ['episode', 'failures', '--by', 'approach', '--since', '1d'])).toMatchObject({
    by: 'approach',
    episodes: 2,
    failed: 1,
    groups: [{ key: 'conservative', count: 1, resolved: 0, examples: [{ id }] }],
  });
  expect(nexusJson(repo, ['episode', 'failures', '--by', 'file']).groups).toMatchObject([
    { key: 'src/orders.ts' },
  ]);

  const played = told('replay', id.slice(0, 14), '--speed', '10x').stdout;
  expect(played).toMatch(
    /^Implement the orders API\nfailed · \w{14} · .* · took 0:\d\d\ncontext {2}priority=high\n/,
  );
  expect(played).toMatch(
    /\n\+0:\d\d {2}worker_backend {2}code_generation {2}approach conservative, lines 45\n\+0:\d\d {2}qa_sentinel {5}verification {5}passed false/,
  );
  expect(nexusJson(repo, ['episode', 'replay', id])).toMatchObject({
    outcome: 'failure',
    metrics: ['duration=41.5'],
    events: [
      { type: 'code_generation', role: 'worker_backend', data: { approach: 'conservative', lines: 45 } },
      {
        type: 'verification',
        data: { passed: false, score: 0.4, token: expect.stringContaining('REDACTED') },
      },
    ],
  });
  expect(told('show', id).stdout).toContain(
    `events       2; see them: nexus episode replay ${id.slice(0, 14)}\n`,
  );
});

test('on a terminal a replay has its pauses, at the speed that is asked for', async () => {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  const opened = await open(repo);
  const { id } = await opened.startEpisode({ task: 'Paced' });
  const now = Date.now();
  for (const at of [0, 30_000, 60_000]) await opened.recordEvent({ type: `t${at}`, at: now + at });
  await opened.endEpisode({ success: true });
  const shown = async (...options: string[]) => {
    const io = bufferIo({ stdoutIsTTY: true, columns: 60 });
    const args = parseCommand(episode, ['replay', id, ...options]);
    await episode.run({ io, args, json: false, nexus: async () => opened });
    return io.printed.out;
  };
  const fast = await shown('--speed', '10000x');
  expect(fast).toMatch(/\n\+0:30 {2}t30000\n\+1:00 {2}t60000\n\nsucceeded\n$/);
  expect(await shown('--speed', '1x', '--no-wait')).toBe(fast);
});

test('of nothing it says so, and what to do', async () => {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  expect(nexus(repo, ['episode', 'failures']).stderr).toBe('Nothing failed in 0 past episodes.\n');
  expect(nexus(repo, ['report'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('nexus run --task'),
  });
  repo.write({ '.nexus/episodes/2026/11/torn-01m7zgx3anqd51fw9gwbjg16je.md': '---\nid: x\n' });
  const { stderr } = nexus(repo, ['episode']);
  expect(stderr).toContain('front matter without an end');
  expect(stderr).not.toContain('There is no episode yet');
});

test('a wrong word is answered with the right one', async () => {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  const told = (...args: string[]) => nexus(repo, ['episode', ...args]);
  const says = (text: string, code = 2) => ({ code, stderr: expect.stringContaining(text) });
  expect(told('strat', 'x')).toMatchObject(says('nexus episode start?'));
  expect(told('start')).toMatchObject(says('needs a task'));
  expect(told('event', 'x')).toMatchObject(says('no episode is open here', 1));
  expect(told('end')).toMatchObject(says('no episode is open here', 1));
  expect(told('start', 'x', '--context', 'priority')).toMatchObject(says('--context takes key=value'));
  expect(told('start', 'x').code).toBe(0);
  expect(told('event')).toMatchObject(says('needs a type'));
  expect(told('event', 'x', 'y')).toMatchObject(says('does not take "y"'));
  expect(told('event', '… 3 more')).toMatchObject(says('begins with a letter'));
  expect(told('event', 'x', '--data', '{"a":')).toMatchObject(says('--data is not JSON'));
  expect(told('event', 'x', '--next', 'y')).toMatchObject(says('has no option --next'));
  expect(told('end', '--success', '--failed')).toMatchObject(says('say both'));
  expect(told('end', '--id', '7zzzzzzz')).toMatchObject(says('no open episode begins with "7zzzzzzz"', 1));
  expect(told('replay', '7zzzzzzz').code).toBe(1);
  expect(told('failures', '--by', 'mood')).toMatchObject(says('signature, category, approach, file'));
  expect(told('end')).toMatchObject({ code: 0, stderr: expect.stringContaining('Commit it yourself') });
  expect(told('replay', 'x', '--speed', 'fast')).toMatchObject(says('a factor such as 10x'));
  expect(nexus(gitRepo({ a: 'a\n' }), ['episode', 'start', 'x'])).toMatchObject(says('nexus init'));
});
