import { describe, expect, test } from 'vitest';
import type { AgentName } from '../../src/core/agents.ts';
import { parseJsonc } from '../../src/format/jsonc.ts';
import { parseToml } from '../../src/format/toml.ts';
import { World } from './world.ts';

const BEGIN = '<!-- BEGIN NEXUS v0 (older words) -->';
const END = '<!-- END NEXUS -->';

describe('what an older release, or an accident, left behind', () => {
  test.each([
    ['an old block', `# Rules\n\n${BEGIN}\nold\n${END}\n`, '# Rules\n'],
    ['an old block in the middle', `# Rules\n\n${BEGIN}\nold\n${END}\n\nBe kind.\n`, '# Rules\n\nBe kind.\n'],
    ['an old block in front', `${BEGIN}\nold\n${END}\nBe kind.\n`, 'Be kind.\n'],
    ['a begin without an end', `# Rules\n${BEGIN}\nBe kind.\n`, '# Rules\nBe kind.\n'],
    ['an end without a begin', `# Rules\n${END}\nBe kind.\n`, '# Rules\nBe kind.\n'],
    ['marks the wrong way round', `# Rules\n${END}\nBe kind.\n${BEGIN}\n`, '# Rules\nBe kind.\n'],
    ['a begin before a whole block', `${BEGIN}\nBe kind.\n\n${BEGIN}\nold\n${END}\n`, 'Be kind.\n'],
    ['two blocks', `${BEGIN}\n1\n${END}\nBe kind.\n\n${BEGIN}\n2\n${END}\n`, 'Be kind.\n'],
    ['an old block with CRLF', `# Rules\r\n\r\n${BEGIN}\r\nold\r\n${END}\r\n`, '# Rules\r\n'],
  ])('%s', (_, text, without) => {
    for (const isTeammate of [false, true]) {
      const world = new World({ 'AGENTS.md': text });
      world.install('codex');
      expect(world.read('AGENTS.md').match(/BEGIN NEXUS v1/g)).toHaveLength(1);
      expect(world.read('AGENTS.md').match(/NEXUS v0|END NEXUS/g)).toHaveLength(1);
      expect(world.install('codex').changes).toEqual([]);
      if (isTeammate) world.forgetRecord();
      world.uninstall('codex');
      expect(world.read('AGENTS.md')).toBe(without);
    }
  });

  test('hooks of an older release give way, hooks of others in their groups stay', () => {
    const lint = '{ "type": "command", "command": "lint" }';
    const old = (more: string) =>
      `{\n  "hooks": {\n    "Stop": [\n      {\n        "hooks": [\n          ${more}{ "type": "command", "command": "nexus hook claude --old" }\n        ]\n      }\n    ]\n  }\n}\n`;
    const world = new World({ '.claude/settings.json': old(`${lint},\n          `) });
    world.install('claude');
    expect(world.read('.claude/settings.json')).not.toContain('--old');
    world.uninstall('claude');
    expect(world.read('.claude/settings.json')).toBe(
      `{\n  "hooks": {\n    "Stop": [\n      {\n        "hooks": [\n          ${lint}\n        ]\n      }\n    ]\n  }\n}\n`,
    );
    const ours = new World({ '.claude/settings.json': old('') });
    ours.install('claude');
    ours.uninstall('claude');
    expect(ours.tree()).toEqual({});
  });

  test('a hook of somebody who is called nearly as we are stays', () => {
    const text =
      '{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "nexus hook claude-x"}]}]}}\n';
    const world = new World({ '.claude/settings.json': text });
    world.install('claude');
    world.forgetRecord();
    world.uninstall('claude');
    expect(world.tree()).toEqual({ '.claude/settings.json': text });
  });
});

