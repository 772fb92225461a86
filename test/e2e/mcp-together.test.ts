import { expect, test } from 'vitest';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { McpLines, textOf, titlesOf } from '../helpers/mcp-lines.ts';
import { nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { trustHere } from '../helpers/trust.ts';

async function server(repo: TestRepo): Promise<McpLines> {
  const lines = new McpLines(repo);
  await lines.initialize();
  return lines;
}

async function titles(lines: McpLines, query: string): Promise<string[]> {
  return titlesOf(await lines.call('recall', { query, limit: 20 }));
}

test('two servers write into one repository at once; each finds what it wrote, and what the other did where that is trusted', async () => {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  const [one, two] = await Promise.all([server(repo), server(repo)]);
  const write = (lines: McpLines, who: string): Promise<unknown>[] =>
    Array.from({ length: 20 }, async (_, at) => {
      const reply = await lines.call('remember', {
        kind: 'note',
        title: `Zebra ${who} ${at}`,
        text: 'At once.',
      });
      expect(textOf(reply)).toMatchObject({ isError: false });
    });
  await Promise.all([...write(one, 'first'), ...write(two, 'second')]);
  const { records, problems } = nexusJson<{ records: unknown[]; problems: unknown[] }>(repo, ['list']);
  expect({ records: records.length, problems }).toEqual({ records: 40, problems: [] });
  expect((await titles(one, 'zebra')).every((title) => title.includes('first'))).toBe(true);
  expect((await titles(one, 'zebra')).length).toBe(20);
  trustHere(repo, 'any');
  expect((await titles(one, 'zebra second')).filter((title) => title.includes('second')).length).toBe(20);
  expect((await titles(two, 'zebra first')).filter((title) => title.includes('first')).length).toBe(20);
});

test('the same thing told twice at once is remembered once', async () => {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  const lines = await server(repo);
  const replies = await Promise.all(
    Array.from({ length: 5 }, () => lines.call('remember', { kind: 'note', title: 'Only once' })),
  );
  expect(replies.map((reply) => textOf(reply).isError).sort()).toEqual([false, true, true, true, true]);
});

test('git moves HEAD under a running server, and the next answer is right', async () => {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  const lines = await server(repo);
  const writer = await open(repo);
  await writer.remember({ kind: 'note', title: 'Kept on main', body: 'walrus' });
  repo.commit('on main');
  expect(await titles(lines, 'walrus')).toEqual(['Kept on main']);

  repo.git('switch', '-q', '-c', 'side', 'HEAD~1');
  expect(await titles(lines, 'walrus')).toEqual([]);
  await writer.remember({ kind: 'note', title: 'Kept on the side', body: 'walrus' });
  repo.commit('on the side');
  expect(await titles(lines, 'walrus')).toEqual(['Kept on the side']);

  repo.git('switch', '-q', 'main');
  expect(await titles(lines, 'walrus')).toEqual(['Kept on main']);
  repo.git('merge', '-q', '--no-edit', 'side');
  expect((await titles(lines, 'walrus')).sort()).toEqual(['Kept on main', 'Kept on the side']);
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  expect(await titles(lines, 'walrus')).toEqual(['Kept on main']);
  repo.git('checkout', '-q', '--detach', 'side');
  const { result } = await lines.call('recall', { query: 'walrus' });
  expect(result?.structuredContent).toMatchObject({
    hits: [{ title: 'Kept on the side', standing: 'committed', unreviewed: false }],
  });
  repo.git('pack-refs', '--all');
  repo.git('gc', '-q', '--prune=now');
  expect(await titles(lines, 'walrus')).toEqual(['Kept on the side']);
});
