import { expect, test } from 'vitest';
import type { RecallAnswer } from '../../src/core/recall.ts';
import { embedBy, embeddingServer } from '../helpers/embedding-server.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { McpLines, textOf, titlesOf } from '../helpers/mcp-lines.ts';
import { nexus, nexusJson, nexusProcess } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { quiet, quietAtEnd } from '../helpers/quiet.ts';

const SUBJECTS =
  'buttons fonts merges releases branches plants rooms screenshots spelling dates colours chairs lamps doors keys windows roofs floors stairs lifts'.split(
    ' ',
  );

/** Two records of which a model says that they are what `sluggish persistence` asks for, and twenty others. */
async function repository(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  const memory = await open(repo);
  for (const subject of SUBJECTS)
    await memory.remember({ kind: 'note', title: `About ${subject}`, body: subject });
  await memory.remember({ kind: 'note', title: 'Slow database', body: 'The vacuum.' });
  repo.commit('what we know');
  await memory.remember({ kind: 'note', title: 'Database, slow', body: 'Unread.' });
  return repo;
}

const QUESTION = ['recall', 'sluggish', 'persistence'];
const titles = ({ hits }: RecallAnswer) => hits.map(({ title }) => title).sort();

test('a model named in the clone’s own settings: built, asked, told of, and no word of what agents are not served', async () => {
  const repo = await repository();
  const server = await embeddingServer();
  expect(nexus(repo, QUESTION)).toMatchObject({ code: 1, stderr: '' });
  expect(nexus(repo, ['embed'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('.git/nexus/config.yaml'),
  });
  embedBy(repo, { provider: 'ollama', model: 'made', url: server.url, timeout: 5000 });
  expect(nexus(repo, ['embed'])).toMatchObject({
    code: 0,
    stdout:
      '25 of 25 records and commits have a vector, 25 of them new: 256 numbers each, by ollama (made)\n',
  });
  expect(nexusJson(repo, ['embed'])).toMatchObject({ made: 0, embedded: 25 });

  const answer = nexusJson<RecallAnswer>(repo, QUESTION);
  expect(titles(answer)).toEqual(['Database, slow', 'Slow database']);
  const { stdout } = nexusProcess(repo, [...QUESTION, '--explain']);
  expect(stdout).toMatch(/ text, score \d\.\d{3}; near in meaning, \d\.\d{3} of its score\n/);
  expect(nexus(repo, ['doctor']).stdout).toContain(`ollama (made) at ${server.url} answers with 256 numbers`);
  expect(nexus(repo, ['doctor']).stdout).toContain('25 of 25 records and commits have a vector');

  const forAgents = nexusJson<RecallAnswer>(repo, [...QUESTION, '--agent']);
  expect(titles(forAgents)).toEqual(['Slow database']);
  expect(forAgents).toMatchObject({ total: 1, withheld: { below: 1 } });
  const [kept] = forAgents.hits;
  const lines = new McpLines(repo);
  await lines.initialize();
  const query = 'sluggish persistence';
  expect(titlesOf(await lines.call('recall', { query }))).toEqual(['Slow database']);
  expect(nexus(repo, ['retire', kept?.id ?? '', '--reason', 'old']).code).toBe(0);
  expect(titles(nexusJson<RecallAnswer>(repo, QUESTION))).toEqual(['Database, slow']);

  await server.stop();
  const told = textOf(await lines.call('recall', { query: `${query} plants` })).text;
  expect(told).toMatch(
    /^recall\.embeddings: ollama: nothing listens there; words alone answered\n<nexus-memory>\n/,
  );
  lines.close();
  const without = nexus(repo, [...QUESTION, 'plants']);
  expect(without).toMatchObject({ code: 0, stdout: expect.stringContaining('About plants') });
  expect(without.stderr).toBe(
    'nexus: .git/nexus/config.yaml: recall.embeddings: ollama: nothing listens there; words alone answered (see: nexus doctor)\n',
  );
  expect(nexus(repo, ['doctor'])).toMatchObject({ stdout: expect.stringContaining('nothing listens there') });
  expect(nexus(repo, ['embed'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('nothing listens there'),
  });
  expect(nexus(repo, ['embed', '--clear'])).toMatchObject({ code: 0, stdout: 'No vector is left.\n' });
});

test('a commit makes the vectors of what it brings, in the background', async () => {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  quietAtEnd(repo.dir);
  const server = await embeddingServer();
  embedBy(repo, { provider: 'ollama', model: 'made', url: server.url, timeout: 5000 });
  nexus(repo, ['hooks', 'install']);
  const memory = await open(repo);
  for (const subject of SUBJECTS)
    await memory.remember({ kind: 'note', title: `About ${subject}`, body: subject });
  await memory.remember({ kind: 'note', title: 'Slow database', body: 'The vacuum.' });
  expect(await server.seen()).toEqual([]);
  repo.commit('what we know');
  await quiet(repo.dir);
  expect((await server.seen()).flatMap(({ input }) => input)).toContain('Slow database\n\nThe vacuum.');
  expect(titles(nexusJson<RecallAnswer>(repo, QUESTION))).toEqual(['Slow database']);
});

test('what the tree says of it counts for nothing, and is told', async () => {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  const server = await embeddingServer();
  repo.commit('by a pull', {
    '.nexus/config.yaml': `schema: 1\nrecall:\n  embeddings:\n    provider: ollama\n    model: made\n    url: ${server.url}\n`,
  });
  nexus(repo, QUESTION);
  expect(nexus(repo, ['embed']).code).toBe(2);
  expect(await server.seen()).toEqual([]);
  const told = '.nexus/config.yaml:3: recall.embeddings does not count here, where a pull could change it';
  expect(nexus(repo, ['doctor']).stdout).toContain(told);
  expect(nexus(repo, ['status']).stderr).toContain(told);
});

test('another machine is asked only where somebody wrote that it may be', async () => {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  embedBy(repo, { provider: 'ollama', model: 'made', url: 'http://192.0.2.1:11434' });
  expect(nexus(repo, QUESTION).stderr).toContain('192.0.2.1 is another machine');
  expect(nexus(repo, ['embed']).stderr).toContain('remote: allow');
  expect(nexus(repo, ['status']).stderr).toContain('.git/nexus/config.yaml:2: recall.embeddings: 192.0.2.1');
});
