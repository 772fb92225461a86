import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asJournalEvent, type RunEvent } from '../../src/capture/journal-event.ts';
import { AGENT_NAMES, type AgentName } from '../../src/core/agents.ts';
import {
  CLAUDE,
  CODEX,
  COPILOT,
  CURSOR,
  FAILURES,
  GEMINI,
  KNOWN_ERROR,
  type Payload,
  SUCCESSES,
} from '../adapters/agents/payloads.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import {
  drivePlugin,
  fire,
  installedHooks,
  installedServer,
  type PluginCall,
  withNexusOnPath,
} from '../helpers/installed-agent.ts';
import { McpLines } from '../helpers/mcp-lines.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { quiet } from '../helpers/quiet.ts';

type Hooked = Exclude<AgentName, 'opencode'>;

/** What each agent is told at the start, when a command fails, and when it passes. */
const TOLD: Readonly<Record<Hooked, Readonly<Record<'start' | 'failure' | 'success', Payload>>>> = {
  claude: {
    start: {
      agent: 'claude',
      payload: { ...CLAUDE, hook_event_name: 'SessionStart', source: 'startup', model: 'x' },
    },
    failure: recorded(FAILURES, 'claude, its event for failures'),
    success: recorded(SUCCESSES, 'claude'),
  },
  codex: {
    start: { agent: 'codex', payload: { ...CODEX, hook_event_name: 'SessionStart', source: 'startup' } },
    failure: recorded(FAILURES, 'codex, the bare output'),
    success: recorded(SUCCESSES, 'codex, the bare output'),
  },
  gemini: {
    start: { agent: 'gemini', payload: { ...GEMINI, hook_event_name: 'SessionStart', source: 'startup' } },
    failure: recorded(FAILURES, 'gemini, told in the text'),
    success: recorded(SUCCESSES, 'gemini'),
  },
  copilot: {
    start: { agent: 'copilot', event: 'sessionStart', payload: { ...COPILOT, source: 'new' } },
    failure: recorded(FAILURES, 'copilot, camel case'),
    success: recorded(SUCCESSES, 'copilot'),
  },
  cursor: {
    start: {
      agent: 'cursor',
      payload: { ...CURSOR, hook_event_name: 'sessionStart', composer_mode: 'agent' },
    },
    failure: recorded(FAILURES, 'cursor, its event for failures'),
    success: recorded(SUCCESSES, 'cursor'),
  },
};

/** A file was read after the failure: for two agents the first event that takes context. */
const NEXT: Readonly<Partial<Record<Hooked, Payload>>> = {
  copilot: {
    agent: 'copilot',
    event: 'postToolUse',
    payload: {
      ...COPILOT,
      toolName: 'view',
      toolArgs: { path: 'app.mjs' },
      toolResult: { resultType: 'success', textResultForLlm: 'throw' },
    },
  },
  cursor: {
    agent: 'cursor',
    payload: {
      ...CURSOR,
      hook_event_name: 'postToolUse',
      tool_name: 'Read',
      tool_input: { path: 'app.mjs' },
      tool_use_id: 'tool_7',
      tool_output: 'throw',
    },
  },
};

function recorded(all: Readonly<Record<string, Payload>>, name: string): Payload {
  const found = all[name];
  if (found === undefined) throw new Error(`no payload "${name}"`);
  return found;
}

/** A repository whose memory knows the error, and something of a file that is being changed. */
async function project(agent: AgentName): Promise<{ repo: TestRepo; id: string; env: NodeJS.ProcessEnv }> {
  const repo = await withMemory(gitRepo({ 'settings.json': '{}\n', 'app.mjs': 'throw 1;\n' }));
  const opened = await open(repo);
  const { record } = await opened.remember({
    kind: 'error',
    title: KNOWN_ERROR,
    error: { type: 'RangeError', message: 'connection pool has no size', signature: KNOWN_ERROR },
    body: '## Context\n\nAt start.\n\n## Resolution\n\nSet `poolSize` in `settings.json`.\n',
  });
  await opened.remember({
    kind: 'decision',
    title: 'The application has one entry',
    files: ['app.mjs'],
    body: '## Decision\n\nEverything starts in `app.mjs`.\n',
  });
  expect(nexus(repo, ['agents', 'install', agent, '--yes'])).toMatchObject({ code: 0 });
  expect(nexus(repo, ['hooks', 'install', '--yes']).code).toBe(0);
  repo.withoutHooks().commit('what we know');
  await (await open(repo)).recall({ text: 'pool' });
  repo.write({ 'app.mjs': 'throw 2;\n' });
  return { repo, id: record.id, env: withNexusOnPath(repo) };
}

