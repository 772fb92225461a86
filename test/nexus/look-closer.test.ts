import { expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

test('who is told of a change while it looks at the tree looks again for the next question', async () => {
  const repo = await withMemory(gitRepo());
  const memory = await open(repo, { warm: true });
  const { record, path } = await memory.remember({
    kind: 'note',
    title: 'Rotate the tokens',
    body: 'word0\n',
  });
  repo.commit('a note');
  const { text } = await memory.text(record.id);
  // Wherever in its looking the change finds it.
  for (let turns = 1; turns <= 20; turns++) {
    await memory.lookCloser();
    const looking = memory.recall({ text: 'tokens' });
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    repo.write({ [path]: text.replace('word0', `word${turns}`) });
    await memory.lookCloser();
    await looking;
    const { total } = await memory.recall({ text: `word${turns}` });
    expect(total, `after ${turns} turns`).toBe(1);
  }
});
