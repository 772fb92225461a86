import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo, type TestRepo, tempDir } from '../../helpers/git-repo.ts';
import { open, withMemory } from '../../helpers/open-repo.ts';
import { hasTmux, Terminal } from '../../helpers/terminal.ts';

async function twoNotes(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo());
  const memory = await open(repo);
  await memory.remember({ kind: 'note', title: 'Rotate the tokens', body: 'Each week.\n' });
  await memory.remember({ kind: 'note', title: 'Name the queues', body: 'By team.\n' });
  repo.commit('two notes');
  return repo;
}

const SIZE = { rows: 24 };

/** The shell as it was: its screen, its modes, a cursor, and nothing of ours. */
async function isAsBefore(terminal: Terminal): Promise<void> {
  expect(terminal.told('#{alternate_on} #{cursor_flag} #{wrap_flag}')).toBe('0 1 1');
  expect(await terminal.run('stty -a')).toMatch(/[^-]icanon[\s\S]*[^-]echo /);
}

describe.skipIf(!hasTmux)('leaving the terminal UI', () => {
  test.each([
    ['q is a letter while one types, esc and Ctrl-C end it', ['q', 'C-c'], 0],
    ['esc clears what was typed, then ends it', ['q', 'Escape', 'Escape'], 0],
  ])('%s', async (_, keys, code) => {
    const terminal = new Terminal(await twoNotes(), 80, {}, SIZE);
    terminal.type('echo before; nexus ui; echo "exit $?"');
    await terminal.sees('Name the queues');
    expect(terminal.told('#{alternate_on}')).toBe('1');
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
    const terminal = new Terminal(await twoNotes(), 80, {}, SIZE);
    terminal.type('nexus ui; echo "exit $?"');
    await terminal.sees('Name the queues');
    process.kill(pidIn(terminal), `SIG${signal}`);
    expect(await terminal.sees(/exit \d/)).toContain(`exit ${code}`);
    await isAsBefore(terminal);
  });

  test('killed without mercy, or its window closed: it is gone', async () => {
    const repo = await twoNotes();
    const killed = new Terminal(repo, 80, {}, SIZE);
    killed.type('nexus ui; echo "exit $?"');
    await killed.sees('Name the queues');
    process.kill(pidIn(killed), 'SIGKILL');
    await killed.sees('exit 137');

    // A shell that keeps the hang-up from its children: the terminal is gone all the same.
    const closed = new Terminal(repo, 80, {}, SIZE);
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
    const terminal = new Terminal(await twoNotes(), 80, { NODE_OPTIONS: `--require=${broken}` }, SIZE);
    terminal.type('nexus ui; echo "exit $?"');
    await terminal.sees('Name the queues');
    terminal.text('xyz');
    terminal.key('Left');
    const screen = await terminal.sees(/exit \d/);
    expect(screen).toContain('nexus: unexpected: broken \\x1b[31minside\n       this is a fault in Nexus');
    expect(screen).toContain('exit 3');
    expect(screen).not.toContain('Name the queues');
    await isAsBefore(terminal);
  });

  test('nothing is written after it was left, and nothing cleared after the first frame', async () => {
    const terminal = new Terminal(await twoNotes(), 80, {}, SIZE);
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
    const [, ours = '', after = ''] = terminal.written().split('\x1b[?1049');
    expect(ours).toMatch(/^h/);
    expect(ours.match(/\x1b\[[23]?J|\x1bc/g)).toEqual(['\x1b[2J']);
    expect(after).toMatch(/^l\r*\n?exit 0\r\n/);
  });
});

/** The `nexus` that runs in it. */
function pidIn(terminal: Terminal): number {
  const shell = terminal.told('#{pane_pid}');
  const [child = ''] = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').split(' ');
  return Number(child);
}

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
