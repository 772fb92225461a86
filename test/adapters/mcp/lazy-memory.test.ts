import { expect, test } from 'vitest';
import { lazyMemory } from '../../../src/adapters/mcp/lazy-memory.ts';
import { gitRepo } from '../../helpers/git-repo.ts';
import { open } from '../../helpers/open-repo.ts';

test('a memory is opened by the first that needs it, once, and again after a failure', async () => {
  const repo = gitRepo({ 'a.txt': '1' });
  let opened = 0;
  const memory = lazyMemory(() => {
    opened += 1;
    return opened === 1 ? Promise.reject(new Error('not yet')) : open(repo);
  });
  expect(opened).toBe(0);
  await expect(memory.use(async () => 'never')).rejects.toThrow('not yet');
  expect(await memory.use(async (nexus) => nexus.root)).toBe(repo.dir);
  await memory.use(async () => undefined);
  expect(opened).toBe(2);
});

test('work is done one piece after the other, and a failure stops no other', async () => {
  const repo = gitRepo({ 'a.txt': '1' });
  const memory = lazyMemory(() => open(repo));
  const order: string[] = [];
  const piece = (name: string, fails: boolean) =>
    memory.use(async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
      if (fails) throw new Error(name);
    });
  const done = await Promise.allSettled([piece('one', true), piece('two', false)]);
  expect(done.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
});