/** From this repository instead of the made-up one. */
function here(repo: TestRepo, { payload }: Payload): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(payload).replaceAll('/home/ann/app', repo.dir)) as Record<string, unknown>;
}

function runs(repo: TestRepo): RunEvent[] {
  const folder = join(repo.dir, '.git/nexus/journal/main');
  const events = existsSync(folder)
    ? readdirSync(folder).flatMap(
        (name) => asJournalEvent(JSON.parse(readFileSync(join(folder, name), 'utf8'))) ?? [],
      )
    : [];
  return events.filter((event) => event.type === 'run').sort((a, b) => a.at - b.at);
}

/** What the agent makes of what a hook prints, by its own rules. */
function contextOf(agent: Hooked, event: string, stdout: string): string {
  if (stdout === '') return '';
  const printed = JSON.parse(stdout) as Record<string, unknown>;
  switch (agent) {
    case 'claude':
    case 'codex': {
      const { hookSpecificOutput: given, ...other } = printed as {
        hookSpecificOutput: { hookEventName: string; additionalContext: string };
      };
      expect(other).toEqual({});
      expect(Object.keys(given).sort()).toEqual(['additionalContext', 'hookEventName']);
      expect(given.hookEventName).toBe(event);
      return given.additionalContext;
    }
    case 'gemini':
      return (printed.hookSpecificOutput as { additionalContext: string }).additionalContext;
    case 'copilot':
      // Everything else is dropped there.
      return ['sessionStart', 'postToolUse'].includes(event) ? String(printed.additionalContext) : '';
    case 'cursor':
      return ['sessionStart', 'postToolUse'].includes(event) ? String(printed.additional_context) : '';
  }
}

/** The commit that follows tells what was met, what helped, and who did it. */
async function expectCarried(repo: TestRepo, agent: AgentName, id: string): Promise<void> {
  repo.commit('give the pool a size');
  await quiet(repo.dir);
  const path = repo
    .git('show', '--name-only', '--format=', 'HEAD')
    .split('\n')
    .find((name) => name.startsWith('.nexus/episodes/'));
  const episode = repo.git('show', `HEAD:${path}`);
  expect(episode).toContain(`by: ${agent}`);
  expect(episode).toMatch(new RegExp(`recalled:\\n {2}- id: "${id}"\\n {4}helped: true`));
  expect(episode).toContain('resolved: true');
  expect(runs(repo)).toEqual([]);
}

const HOOKED = AGENT_NAMES.filter((agent) => agent !== 'opencode');

