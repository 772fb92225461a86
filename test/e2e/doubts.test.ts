import { describe, expect, test } from 'vitest';
import type { Briefing } from '../../src/core/briefing.ts';
import type { Draft, RecallAnswer } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { McpLines, textOf } from '../helpers/mcp-lines.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const BROKER: Draft = {
  kind: 'decision',
  title: 'Upload jobs go through a message broker',
  files: ['src/jobs.ts'],
  body: '## Decision\n\nRabbit, one queue a tenant.\n\n## Ruled out\n\nPolling a database table for upload jobs: slow.',
};
const TABLE: Draft = {
  kind: 'decision',
  title: 'Upload jobs wait in a table, no message broker',
  files: ['src/jobs.ts'],
  body: '## Decision\n\nA worker takes them in turn.',
};

/** Each decided on a branch of its own, both merged. */
async function decidedTwice(second: Draft = TABLE): Promise<{ repo: TestRepo; ids: readonly string[] }> {
  const repo = await withMemory(gitRepo({ 'src/jobs.ts': 'export {};\n' }));
  const ids: string[] = [];
  for (const draft of [BROKER, second]) {
    repo.git('switch', '-q', '-c', `branch-${ids.length}`, 'main');
    ids.push((await (await open(repo)).remember(draft)).record.id);
    repo.git('add', '-A');
    repo.git(
      'commit',
      '-q',
      '-m',
      'decide',
      '--author',
      `${ids.length === 1 ? 'Ann' : 'Ben'} <x@example.org>`,
    );
  }
  repo.git('switch', '-q', 'main');
  repo.git('merge', '-q', 'branch-0');
  repo.git('merge', '-q', '--no-edit', 'branch-1');
  return { repo, ids };
}

const hitsOf = (repo: TestRepo, text: string, ...more: string[]) =>
  nexusJson<RecallAnswer>(repo, ['recall', text, '--kind', 'decision', ...more]).hits;

describe('two decisions that contradict each other, neither of which supersedes the other', () => {
  test('are told together by recall, show, context and MCP, until one supersedes the other', async () => {
    const { repo, ids } = await decidedTwice();
    const [broker = '', table = ''] = ids;
    const [hit, ...others] = hitsOf(repo, 'rabbit tenant', '--limit', '1');
    expect(others).toEqual([]);
    expect(hit).toMatchObject({
      id: broker,
      against: [{ id: table, title: TABLE.title, author: 'Ben', how: 'same subject' }],
    });
    const line = `against it: “${TABLE.title}” ${table.slice(0, 14)}, decided by Ben, `;
    const end = ', same subject; neither supersedes the other';
    expect(nexus(repo, ['recall', 'rabbit tenant']).stdout.replace(/\s+/g, ' ')).toContain(line);
    expect(nexusJson(repo, ['show', broker])).toMatchObject({ against: [{ id: table }] });
    const shown = nexus(repo, ['show', broker]).stderr;
    expect([shown.startsWith(`nexus: ${line}`), shown.trimEnd().endsWith(end)]).toEqual([true, true]);
    const briefing = nexusJson<Briefing>(repo, ['context', '--files', 'src/jobs.ts', '--budget', '4000']);
    expect(briefing.items.map(({ id, against }) => [id, against?.[0]?.id]).sort()).toEqual(
      [
        [broker, table],
        [table, broker],
      ].sort(),
    );
    expect(nexus(repo, ['context', '--files', 'src/jobs.ts', '--agent']).stdout).toContain(line);
    const server = new McpLines(repo);
    await server.initialize();
    const recalled = await server.call('recall', { query: 'rabbit tenant', limit: 1 });
    expect(recalled.result?.structuredContent).toMatchObject({ hits: [{ against: [{ id: table }] }] });
    expect(textOf(recalled).text.replace(/\s+/g, ' ')).toContain(line);
    const one = await server.call('show', { id: broker });
    expect(one.result?.structuredContent).toMatchObject({ against: [{ id: table }] });
    expect(textOf(one).text).toContain(line);

    await (await open(repo)).edit(table, { set: { supersedes: [broker] } });
    expect(hitsOf(repo, 'upload jobs').map(({ id, against }) => [id, against])).toEqual([[table, undefined]]);
  });

  test('whoever decides what the other ruled out is told so, from both sides', async () => {
    const { repo, ids } = await decidedTwice({ ...TABLE, title: 'Polling a database table', files: [] });
    expect(
      hitsOf(repo, 'polling')
        .map(({ id, against }) => [id, against?.[0]?.how])
        .sort(),
    ).toEqual(
      [
        [ids[0], 'ruled out by this'],
        [ids[1], 'rules this out'],
      ].sort(),
    );
  });

  test('who writes that one was made from the other has decided', async () => {
    const { repo, ids } = await decidedTwice();
    await (await open(repo)).edit(ids[1] ?? '', { set: { derived_from: [ids[0]] } });
    expect(hitsOf(repo, 'upload jobs').map(({ against }) => against)).toEqual([undefined, undefined]);
  });

  test('another subject, another kind and what is retired are not held against it', async () => {
    const { repo, ids } = await decidedTwice({ ...TABLE, kind: 'note' });
    expect(nexusJson<RecallAnswer>(repo, ['recall', 'rabbit']).hits.map(({ against }) => against)).toEqual([
      undefined,
    ]);
    const memory = await open(repo);
    await memory.remember({
      kind: 'decision',
      title: 'Photos are stored in a bucket',
      files: ['src/jobs.ts'],
    });
    const again = await memory.remember(TABLE);
    await memory.retire(again.record.id, 'tried');
    expect((await memory.doubts(ids[0] ?? '')).against).toBeUndefined();
  });
});

