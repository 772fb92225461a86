import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../helpers/git-repo.ts';
import { LAYOUTS } from '../../repo/hook-install/layouts.ts';
import { ESSENTIALS } from './operations.ts';
import { Pair } from './pair.ts';

const NAMES = ['husky 9', 'lefthook', 'pre-commit', 'core.hooksPath in the repository'];

test.each(LAYOUTS.filter(({ name }) => NAMES.includes(name)))(
  'with $name, git is the same with Nexus, and each note is told once',
  async ({ setUp }) => {
    const pair = new Pair({ setUp });
    for (const operation of ESSENTIALS) await operation(pair);
    await pair.settled();
    pair.compareHistory();
    pair.expectAllToldOnce();
    expect(pair.journal()).toEqual([]);
  },
  240_000,
);

/** Git and a shell's tools, and no Node.js. */
function poorPath(): string {
  const bin = tempDir('nexus-bin-');
  for (const name of ['git', 'sh', 'cat', 'cp', 'date', 'grep', 'wc', 'touch', 'rm', 'xargs', 'sed']) {
    for (const folder of (process.env.PATH ?? '').split(':')) {
      try {
        readFileSync(join(folder, name));
        symlinkSync(join(folder, name), join(bin, name));
        break;
      } catch {
        // Not in this folder.
      }
    }
  }
  return bin;
}

test('without Node.js nothing is captured, nothing is said, and the journal waits', async () => {
  const pair = new Pair({ env: { PATH: poorPath() } });
  const runtime = join(pair.home, 'runtime');
  writeFileSync(runtime, readFileSync(runtime, 'utf8').replace(/^.*\n/, '/nowhere/node\n'));
  for (const operation of ESSENTIALS) await operation(pair);
  pair.compareHistory();
  expect(Object.values(pair.told())).toEqual(pair.notes.map(() => 0));
  expect(pair.journal()).toHaveLength(pair.notes.length);
}, 240_000);

test('where the local state cannot be written, likewise', async () => {
  const pair = new Pair();
  // Also for root, to whom permissions mean nothing: files where folders should be.
  for (const folder of ['pending', 'locks', 'heartbeat']) {
    rmSync(join(pair.home, folder), { recursive: true, force: true });
    writeFileSync(join(pair.home, folder), '');
  }
  await pair.note('one that cannot be told yet');
  pair.do('echo 1 >>work/a; git commit -q -a -m one; git commit -q --allow-empty -m two');
  expect(pair.ours.git('status', '--porcelain')).toBe('');
  expect(pair.journal()).toHaveLength(1);
  for (const folder of ['pending', 'locks', 'heartbeat']) {
    rmSync(join(pair.home, folder));
    mkdirSync(join(pair.home, folder));
  }
  pair.do('echo 2 >>work/a; git commit -q -a -m three');
  await pair.settled();
  pair.compareHistory();
  pair.expectAllToldOnce();
}, 240_000);
