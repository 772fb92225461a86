import { describe, expect, test } from 'vitest';
import type { AgentName } from '../../src/core/agents.ts';
import { parseJsonc } from '../../src/format/jsonc.ts';
import { parseToml } from '../../src/format/toml.ts';
import { World } from './world.ts';

const BOM = '\uFEFF';

/** Shapes of any JSON settings; `KEY` is what the file keeps servers or hooks under. */
const JSON_SHAPES: readonly string[] = [
  '',
  '\n',
  BOM,
  '{}',
  '{}\n',
  '{ }',
  '{\n}\n',
  '// settings\n{}\n',
  '{ // nothing yet\n}\n',
  '{"KEY":{}}',
  '{"KEY": { }}\n',
  '{\n  "KEY": {\n  }\n}\n',
  '{\n  "KEY": { /* none */ }\n}\n',
  '{\n  "model": "x",\n  "KEY": {}\n}\n',
  '{\n  "model": "x"\n}\n',
  '{\n  "model": "x",\n}\n',
  '{\n  "model": "x", // the small one\n}\n',
  '{\n  "model": "x" // the small one\n}\n',
  '{\n\t"model": "x",\n\t"KEY": {\n\t\t"other": {}\n\t}\n}\n',
  '{\n    "KEY": {\n        "other": {} // mine\n    },\n    "model": "x"\n}',
  '{\r\n  "KEY": {\r\n    "other": {}\r\n  }\r\n}\r\n',
  `${BOM}{"KEY":{"other":{}},"model":"x"}`,
  '{"model": "x", "KEY": {"other": {}}}\n',
  '/* head */\n{\n  "model": "ü", // é\n  /* tail */\n}\n// end\n',
  '{\n\n  "model":   "x"  ,\n\n\n  "list": [1,\n 2]\n\n}\n\n\n',
];

/** Shapes of hooks: others of the same event, groups, comments. */
const HOOK_SHAPES: readonly string[] = [
  '{"hooks": {"EVENT": []}}\n',
  '{\n  "hooks": {\n    "EVENT": [ ]\n  }\n}\n',
  '{\n  "hooks": {\n    "EVENT": [\n      GROUP\n    ]\n  }\n}\n',
  '{\n  "hooks": {\n    "EVENT": [\n      GROUP, // first\n      GROUP,\n    ],\n    "Other": [GROUP]\n  },\n}\n',
  '{"hooks":{"EVENT":[GROUP]}}',
  '{\r\n\t"hooks": {\r\n\t\t"EVENT": [\r\n\t\t\tGROUP\r\n\t\t],\r\n\t},\r\n}\r\n',
];

const TOML_SHAPES: readonly string[] = [
  '',
  '\n',
  BOM,
  'model = "x"',
  'model = "x"\n',
  'model = "x"\r\n\r\n[features]\r\nhooks = true\r\n',
  '# only a comment\n',
  '[mcp_servers.other]\ncommand = "x" # mine\n\n\n',
  '[mcp_servers]\n[mcp_servers.other]\ncommand = "x"',
  'text = """\n# not ours\n"""\n',
];

const MARKDOWN_SHAPES: readonly string[] = [
  '',
  '\n',
  BOM,
  '# Rules',
  '# Rules\n',
  '# Rules\n\n\n',
  '# Rules\r\n\r\nBe kind.\r\n',
  '# Rules\r\n\r\nBe kind.',
  `${BOM}# Rules\n`,
  '   ',
  '<!-- a comment -->\n',
  'a\r\nb\n',
];

interface Target {
  readonly agent: AgentName;
  readonly path: string;
  readonly shapes: readonly string[];
}

function hookShapes(event: string, group: string): readonly string[] {
  return HOOK_SHAPES.map((text) => text.replaceAll('EVENT', event).replaceAll('GROUP', group));
}

function keyed(key: string): readonly string[] {
  return JSON_SHAPES.map((text) => text.replaceAll('KEY', key));
}

