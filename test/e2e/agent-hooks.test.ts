import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asJournalEvent, type JournalEvent, type RunEvent } from '../../src/capture/journal-event.ts';
import { openState } from '../../src/repo/state-files.ts';
import {
  COPILOT,
  COPILOT_AS_CLAUDE,
  FAILURES,
  IGNORED,
  KNOWN_ERROR,
  type Payload,
  SUCCESSES,
  SUMMARIES,
} from '../adapters/agents/payloads.ts';
import { gitRepo, type ShellResult, type TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { quiet } from '../helpers/quiet.ts';

const SILENT = { code: 0, stdout: '', stderr: '' };

function send(
  repo: TestRepo,
  input: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): ShellResult {
  return nexus(repo, ['hook', ...args], { input, ...options });
}

/** An event as the agent tells it, from this repository instead of the made-up one. */
function tell(repo: TestRepo, { agent, event, payload }: Payload, cwd = repo.dir, session = ''): ShellResult {
  const text = JSON.stringify(payload)
    .replaceAll('/home/ann/app', cwd)
    .replaceAll(/"(8d1|c07|g31|p5|u9|o1)"/g, `"$1${session}"`);
  // No busy machine decides what these tests see; what happens within the limit has tests of its own.
  return send(repo, text, ['--patient', agent, ...(event === undefined ? [] : [event])]);
}

function journal(repo: TestRepo, kind: 'journal' | 'open' = 'journal'): JournalEvent[] {
  const folder = join(repo.dir, '.git/nexus', kind, 'main');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => asJournalEvent(JSON.parse(readFileSync(join(folder, name), 'utf8'))) ?? [])
    .sort((a, b) => a.at - b.at);
}

function runs(repo: TestRepo): RunEvent[] {
  return journal(repo).filter((event) => event.type === 'run');
}

async function memory(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'settings.json': '{}\n' }));
  // The index is made, as any commit's hook would have.
  await (await open(repo)).recall({ text: 'pool' });
  return repo;
}

async function withKnownError(repo: TestRepo): Promise<string> {
  const { record } = await (await open(repo)).remember({
    kind: 'error',
    title: KNOWN_ERROR,
    error: { type: 'RangeError', message: 'connection pool has no size', signature: KNOWN_ERROR },
    body: '## Context\n\nAt start.\n\n## Resolution\n\nSet `poolSize` in `settings.json`.\n',
  });
  repo.commit('remember it');
  await (await open(repo)).recall({ text: 'pool' });
  return record.id;
}

describe('every agent, through the real program', () => {
  test('a failed command waits in the journal, once', async () => {
    const repo = await memory();
    for (const [name, payload] of Object.entries(FAILURES)) {
      expect(tell(repo, payload, repo.dir, name), name).toEqual(SILENT);
      // The same event once more, by another of its settings.
      expect(tell(repo, payload, repo.dir, name), name).toEqual(SILENT);
      expect(runs(repo), name).toMatchObject([
        {
          command: ['node', 'app.mjs'],
          by: name.split(',')[0],
          exit: 1,
          failure: { message: expect.stringContaining('connection pool has no size') },
        },
      ]);
      await (await open(repo)).discardJournal();
    }
  });

  test('the command that passes is its fix', async () => {
    const repo = await memory();
    for (const [name, payload] of Object.entries(SUCCESSES)) {
      const failure = Object.values(FAILURES).find(({ agent }) => agent === payload.agent);
      if (failure === undefined) throw new Error('no such agent');
      tell(repo, failure, repo.dir, name);
      repo.write({ 'settings.json': `{"poolSize": "${name}"}\n` });
      expect(tell(repo, payload, repo.dir, name), name).toEqual(SILENT);
      expect(runs(repo).at(-1), name).toMatchObject({ exit: 0, fix: { changed: ['settings.json'] } });
      await (await open(repo)).discardJournal();
    }
  });

  test('last words wait without a reason for a commit, the newest of a session', async () => {
    const repo = await memory();
    for (const payload of Object.values(SUMMARIES)) expect(tell(repo, payload)).toEqual(SILENT);
    expect(journal(repo)).toEqual([]);
    const told = journal(repo, 'open').map((event) =>
      event.type === 'summary' ? `${event.by}: ${event.text}` : '',
    );
    expect(told.sort()).toEqual(
      ['claude', 'codex', 'cursor', 'gemini', 'opencode'].map((by) => `${by}: The pool has a size now.`),
    );
  });

  test('what teaches nothing leaves nothing', async () => {
    const repo = await memory();
    for (const payload of Object.values(IGNORED)) expect(tell(repo, payload)).toEqual(SILENT);
    expect([...journal(repo), ...journal(repo, 'open')]).toEqual([]);
    expect(existsSync(join(repo.dir, '.git/nexus/nexus.log'))).toBe(false);
  });
});

