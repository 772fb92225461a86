import { describe, expect, test } from 'vitest';
import { type TestRepo, tempDir } from '../../helpers/git-repo.ts';
import { nexus, nexusJson, PROGRAM } from '../../helpers/nexus-program.ts';
import { hasTmux, type Terminal } from '../../helpers/terminal.ts';
import { terminalIn, twoNotes } from '../../helpers/ui-terminal.ts';

interface Note {
  readonly path: string;
  readonly id: string;
  readonly title: string;
}

function tokensOf(repo: TestRepo): Note {
  const { records } = nexusJson<{ records: Note[] }>(repo, ['list']);
  const note = records.find(({ title }) => title === 'Rotate the tokens');
  if (note === undefined) throw new Error('no such note');
  return note;
}

/** Runs a line that picks, types a question and presses Enter on the one answer. */
async function picks(terminal: Terminal, line: string): Promise<string> {
  await terminal.asks(line, 'Name the queues');
  terminal.text('tokens');
  await terminal.sees(/❯ tokens(?![\s\S]*Name the queues)[\s\S]*Rotate the tokens/);
  terminal.key('Enter');
  return terminal.ended();
}

describe.skipIf(!hasTmux)('the terminal UI as a picker', () => {
  test('what is chosen goes to who asked; the screen is on the terminal', async () => {
    const repo = await twoNotes();
    const { path, id } = tokensOf(repo);
    const terminal = terminalIn(repo);
    expect(await picks(terminal, 'id=$(nexus ui --pick) && echo "<$id>"')).toBe(`<${id}>\nexit 0`);
    expect(await picks(terminal, 'echo x | nexus ui --print path | cat')).toBe(`${path}\nexit 0`);
    expect(await picks(terminal, 'title=$(nexus ui --print title < /dev/null); echo "<$title>"')).toBe(
      '<Rotate the tokens>\nexit 0',
    );
    expect(await picks(terminal, 'nexus ui --print text > text; cat text')).toMatch(
      /^Rotate the tokens\n[\s\S]*\n\nEach week\.\nexit 0$/,
    );
  });

  test('nothing chosen: 130, and nothing is printed', async () => {
    const terminal = terminalIn(await twoNotes());
    for (const key of ['C-c', 'Escape']) {
      await terminal.asks('id=$(nexus ui --pick); echo "exit $? <$id>"', 'Name the queues');
      // Where a shell waits for what is printed, it could not take over.
      terminal.key('C-z');
      terminal.key(key);
      expect(await terminal.ended()).toBe('exit 130 <>\nexit 0');
    }
  });

  test('a commit has its full name and its subject', async () => {
    const repo = await twoNotes();
    const terminal = terminalIn(repo);
    for (const [what, told] of [
      ['path', repo.git('rev-parse', 'HEAD')],
      ['title', 'two notes'],
    ] as const) {
      await terminal.asks(`nexus ui --query 'two notes' --print ${what}`, /> commit .*two notes/);
      terminal.key('Enter');
      expect(await terminal.ended()).toBe(`${told}\nexit 0`);
    }
  });

  test('a key of bash puts it into the line, quoted, where the cursor stands', async () => {
    const repo = await twoNotes();
    const { id } = tokensOf(repo);
    repo.write({ rc: `PS1='$ '\n${nexus(repo, ['shell', 'bash']).stdout}` });
    const terminal = terminalIn(repo, { shell: ['bash', '--noprofile', '--rcfile', 'rc', '-i'] });
    await terminal.sees('$');
    terminal.text('echo [] >&2');
    terminal.key('M-b', 'Left', 'Left', 'Left', 'Left', 'M-m');
    await terminal.sees('Name the queues');
    terminal.text('tokens');
    await terminal.sees(/❯ tokens(?![\s\S]*Name the queues)[\s\S]*Rotate the tokens/);
    terminal.key('Enter');
    await terminal.sees(`$ echo [${id}] >&2`);
    terminal.key('C-e', 'Enter');
    await terminal.sees(`\n[${id}]\n`);

    terminal.key('M-m');
    await terminal.sees('Name the queues');
    terminal.key('C-c');
    await terminal.seesNo('Name the queues');
    terminal.type('echo still here');
    await terminal.sees('\nstill here\n');
  });
});

