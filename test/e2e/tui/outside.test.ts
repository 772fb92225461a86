import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../../helpers/git-repo.ts';
import { nexus } from '../../helpers/nexus-program.ts';
import { hasTmux, type Terminal } from '../../helpers/terminal.ts';
import { twoNotes, uiIn } from '../../helpers/ui-terminal.ts';

async function opensTheCommit(terminal: Terminal): Promise<void> {
  for (let tries = 0; !/> commit/.test(terminal.screen()); tries++) {
    if (tries > 10) throw new Error(terminal.screen());
    terminal.key('Down');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  terminal.key('Enter');
}

describe.skipIf(!hasTmux)('the terminal UI and the world outside', () => {
  test('what another process adds appears where one is, and the branch is named', async () => {
    const repo = await twoNotes();
    const terminal = await uiIn(repo, { columns: 120, rows: 40 });
    await terminal.sees(/ repo {2}main$/m);
    terminal.text('tokens');
    await terminal.seesNo('Name the queues');
    nexus(repo, ['remember', 'note', 'Keep the tokens', '--body', 'Out of git.']);
    await terminal.sees('Keep the tokens');
    await terminal.sees('❯ tokens');
    repo.git('checkout', '-q', '-b', 'topic/\u{1f511}');
    await terminal.sees(/ repo {2}topic\/.+$/m);
    repo.git('stash', '-q', '-u');
    await terminal.seesNo('Keep the tokens');
    await terminal.sees('Rotate the tokens');
  });

  test('a commit is shown by the pager that git has, and what fits is not gone before it is read', async () => {
    const repo = await twoNotes();
    const pager = join(tempDir(), 'pager.sh');
    writeFileSync(pager, '#!/bin/sh\nhead -1\necho "paged in $(pwd)"\nread -r key < /dev/tty\n', {
      mode: 0o755,
    });
    const terminal = await uiIn(repo, { env: { GIT_PAGER: pager } });
    terminal.text('two notes');
    await terminal.sees(/commit .*two notes/);
    await opensTheCommit(terminal);
    const shown = await terminal.sees(`paged in ${repo.dir}`);
    expect(shown).toContain(`commit ${repo.git('rev-parse', 'HEAD')}`);
    // Longer than a glance: no question behind it.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    terminal.key('Enter');
    await terminal.sees('❯ two notes');

    repo.git('config', 'core.pager', 'cat');
    const quick = await uiIn(repo, { env: { TERM: 'xterm' } });
    quick.text('two notes');
    await quick.sees(/commit .*two notes/);
    await opensTheCommit(quick);
    await quick.sees('Enter goes back');
    quick.key('Enter');
    await quick.sees('❯ two notes');
  });
});