describe('the known fix, at once', () => {
  const context = (done: ShellResult): string => {
    expect(done).toMatchObject({ code: 0, stderr: '' });
    if (!done.stdout.startsWith('{')) return done.stdout;
    const printed = JSON.parse(done.stdout);
    return (
      printed.hookSpecificOutput?.additionalContext ?? printed.additionalContext ?? printed.additional_context
    );
  };

  test('to every agent that takes it, once in a session', async () => {
    const repo = await memory();
    const id = await withKnownError(repo);
    for (const name of [
      'claude, its event for failures',
      'codex, the bare output',
      'gemini, told in the text',
      'copilot, camel case, arguments as a text',
      'cursor, an output with an exit code',
      'opencode, as its hook is called',
    ]) {
      const payload = FAILURES[name];
      if (payload === undefined) throw new Error('no such payload');
      const text = context(tell(repo, payload));
      expect(text, name).toMatch(
        /^<nexus-memory>\n[\s\S]*Set `poolSize` in `settings\.json`[\s\S]*<\/nexus-memory>\n$/,
      );
      expect(text).toContain(id.slice(0, 14));
      expect(runs(repo), name).toMatchObject([{ shown: [id] }]);
      // Told again it is the same event; and the same error a second time is told nothing new.
      expect(tell(repo, payload), name).toEqual(SILENT);
      const again = JSON.stringify(payload).replaceAll(/"((?:toolu|call|tool)_)1"/g, '"$19"');
      expect(tell(repo, JSON.parse(again)), name).toEqual(SILENT);
      await (await open(repo)).discardJournal();
    }
  });

  test('where the agent takes none, nothing is shown and nothing counts as shown', async () => {
    const repo = await memory();
    await withKnownError(repo);
    const payload = FAILURES['copilot, camel case'];
    if (payload === undefined) throw new Error('no such payload');
    expect(tell(repo, payload)).toEqual(SILENT);
    expect(runs(repo)).toMatchObject([{ shown: [] }]);
  });

  test('in CI, too, where no hook of git does anything', async () => {
    const repo = await memory();
    await withKnownError(repo);
    const payload = FAILURES['claude, its event for failures'];
    const text = JSON.stringify(payload?.payload).replaceAll('/home/ann/app', repo.dir);
    const done = send(repo, text, ['--patient', 'claude'], { env: { CI: 'true' } });
    expect(context(done)).toContain('Set `poolSize` in `settings.json`');
  });

  test('what was resolved meanwhile is not told later', async () => {
    const repo = await memory();
    await withKnownError(repo);
    const [failed, passed] = [FAILURES['cursor, its event for failures'], SUCCESSES.cursor];
    if (failed === undefined || passed === undefined) throw new Error('no such payload');
    expect(tell(repo, failed)).toEqual(SILENT);
    repo.write({ 'settings.json': '{"poolSize": 8}\n' });
    expect(tell(repo, passed)).toEqual(SILENT);
    const other = { ...passed.payload, tool_name: 'Read', tool_use_id: 'tool_3' };
    expect(tell(repo, { ...passed, payload: other })).toEqual(SILENT);
    expect(runs(repo)).toMatchObject([{ shown: [] }, { exit: 0 }]);
  });

  test('an agent that reads its own settings and those of another is one agent', async () => {
    const repo = await memory();
    const command = { command: 'node app.mjs' };
    const own = { ...COPILOT, toolName: 'bash', toolArgs: command, error: KNOWN_ERROR };
    const other = {
      ...COPILOT_AS_CLAUDE,
      hook_event_name: 'PostToolUseFailure',
      tool_name: 'bash',
      tool_input: command,
      error: KNOWN_ERROR,
    };
    tell(repo, { agent: 'copilot', event: 'postToolUseFailure', payload: own });
    tell(repo, { agent: 'claude', payload: other });
    expect(runs(repo)).toMatchObject([{ by: 'copilot' }]);
  });

  test('an agent resolves what a person met, and the commit tells of it', async () => {
    const repo = await memory();
    expect(nexus(repo, ['hooks', 'install', '--yes']).code).toBe(0);
    repo.write({ 'app.mjs': `throw new RangeError('connection pool has no size');\n` });
    expect(nexus(repo, ['run', '--', 'node', 'app.mjs']).code).toBe(1);
    repo.write({ 'app.mjs': `console.log('listening');\n` });
    tell(repo, SUCCESSES.claude ?? { agent: 'claude', payload: {} });
    repo.commit('give the pool a size');
    await quiet(repo.dir);
    const held = repo.git('show', '--name-only', '--format=', 'HEAD');
    expect(held).toContain('.nexus/errors/');
    expect(held).toContain('.nexus/episodes/');
  });
});