describe('what was changed meanwhile', () => {
  test('the user’s edits survive, ours go', () => {
    const world = new World({ '.mcp.json': '{\n  "mcpServers": {}\n}\n', 'AGENTS.md': '# Rules\n' });
    world.install('claude', 'codex');
    const edited = world.read('.mcp.json').replace('"mcpServers": {', '"mcpServers": {"mine": {}, // keep\n');
    world.files.set('.mcp.json', edited);
    world.files.set('AGENTS.md', `${world.read('AGENTS.md')}\nBe kind.\n`);
    world.files.set('.codex/config.toml', `model = "x"\n${world.read('.codex/config.toml')}[features]\n`);
    world.uninstall();
    expect(world.tree()).toEqual({
      '.mcp.json': '{\n  "mcpServers": {"mine": {} // keep\n}\n}\n',
      'AGENTS.md': '# Rules\n\nBe kind.\n',
      '.codex/config.toml': 'model = "x"\n[features]\n',
    });
  });

  test('a formatter in between costs nothing but its own changes', () => {
    const hooks = { Stop: [{ hooks: [{ type: 'command', command: 'lint' }] }] };
    const files = {
      '.claude/settings.json': { model: 'x', hooks },
      '.gemini/settings.json': { mcpServers: { other: {} } },
      '.cursor/hooks.json': { version: 1, hooks: { stop: [{ command: 'lint' }] } },
    };
    const neat = (value: unknown): string => `${JSON.stringify(value, undefined, 4)}\n`;
    const world = new World(
      Object.fromEntries(Object.entries(files).map(([path, value]) => [path, neat(value)])),
    );
    const before = world.tree();
    world.install();
    for (const [path, text] of world.files)
      if (path.endsWith('.json')) world.files.set(path, neat(JSON.parse(text)));
    world.uninstall();
    expect(world.tree()).toEqual(before);
  });

  test('what a person adds to our server entry is kept by a second installation', () => {
    const world = new World({});
    world.install('cursor');
    const edited = world.read('.cursor/mcp.json').replace('"args"', '"env": {"NEXUS": "1"},\n      "args"');
    world.files.set('.cursor/mcp.json', edited);
    expect(world.install('cursor').changes).toEqual([]);
    world.uninstall('cursor');
    expect(world.tree()).toEqual({});
  });

  test('a file that agents share stays as long as one of them needs it', () => {
    const world = new World({ 'AGENTS.md': '# Rules\n' });
    world.install('claude', 'copilot', 'cursor');
    world.uninstall('cursor');
    expect(world.read('AGENTS.md')).toContain('BEGIN NEXUS');
    expect([...world.files.keys()].filter((path) => path.startsWith('.cursor'))).toEqual([]);
    world.uninstall('copilot');
    expect(world.read('AGENTS.md')).toBe('# Rules\n');
    expect(world.read('.mcp.json')).toContain('nexus');
    world.uninstall('claude');
    expect(world.tree()).toEqual({ 'AGENTS.md': '# Rules\n' });
  });
});

