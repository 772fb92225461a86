import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { session } from '../../src/adapters/cli/commands/session.ts';
import { parseCommand } from '../../src/adapters/cli/parse.ts';
import { bufferIo } from '../adapters/cli/buffer-io.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { quiet } from '../helpers/quiet.ts';

test('a person starts, tells, commits, ends, and starts again the next day', async () => {
  const repo = gitRepo({ 'import.py': 'print()\n' });
  expect(nexus(repo, ['init', '--yes']).code).toBe(0);
  repo.commit('give it a memory');
  await quiet(repo.dir);

  expect(nexus(repo, ['session']).code).toBe(1);
  const started = nexus(repo, ['session', 'start', 'Performance', 'of', 'the', 'import']);
  expect(started).toMatchObject({ code: 0, stdout: '✓ Current focus: Performance of the import\n' });
  const why = ['--why', 'The file does not fit into memory.'];
  const decided = nexus(repo, ['session', 'decide', 'Read in chunks', ...why, '--files', 'import.py']);
  expect(decided.stdout).toMatch(/^\.nexus\/decisions\/read-in-chunks-\w+\.md\n$/);
  expect(decided.stderr).toContain('your next commit carries it');
  expect(nexus(repo, ['session', 'block', '-'], { input: 'no access to staging\n' }).code).toBe(0);
  expect(nexus(repo, ['session', 'status']).stdout).toMatch(
    / {2}decision {3}Read in chunks\n {2}blocker {4}no access to staging\n/,
  );

  writeFileSync(join(repo.dir, 'import.py'), 'print(1)\n');
  repo.git('commit', '-q', '-am', 'import in chunks');
  const held = repo.git('show', '--name-only', '--format=', 'HEAD').split('\n');
  expect(held.map((path) => path.split('/').slice(0, 2).join('/'))).toEqual([
    '.nexus/decisions',
    '.nexus/episodes',
    'import.py',
  ]);

  const ended = nexus(repo, ['session', 'end', '--next', 'validate the rows, all of them']);
  expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('carries its episode') });
  repo.write({ 'import.py': 'print(2)\n' });
  repo.git('commit', '-q', '-am', 'print the sum');
  await quiet(repo.dir);
  expect(repo.git('status', '--porcelain')).toBe('');
  expect(repo.git('show', '--name-only', '--format=', 'HEAD')).toBe(`${ended.stdout}import.py`);

  const next = nexus(repo, ['session', 'start']);
  expect(next.stdout).toMatch(/^✓ Last session \(.*\): import in chunks$/m);
  expect(next.stdout).toContain('✓ Current focus: validate the rows, all of them\n');
  expect(next.stdout).toContain('✓ Blockers: no access to staging\n');
  expect(nexusJson(repo, ['session', 'log'])).toMatchObject({
    schema: 1,
    sessions: [{ title: 'Performance of the import', decisions: ['Read in chunks'] }],
  });
  expect(nexus(repo, ['session', 'log', '-n', '1']).stdout).toContain('  done       import in chunks\n');

  expect(nexus(repo, ['context', 'sessions']).stdout).toContain(
    '- **Focus**: Performance of the import\n- **Accomplished**: import in chunks\n- **Next steps**: validate the rows',
  );
  expect(nexus(repo, ['context', 'patterns'])).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^# Learned Patterns\n/),
  });

  const again = nexus(repo, ['session', 'start']);
  expect(again.stderr).toContain('was left open; it is closed now. There was nothing to tell of it.\n');
  const none = nexus(repo, ['session', 'end']);
  expect(none).toMatchObject({ code: 0, stderr: expect.stringContaining('so there is no episode') });
  expect(nexus(repo, ['session', 'end']).code).toBe(1);
});