describe('never in the way', () => {
  const failure = FAILURES['claude, its event for failures'] ?? { agent: 'claude', payload: {} };

  test('outside a repository, without a memory, and switched off', async () => {
    const repo = await memory();
    const bare = gitRepo({ a: '' });
    expect(tell(repo, failure, tempDir())).toEqual(SILENT);
    expect(tell(repo, failure, bare.dir)).toEqual(SILENT);
    expect(tell(repo, failure, join(repo.dir, 'gone'))).toEqual(SILENT);
    expect(existsSync(join(bare.dir, '.git/nexus'))).toBe(false);
    const text = JSON.stringify(failure.payload).replaceAll('/home/ann/app', repo.dir);
    expect(send(repo, text, ['claude'], { env: { NEXUS: '0' } })).toEqual(SILENT);
    repo.git('config', 'nexus.enabled', 'false');
    expect(tell(repo, failure)).toEqual(SILENT);
    expect(journal(repo)).toEqual([]);
  });

  test('the repository is where the agent is, not where the program was started', async () => {
    const repo = await memory();
    const text = JSON.stringify(failure.payload).replaceAll('/home/ann/app', join(repo.dir, 'sub'));
    repo.write({ 'sub/a': '' });
    expect(send(repo, text, ['--patient', 'claude'], { cwd: tempDir() })).toEqual(SILENT);
    expect(runs(repo)).toMatchObject([{ folder: 'sub' }]);
  });

  test.each([
    ['not JSON', 'Exit code 1, token=ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['nothing', ''],
    ['deep', '['.repeat(200_000)],
    ['too much', JSON.stringify({ ...failure.payload, error: 'x'.repeat(11 * 1024 * 1024) })],
  ])('%s: silence, and a line in the log', async (_, input) => {
    const repo = await memory();
    expect(send(repo, input, ['--patient', 'claude'])).toEqual(SILENT);
    expect(journal(repo)).toEqual([]);
    const log = readFileSync(join(repo.dir, '.git/nexus/nexus.log'), 'utf8');
    expect(log).toMatch(/^\S+ hook claude: the payload [^\n]+\n$/);
    expect(log).not.toContain('ghp_');
  });

  test('an agent of tomorrow, and no agent', async () => {
    const repo = await memory();
    for (const args of [[], ['windsurf'], ['__proto__'], ['claude', '--later', 'x']])
      expect(send(repo, '{}', args)).toEqual(SILENT);
  });

  test('an answer within the limit comes from a second process, which goes on where it takes longer', async () => {
    const repo = await memory();
    const id = await withKnownError(repo);
    const text = JSON.stringify(failure.payload).replaceAll('/home/ann/app', repo.dir);
    // On a busy machine the first one may have to end before it can ask the second: told again it is the same event.
    for (let tries = 0; tries < 20 && runs(repo).length === 0; tries++) {
      const done = send(repo, text, ['claude']);
      expect(done).toMatchObject({ code: 0, stderr: '' });
      if (done.stdout !== '') expect(done.stdout).toContain('additionalContext');
      await quiet(repo.dir);
    }
    expect(runs(repo)).toMatchObject([{ shown: [id] }]);
  });

  test('a prompt is answered at once where the index is made, and has it made where it is not', async () => {
    const repo = await memory();
    const id = await withKnownError(repo);
    const ask = (session: string): ShellResult => {
      const payload = { hook_event_name: 'UserPromptSubmit', session_id: session, cwd: repo.dir };
      return send(repo, JSON.stringify({ ...payload, prompt: `Why that ${KNOWN_ERROR}?` }), ['claude']);
    };
    const told = ask('one');
    expect(told).toMatchObject({ code: 0, stderr: '' });
    if (told.stdout !== '') expect(told.stdout).toContain(id.slice(0, 14));
    rmSync(join(repo.dir, '.git/nexus/cache'), { recursive: true });
    expect(ask('two')).toMatchObject({ code: 0, stderr: '' });
    await quiet(repo.dir);
    expect(await (await open(repo)).readiness({})).toBe('ready');
    // While another process makes it, what failed is kept, and nothing is looked up.
    rmSync(join(repo.dir, '.git/nexus/cache'), { recursive: true });
    const state = openState(join(repo.dir, '.git'));
    await state.withLock(
      'cache-main',
      () => {
        expect(ask('three')).toEqual(SILENT);
        expect(tell(repo, failure)).toEqual(SILENT);
      },
      { staleMs: 60_000 },
    );
    expect(runs(repo)).toMatchObject([{ shown: [] }]);
    expect(existsSync(join(repo.dir, '.git/nexus/cache/main/head.json'))).toBe(false);
  });

  test('who waits is let go in time, though git never answers', async () => {
    const repo = await memory();
    const folder = tempDir();
    const fifo = join(folder, 'fifo');
    repo.run('mkfifo', [fifo]);
    repo.run('sh', ['-c', `printf '#!/bin/sh\\nexec cat "${fifo}"\\n' >git && chmod +x git`], {
      cwd: folder,
    });
    const env = { PATH: `${folder}:${repo.env.PATH ?? ''}` };
    const text = JSON.stringify(failure.payload).replaceAll('/home/ann/app', repo.dir);
    expect(send(repo, text, ['claude'], { env })).toEqual(SILENT);
    const prompt = {
      hook_event_name: 'UserPromptSubmit',
      session_id: 's',
      cwd: repo.dir,
      prompt: KNOWN_ERROR,
    };
    expect(send(repo, JSON.stringify(prompt), ['claude'], { env })).toEqual(SILENT);
    // Whoever still waits for that git is let go.
    repo.run('sh', ['-c', `: >"${fifo}"`]);
    await quiet(repo.dir);
    expect(journal(repo)).toEqual([]);
  });

  test('secrets and control characters in an output reach no file that can be pushed', async () => {
    const repo = await memory();
    expect(nexus(repo, ['hooks', 'install', '--yes']).code).toBe(0);
    const token = ['ghp', '16C7e42F292c6912E7710c838347Ae178B4a'].join('_');
    const error = `Exit code 1\n\u001b[31mError: login with ${token} failed\u001b[0m at ${repo.dir}`;
    const { payload } = failure;
    tell(repo, { agent: 'claude', payload: { ...payload, error } });
    const words = {
      ...(SUMMARIES['claude, a turn']?.payload ?? {}),
      last_assistant_message: `used ${token}`,
    };
    tell(repo, { agent: 'claude', payload: words });
    await (await open(repo)).note('a reason for an episode');
    tell(repo, SUCCESSES.claude ?? failure);
    repo.commit('log in', { 'settings.json': '{"user": "ann"}\n' });
    await quiet(repo.dir);
    const all = repo.git('grep', '-h', '', 'HEAD', '--', '.nexus');
    expect(all).toContain('REDACTED');
    expect(all).not.toContain(token);
    expect(all).not.toContain(repo.dir);
    expect(all).not.toContain('\u001b');
  });
});
