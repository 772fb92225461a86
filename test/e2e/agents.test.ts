import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { AgentStatus, SetupReport } from '../../src/nexus.ts';
import { gitRepo, type TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson, PROGRAM } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

/** Every file and folder of the working tree, with bytes and permissions. */
function tree(repo: TestRepo): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(repo.dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(repo.dir.length + 1);
    if (name === '.git' || name.startsWith('.git/')) continue;
    const mode = (statSync(path).mode & 0o777).toString(8);
    found[name] = entry.isFile() ? `${mode} ${readFileSync(path, 'latin1')}` : mode;
  }
  return found;
}

function install(repo: TestRepo, ...names: string[]): SetupReport {
  return nexusJson<SetupReport & Record<string, unknown>>(repo, ['agents', 'install', ...names]);
}

function uninstall(repo: TestRepo, ...names: string[]): SetupReport {
  return nexusJson<SetupReport & Record<string, unknown>>(repo, ['agents', 'uninstall', ...names]);
}

const SETTINGS = '{\r\n\t// mine\r\n\t"model": "x",\r\n}';

describe('nexus agents', () => {
  test('installs all, twice without a change, and takes everything out', async () => {
    const repo = await withMemory(
      gitRepo({ 'a.txt': 'a\n', 'AGENTS.md': '# Rules', '.gemini/settings.json': SETTINGS }),
    );
    const secret = join(repo.dir, '.gemini/settings.json');
    chmodSync(secret, 0o400);
    mkdirSync(join(repo.dir, '.cursor'));
    const before = tree(repo);
    const report = install(repo, 'all');
    expect(report.manual).toEqual([]);
    expect(report.changes).toContain('add Nexus to .gemini/settings.json');
    expect(report.changes).toContain('create .github/hooks/nexus.json');
    expect(statSync(secret).mode & 0o777).toBe(0o400);
    expect(install(repo, 'all').changes).toEqual([]);
    expect(nexus(repo, ['agents']).code).toBe(0);
    expect(repo.git('status', '--porcelain')).not.toMatch(/\.tmp|nexus-/);
    uninstall(repo);
    expect(tree(repo)).toEqual(before);
    expect(uninstall(repo).changes).toEqual([]);
    expect(readdirSync(join(repo.dir, '.git/nexus'))).not.toContain('agents.json');
  });

  test('a teammate, who has only the files, takes everything out', async () => {
    const repo = await withMemory(
      gitRepo({ 'AGENTS.md': '# Rules\r\n', '.mcp.json': '{}\n', '.codex/config.toml': '' }),
    );
    const before = tree(repo);
    install(repo, 'all');
    repo.commit('tell the agents');
    const base = tempDir();
    repo.git('clone', '-q', repo.dir, join(base, 'clone'));
    const clone = Object.assign(Object.create(Object.getPrototypeOf(repo)) as TestRepo, {
      ...repo,
      dir: join(base, 'clone'),
    });
    expect(nexus(clone, ['agents', 'uninstall', '--yes']).code).toBe(0);
    expect(tree(clone)).toEqual(before);
  });

  test('without names: what the repository shows signs of, or a question', async () => {
    const repo = await withMemory(gitRepo({ 'CLAUDE.md': '# Rules\n' }));
    const dry = nexus(repo, ['agents', 'install', '--dry-run']);
    expect(dry.stdout).toContain('Would change\n  create .mcp.json\n');
    expect(existsSync(join(repo.dir, '.mcp.json'))).toBe(false);
    install(repo);
    expect(readdirSync(repo.dir).sort()).toEqual(['.claude', '.git', '.mcp.json', '.nexus', 'CLAUDE.md']);
    const { agents } = nexusJson<{ agents: AgentStatus[] }>(repo, ['agents']);
    expect(agents.filter(({ used }) => used).map(({ name }) => name)).toEqual(['claude']);
    const empty = gitRepo({ 'a.txt': 'a\n' });
    const asked = nexus(empty, ['agents', 'install']);
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('claude|codex|cursor')]);
    expect(nexus(empty, ['agents'])).toMatchObject({
      code: 1,
      stderr: 'Install: nexus agents install <agent>\n',
    });
    expect(nexus(empty, ['agents', 'install', 'vim']).code).toBe(2);
    expect(nexus(empty, ['agents', 'remove']).code).toBe(2);
  });

  test('a repository without a memory is told what is missing', () => {
    const repo = gitRepo({ 'a.txt': 'a\n' });
    expect(install(repo, 'claude').manual).toEqual([expect.stringContaining('nexus init')]);
  });
});