test('what a merge left undecided is served marked, and not once it is decided', async () => {
  const id = '01jd3v5t6zk8m9n0p1q2r3s4t5';
  const path = `.nexus/decisions/retry-${id}.md`;
  const text = (title: string, body: string): string =>
    `---\nid: "${id}"\nkind: decision\ntitle: ${title}\ncreated: 2026-01-31T12:00:00Z\nfiles:\n  - a.txt\n---\n\n## Decision\n\n${body}\n`;
  const repo = await withMemory(gitRepo({ 'a.txt': 'a\n' }));
  nexus(repo, ['hooks', 'install', '--yes']);
  repo.env.CI = '1';
  repo.commit('base', { [path]: text('Retry uploads', 'Once.') });
  repo.git('switch', '-q', '-c', 'hers');
  repo.commit('hers', { [path]: text('Retry uploads never', 'Never.') });
  repo.git('switch', '-q', 'main');
  repo.commit('mine', { [path]: text('Retry uploads twice', 'Twice.') });
  expect(repo.sh('git merge -q hers').code).toBe(1);
  const inConflict = ['title', '## Decision'];
  expect(hitsOf(repo, 'retry uploads')).toMatchObject([{ id, inConflict }]);
  expect(nexusJson(repo, ['show', id])).toMatchObject({ inConflict });
  const said = 'in conflict: title, ## Decision; not decided: nexus resolve';
  expect(nexus(repo, ['recall', 'retry uploads']).stdout).toContain(said);
  expect(nexus(repo, ['show', id]).stderr).toContain(said);
  expect(nexus(repo, ['context', '--files', 'a.txt']).stdout).toContain(said);
  // Agents get what is committed: marked, too.
  const asAgent = (): string => nexus(repo, ['context', '--files', 'a.txt', '--agent']).stdout;
  expect(asAgent()).not.toContain(said);
  repo.git('commit', '-q', '-a', '-m', 'merged');
  expect(asAgent()).toContain(said);

  for (const part of ['title', 'Decision']) nexus(repo, ['resolve', id, '--take', '1', '--part', part]);
  expect(hitsOf(repo, 'retry uploads')[0]).not.toHaveProperty('inConflict');
});
