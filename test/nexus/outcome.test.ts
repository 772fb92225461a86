import { expect, test } from 'vitest';
import { Story } from '../helpers/story.ts';

async function memory() {
  const story = new Story();
  const nexus = await story.open();
  const { record } = await nexus.remember({ kind: 'solution', title: 'Restart it' });
  const harmful = async () => (await (await story.open()).report({})).harmful;
  return { story, nexus, id: record.id, harmful };
}

test('a reason makes an episode, which tells it in words and as a fact; without one it waits', async () => {
  const { story, nexus, id } = await memory();
  expect(await nexus.outcome({ id: id.slice(0, 12), helped: true })).toEqual({
    ...{ id, title: 'Restart it', helped: true, kept: true },
  });
  expect(await story.commit('one')).toEqual([]);
  await (await story.open()).outcome({ id, helped: false, note: ' it comes\nback ', by: 'codex' });
  const [path] = await story.commit('two');
  expect(story.read(path)).toContain(
    `recalled:\n  - id: "${id}"\n    helped: false\n    wrong: true\n    note: it comes back\n`,
  );
  expect(story.read(path)).toContain('by: codex');
  expect(story.body(path)).toContain(`- Restart it (${id.slice(0, 14)}) was wrong: it comes back`);
});

test('what is shown and does not help is not wrong for that; said twice before a commit it counts once', async () => {
  const { story, id, harmful } = await memory();
  const say = async () => (await story.open()).outcome({ id, helped: false, note: 'no' });
  await say();
  await say();
  const uses = async () => (await (await story.open()).report({})).weeks.map(({ shown }) => shown);
  expect(await uses()).toEqual([1]);
  await story.commit('one');
  expect(await uses()).toEqual([1]);
  expect(await harmful()).toEqual([]);
  await say();
  expect(await harmful()).toMatchObject([{ id, wrong: 2, uses: 2 }]);
  await story.commit('two');
  expect(await harmful()).toMatchObject([{ id, wrong: 2, uses: 2 }]);
});

test('what proved wrong is not told to who did not ask', async () => {
  const { story, nexus, id } = await memory();
  story.repo.commit('a file', { 'b.ts': 'b\n' });
  await nexus.edit(id, { set: { files: ['b.ts'] } });
  story.repo.commit('cites it');
  const told = async () =>
    (await (await story.open()).context({ task: 'change it', files: ['b.ts'] })).items.map((item) => item.id);
  expect(await told()).toContain(id);
  for (const note of ['it comes back', 'again']) {
    await (await story.open()).outcome({ id, helped: false, note });
    await story.commit(note);
  }
  expect(await told()).not.toContain(id);
});

test('episodes of before, which only tell that it did not help, prove nothing', async () => {
  const { story, id, harmful } = await memory();
  for (const n of [1, 2, 3]) {
    const episode = `01m7ytvkb8wa1krs6wbp1q980${n}`;
    const fields = `kind: episode\ntitle: Worked\ncreated: 2026-0${n}-02T10:00:00Z\n`;
    const recalled = `recalled:\n  - id: "${id}"\n    helped: false\n`;
    story.repo.write({
      [`.nexus/episodes/2026/0${n}/worked-${episode}.md`]: `---\nid: "${episode}"\n${fields}${recalled}---\n`,
    });
  }
  expect(await harmful()).toEqual([]);
  expect(await (await story.open()).usefulness(id)).toMatchObject({ uses: 3, helped: 0, wrong: 0 });
});

test('a reason is redacted before it waits, and is refused where it is too long', async () => {
  const { story, nexus, id } = await memory();
  const token = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
  const { note } = await nexus.outcome({ id, helped: false, note: `not with ${token}` });
  expect(note).toMatch(/^not with \[REDACTED/);
  expect(story.repo.sh(`grep -r ${token} .`).stdout).toBe('');
  const long = nexus.outcome({ id, helped: false, note: 'x'.repeat(401) });
  await expect(long).rejects.toMatchObject({ code: 'bad-value' });
  await expect(nexus.outcome({ id: 'zzzzzz', helped: true })).rejects.toMatchObject({ code: 'unknown-id' });
});

test('one telling is kept once, and none where capture is off', async () => {
  const { story, nexus, id } = await memory();
  const kept = async (key: string) => (await nexus.outcome({ id, helped: true, key })).kept;
  expect([await kept('a'), await kept('a'), await kept('b')]).toEqual([true, false, true]);
  story.repo.write({ '.nexus/config.yaml': 'schema: 1\ncapture: {episodes: false}\n' });
  expect(await (await story.open()).outcome({ id, helped: true })).toMatchObject({ kept: false });
});