describe.skipIf(!hasTmux)('the terminal UI in lines', () => {
  test('asks a line, tells numbered answers, takes a number or other words', async () => {
    const terminal = terminalIn(await twoNotes(), { env: { NEXUS_A11Y: '1' } });
    terminal.listen();
    await terminal.asks('nexus ui', 'Recall:');
    terminal.type('tokens');
    expect(await terminal.sees('Number, or other words:')).toContain('1. note     Rotate the tokens');
    terminal.type('7');
    await terminal.sees('There is 1 answer.');
    terminal.type('1');
    await terminal.sees('Each week.');
    terminal.type('queues');
    await terminal.sees('1. note     Name the queues');
    terminal.key('Enter');
    expect(await terminal.ended()).toMatch(/exit 0$/);
    expect(terminal.written()).not.toContain('\x1b[?1049h');
  });

  test('picks, too', async () => {
    const repo = await twoNotes();
    const { id } = tokensOf(repo);
    const terminal = terminalIn(repo);
    await terminal.asks('id=$(nexus ui --plain --pick --query tokens); echo "<$id>"', 'Number, or');
    terminal.type('1');
    expect(await terminal.ended()).toContain(`\n<${id}>\nexit 0`);
    await terminal.asks('nexus ui --plain --pick', 'Recall:');
    terminal.key('C-d');
    expect(await terminal.ended()).toMatch(/exit 130$/);
  });
});

describe('where there is no full screen', () => {
  test('no terminal: it is said which verb does the same, exit 2', async () => {
    const repo = await twoNotes();
    // In a session of its own it has no terminal, whoever runs the tests.
    const run = (...args: string[]) =>
      repo.run('setsid', ['-w', process.execPath, PROGRAM, ...args], { input: '' });
    for (const [args, verb] of [
      [[], 'nexus recall <words>'],
      [['--screen', 'history'], 'nexus log'],
      [['--plain'], 'nexus recall <words>'],
      [['--pick'], 'nexus recall <words>'],
    ] as const) {
      const { code, stdout, stderr } = run('ui', ...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toBe(
        `nexus: nexus ui needs a terminal\n       in lines it is: ${verb}; all verbs: nexus --help\n`,
      );
    }
  });

  test('what cannot be is refused before anything is drawn', async () => {
    const repo = await twoNotes();
    expect(nexus(repo, ['ui', '--screen', 'inbx']).stderr).toContain('--screen does not know "inbx"');
    expect(nexus(repo, ['ui', '--print', 'file']).stderr).toContain('one of id, path, title, text');
    expect(nexus(repo, ['ui', '--plain', '--screen', 'inbox']).stderr).toContain('it is: nexus inbox');
    expect(nexus(repo, ['shell', 'tcsh']).stderr).toContain('one of bash, zsh, fish');
    expect(nexus(repo, ['shell', 'bash', '--key', `alt-"`]).code).toBe(2);
  });

  test.skipIf(!hasTmux)('no repository, no such revision: told on the normal screen', async () => {
    const repo = await twoNotes();
    const terminal = terminalIn(repo);
    const empty = tempDir();
    expect(await terminal.run(`cd ${empty}; nexus ui`)).toMatch(/^nexus: .*no.* repository[\s\S]*exit 2$/);
    expect(await terminal.run(`cd ${repo.dir}; nexus ui --at v9`)).toMatch(
      /^nexus: there is no revision "v9" here\n[\s\S]*exit 2$/,
    );
    await terminal.tells('#{alternate_on}', '0');
  });

  test.skipIf(!hasTmux)('memory as it was, from the beginning', async () => {
    const repo = await twoNotes();
    repo.git('tag', 'v1', 'HEAD~1');
    const terminal = terminalIn(repo);
    terminal.type('nexus ui --at v1');
    await terminal.sees(/◀ v1$/m);
    terminal.key('C-x', 't');
    await terminal.sees(/ main$/m);
    terminal.key('C-c');
    await terminal.seesNo('Recall');
    terminal.type('clear; nexus ui --plain --at v1 --query tokens');
    await terminal.sees('No match in 0 records');
  });
});

describe('a key for each shell', () => {
  test.each(['bash', 'zsh', 'fish'])('%s: what is printed says what it is', async (name) => {
    const repo = await twoNotes();
    const { stdout } = nexus(repo, ['shell', name, '--key', 'alt-n', '--print', 'path']);
    expect(stdout).toMatch(
      new RegExp(`^# alt-n picks a record of nexus and puts its path into the line. In ~/.*${name}`),
    );
    expect(stdout).toContain('nexus ui --print path');
    const checked = repo.run(name, ['-n'], { input: stdout });
    if (repo.sh(`command -v ${name}`).code === 0) expect(checked).toMatchObject({ code: 0, stderr: '' });
  });
});
