import { expect, test } from 'vitest';
import { openMemory } from '../../src/nexus.ts';

const titles = async (memory: Awaited<ReturnType<typeof openMemory>>, text: string): Promise<string[]> =>
  (await memory.recall({ text, limit: 50 })).hits.map(({ title }) => title);

test('a memory of given records answers for what it holds now, after each of many changes', async () => {
  const memory = await openMemory({
    records: [
      { kind: 'note', title: 'Staging is read-only on Sundays' },
      { kind: 'decision', title: 'Queues live in Postgres', body: '## Decision\n\nOne table per queue.\n' },
    ],
  });
  expect(await titles(memory, 'queue postgres')).toEqual(['Queues live in Postgres']);
  const ids: string[] = [];
  for (let n = 0; n < 30; n += 1) {
    const { record } = await memory.remember({
      kind: 'note',
      title: `Lease ${n} of the queue`,
      tags: [`t${n}`],
    });
    ids.push(record.id);
    expect(await titles(memory, `lease t${n}`)).toContain(`Lease ${n} of the queue`);
  }
  expect((await memory.recall({ text: 'staging' })).searched.records).toBe(32);
  await memory.edit(ids[3] ?? '', { set: { title: 'A badge at the door' } });
  expect(await titles(memory, 'badge')).toEqual(['A badge at the door']);
  await memory.forget(ids[4] ?? '');
  await memory.retire(ids[5] ?? '', 'gone');
  const left = await titles(memory, 'lease');
  expect(left).toHaveLength(27);
  for (const n of [3, 4, 5]) expect(left).not.toContain(`Lease ${n} of the queue`);
});

test('questions asked at once, while something is added, all find it from then on', async () => {
  const memory = await openMemory({
    records: Array.from({ length: 20 }, (_, n) => ({ kind: 'note' as const, title: `Shard ${n} moves` })),
  });
  const asked = ['shard', 'moves', 'shard'].map((text) => titles(memory, text));
  await memory.remember({ kind: 'note', title: 'Shard 99 stays' });
  expect((await Promise.all(asked)).map((found) => found.length >= 20)).toEqual([true, true, true]);
  expect(await titles(memory, 'stays')).toEqual(['Shard 99 stays']);
  expect(await titles(memory, 'shard')).toHaveLength(21);
});
