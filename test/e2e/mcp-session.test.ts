import { expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { McpLines, type Reply, textOf } from '../helpers/mcp-lines.ts';
import { nexusJson } from '../helpers/nexus-program.ts';
import { withMemory } from '../helpers/open-repo.ts';

async function prompt(server: McpLines, name: string): Promise<string> {
  const { result } = await server.ask('prompts/get', JSON.stringify({ name }));
  const messages = (result?.messages ?? []) as { readonly content: { readonly text: string } }[];
  return messages.map(({ content }) => content.text).join('\n');
}

test('an agent starts, tells and ends a session, and the next start shows it', async () => {
  const repo = await withMemory(gitRepo({ 'src/uploads.ts': 'export {};\n' }));
  const server = new McpLines(repo);
  await server.initialize();
  const session = (given: Record<string, unknown>): Promise<Reply> => server.call('session', given);

  expect(textOf(await session({ action: 'status' })).text).toBe('No session is open.');
  expect(textOf(await session({ action: 'end' }))).toMatchObject({ isError: true });
  expect(await prompt(server, 'session-start')).toBe('Nothing is known here that surely bears on this.');
  expect(textOf(await session({ action: 'start', text: 'Retry uploads' })).text).toContain('is open');
  for (const given of [
    { action: 'note', text: 'The bucket is slow on Mondays' },
    {
      action: 'decide',
      text: 'Retry three times',
      body: '## Decision\n\nWith jitter.',
      files: ['src/uploads.ts'],
    },
    { action: 'prefer', text: 'Error handling: likes clear exceptions' },
    { action: 'block', text: 'No staging bucket yet' },
  ])
    expect({ given, ...textOf(await session(given)) }).toMatchObject({ isError: false });
  expect(textOf(await session({ action: 'note' }))).toMatchObject({ isError: true });
  const status = await session({ action: 'status' });
  expect(status.result?.structuredContent).toMatchObject({
    session: {
      focus: 'Retry uploads',
      decisions: ['Retry three times'],
      blockers: ['No staging bucket yet'],
    },
  });
  expect(await prompt(server, 'session-end')).toMatch(/notes: The bucket is slow[\s\S]*<\/nexus-memory>$/);

  const ended = await session({ action: 'end', accomplished: ['Uploads retry'], next: ['Test on staging'] });
  expect(textOf(ended).text).toContain('unreviewed until a person commits it');
  expect(repo.git('status', '--porcelain', '-uall')).toContain('?? .nexus/episodes/');
  const { records } = nexusJson<{ records: { kind: string }[] }>(repo, ['list']);
  expect(records.map(({ kind }) => kind).sort()).toEqual(['decision', 'episode']);

  repo.commit('as a person agreed to it');
  const again = new McpLines(repo);
  await again.initialize();
  const told = await again.call('session', { action: 'start' });
  expect(textOf(told).text).toMatch(/<nexus-memory>[\s\S]*Test on staging[\s\S]*No staging bucket yet/);
  expect(told.result?.structuredContent).toMatchObject({
    overview: { lastSession: { accomplished: ['Uploads retry'], next: ['Test on staging'] } },
  });
  expect(await prompt(again, 'session-start')).toContain('Test on staging');
});

test('prompts are listed, and an unknown one is refused', async () => {
  const server = new McpLines(await withMemory(gitRepo({ 'a.txt': '1' })));
  await server.initialize();
  const { result } = await server.ask('prompts/list');
  expect(result?.prompts).toMatchObject([{ name: 'session-start' }, { name: 'session-end' }]);
  expect((await server.ask('prompts/get', '{"name":"nope"}')).error?.code).toBe(-32602);
});
