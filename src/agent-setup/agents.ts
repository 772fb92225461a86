import type { AgentName } from '../core/agents.ts';
import { parseJsonc } from '../format/jsonc.ts';
import { isObject } from '../format/plain.ts';
import { factsIn, takesInAgentsMd } from './facts.ts';
import { type HookEntry, hookEntries, serverEntry, within } from './json-part.ts';
import { opencodePlugin } from './opencode-plugin.ts';
import type { Look, Part } from './part.ts';
import { hasTomlHooks, type TomlHook, tomlHooks, tomlServer } from './toml-part.ts';

/** One coding agent: where a repository may hold things of ours for it. */
export interface Agent {
  readonly name: AgentName;
  readonly title: string;
  /** Files and folders by which a repository shows that it is used there. */
  readonly signs: readonly string[];
  /** The parts that it gets here, given what else is in the repository. */
  parts(look: Look): readonly Part[];
  /** Every part that it may ever have had. */
  readonly possible: readonly Part[];
}

const SERVER = { command: 'nexus', args: ['mcp'] };
const START = 'startup|resume|clear|compact';
/** Seconds: more than Nexus ever takes, so that nobody waits where it hangs. */
const LIMIT = 10;

/**
 * Command lines are the same in every release (Codex asks anew for each change of one) and harmless where Nexus
 * is not installed.
 */
function lineFor(agent: AgentName, event?: string): string {
  return `nexus hook ${agent}${event === undefined ? '' : ` ${event}`} || exit 0`;
}

/** A group of one hook, as Claude Code, Codex and Gemini have them. */
function group(event: string, hook: Readonly<Record<string, unknown>>, matcher?: string): HookEntry {
  const hooks = [{ type: 'command', ...hook }];
  return { event, value: matcher === undefined ? { hooks } : { matcher, hooks } };
}

const claudeLine = { command: lineFor('claude'), timeout: LIMIT };
const claudeAside = { ...claudeLine, async: true };

/** A failure waits for its answer, since the fix is for what comes next; what only tells need not be waited for. */
const CLAUDE_HOOKS: readonly HookEntry[] = [
  group('SessionStart', claudeLine, START),
  group('UserPromptSubmit', claudeLine),
  group('PostToolUse', claudeAside, 'Bash'),
  group('PostToolUseFailure', claudeLine, 'Bash'),
  group('Stop', claudeAside),
  group('PostCompact', claudeAside),
  // Not aside: nobody waits for what still runs when the session is gone.
  group('SessionEnd', { ...claudeLine, timeout: 3 }),
];

/** No `SessionEnd`: older versions do not know it, and it tells nothing that `Stop` did not. */
const CODEX_HOOKS: readonly TomlHook[] = [
  { event: 'SessionStart', matcher: START },
  { event: 'UserPromptSubmit' },
  { event: 'PostToolUse', matcher: 'Bash' },
  { event: 'Stop' },
].map((hook) => ({ ...hook, command: lineFor('codex'), timeout: LIMIT }));

/** Here a limit is in milliseconds. */
const geminiLine = { name: 'nexus', command: lineFor('gemini'), timeout: LIMIT * 1000 };

const GEMINI_HOOKS: readonly HookEntry[] = [
  group('SessionStart', geminiLine),
  group('BeforeAgent', geminiLine),
  group('AfterTool', geminiLine, 'run_shell_command'),
  group('AfterAgent', geminiLine),
  group('SessionEnd', { ...geminiLine, timeout: 3000 }),
];

const CURSOR_HOOKS: readonly HookEntry[] = [
  'sessionStart',
  'postToolUse',
  'postToolUseFailure',
  'afterAgentResponse',
  'sessionEnd',
].map((event) => ({ event, value: { command: lineFor('cursor', event), timeout: LIMIT } }));

/** Never `preToolUse`: one that fails there stops the agent. */
const COPILOT_HOOKS: readonly HookEntry[] = [
  'sessionStart',
  'postToolUse',
  'postToolUseFailure',
  'sessionEnd',
].map((event) => ({
  event,
  value: {
    type: 'command',
    bash: lineFor('copilot', event),
    powershell: `nexus hook copilot ${event}; exit 0`,
    timeoutSec: LIMIT,
  },
}));

const AGENTS_MD = factsIn('AGENTS.md');
const MCP_JSON = serverEntry('.mcp.json', ['mcpServers'], SERVER);

const CLAUDE_RULES = factsIn('.claude/rules/nexus.md');
const claudeHooks = hookEntries('.claude/settings.json', { agent: 'claude', hooks: CLAUDE_HOOKS });

const codexJson = hookEntries('.codex/hooks.json', {
  agent: 'codex',
  hooks: CODEX_HOOKS.map(({ event, matcher, ...hook }) => group(event, hook, matcher)),
});
const codexToml = tomlHooks('.codex/config.toml', CODEX_HOOKS);
const codexServer = tomlServer('.codex/config.toml');

