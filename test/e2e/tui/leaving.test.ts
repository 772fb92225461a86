import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../../helpers/git-repo.ts';
import { hasTmux } from '../../helpers/terminal.ts';
import { isAsBefore, pidIn, terminalIn, twoNotes, uiIn } from '../../helpers/ui-terminal.ts';

describe.skipIf(!hasTmux)('leaving the terminal UI', () => {
  test.each([
    ['q is a letter while one types, esc and Ctrl-C end it', ['q', 'C-c'], 0],
    ['esc clears what was typed, then ends it', ['q', 'Escape', 'Escape'], 0],
  ])('%s', async (_, keys, code) => {
    const terminal = terminalIn(await twoNotes());
    terminal.type('echo before; nexus ui; echo "exit $?"');
    await terminal.sees('Name the queues');
    await terminal.tells('#{alternate_on}', '1');
    for (const key of keys) {
      terminal.key(key);
      if (key === 'q') await terminal.sees('❯ q');
      if (key === 'Escape' && keys.at(-1) !== 'C-c') await terminal.seesNo('❯ q');
    }
    const screen = await terminal.sees(`exit ${code}`);
    expect(screen).toContain('\nbefore\n');
    expect(screen).not.toContain('Name the queues');
    await isAsBefore(terminal);
  });

  test.each([
    ['TERM', 143],
    ['HUP', 129],
    ['INT', 130],
    ['QUIT', 131],
  ])('a signal from outside: SIG%s', async (signal, code) => {
    const terminal = await uiIn(await twoNotes());
    process.kill(pidIn(terminal), `SIG${signal}`);
    expect(await terminal.sees(/exit \d/)).toContain(`exit ${code}`);
    await isAsBefore(terminal);
  });

  test('killed without mercy, or its window closed: it is gone', async () => {
    const repo = await twoNotes();
    const killed = await uiIn(repo);
    process.kill(pidIn(killed), 'SIGKILL');
    await killed.sees('exit 137');

    // A shell that keeps the hang-up from its children: the terminal is gone all the same.
    const closed = terminalIn(repo);
    closed.type('trap "" HUP; nexus ui');
    await closed.sees('Name the queues');
    const pid = pidIn(closed);
    closed.close();
    await gone(pid);
  });

  test('a fault inside is told on the normal screen, exit 3', async () => {
    const broken = join(tempDir(), 'broken.cjs');
    // What edits a typed line breaks, as a fault of ours would.
    writeFileSync(
      broken,
      `const segment = Intl.Segmenter.prototype.segment;
Intl.Segmenter.prototype.segment = function (text) {
  if (text.includes('xyz')) throw new Error('broken \\x1b[31minside');
  return segment.call(this, text);
};
`,
    );
    const terminal = await uiIn(await twoNotes(), { env: { NODE_OPTIONS: `--require=${broken}` } });
    terminal.text('xyz');
    terminal.key('Left');
    const screen = await terminal.sees(/exit \d/);
    expect(screen).toContain('nexus: unexpected: broken \\x1b[31minside\n       this is a fault in Nexus');
    expect(screen).toContain('exit 3');
    expect(screen).not.toContain('Name the queues');
    await isAsBefore(terminal);
  });

  test('nothing is written after it was left, and nothing cleared after the first frame', async () => {
    const terminal = terminalIn(await twoNotes());
    terminal.listen();
    terminal.type('nexus ui; echo "exit $?"');
    await terminal.sees('Name the queues');
    terminal.text('tokens');
    await terminal.seesNo('Name the queues');
    terminal.resize(60, 20);
    await terminal.sees(/^─{60}$/m);
    terminal.key('F1');
    await terminal.sees('Help');
    terminal.key('Escape');
    await terminal.seesNo('Help');
    terminal.key('C-c');
    await terminal.sees('exit 0');
    // What is seen may reach the file a moment later.
    await expect.poll(() => terminal.written()).toContain('exit 0\r\n');
    const [, ours = '', after = ''] = terminal.written().split('\x1b[?1049');
    expect(ours).toMatch(/^h/);
    expect(ours.match(/\x1b\[[23]?J|\x1bc/g)).toEqual(['\x1b[2J']);
    expect(after).toMatch(/^l\r*\n?exit 0\r\n/);
  });
});

async function gone(pid: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    if (tries > 300) throw new Error(`${pid} is still there`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
