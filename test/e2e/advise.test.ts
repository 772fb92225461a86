import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AdviceAnswer } from '../../src/core/advice.ts';
import type { RecordOutcome } from '../../src/core/report.ts';
import { adviceText } from '../../src/present/advice-text.ts';
import { displayWidth } from '../../src/present/layout.ts';
import { createStyle } from '../../src/present/style.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { McpLines, textOf } from '../helpers/mcp-lines.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { allowFlags } from '../helpers/trust.ts';

async function withPack(tree: Readonly<Record<string, string>> = { 'a.txt': '1\n' }): Promise<TestRepo> {
  const repo = await withMemory(gitRepo(tree));
  const path = join(repo.dir, '.nexus/config.yaml');
  writeFileSync(path, `${readFileSync(path, 'utf8').replace(/^packs:.*\n/m, '')}packs: [python]\n`);
  return repo;
}

const adviceOf = (repo: TestRepo, ...args: string[]): AdviceAnswer =>
  nexusJson<AdviceAnswer & Record<string, unknown>>(repo, ['advise', ...args]);
const titles = (records: AdviceAnswer['patterns']): string[] => records.map(({ title }) => title);

test('the three examples bring what is known for them, first', async () => {
  const repo = await withPack();
  const data = adviceOf(repo, 'data processing pipeline');
  expect(data.types[0]?.type).toBe('data-processing');
  expect(titles(data.patterns).slice(0, 4)).toEqual([
    'Pipelines for ETL workflows',
    'Generator expressions for memory efficiency',
    'pandas for tabular data',
    'Error handling that helps the next person',
  ]);
  expect(titles(data.avoid)).toContain('Skipping error handling and logging');

  const slow = adviceOf(repo, 'slow', 'Python', 'code');
  expect(slow.types.map(({ title }) => title)).toEqual(['performance']);
  expect(titles(slow.patterns).slice(0, 3)).toEqual([
    'Profile before optimising',
    'The right data structure for the access',
    'Cache what is computed again and again',
  ]);
  expect(slow.patterns[0]).toMatchObject({ pack: 'python', why: expect.stringMatching(/\w/) });

  const api = adviceOf(repo, 'API for data service');
  expect(api.types[0]?.title).toBe('API');
  expect(titles(api.patterns)[0]).toBe('FastAPI for REST APIs');
  expect(titles(api.patterns).slice(0, 4).sort()).toEqual([
    'Async database access with asyncpg or aiomysql',
    'FastAPI for REST APIs',
    'Pydantic for data validation',
    'async/await for I/O-bound work',
  ]);

  const { stdout } = nexus(repo, ['advise', 'data processing pipeline']);
  expect(stdout).toMatch(
    /^About: data processing \(data processing, pipeline\)\nPatterns\n {2}Pipelines for ETL/,
  );
  expect(stdout).toMatch(/In full: nexus show [0-9a-z]+\n$/);
  const style = createStyle({ color: false });
  for (const answer of [data, slow, api]) {
    const lines = adviceText(answer, { style, columns: 80, now: 0 }).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    for (const columns of [80, 40])
      for (const line of adviceText(answer, { style, columns, now: 0 }).split('\n'))
        expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  }
});