describe('what is not ours to write', () => {
  test('links are followed nowhere, and what cannot be read stays', async () => {
    const outside = tempDir();
    writeFileSync(join(outside, 'AGENTS.md'), '# Elsewhere\n');
    const repo = await withMemory(gitRepo({ '.cursor/mcp.json': '{ broken' }));
    symlinkSync(join(outside, 'AGENTS.md'), join(repo.dir, 'AGENTS.md'));
    symlinkSync(outside, join(repo.dir, '.codex'));
    mkdirSync(join(repo.dir, '.gemini/settings.json'), { recursive: true });
    writeFileSync(join(repo.dir, 'GEMINI.md'), Buffer.from([0x23, 0xff, 0x0a]));
    const before = tree(repo);
    const { manual } = install(repo, 'codex', 'cursor', 'gemini');
    expect(manual.map((text) => text.split('\n')[0])).toEqual([
      '.codex/config.toml: .codex is a link; Nexus follows none',
      '.codex/hooks.json: .codex is a link; Nexus follows none',
      'AGENTS.md: it is a link; Nexus follows none',
      expect.stringMatching(/^\.cursor\/mcp\.json: line 1: /),
      '.gemini/settings.json: it is not a regular file',
      '.gemini/settings.json: it is not a regular file',
      'GEMINI.md: a byte that is not UTF-8 at offset 1',
    ]);
    expect(readdirSync(outside)).toEqual(['AGENTS.md']);
    expect(readFileSync(join(outside, 'AGENTS.md'), 'utf8')).toBe('# Elsewhere\n');
    uninstall(repo);
    expect(tree(repo)).toEqual(before);
  });

  test('what was edited after a dry run is kept', async () => {
    const repo = await withMemory(gitRepo({ '.mcp.json': '{}\n' }));
    const memory = await open(repo);
    await memory.installAgents({ names: ['claude'], dryRun: true });
    repo.write({ '.mcp.json': '{"mcpServers": {"mine": {}}}\n' });
    await memory.installAgents({ names: ['claude'], dryRun: false });
    await memory.uninstallAgents({ names: [], dryRun: false });
    expect(readFileSync(join(repo.dir, '.mcp.json'), 'utf8')).toBe('{"mcpServers": {"mine": {}}}\n');
  });

  test('a failure in the middle changes nothing', async () => {
    const repo = await withMemory(gitRepo({ 'a.txt': 'a\n' }));
    const before = tree(repo);
    // Room for the first, small file, and none for the second.
    const line = `ulimit -f 1; exec "${process.execPath}" "${PROGRAM}" agents install claude --yes`;
    const done = repo.sh(line);
    expect([done.code, done.stderr]).toEqual([
      3,
      expect.stringContaining('cannot write .claude/settings.json'),
    ]);
    expect(tree(repo)).toEqual(before);
  });
});

describe('what the agents are given', () => {
  test('the OpenCode plugin tells Nexus, shows what it answers, and bears its absence', async () => {
    const repo = await withMemory(gitRepo({ 'a.txt': 'a\n' }));
    install(repo, 'opencode');
    const bin = join(repo.dir, 'bin');
    repo.write({
      'bin/nexus': '#!/bin/sh\n{ echo "hook $2 $3"; cat; echo; } >"told.$3"\necho known: "$3"\n',
    });
    chmodSync(join(bin, 'nexus'), 0o755);
    repo.write({ 'plugin.mjs': readFileSync(join(repo.dir, '.opencode/plugins/nexus.js'), 'utf8') });
    repo.write({
      'drive.mjs': `import { Nexus } from ${JSON.stringify(pathToFileURL(join(repo.dir, 'plugin.mjs')).href)};
const parts = [{ type: 'text', text: 'Done.' }];
const messages = async () => ({ data: [{ info: { role: 'assistant' }, parts }] });
const hooks = await Nexus({ directory: process.cwd(), client: { session: { messages } } });
await hooks.event({ event: { type: 'session.created', properties: { info: { id: 's1' } } } });
const question = { parts: [{ type: 'text', text: 'Why?' }] };
await hooks['chat.message']({ sessionID: 's1', messageID: 'm1' }, question);
const start = { system: [] };
await hooks['experimental.chat.system.transform']({ sessionID: 's1' }, start);
const after = { title: 't', output: 'boom', metadata: { exit: 1 } };
const call = { tool: 'bash', sessionID: 's1', callID: 'c1', args: { command: 'make' } };
await hooks['tool.execute.after'](call, after);
await hooks['tool.execute.after']({ ...call, tool: 'read' }, after);
await hooks.event({ event: { type: 'session.idle', properties: { sessionID: 's1' } } });
console.log(JSON.stringify([start.system, after.output]));
`,
    });
    const path = `${bin}:${repo.env.PATH}`;
    const run = (env: NodeJS.ProcessEnv) => repo.run(process.execPath, ['drive.mjs'], { env });
    expect(JSON.parse(run({ PATH: path }).stdout)).toEqual([
      ['known: session.created', 'known: chat.message'],
      'boom\n\nknown: tool.execute.after',
    ]);
    const told = readdirSync(repo.dir)
      .filter((name) => name.startsWith('told.'))
      .flatMap((name) => readFileSync(join(repo.dir, name), 'utf8').split('\n'));
    expect(told.filter((line) => line.startsWith('hook')).sort()).toEqual([
      'hook opencode chat.message',
      'hook opencode session.created',
      'hook opencode session.idle',
      'hook opencode tool.execute.after',
    ]);
    expect(JSON.parse(told.find((line) => line.includes('make')) ?? '')).toMatchObject({
      hook_event_name: 'tool.execute.after',
      session_id: 's1',
      call_id: 'c1',
      args: { command: 'make' },
      output: 'boom',
      metadata: { exit: 1 },
    });
    const payloads = told.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as unknown);
    expect(payloads).toContainEqual(expect.objectContaining({ message_id: 'm1', prompt: 'Why?' }));
    expect(payloads).toContainEqual(expect.objectContaining({ session_id: 's1', text: 'Done.' }));
    expect(JSON.parse(run({ PATH: '/nowhere' }).stdout)).toEqual([[], 'boom']);
  });
});
