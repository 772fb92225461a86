import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { hasTmux, Terminal } from '../helpers/terminal.ts';

describe.skipIf(!hasTmux)('at a terminal', () => {
  test('a session begins with the answer: Enter goes on, words are the focus, Ctrl-C begins none', async () => {
    const repo = await withMemory(gitRepo({ a: 'a\n' }));
    const terminal = new Terminal(repo, 100);
    await terminal.asks('nexus session start', 'What would you like to work on?');
    terminal.key('C-c');
    expect(await terminal.ended()).toMatch(/\nexit 130$/);
    expect(await (await open(repo)).sessionStatus()).toBeUndefined();

    await terminal.asks('nexus session start', 'What would you like to work on?');
    terminal.type('the parser');
    expect(await terminal.ended()).toMatch(/work on\? the parser\nSession \w+ started: the parser\nexit 0$/);
    nexus(repo, ['session', 'note', 'it reads rows']);

    // Left open: it is closed first, and what comes next is asked.
    await terminal.asks('nexus session start', 'What would you like to work on?');
    terminal.key('C-c');
    expect(await terminal.ended()).toMatch(
      /was left open; it is closed now:\n\.nexus\/episodes[\s\S]*✓ Last session \(just now\): the parser\n\n[\s\S]*exit 130$/,
    );
    expect(await (await open(repo)).sessionStatus()).toBeUndefined();

    await (await open(repo)).sessionStart();
    await (await open(repo)).sessionEnd({ next: ['the report'] });
    await terminal.asks(
      'nexus session start',
      'Ready to continue with the report, or is there something else',
    );
    terminal.key('Enter');
    expect(await terminal.ended()).toMatch(/\nSession \w+ started: the report\nexit 0$/);
  });

  test('what would change is asked first; Ctrl-C, Ctrl-D and n change nothing', async () => {
    const repo = gitRepo({ 'CLAUDE.md': '# Rules\n\n- Tabs, not spaces\n' });
    const terminal = new Terminal(repo, 100);
    const refused = async (line: string, question: string, leave: () => void): Promise<string> => {
      await terminal.asks(line, question);
      leave();
      const screen = await terminal.ended();
      expect(repo.git('status', '--porcelain', '--', ':!.nexus/config.yaml')).toBe('');
      return screen;
    };
    const { key, type } = {
      key: (name: string) => () => terminal.key(name),
      type: terminal.type.bind(terminal),
    };
    for (const [leave, code] of [
      [key('C-c'), 130],
      [key('C-d'), 1],
      [() => type('n'), 1],
    ] as const)
      expect(await refused('nexus init', 'Do this? [Y/n]', leave)).toMatch(new RegExp(`\nexit ${code}$`));
    expect(existsSync(join(repo.dir, '.git/hooks/pre-commit'))).toBe(false);

    repo.commit('a memory', { '.nexus/config.yaml': 'schema: 1\n' });
    const agents = await refused('nexus agents install claude', 'Do this? [Y/n]', key('C-c'));
    expect(agents).toContain('create .mcp.json');
    const plan = await refused('nexus import CLAUDE.md', 'Write this? [Y/n]', key('C-c'));
    expect(plan).toContain('1 to write');

    await terminal.asks('nexus agents install claude', 'Do this? [Y/n]');
    terminal.key('Enter');
    expect(await terminal.ended()).toMatch(/Undo: nexus agents uninstall claude\nexit 0$/);
    await terminal.asks('nexus import CLAUDE.md', 'Write this? [Y/n]');
    terminal.type('y');
    expect(await terminal.ended()).toMatch(/1 written\nexit 0$/);
  });

  test('a narrow and a wide one, with colours or without, and a reader that leaves early', async () => {
    const repo = await withMemory(gitRepo({ 'README.md': '# Sales\n' }));
    await (await open(repo)).sessionStart({ focus: 'the import of files that do not fit into memory' });
    await (await open(repo)).sessionAdd({ kind: 'blocker', text: 'nobody here has access to staging yet' });
    await (await open(repo)).sessionEnd();
    const lines = [
      'session log',
      'status',
      'bank',
      'bank review',
      'agents',
      'context',
      'doctor',
      'session status',
    ];
    const narrow = new Terminal(repo, 40, { NO_COLOR: '' });
    const wide = new Terminal(repo, 200);
    for (const line of lines) {
      const shown = await narrow.run(`nexus ${line} 2>&-`);
      expect
        .soft(
          shown.split('\n').filter((each) => each.length > 40),
          line,
        )
        .toEqual([]);
      await wide.run(`nexus ${line}`);
    }
    await narrow.run('nexus bank');
    expect(narrow.screen('-e')).toContain('\u001b[');
    await wide.run('nexus bank');
    expect(wide.screen('-e')).not.toContain('\u001b[');
    expect(await wide.run('nexus bank 2>&- | head -1')).toBe('Memory Bank, .nexus/context/bank.md\nexit 0');
  });
});