const CLAUDE_GROUP = '{"matcher": "Bash", "hooks": [{"type": "command", "command": "lint"}]}';
const FLAT = '{"command": "lint"}';
const VERSIONED = [
  '{"version": 1}',
  '{"version": 1, "hooks": {}}\n',
  '{\n  "hooks": {},\n  "version": 1\n}\n',
];

const TARGETS: readonly Target[] = [
  { agent: 'claude', path: '.mcp.json', shapes: keyed('mcpServers') },
  {
    agent: 'claude',
    path: '.claude/settings.json',
    shapes: [...keyed('hooks'), ...hookShapes('PostToolUse', CLAUDE_GROUP)],
  },
  { agent: 'claude', path: '.claude/rules/nexus.md', shapes: MARKDOWN_SHAPES },
  {
    agent: 'codex',
    path: '.codex/hooks.json',
    shapes: [...keyed('hooks'), ...hookShapes('Stop', CLAUDE_GROUP)],
  },
  { agent: 'codex', path: '.codex/config.toml', shapes: TOML_SHAPES },
  { agent: 'codex', path: 'AGENTS.md', shapes: MARKDOWN_SHAPES },
  { agent: 'cursor', path: '.cursor/mcp.json', shapes: keyed('mcpServers') },
  {
    agent: 'cursor',
    path: '.cursor/hooks.json',
    shapes: [...keyed('hooks'), ...hookShapes('sessionStart', FLAT), ...VERSIONED],
  },
  {
    agent: 'gemini',
    path: '.gemini/settings.json',
    shapes: [...keyed('mcpServers'), ...keyed('hooks'), ...hookShapes('AfterTool', CLAUDE_GROUP)],
  },
  { agent: 'copilot', path: '.github/hooks/nexus.json', shapes: [...keyed('hooks'), ...VERSIONED] },
  { agent: 'copilot', path: '.github/mcp.json', shapes: keyed('mcpServers') },
  { agent: 'copilot', path: '.vscode/mcp.json', shapes: keyed('servers') },
  { agent: 'opencode', path: 'opencode.json', shapes: keyed('mcp') },
  { agent: 'opencode', path: '.opencode/opencode.jsonc', shapes: keyed('mcp') },
  {
    agent: 'opencode',
    path: 'opencode.jsonc',
    shapes: [
      '{"mcp": {"servers": {}}}\n',
      '{\n  "mcp": {\n    "servers": {\n      "a": {} // x\n    }\n  }\n}\n',
    ],
  },
];

const CASES = TARGETS.flatMap(({ agent, path, shapes }) =>
  shapes.map((text): [string, string, AgentName, string] => [path, JSON.stringify(text), agent, text]),
);

/** Can a program read it? */
function isRead(path: string, text: string): boolean {
  if (path.endsWith('.toml')) return parseToml(text.replace(BOM, '')) !== undefined;
  return /\.jsonc?$/.test(path) ? 'value' in parseJsonc(text) : true;
}

describe('settings come back byte for byte', () => {
  test.each(CASES)('%s: %s', (path, _, agent, text) => {
    for (const isTeammate of [false, true]) {
      const world = new World({ [path]: text });
      const plan = world.install(agent);
      expect(plan.manual).toEqual([]);
      expect(world.read(path)).not.toBe(text);
      expect(isRead(path, world.read(path))).toBe(true);
      const installed = world.tree();
      expect(world.install(agent).changes).toEqual([]);
      expect(world.tree()).toEqual(installed);
      const status = world.status().find((each) => each.name === agent);
      expect(status?.parts.every(({ state }) => state === 'there')).toBe(true);
      if (isTeammate) world.forgetRecord();
      world.uninstall(agent);
      expect(world.tree()).toEqual({ [path]: text });
      expect(world.uninstall(agent).changes).toEqual([]);
    }
  });

  test('where there was nothing, nothing stays', () => {
    for (const isTeammate of [false, true]) {
      const world = new World();
      expect(world.install().manual).toEqual([]);
      if (isTeammate) world.forgetRecord();
      world.uninstall();
      expect(world.tree()).toEqual({});
    }
  });
});