describe.each(HOOKED)('%s, by the settings that were installed', (agent) => {
  test('starts with what is known, hears of the fix, resolves it, and commits what was learned', async () => {
    const { repo, id, env } = await project(agent);
    const hooks = installedHooks(repo, agent);
    const heard = (told: Payload): string => {
      const payload = here(repo, told);
      const event = told.event ?? String(payload.hook_event_name);
      const done = fire(repo, hooks, { event, payload }, env);
      expect(done, `${event} is in the settings once`).toHaveLength(1);
      for (const each of done) expect(each).toMatchObject({ code: 0, stderr: '' });
      return done.map(({ stdout }) => contextOf(agent, event, stdout)).join('');
    };
    const { start, failure, success } = TOLD[agent];

    expect(heard(start)).toMatch(
      /^<nexus-memory>\n[\s\S]*The application has one entry[\s\S]*<\/nexus-memory>\n$/,
    );

    const atOnce = heard(failure);
    expect(runs(repo)).toMatchObject([{ command: ['node', 'app.mjs'], by: agent, exit: 1 }]);
    const next = NEXT[agent];
    const fix = next === undefined ? atOnce : heard(next);
    if (next !== undefined) {
      expect(atOnce).toBe('');
      expect(heard(next), 'told once').toBe('');
    }
    expect(fix).toContain('Set `poolSize` in `settings.json`.');
    expect(runs(repo)).toMatchObject([{ shown: [id] }]);

    repo.write({ 'settings.json': '{"poolSize": 8}\n' });
    expect(heard(success)).toBe('');
    expect(runs(repo).at(-1)).toMatchObject({ exit: 0, fix: { changed: ['settings.json'] } });
    await expectCarried(repo, agent, id);
  });

  test('where nexus is not installed nothing happens', async () => {
    const repo = await withMemory(gitRepo({ a: '' }));
    expect(nexus(repo, ['agents', 'install', agent, '--yes']).code).toBe(0);
    const hooks = installedHooks(repo, agent);
    expect(hooks.length).toBeGreaterThan(2);
    for (const { line } of hooks) {
      const done = repo.run('/bin/sh', ['-c', line], { input: '{}', env: { PATH: '/nowhere' } });
      expect([done.code, done.stdout], line).toEqual([0, '']);
    }
  });
});

describe('opencode, by the plugin that was installed', () => {
  const session = { sessionID: 'o1' };
  const bash = (callID: string, output: string, exit: number): PluginCall => [
    'tool.execute.after',
    { tool: 'bash', ...session, callID, args: { command: 'node app.mjs' } },
    { title: 'node app.mjs', output, metadata: { exit } },
  ];

  test('starts with what is known, hears of the fix, resolves it, and commits what was learned', async () => {
    const { repo, id, env } = await project('opencode');
    const created = { event: { type: 'session.created', properties: { info: { id: 'o1' } } } };
    const [, prompt, failed] = drivePlugin(
      repo,
      [
        ['event', created],
        ['experimental.chat.system.transform', session, { system: [] }],
        bash('c1', KNOWN_ERROR, 1),
      ],
      env,
    ) as [unknown, { system: string[] }, { output: string }];
    expect(prompt.system.join()).toContain('The application has one entry');
    expect(failed.output).toMatch(/^RangeError: connection pool has no size\n\n<nexus-memory>\n/);
    expect(failed.output).toContain('Set `poolSize` in `settings.json`.');
    expect(runs(repo)).toMatchObject([{ by: 'opencode', shown: [id] }]);

    repo.write({ 'settings.json': '{"poolSize": 8}\n' });
    const idle = { event: { type: 'session.idle', properties: session } };
    const [passed] = drivePlugin(
      repo,
      [bash('c2', 'listening', 0), ['event', idle]],
      env,
      'It has a size now.',
    );
    expect(passed).toMatchObject({ output: 'listening' });
    expect(runs(repo).at(-1)).toMatchObject({ exit: 0, fix: { changed: ['settings.json'] } });
    await expectCarried(repo, 'opencode', id);
  });

  test('where nexus is not installed nothing happens', async () => {
    const repo = await withMemory(gitRepo({ a: '' }));
    expect(nexus(repo, ['agents', 'install', 'opencode', '--yes']).code).toBe(0);
    const [after] = drivePlugin(repo, [bash('c1', KNOWN_ERROR, 1)], { ...repo.env, PATH: '/nowhere' });
    expect(after).toMatchObject({ output: KNOWN_ERROR });
  });
});

test.each(AGENT_NAMES)('%s finds an MCP server that answers', async (agent) => {
  const repo = await withMemory(gitRepo({ a: '' }));
  expect(nexus(repo, ['agents', 'install', agent, '--yes']).code).toBe(0);
  const { command, args } = installedServer(repo, agent);
  const server = new McpLines(repo, { run: [command, ...args], env: withNexusOnPath(repo) });
  expect((await server.initialize()).result).toMatchObject({ serverInfo: { name: 'nexus' } });
  server.close();
  expect(await server.ended).toEqual({ code: 0, signal: null });
});
