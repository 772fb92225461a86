import { expect, test } from 'vitest';
import { LAYOUTS } from '../../repo/hook-install/layouts.ts';
import { EVERYTHING } from './operations.ts';
import { Pair } from './pair.ts';

test('all that people do with git is the same beside a hook of theirs, and each note is told once', async () => {
  const setUp = LAYOUTS.find(({ name }) => name === 'a hook in sh')?.setUp ?? expect.fail('no such layout');
  const pair = new Pair({ setUp });
  for (const operation of EVERYTHING) await operation(pair);
  await pair.settled();
  pair.compareHistory();
  pair.expectAllToldOnce();
  expect(pair.journal()).toEqual([]);
}, 240_000);

test('a rebase of 100 commits, each with memory of its own', async () => {
  const pair = new Pair();
  pair.do('git switch -q -c topic');
  await pair.note('the first of many');
  pair.do('echo 0 >work/n; git add work/n; git commit -q -m 0');
  await pair.settled();
  pair.do(`(NEXUS=0; export NEXUS
for n in $(seq 99); do
  mkdir -p .nexus/notes; test -e .nexus/config.yaml && echo $n >.nexus/notes/$n.txt && git add .nexus
  echo $n >>work/n; git -c core.hooksPath=/dev/null commit -q -a -m $n
done
git switch -q main; echo moved >>work/a; git commit -q -a -m moved)`);
  await pair.note('waits until the rebase is over');
  pair.do('git rebase -q main topic');
  expect(pair.journal()).toHaveLength(1);
  pair.do('echo end >>work/a; git commit -q -a -m end');
  await pair.settled();
  pair.compareHistory();
  pair.expectAllToldOnce();
}, 240_000);
