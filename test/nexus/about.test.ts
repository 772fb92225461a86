import { describe, expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

describe('all that is known around a record', () => {
  test('its citations one by one, its links both ways, what came of it', async () => {
    const repo = await withMemory(gitRepo({ 'src/a.ts': 'a\n', 'src/b.ts': 'b\n' }));
    const memory = await open(repo, { warm: true });
    const old = await memory.remember({ kind: 'decision', title: 'Redis', body: 'Fast.\n' });
    const { record } = await memory.supersede(old.record.id, {
      title: 'Postgres',
      body: 'One less.\n',
      files: ['src/a.ts', 'src/b.ts'],
    });
    const drawn = await memory.remember({
      kind: 'pattern',
      title: 'Outbox',
      body: 'Rows first.\n',
      derived_from: [record.id, '01h00000000000000000000000'],
    });
    const then = repo.commit('decided');
    const { record: episode } = await memory.remember({
      kind: 'episode',
      title: 'Moved the outbox',
      body: 'Done.\n',
      recalled: [{ id: record.id, helped: true, note: 'as said' }],
    });
    repo.write({ 'src/b.ts': 'other\n' });

    const now = await memory.about(record.id);
    expect(now).toMatchObject({ standing: 'committed', stored: { record: { title: 'Postgres' } } });
    expect(now.text).toContain('One less.');
    expect(now.citations).toEqual([
      { citation: 'src/a.ts', freshness: 'verified' },
      { citation: 'src/b.ts', freshness: 'stale', detail: 'src/b.ts changed since' },
    ]);
    expect(now.links).toEqual([
      { relation: 'supersedes', id: old.record.id, title: 'Redis', kind: 'decision' },
      { relation: 'derived', id: drawn.record.id, title: 'Outbox', kind: 'pattern' },
      { relation: 'recalled in', id: episode.id, title: 'Moved the outbox', kind: 'episode' },
    ]);
    expect(now.usefulness).toMatchObject({ uses: 1, helped: 1 });
    expect(now.outcomes).toMatchObject([{ helped: true, note: 'as said', episode: 'Moved the outbox' }]);
    expect(now).not.toHaveProperty('ended');

    expect(await memory.about(old.record.id)).toMatchObject({
      ended: 'superseded',
      links: [{ relation: 'superseded by', id: record.id }],
    });
    expect((await memory.about(drawn.record.id)).links).toContainEqual({
      relation: 'derived from',
      id: '01h00000000000000000000000',
    });
    expect((await memory.about(episode.id)).links).toMatchObject([{ relation: 'recalled', id: record.id }]);

    const before = await memory.about(record.id, then);
    expect(before.citations).toEqual([{ citation: 'src/a.ts' }, { citation: 'src/b.ts' }]);
    expect(before.links.map(({ relation }) => relation)).toEqual(['supersedes', 'derived']);
    await expect(memory.about(episode.id, then)).rejects.toThrow(`no record "${episode.id}" as of ${then}`);
  });

  test('a retired, a forgotten, a broken one, and one of a pack', async () => {
    const repo = await withMemory(gitRepo());
    const memory = await open(repo, { warm: true });
    const make = async (title: string) =>
      (await memory.remember({ kind: 'note', title, body: `${title} it.\n` })).record.id;
    const [retired, forgotten, broken] = [await make('Retire'), await make('Forget'), await make('Break')];
    await memory.retire(retired, 'not so');
    expect(await memory.about(retired)).toMatchObject({ ended: 'retired', standing: 'uncommitted' });
    await memory.forget(forgotten);
    expect(await memory.about(forgotten)).toMatchObject({ ended: 'forgotten' });
    const { path } = (await memory.about(broken)).stored;
    repo.write({ [path]: '---\nid: nothing\n---\n' });
    await expect(memory.about(broken)).rejects.toMatchObject({
      code: 'invalid-record',
      message: expect.stringContaining(`${path}:`),
    });
    repo.commit('broken');
    await expect(memory.about(broken, 'HEAD')).rejects.toMatchObject({ code: 'invalid-record' });

    const [first] = (await memory.list({ pack: 'python' })).records;
    const ofPack = await memory.about(first?.record.id ?? '');
    expect(ofPack).toMatchObject({ pack: 'python', standing: 'pack' });
    expect(ofPack.text).toContain(first?.record.id);
    expect(await memory.versions(first?.record.id ?? '', { max: 5 })).toEqual([]);
  });

  test('who changed what, as of a revision', async () => {
    const repo = await withMemory(gitRepo());
    const memory = await open(repo, { warm: true });
    const { record } = await memory.remember({ kind: 'note', title: 'One', body: 'a\n\n## More\n\nb\n' });
    repo.commit('first of it');
    await memory.edit(record.id, { section: { name: 'More', text: 'c' } });
    repo.commit('second of it');
    const more = async (at?: string) =>
      (await memory.blame(record.id, at)).parts.find(({ name }) => name === '## More')?.subject;
    expect(await more()).toBe('second of it');
    expect(await more('HEAD~1')).toBe('first of it');
  });
});
