import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../../helpers/git-repo.ts';
import { hasTmux, type Terminal } from '../../helpers/terminal.ts';
import { pidIn, terminalIn, twoNotes, uiIn } from '../../helpers/ui-terminal.ts';

/** It hears keys, and paints what comes of them. */
async function answers(terminal: Terminal): Promise<void> {
  terminal.text('tokens');
  await terminal.sees(/[❯:] tokens(?![\s\S]*Name the queues)[\s\S]*Rotate the tokens/);
  terminal.key('Escape');
  await terminal.sees('Name the queues');
}

describe.skipIf(!hasTmux)('the terminal UI while the terminal changes under it', () => {
  test('Ctrl-Z gives the shell, fg comes back, twice', async () => {
    const terminal = await uiIn(await twoNotes());
    for (const word of ['once', 'twice']) {
      terminal.key('C-z');
      await terminal.sees(/Stopped|Suspended/);
      await terminal.tells('#{alternate_on} #{cursor_flag}', '0 1');
      expect(await terminal.run(`echo ${word}; stty -a`)).toMatch(/[^-]icanon[\s\S]*[^-]echo /);
      terminal.type('fg');
      await terminal.sees('Name the queues');
      await answers(terminal);
    }
    terminal.key('C-c');
    await terminal.sees(/^>$/m);
  });

  test('stopped and continued from outside', async () => {
    const terminal = await uiIn(await twoNotes());
    process.kill(pidIn(terminal), 'SIGSTOP');
    await terminal.sees(/Stopped|Suspended/);
    // Nobody told the terminal: a line does not end with Enter there.
    terminal.text('fg');
    terminal.key('C-j');
    await terminal.seesNo(/Stopped|Suspended/);
    await answers(terminal);
  });

  test('Ctrl-Z without a shell that waits is harmless', async () => {
    const terminal = terminalIn(await twoNotes(), { shell: ['sh', '-c', 'exec nexus ui'] });
    await terminal.sees('Name the queues');
    terminal.key('C-z');
    await answers(terminal);
  });

  test('smaller and larger, during a search too, and too small', async () => {
    const terminal = await uiIn(await twoNotes(), { columns: 120, rows: 40 });
    terminal.text('tok');
    terminal.resize(40, 8);
    terminal.text('ens');
    const small = await terminal.sees(/^─{40}$/m);
    expect(small.split('\n').length).toBeLessThanOrEqual(8);
    await terminal.sees('Rotate the');
    terminal.resize(15, 4);
    await terminal.sees('nexus: too');
    terminal.resize(120, 40);
    const large = await terminal.sees(/^─{120}$/m);
    expect(large).toContain('❯ tokens');
    expect(large).not.toContain('too small');
    terminal.key('Escape');
    await terminal.sees('Name the queues');
    await answers(terminal);
  });

  test('an editor has the terminal, and gives it back', async () => {
    const repo = await twoNotes();
    const editor = join(tempDir(), 'the editor.sh');
    writeFileSync(
      editor,
      '#!/bin/sh\ntrap : INT\nstty -a | grep -q " -icanon" || echo cooked\necho "args: $#"\nread answer || read answer\nsed -i "s/^title: .*/title: $answer/" "$2"\n',
      { mode: 0o755 },
    );
    const terminal = await uiIn(repo, { env: { GIT_EDITOR: `"${editor}" 'two words'` } });
    terminal.text('tokens');
    await terminal.seesNo('Name the queues');
    terminal.key('C-x', 'e');
    await terminal.sees('cooked\nargs: 2');
    await terminal.tells('#{alternate_on}', '0');
    // Meant for the editor, as all keys now.
    terminal.key('C-c');
    terminal.type('Change the tokens');
    await terminal.sees(/^ Changed \w+: Change the tokens +\^x u undo$/m);
    expect(repo.git('diff', '--stat')).toContain('rotate-the-tokens');
    terminal.key('C-x', 'u');
    await terminal.sees(/^ As before: Change the tokens$/m);
    expect(repo.git('diff', '--stat')).toBe('');
  });

  test('what is typed before it can be heard is not lost', async () => {
    const terminal = terminalIn(await twoNotes());
    terminal.type('sleep 1; exec nexus ui');
    terminal.text('tokens');
    await terminal.sees('❯ tokens');
    await terminal.sees('Rotate the tokens');
    await terminal.seesNo('Name the queues');
  });

  test('a paste is text, and an arrow key in two pieces is one key', async () => {
    const terminal = await uiIn(await twoNotes());
    terminal.key('-H', '1b', '5b', ';', 'send-keys', '-H', '42');
    await terminal.sees(/─{80}\n {3}\w.*\n > /);
    terminal.paste('to\nkens');
    await terminal.sees('❯ to kens');
    terminal.key('Escape');
    await terminal.sees('Rotate the tokens');
  });
});

describe.skipIf(!hasTmux)('the terminal UI in other terminals', () => {
  test.each([
    { CI: '1' },
    { TERM: 'xterm-256color' },
    { TERM: 'screen' },
    { TERM: 'vt100', FORCE_COLOR: '3' },
    { TERM: 'linux' },
    { TERM: 'tmux-direct', NO_COLOR: '', LANG: 'C' },
  ])('%o', async (env) => {
    const terminal = await uiIn(await twoNotes(), { env });
    await answers(terminal);
    terminal.key('C-c');
    await terminal.sees('exit 0');
  });

  test('NO_COLOR leaves bold and inverse; without it there are colours, in the palette of the terminal', async () => {
    const repo = await twoNotes();
    const plain = await uiIn(repo, { env: { NO_COLOR: '1', FORCE_COLOR: '1' } });
    const styled = plain.screen('-e');
    expect(styled).toMatch(/\x1b\[(?:0;)?7m(?:\x1b\[[34]9m)* > \w+ /);
    expect(styled).toMatch(/\x1b\[(?:0;)?1m nexus/);
    expect(styled).not.toMatch(/\x1b\[(?:\d;)*[34][0-7]/);
    const byOption = terminalIn(repo, { env: { NO_COLOR: '' } });
    byOption.type('nexus ui --no-color');
    await byOption.sees('Name the queues');
    expect(byOption.screen('-e')).not.toMatch(/\x1b\[(?:\d;)*[34][0-7]/);
  });

  test('ASCII alone, where that is asked for', async () => {
    for (const env of [{ NEXUS_ASCII: '1' }, { TERM: 'linux' }]) {
      const terminal = await uiIn(await twoNotes(), { env });
      terminal.resize(30, 12);
      await terminal.sees(/^-{30}$/m);
      expect(terminal.screen()).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });
});