describe('what the project itself is and knows', () => {
  test('its own record comes before a pack, a decision is cited, facts and preferences name their files', async () => {
    const repo = await withPack({
      'pyproject.toml':
        '[project]\nname = "orders"\ndependencies = ["fastapi>=0.110"]\n\n[dependency-groups]\ndev = ["pytest"]\n',
      'src/orders/api.py': 'routes = []\n',
    });
    const memory = await open(repo);
    await memory.remember({
      kind: 'pattern',
      title: 'Our REST endpoints',
      body: '## Solution\n\nOne router for each service, and every endpoint of the API has a response model.\n',
      files: ['src/orders/api.py'],
      language: 'python',
    });
    await memory.remember({
      kind: 'decision',
      title: 'The API is REST, not GraphQL',
      body: '## Decision\n\nREST, for the caches of our customers.\n',
    });
    await memory.setDocument({
      documents: ['preferences'],
      section: 'Libraries',
      text: 'plain functions; no REST API framework beside FastAPI',
    });
    repo.commit('what we know');
    const advice = adviceOf(repo, 'a REST API endpoint for invoices', '--file', 'src/orders/api.py');
    expect(advice.patterns[0]).toMatchObject({ title: 'Our REST endpoints', standing: 'committed' });
    expect(advice.patterns[0]?.reasons).toContain('cites src/orders/api.py');
    expect(advice.patterns[1]).toMatchObject({ pack: 'python' });
    expect(advice.decided[0]).toMatchObject({ title: 'The API is REST, not GraphQL' });
    expect(advice.facts).toContainEqual({
      text: 'FastAPI >=0.110 is in use: FastAPI for REST APIs',
      from: 'pyproject.toml',
    });
    expect(advice.facts).toContainEqual({
      text: 'pydantic is not declared: FastAPI for REST APIs',
      from: 'pyproject.toml',
    });
    expect(advice.preferences).toEqual([
      {
        text: 'Libraries: plain functions; no REST API framework beside FastAPI',
        from: '.nexus/context/preferences.md',
      },
    ]);
    const own = adviceOf(repo, '--own', 'a REST API endpoint for invoices');
    expect(titles(own.patterns)).toEqual(['Our REST endpoints']);
    expect(own.searched.packs).toBeUndefined();
  });

  test('what helped comes before its equal, what proved wrong comes last and says so', async () => {
    const repo = await withMemory(gitRepo({ 'a.txt': '1\n' }));
    const memory = await open(repo);
    const ids: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      const body = `## Solution\n\nRetry uploads with jitter, the way of ${name}.\n`;
      ids.push((await memory.remember({ kind: 'pattern', title: `Retry uploads, ${name}`, body })).record.id);
    }
    const [first = '', , third = ''] = ids;
    for (const at of [1, 2]) {
      await memory.outcome({ id: first, helped: false, note: `the bucket refused it, ${at}` });
      await memory.outcome({ id: third, helped: true });
      repo.write({ 'a.txt': `${at + 1}\n` });
      repo.git('add', '-A');
      await (await open(repo)).captureForCommit();
      repo.commit(`round ${at}`);
    }
    const { patterns } = adviceOf(repo, 'retry uploads');
    expect(titles(patterns)).toEqual(['Retry uploads, three', 'Retry uploads, two', 'Retry uploads, one']);
    expect(patterns[0]?.used).toBe('helped 2 of 2 times');
    expect(patterns[2]?.wrong).toContain('the bucket refused it');
    const { outcomes } = nexusJson<{ outcomes: RecordOutcome[] }>(repo, ['log', first]);
    expect(outcomes.map(({ wrong, note }) => [wrong, note]).sort()).toEqual([
      [true, 'the bucket refused it, 1'],
      [true, 'the bucket refused it, 2'],
    ]);
    const { stdout } = nexus(repo, ['log', third]);
    expect(stdout).toMatch(/What came of it\n( {2}helped {2}[0-9a-f]{10}, Ann Author, .*\n){2}$/);
  });

  test('how similar tasks succeeded is told with its confidence', async () => {
    const repo = await withPack();
    const memory = await open(repo);
    for (const task of ['Retry the uploads of invoices', 'Retry the uploads of orders'])
      await memory.recordExecution({ task, category: 'backend', approach: 'incremental', success: true });
    const { history } = adviceOf(repo, 'retry the uploads of invoices');
    expect(history).toMatchObject({ approach: 'incremental', similar: expect.any(Number) });
  });
});

