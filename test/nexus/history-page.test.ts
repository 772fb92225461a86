import { describe, expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

/** Three records in three commits, and commits that touch none. */
async function told() {
  const repo = await withMemory(gitRepo());
  const memory = await open(repo, { warm: true });
  const note = await memory.remember({ kind: 'note', title: 'Rotate the tokens', body: 'Each week.\n' });
  repo.commit('tokens', { 'src/tokens.ts': '1' });
  repo.commit('code alone', { 'src/tokens.ts': '2' });
  await memory.remember({ kind: 'decision', title: 'Name the queues', body: 'By team.\n' });
  repo.git('config', 'user.name', 'Ben');
  repo.commit('queues, by Ben', { 'src/queues.ts': '1' });
  await memory.edit(note.record.id, { body: 'Each month.\n' });
  const last = repo.commit('less often');
  return { repo, memory, last, id: note.record.id };
}

type Told = Awaited<ReturnType<typeof told>>;

async function subjects({ memory }: Told, query: Partial<Parameters<Told['memory']['history']>[0]>) {
  const { commits, next } = await memory.history({ max: 10, ...query });
  return [...commits.map(({ commit }) => commit.subject), ...(next === undefined ? [] : ['…'])];
}

describe('history, page by page', () => {
  test('goes on where the page before ended, whatever was committed meanwhile', async () => {
    const it = await told();
    const first = await it.memory.history({ max: 2 });
    expect(first.commits.map(({ commit }) => commit.subject)).toEqual(['less often', 'queues, by Ben']);
    expect(first.commits[0]?.changes[0]).toMatchObject({ type: 'changed', title: 'Rotate the tokens' });
    await it.memory.remember({ kind: 'note', title: 'New', body: 'Newer.\n' });
    it.repo.commit('meanwhile');
    const second = await it.memory.history({ max: 2, ...(first.next && { after: first.next }) });
    expect(second.commits.map(({ commit }) => commit.subject)).toEqual(['tokens']);
    expect(second.next).toBeUndefined();
    expect(await subjects(it, { max: 1 })).toEqual(['meanwhile', '…']);
    expect(await subjects(it, { rev: it.last })).toEqual(['less often', 'queues, by Ben', 'tokens']);
    await expect(it.memory.history({ max: 1, rev: 'nope' })).rejects.toThrow('no revision "nope"');
  });

  test('filters are combined', async () => {
    const it = await told();
    expect(await subjects(it, { author: 'ben' })).toEqual([]);
    expect(await subjects(it, { author: 'ANN@' })).toHaveLength(3);
    expect(await subjects(it, { kind: 'decision' })).toEqual(['queues, by Ben']);
    expect(await subjects(it, { file: 'src/tokens' })).toEqual(['tokens']);
    expect(await subjects(it, { file: 'notes/', kind: 'note' })).toEqual(['less often', 'tokens']);
    expect(await subjects(it, { text: 'each month' })).toEqual(['less often']);
    expect(await subjects(it, { text: 'BY BEN' })).toEqual(['queues, by Ben']);
    expect(await subjects(it, { since: Date.now() + 60_000 })).toEqual([]);
    expect(await subjects(it, { since: 0, file: 'src', text: 'tokens' })).toEqual(['tokens']);
  });

  test('is the same by the built-in git, and empty before the first commit', async () => {
    const it = await told();
    const built = await open(it.repo, { prefer: 'isomorphic-git' });
    const { next } = await built.history({ max: 1 });
    expect((await built.history({ max: 5, ...(next && { after: next }) })).commits).toEqual(
      (await it.memory.history({ max: 5, ...(next && { after: next }) })).commits,
    );
    expect(await (await open(gitRepo())).history({ max: 5 })).toEqual({ commits: [] });
  });
});

describe('the versions of a record', () => {
  test('have their texts, the oldest first; what is not committed comes last', async () => {
    const { memory, id, repo } = await told();
    const first = await memory.versions(id, { max: 10 });
    expect(first.map(({ commit, type }) => [type, commit?.subject])).toEqual([
      ['added', 'tokens'],
      ['changed', 'less often'],
    ]);
    expect(first.map(({ text }) => text?.split('\n').at(-2))).toEqual(['Each week.', 'Each month.']);
    await memory.edit(id, { body: 'Each day.\n' });
    const then = await memory.versions(id, { max: 10 });
    expect(then.at(-1)).toMatchObject({ type: 'changed', text: expect.stringContaining('Each day.') });
    expect(then.at(-1)).not.toHaveProperty('commit');
    expect(await memory.versions(id, { max: 10, at: 'HEAD~1' })).toEqual(first.slice(0, 1));
    await memory.forget(id);
    repo.commit('forgotten');
    const last = (await memory.versions(id, { max: 10 })).at(-1);
    expect(last).toMatchObject({ type: 'forgotten', commit: { subject: 'forgotten' } });
    expect(last?.path).toMatch(/forgotten-/);
  });

  test('of one that is new, moved, taken away or broken', async () => {
    const repo = await withMemory(gitRepo());
    const memory = await open(repo, { warm: true });
    const { record, path } = await memory.remember({ kind: 'note', title: 'Here', body: 'Text.\n' });
    expect(await memory.versions(record.id, { max: 5 })).toEqual([
      { type: 'added', path, text: expect.stringContaining('Text.') },
    ]);
    repo.commit('new');
    const moved = `.nexus/notes/there-${record.id}.md`;
    repo.git('mv', path, moved);
    repo.commit('moved');
    repo.write({ [moved]: 'broken' });
    expect((await memory.versions(record.id, { max: 5 })).map((one) => [one.type, one.path])).toEqual([
      ['added', path],
      ['renamed', moved],
      ['changed', moved],
    ]);
    repo.git('rm', '-qf', moved);
    expect((await memory.versions(record.id, { max: 5 })).at(-1)).toEqual({ type: 'deleted', path: moved });
    repo.commit('gone');
    expect((await memory.versions(record.id, { max: 5, at: 'HEAD~1' })).map(({ type }) => type)).toEqual([
      'added',
      'renamed',
    ]);
  });
});