const geminiServer = serverEntry('.gemini/settings.json', ['mcpServers'], SERVER);
const geminiHooks = hookEntries('.gemini/settings.json', { agent: 'gemini', hooks: GEMINI_HOOKS });
const GEMINI_MD = factsIn('GEMINI.md');

const cursorParts: readonly Part[] = [
  serverEntry('.cursor/mcp.json', ['mcpServers'], SERVER),
  hookEntries('.cursor/hooks.json', { agent: 'cursor', hooks: CURSOR_HOOKS, version: 1 }),
  AGENTS_MD,
];

const copilotHooks = hookEntries('.github/hooks/nexus.json', {
  agent: 'copilot',
  hooks: COPILOT_HOOKS,
  version: 1,
});
const githubMcp = serverEntry('.github/mcp.json', ['mcpServers'], SERVER);
const vscodeMcp = serverEntry('.vscode/mcp.json', ['servers'], { type: 'stdio', ...SERVER });

const OPENCODE_SETTINGS = [
  'opencode.json',
  'opencode.jsonc',
  '.opencode/opencode.json',
  '.opencode/opencode.jsonc',
];
const opencodeHooks = opencodePlugin('.opencode/plugins/nexus.js');

/** The second version of OpenCode has its servers one step deeper. */
function opencodeServer(path: string, isV2: boolean): Part {
  const entry = { type: 'local', command: ['nexus', 'mcp'], enabled: true };
  return serverEntry(path, isV2 ? ['mcp', 'servers'] : ['mcp'], entry);
}

function dataIn(look: Look, path: string): unknown {
  const view = look(path);
  const parsed = view?.kind === 'text' ? parseJsonc(view.text) : undefined;
  return parsed !== undefined && 'value' in parsed ? parsed.value : undefined;
}

/** Was Gemini told to read AGENTS.md? By itself it reads GEMINI.md. */
function geminiReadsAgentsMd(look: Look): boolean {
  const names = within(dataIn(look, '.gemini/settings.json'), ['context', 'fileName']);
  return (Array.isArray(names) ? names : [names]).includes('AGENTS.md') || takesInAgentsMd(look, 'GEMINI.md');
}

/** Codex wants the hooks of one folder in one file. */
function codexHooksIn(look: Look): Part {
  const settings = look('.codex/config.toml');
  const inToml =
    look('.codex/hooks.json') === undefined && settings?.kind === 'text' && hasTomlHooks(settings.text);
  return inToml ? codexToml : codexJson;
}

function opencodeServerIn(look: Look): Part {
  const path = OPENCODE_SETTINGS.find((each) => look(each) !== undefined) ?? 'opencode.json';
  return opencodeServer(path, isObject(within(dataIn(look, path), ['mcp', 'servers'])));
}

/** All that we know of, in the order of reports. */
export const AGENTS: readonly Agent[] = [
  {
    name: 'claude',
    title: 'Claude Code',
    signs: ['CLAUDE.md', '.claude', 'CLAUDE.local.md'],
    // It does not read AGENTS.md. A rules file of our own leaves CLAUDE.md alone, which people write by hand.
    parts: (look) => [MCP_JSON, claudeHooks, takesInAgentsMd(look, 'CLAUDE.md') ? AGENTS_MD : CLAUDE_RULES],
    possible: [MCP_JSON, claudeHooks, CLAUDE_RULES, AGENTS_MD],
  },
  {
    name: 'codex',
    title: 'Codex',
    signs: ['.codex'],
    parts: (look) => [codexServer, codexHooksIn(look), AGENTS_MD],
    possible: [codexServer, codexJson, codexToml, AGENTS_MD],
  },
  {
    name: 'cursor',
    title: 'Cursor',
    signs: ['.cursor', '.cursorrules'],
    parts: () => cursorParts,
    possible: cursorParts,
  },
  {
    name: 'gemini',
    title: 'Gemini CLI',
    signs: ['.gemini', 'GEMINI.md'],
    parts: (look) => [geminiServer, geminiHooks, geminiReadsAgentsMd(look) ? AGENTS_MD : GEMINI_MD],
    possible: [geminiServer, geminiHooks, GEMINI_MD, AGENTS_MD],
  },
  {
    name: 'copilot',
    title: 'GitHub Copilot',
    signs: ['.github/copilot-instructions.md', '.github/instructions', '.github/copilot', '.github/hooks'],
    parts: (look) => [
      look('.github/mcp.json') === undefined ? MCP_JSON : githubMcp,
      ...(look('.vscode/mcp.json') === undefined ? [] : [vscodeMcp]),
      copilotHooks,
      AGENTS_MD,
    ],
    possible: [MCP_JSON, githubMcp, vscodeMcp, copilotHooks, AGENTS_MD],
  },
  {
    name: 'opencode',
    title: 'OpenCode',
    signs: ['opencode.json', 'opencode.jsonc', '.opencode'],
    parts: (look) => [opencodeServerIn(look), opencodeHooks, AGENTS_MD],
    possible: [
      ...OPENCODE_SETTINGS.flatMap((path) => [opencodeServer(path, false), opencodeServer(path, true)]),
      opencodeHooks,
      AGENTS_MD,
    ],
  },
];