describe('where things go', () => {
  const place = (files: Readonly<Record<string, string>>, agent: AgentName) => {
    const world = new World(files);
    world.install(agent);
    return [...world.files].filter(([, text]) => text.toLowerCase().includes('nexus')).map(([path]) => path);
  };

  test('Claude Code reads AGENTS.md only where CLAUDE.md takes it in', () => {
    const settings = ['.mcp.json', '.claude/settings.json'];
    expect(place({ 'CLAUDE.md': '# Rules\n' }, 'claude')).toEqual([...settings, '.claude/rules/nexus.md']);
    expect(place({ 'CLAUDE.md': 'See:\n@AGENTS.md\n' }, 'claude')).toEqual([...settings, 'AGENTS.md']);
    const linked = new World({ 'AGENTS.md': '# Rules\n' });
    linked.others.set('CLAUDE.md', { kind: 'other', why: 'it is a link', link: 'AGENTS.md' });
    linked.install('claude');
    expect(linked.files.has('.claude/rules/nexus.md')).toBe(false);
  });

  test('Gemini reads AGENTS.md where it was told to, and GEMINI.md elsewhere', () => {
    const told = { '.gemini/settings.json': '{"context": {"fileName": ["AGENTS.md", "GEMINI.md"]}}' };
    expect(place({}, 'gemini')).toEqual(['.gemini/settings.json', 'GEMINI.md']);
    expect(place(told, 'gemini')).toEqual(['.gemini/settings.json', 'AGENTS.md']);
  });

  test('Codex gets its hooks where hooks are already, and they move there', () => {
    const inToml = '[[hooks.Stop]]\n[[hooks.Stop.hooks]]\ntype = "command"\ncommand = "lint"\n';
    expect(place({ '.codex/config.toml': inToml }, 'codex')).toEqual(['.codex/config.toml', 'AGENTS.md']);
    const both = { '.codex/config.toml': inToml, '.codex/hooks.json': '{"hooks": {}}' };
    expect(place(both, 'codex')).toContain('.codex/hooks.json');
    const world = new World();
    world.install('codex');
    world.files.set('.codex/config.toml', inToml + world.read('.codex/config.toml'));
    world.install('codex');
    expect(world.files.has('.codex/hooks.json')).toBe(false);
    const hooks = (parseToml(world.read('.codex/config.toml')) as { hooks: { Stop: unknown[] } }).hooks;
    expect(hooks.Stop).toHaveLength(2);
    expect(world.install('codex').changes).toEqual([]);
    world.forgetRecord();
    world.uninstall();
    expect(world.tree()).toEqual({ '.codex/config.toml': inToml });
  });

  test('OpenCode’s settings of either form', () => {
    const one = new World({ 'opencode.jsonc': '{}\n' });
    one.install('opencode');
    expect(parseJsonc(one.read('opencode.jsonc'))).toMatchObject({
      value: { mcp: { nexus: { type: 'local', command: ['nexus', 'mcp'] } } },
    });
    const two = new World({ '.opencode/opencode.json': '{"mcp": {"servers": {}}}\n' });
    two.install('opencode');
    expect(parseJsonc(two.read('.opencode/opencode.json'))).toMatchObject({
      value: { mcp: { servers: { nexus: { type: 'local' } } } },
    });
  });
});

describe('what is left alone and told of', () => {
  test.each([
    ['.mcp.json', '{\n  "mcpServers": {\n    "nexus": {"command": "other"}\n  }\n}', 'of its own'],
    ['.mcp.json', '{\n  "a": 1\n  "b": 2\n}', 'line 3: comma expected'],
    ['.mcp.json', '{"a": 1, "a": 2}', 'line 1: the key "a" stands there twice'],
    ['.mcp.json', '{\n\n"mcpServers": []}', 'line 3: mcpServers is not an object'],
    ['.mcp.json', '[]', 'line 1: it is not an object'],
    ['.mcp.json', 'null', 'line 1: it is not an object'],
    ['.claude/settings.json', '{"hooks": {"Stop": {}}}', 'line 1: hooks.Stop is not a list'],
    ['.claude/settings.json', '{"hooks": "off"}', 'line 1: hooks is not an object'],
  ])('%s with %j', (path, text, why) => {
    const world = new World({ [path]: text });
    const plan = world.install('claude');
    expect(plan.manual).toEqual([
      { about: path, why: expect.stringContaining(why), snippet: expect.stringContaining('nexus') },
    ]);
    expect(world.read(path)).toBe(text);
    world.uninstall();
    expect(world.tree()).toEqual({ [path]: text });
  });

  test.each([
    ['[mcp_servers.nexus]\ncommand = "other"\n', 'of its own'],
    ['mcp_servers = { a = { command = "x" } }\n', 'would not say'],
    ['model = \n', 'not TOML'],
    ['text = """\nopen', 'not TOML'],
  ])('.codex/config.toml with %j', (text, why) => {
    const world = new World({ '.codex/config.toml': text });
    expect(world.install('codex').manual).toMatchObject([{ why: expect.stringContaining(why) }]);
    expect(world.read('.codex/config.toml')).toBe(text);
    expect(world.status()[1]?.parts[0]).toMatchObject({
      state: 'blocked',
      why: expect.stringContaining(why),
    });
  });

  test('a link, and a plugin that somebody else wrote under our name', () => {
    const world = new World({ '.opencode/plugins/nexus.js': 'export default {};\n' });
    world.others.set('AGENTS.md', { kind: 'other', why: 'it is a link; Nexus follows none', link: '/etc' });
    const plan = world.install('opencode');
    expect(plan.manual.map(({ about }) => about)).toEqual(['.opencode/plugins/nexus.js', 'AGENTS.md']);
    world.forgetRecord();
    world.uninstall();
    expect(world.tree()).toEqual({ '.opencode/plugins/nexus.js': 'export default {};\n' });
  });
});