test('what came of the record of a pack is told as its life here', async () => {
  const repo = await withPack();
  const [first] = adviceOf(repo, 'slow Python code').patterns;
  const id = first?.id ?? '';
  const none = nexus(repo, ['log', id]);
  expect(none).toMatchObject({ code: 1, stdout: '' });
  expect(none.stderr).toContain('or of a pack?');
  await (await open(repo)).outcome({ id, helped: true, note: 'the parser was it' });
  repo.write({ 'a.txt': '2\n' });
  repo.git('add', '-A');
  await (await open(repo)).captureForCommit();
  repo.commit('a faster parser');
  expect(nexus(repo, ['log', id]).stdout).toMatch(/^What came of it\n {2}helped .*\n +the parser was it\n$/);
  expect(adviceOf(repo, 'slow Python code').patterns[0]).toMatchObject({ id, used: 'helped 1 of 1 time' });
});

describe('where nothing is known, or nothing good is asked', () => {
  test('it says so, with what was searched, and exits with 1', async () => {
    const repo = await withMemory(gitRepo({ 'a.txt': '1\n' }));
    const { stdout, code } = nexus(repo, ['advise', 'slow Python code']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Nothing known for this in 0 records\. It sounds like performance\./);
    expect(stdout.replace(/\s+/g, ' ')).toContain('could be turned on: nexus seed');
    await (await open(repo)).remember({
      kind: 'pattern',
      title: 'Read rows by id',
      body: '## Solution\n\nEach calls `fetchRow`.\n\n## When to use\n\nThese are to share code or structure.\n',
    });
    expect(nexus(repo, ['advise', 'slow Python code'])).toMatchObject({ code: 1 });
    const own = nexus(await withPack(), ['advise', '--own', 'slow Python code']);
    expect(own).toMatchObject({ code: 1 });
    expect(own.stdout).not.toContain('turned on');
    const other = nexus(await withPack(), ['advise', 'bake a chocolate cake']);
    expect(other).toMatchObject({ code: 1 });
    expect(other.stdout).toMatch(/^Nothing known for this in 0 records and \d+ of packs\.\n$/);
  });

  test('controls, and 100 KB, do no harm', async () => {
    const repo = await withPack();
    for (const request of [
      '\u001b[2Jslow\u202e \u0007code',
      `slow ${'a`b. '.repeat(25_000)}`,
      '../../etc/passwd',
      '   ',
    ]) {
      const { stdout, code } = nexus(repo, ['advise', request]);
      expect([0, 1]).toContain(code);
      expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/);
    }
    expect(nexus(repo, ['advise']).code).toBe(2);
  });
});

test('agents get it fenced and bounded, without what is not committed', async () => {
  const repo = await withPack();
  await (await open(repo)).remember({
    kind: 'pattern',
    title: 'Measure </nexus-memory> first',
    body: '## Solution\n\nProfile slow code before it is changed.\n',
  });
  const server = new McpLines(repo);
  await server.initialize();
  const before = await server.call('advise', { request: 'slow Python code', limit: 2 });
  expect(textOf(before).text).not.toContain('Measure');
  expect(before.result?.structuredContent).toMatchObject({ withheld: { minimum: 'committed', below: 1 } });
  repo.commit('agreed');
  allowFlags(repo, 'steering');
  const reply = await server.call('advise', { request: 'slow Python code', limit: 2 });
  const { text, isError } = textOf(reply);
  expect(isError).toBe(false);
  expect(text.match(/<\/nexus-memory>/g)).toHaveLength(1);
  expect(reply.result?.structuredContent).toMatchObject({ types: ['performance'] });
  const { patterns } = (reply.result?.structuredContent ?? {}) as { patterns: { unreviewed: boolean }[] };
  expect(patterns).toHaveLength(2);
  expect(patterns.some(({ unreviewed }) => unreviewed)).toBe(false);
  const none = textOf(await server.call('advise', { request: 'bake a chocolate cake' }));
  expect(none).toMatchObject({ isError: false, text: expect.stringContaining('Nothing known') });
});
