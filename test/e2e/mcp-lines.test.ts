import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitRepo, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { McpLines, textOf } from '../helpers/mcp-lines.ts';
import { withMemory } from '../helpers/open-repo.ts';

/** A folder that is in no repository. */
function nowhere(): TestRepo {
  const dir = tempDir();
  return new TestRepo(dir, { ...gitRepo().env, HOME: dir, GIT_CEILING_DIRECTORIES: join(dir, '..') });
}

test('outside a repository it answers the host at once, and says at each call what is missing', async () => {
  const server = new McpLines(nowhere());
  const { result } = await server.initialize();
  expect(result?.protocolVersion).toBe('2025-06-18');
  const { result: listed } = await server.ask('tools/list');
  expect(listed?.tools).toContainEqual(expect.objectContaining({ name: 'recall' }));
  expect((await server.ask('resources/list')).result?.resources).toEqual(expect.any(Array));
  for (const [name, args] of [
    ['recall', { query: 'uploads' }],
    ['fix', { error: 'Error: no' }],
    ['show', { id: '01k9x4' }],
    ['remember', { kind: 'note', title: 'Uploads are retried' }],
    ['context', { task: 'Retry uploads' }],
    ['advise', { request: 'Retry uploads' }],
    ['session', { action: 'start' }],
    ['outcome', { id: '01k9x4', helped: true }],
    ['task', { op: 'recommend', description: 'Retry uploads', category: 'backend' }],
    ['task', { op: 'done', description: 'Retry uploads', category: 'backend', success: true }],
  ] as const) {
    const { text, isError } = textOf(await server.call(name, args));
    expect({ name, isError }).toEqual({ name, isError: true });
    expect(text).toContain('repository');
    expect(text).not.toMatch(/\n\s+at /);
  }
  const { error } = await server.ask('prompts/get', '{"name":"session-start"}');
  expect(error?.message).toContain('repository');
  expect((await server.ask('resources/read', '{"uri":"nexus://context"}')).error?.message).toContain(
    'repository',
  );
  server.close();
  expect(await server.ended).toEqual({ code: 0, signal: null });
});

test('what a host asks at the start touches nothing of the repository', async () => {
  const repo = gitRepo({ 'a.txt': '1' });
  const server = new McpLines(repo);
  await server.initialize();
  for (const list of ['tools/list', 'prompts/list', 'resources/templates/list']) await server.ask(list);
  expect(existsSync(join(repo.dir, '.git/nexus'))).toBe(false);
  await server.call('recall', { query: 'first' });
  expect(existsSync(join(repo.dir, '.git/nexus'))).toBe(true);
});

test('before a memory is there, commits are recalled and a write says how to start', async () => {
  const repo = gitRepo({ 'a.txt': '1' });
  repo.commit('Retry uploads three times');
  const server = new McpLines(repo);
  await server.initialize();
  const found = textOf(await server.call('recall', { query: 'retry uploads' }));
  expect(found.isError).toBe(false);
  expect(found.text).toContain('Retry uploads three times');
  const refused = textOf(await server.call('remember', { kind: 'note', title: 'Uploads are retried' }));
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain('nexus init');
});

test('a repository that comes later is found by the next call', async () => {
  const place = nowhere();
  const server = new McpLines(place);
  await server.initialize();
  expect(textOf(await server.call('recall', { query: 'first' })).isError).toBe(true);
  place.git('init', '-q', '-b', 'main', '.');
  place.commit('first words');
  expect(textOf(await server.call('recall', { query: 'first words' })).text).toContain('first words');
});

test('the repository is that of --repo, else of CLAUDE_PROJECT_DIR, else of the folder', async () => {
  const repo = gitRepo({ 'a.txt': '1' });
  repo.commit('Belongs to the one repository');
  const other = gitRepo({ 'a.txt': '1' });
  other.commit('Belongs to the other repository');
  mkdirSync(join(repo.dir, 'deep'));
  const asked = async (options: ConstructorParameters<typeof McpLines>[1]): Promise<string> => {
    const server = new McpLines(repo, options);
    await server.initialize();
    return textOf(await server.call('recall', { query: 'belongs' })).text;
  };
  expect(await asked({ cwd: join(repo.dir, 'deep') })).toContain('the one repository');
  const env = { CLAUDE_PROJECT_DIR: other.dir };
  expect(await asked({ env })).toContain('the other repository');
  expect(await asked({ env, args: ['--repo', repo.dir] })).toContain('the one repository');
  expect(await asked({ args: ['--repo', 'no/such'] })).toContain('there is no folder no/such');
});

test('standard output holds the protocol and nothing else, whatever is sent', async () => {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  const server = new McpLines(repo, { args: ['--debug'] });
  await server.initialize();
  for (const line of [
    '',
    '   ',
    'hello',
    '{',
    '[]',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"1.0","id":9,"method":"x"}',
  ])
    server.write(`${line}\n`);
  server.write('\x00\x1b[2J\ufffd\n');
  await server.call('recall', { query: 'first' });
  expect((await server.ask('nothing/here')).error?.code).toBe(-32601);
  for (const line of server.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  server.close();
  expect((await server.ended).code).toBe(0);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it', async (signal) => {
  const server = new McpLines(gitRepo({ 'a.txt': '1' }));
  await server.initialize();
  await server.call('recall', { query: 'first' });
  server.child.kill(signal);
  expect(await server.ended).toEqual({ code: 0, signal: null });
});

test('a host that went away without a word ends it, even with work in hand', async () => {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  const server = new McpLines(repo);
  await server.initialize();
  for (let i = 0; i < 20; i++) void server.call('recall', { query: `words ${i}` }).catch(() => undefined);
  server.child.stdout?.destroy();
  server.close();
  expect((await server.ended).signal).toBe(null);
});

test('a request of a wrong form is answered, a line without end is dropped, and the server goes on', async () => {
  const server = new McpLines(gitRepo({ 'a.txt': '1' }));
  await server.initialize();
  expect((await server.ask('tools/call', '"no object"')).error?.code).toBe(-32600);
  expect((await server.ask('tools/call', '[[]]')).error?.code).toBe(-32600);
  const long = 'x'.repeat(1024 * 1024);
  for (let i = 0; i < 9; i++) server.write(long);
  server.write('\n');
  expect((await server.ask('tools/list')).result).toBeDefined();
});
