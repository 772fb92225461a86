import { describe, expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Driver } from './driver.ts';

describe('recall as you type', () => {
  test('what is typed is answered', async () => {
    const memory = await open(await withMemory(gitRepo()), { warm: true });
    await memory.remember({ kind: 'note', title: 'Rotate the tokens', body: 'Each week.\n' });
    await memory.remember({ kind: 'note', title: 'Name the queues', body: 'By team.\n' });
    const ui = new Driver(memory);
    await ui.sees('Name the queues');
    ui.type('tokens');
    await ui.seesNo('Name the queues');
    expect(ui.screen).toContain('> note');
    expect(ui.screen).toContain('Rotate the tokens');
    ui.press('esc');
    await ui.sees('Name the queues');
    ui.press('esc');
    expect(await ui.ended).toBeUndefined();
  });
});