test('status and doctor tell of the session, of what the commit takes, and of what a person commits', async () => {
  const repo = gitRepo({ a: 'a\n' });
  nexus(repo, ['init', '--yes']);
  expect(nexus(repo, ['status']).stdout).toContain('For you to commit\n  .nexus/config.yaml\n');
  repo.commit('give it a memory');
  await quiet(repo.dir);
  nexus(repo, ['session', 'start', 'the import']);
  nexus(repo, ['session', 'decide', 'Read in chunks']);
  nexus(repo, ['session', 'block', 'no access to staging']);
  nexus(repo, ['session', 'block', '--resolved', 'staging']);
  nexus(repo, ['session', 'prefer', 'Tests: first']);
  const waits = [
    '  decision  Read in chunks',
    '  blocker   no access to staging',
    '  unblocked no access to staging',
    '  prefers   Tests: first',
  ];
  expect(nexus(repo, ['status']).stdout.split('\n')).toEqual([
    '1 record on main',
    'A session is open, begun just now: the import',
    'Your next commit carries',
    ...waits,
    'For you to commit',
    '  .nexus/context/preferences.md',
    '',
  ]);
  expect(nexus(repo, ['doctor']).stdout).toContain('ok    a session is open: the import\n');

  nexus(repo, ['session', 'end']);
  nexus(repo, ['agents', 'install', 'claude']);
  const ended = nexus(repo, ['status']).stdout;
  expect(ended).toContain('Your next commit carries\n  decision  Read in chunks\n  episode   the import\n');
  expect(ended).toContain('Told of this memory: Claude Code\n');
  expect(nexus(repo, ['doctor']).stdout).toContain('Claude Code: told of this memory by settings');
  repo.write({
    '.nexus/context/bank.md': '## A\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n',
    '.mcp.json': '{}',
  });
  const broken = '.nexus/context/bank.md:2: a merge conflict is not resolved';
  expect(nexus(repo, ['status'])).toMatchObject({ code: 1, stderr: expect.stringContaining(broken) });
  const { stdout } = nexus(repo, ['doctor']);
  expect(stdout).toContain(`BAD   ${broken}`);
  expect(stdout).toContain(
    'Claude Code: the MCP server in .mcp.json is missing\n      run: nexus agents install claude\n',
  );

  // A blocker that is gone is no headline of what blocks.
  repo.commit('all of it', { '.nexus/context/bank.md': '# Bank\n' });
  await quiet(repo.dir);
  nexus(repo, ['session', 'block', 'the disk is full']);
  repo.commit('more', { a: 'b\n' });
  await quiet(repo.dir);
  nexus(repo, ['session', 'start']);
  nexus(repo, ['session', 'block', '--resolved', 'disk']);
  expect(nexusJson(repo, ['session', 'end', '--accomplished', ''])).toMatchObject({
    episode: { title: 'Resolved: the disk is full' },
  });
});

test('a wrong word is answered with the right one', async () => {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  const told = (...args: string[]) => nexus(repo, ['session', ...args]);
  expect(told('strat')).toMatchObject({ code: 2, stderr: expect.stringContaining('nexus session start?') });
  expect(told('note')).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a text') });
  expect(told('note', 'x', '--why', 'y')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('nexus session note has no option --why'),
  });
  expect(told('end', 'now')).toMatchObject({ code: 2 });
  expect(told('block', '--resolved', 'staging')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no open blocker says "staging"'),
  });
  expect(nexus(gitRepo({ a: 'a\n' }), ['session', 'start'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('nexus init'),
  });
});

test('someone at a terminal is asked what they go on with', async () => {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  const start = async (...answers: string[]) => {
    const io = bufferIo({ stdinIsTTY: true, stdoutIsTTY: true, answers });
    const opened = await open(repo);
    const args = parseCommand(session, ['start']);
    await session.run({ io, args, json: false, nexus: async () => opened });
    return { asked: io.asked, focus: (await opened.sessionStatus())?.focus };
  };
  expect(await start('')).toEqual({ asked: ['\nWhat would you like to work on? '], focus: undefined });
  await (await open(repo)).sessionAdd({ kind: 'note', text: 'the rows are read' });
  await (await open(repo)).sessionEnd({ next: ['the report'] });
  const question = "\nReady to continue with the report, or is there something else you'd like to work on? ";
  expect(await start('')).toEqual({ asked: [question], focus: 'the report' });
  expect(await start('the docs')).toEqual({ asked: [question], focus: 'the docs' });
});
