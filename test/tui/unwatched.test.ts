import { expect, test, vi } from 'vitest';
import type { WatchEvent } from '../../src/adapters/tui/app.tsx';
import { watchMemory } from '../../src/adapters/tui/watch.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  watch: () => {
    throw Object.assign(new Error('System limit for number of file watchers reached'), { code: 'ENOSPC' });
  },
}));

test('without a single watch it is quiet, and a change shows with the next question', async () => {
  const repo = await withMemory(gitRepo());
  const memory = await open(repo, { warm: true });
  const events: WatchEvent[] = [];
  const stop = watchMemory(memory, (event) => void events.push(event));
  await expect.poll(() => events).toHaveLength(1);
  expect(events).toEqual([{ type: 'place', place: { repository: 'repo', branch: 'main' } }]);
  expect((await memory.recall({ text: 'tokens' })).hits).toEqual([]);
  await (await open(repo)).remember({ kind: 'note', title: 'Rotate the tokens', body: 'Each week.\n' });
  expect((await memory.recall({ text: 'tokens' })).hits).toHaveLength(1);
  stop();
});