describe('all six at once', () => {
  test('every file can be read, and holds our entries and no more', () => {
    const world = new World({ '.vscode/mcp.json': '{"servers": {}}' });
    expect(world.install().manual).toEqual([]);
    expect([...world.files.keys()].sort()).toEqual([
      '.claude/rules/nexus.md',
      '.claude/settings.json',
      '.codex/config.toml',
      '.codex/hooks.json',
      '.cursor/hooks.json',
      '.cursor/mcp.json',
      '.gemini/settings.json',
      '.github/hooks/nexus.json',
      '.mcp.json',
      '.opencode/plugins/nexus.js',
      '.vscode/mcp.json',
      'AGENTS.md',
      'GEMINI.md',
      'opencode.json',
    ]);
    const server = { command: 'nexus', args: ['mcp'] };
    expect(parseToml(world.read('.codex/config.toml'))).toEqual({ mcp_servers: { nexus: server } });
    const data = (path: string): unknown => JSON.parse(world.read(path));
    expect(data('.mcp.json')).toEqual({ mcpServers: { nexus: server } });
    expect(data('.cursor/mcp.json')).toEqual({ mcpServers: { nexus: server } });
    expect(data('.vscode/mcp.json')).toEqual({ servers: { nexus: { type: 'stdio', ...server } } });
    expect(data('.gemini/settings.json')).toMatchObject({
      mcpServers: { nexus: server },
      hooks: {
        AfterTool: [{ matcher: 'run_shell_command', hooks: [{ type: 'command', timeout: 10_000 }] }],
      },
    });
    expect(data('.github/hooks/nexus.json')).toMatchObject({
      version: 1,
      hooks: { sessionStart: [{ bash: 'nexus hook copilot sessionStart || exit 0' }] },
    });
    expect(world.read('.github/hooks/nexus.json')).not.toMatch(/preToolUse/i);
    expect(world.status().flatMap(({ parts }) => parts.map(({ state }) => state))).not.toContain('missing');
    for (const text of world.files.values()) expect(text).not.toMatch(/\/(?:home|usr|tmp)\//);
  });

  test('Claude Code waits for a failure, and for nothing that only tells', () => {
    const world = new World();
    world.install('claude');
    const { hooks } = JSON.parse(world.read('.claude/settings.json')) as {
      hooks: Record<string, { matcher?: string; hooks: { async?: boolean; command: string }[] }[]>;
    };
    const waits = Object.entries(hooks).filter(([, [group]]) => group?.hooks[0]?.async !== true);
    expect(waits.map(([event]) => event)).toEqual([
      'SessionStart',
      'UserPromptSubmit',
      'PostToolUseFailure',
      'SessionEnd',
    ]);
    // Command lines must not change between releases: Codex asks its user anew for each change.
    expect(
      new Set(Object.values(hooks).flatMap(([group]) => group?.hooks.map((hook) => hook.command))),
    ).toEqual(new Set(['nexus hook claude || exit 0']));
  });
});
