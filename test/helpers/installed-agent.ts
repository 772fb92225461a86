import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import type { AgentName } from '../../src/core/agents.ts';
import type { ShellResult, TestRepo } from './git-repo.ts';
import { PROGRAM } from './nexus-program.ts';

/** One hook as an agent reads it from its own settings. */
export interface InstalledHook {
  readonly event: string;
  readonly line: string;
  /** Which tools, or which ways to start, it is for; all where absent. */
  readonly matcher?: string;
  /** Nobody waits for it, and what it prints goes nowhere. */
  readonly async?: boolean;
}

/** How an agent starts the MCP server. */
export interface InstalledServer {
  readonly command: string;
  readonly args: readonly string[];
}

interface Hook {
  readonly command?: string;
  readonly bash?: string;
  readonly async?: boolean;
}
type Group = Hook & { readonly matcher?: string; readonly hooks?: readonly Hook[] };

function read(repo: TestRepo, path: string): string {
  return readFileSync(join(repo.dir, path), 'utf8');
}

/** Groups of hooks, as Claude Code, Codex and Gemini have them, and single ones, as Cursor and Copilot. */
function hooksIn(repo: TestRepo, path: string): InstalledHook[] {
  const { hooks } = JSON.parse(read(repo, path)) as { hooks: Readonly<Record<string, readonly Group[]>> };
  return Object.entries(hooks).flatMap(([event, groups]) =>
    groups.flatMap((group) =>
      (group.hooks ?? [group]).map(({ command, bash, async }) => ({
        event,
        line: command ?? bash ?? '',
        ...(group.matcher === undefined ? {} : { matcher: group.matcher }),
        ...(async === undefined ? {} : { async }),
      })),
    ),
  );
}

function serverIn(repo: TestRepo, path: string): InstalledServer {
  return (JSON.parse(read(repo, path)) as { mcpServers: { nexus: InstalledServer } }).mcpServers.nexus;
}

const HOOKS: Readonly<Record<Exclude<AgentName, 'opencode'>, string>> = {
  claude: '.claude/settings.json',
  codex: '.codex/hooks.json',
  cursor: '.cursor/hooks.json',
  gemini: '.gemini/settings.json',
  copilot: '.github/hooks/nexus.json',
};

/** OpenCode has a plugin instead: see `drivePlugin`. */
export function installedHooks(repo: TestRepo, agent: AgentName): readonly InstalledHook[] {
  return agent === 'opencode' ? [] : hooksIn(repo, HOOKS[agent]);
}

export function installedServer(repo: TestRepo, agent: AgentName): InstalledServer {
  switch (agent) {
    case 'codex':
      return (
        parseToml(read(repo, '.codex/config.toml')) as unknown as { mcp_servers: { nexus: InstalledServer } }
      ).mcp_servers.nexus;
    case 'opencode': {
      const { mcp } = JSON.parse(read(repo, 'opencode.json')) as {
        mcp: { nexus: { type: string; command: readonly string[] } };
      };
      const [command = '', ...args] = mcp.nexus.command;
      return { command, args };
    }
    case 'cursor':
      return serverIn(repo, '.cursor/mcp.json');
    case 'gemini':
      return serverIn(repo, '.gemini/settings.json');
    default:
      return serverIn(repo, '.mcp.json');
  }
}

/**
 * An environment in which `nexus` is found on PATH. Hooks take the time that they need: no busy machine decides
 * what a test sees, and what happens within the limit has tests of its own.
 */
export function withNexusOnPath(repo: TestRepo): NodeJS.ProcessEnv {
  const node = process.execPath;
  const bin = join(repo.dir, '.git', 'test-bin');
  repo.write({
    '.git/test-bin/nexus': `#!/bin/sh\nif [ "$1" = hook ]; then shift; set -- hook --patient "$@"; fi\nexec '${node}' '${PROGRAM}' "$@"\n`,
  });
  chmodSync(join(bin, 'nexus'), 0o755);
  return { ...repo.env, PATH: `${bin}:${repo.env.PATH ?? ''}` };
}

/** Runs the hooks of an event as the agent does: by the shell, where the session is. Gives what it hears of them. */
export function fire(
  repo: TestRepo,
  hooks: readonly InstalledHook[],
  told: { readonly event: string; readonly payload: Readonly<Record<string, unknown>> },
  env: NodeJS.ProcessEnv,
): readonly ShellResult[] {
  const { tool_name, toolName, source } = told.payload;
  const about = String(tool_name ?? toolName ?? source ?? '');
  return hooks
    .filter(({ event }) => event === told.event)
    .filter(({ matcher }) => matcher === undefined || new RegExp(`^(?:${matcher})$`).test(about))
    .map(({ line, async }) => {
      const done = repo.sh(line, { input: JSON.stringify(told.payload), env });
      return async === true ? { ...done, stdout: '' } : done;
    });
}

/** One call of a hook of OpenCode's plugin: `[name, input, output]`, or `[name, { event }]`. */
export type PluginCall = readonly [name: string, input: unknown, output?: unknown];

/** Loads the installed plugin as OpenCode does, and calls its hooks one after the other; gives their outputs. */
export function drivePlugin(
  repo: TestRepo,
  calls: readonly PluginCall[],
  env: NodeJS.ProcessEnv,
  saidLast = '',
): readonly unknown[] {
  // Without a package.json that says otherwise, Node reads `.js` as it reads the rest of the repository.
  repo.write({
    '.git/test-plugin.mjs': read(repo, '.opencode/plugins/nexus.js'),
    '.git/test-drive.mjs': `import { readFileSync } from 'node:fs';
import { Nexus } from './test-plugin.mjs';
globalThis.setTimeout = () => 0;
const { calls, saidLast } = JSON.parse(readFileSync(0, 'utf8'));
const data = [{ info: { role: 'assistant' }, parts: [{ type: 'text', text: saidLast }] }];
const client = { session: { messages: async () => ({ data }) } };
const $ = () => { throw new Error('no shell of the agent is needed'); };
const hooks = await Nexus({ $, client, directory: process.cwd(), worktree: process.cwd(), project: {} });
for (const [name, input, output] of calls) await hooks[name](input, output);
console.log(JSON.stringify(calls.map(([, , output]) => output ?? null)));
`,
  });
  const done = repo.run(process.execPath, ['.git/test-drive.mjs'], {
    input: JSON.stringify({ calls, saidLast }),
    env,
  });
  return JSON.parse(done.stdout) as unknown[];
}
