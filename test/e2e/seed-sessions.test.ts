import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Command } from '../../src/adapters/cli/command.ts';
import { bank } from '../../src/adapters/cli/commands/bank.ts';
import { session } from '../../src/adapters/cli/commands/session.ts';
import { parseCommand } from '../../src/adapters/cli/parse.ts';
import { openNexus } from '../../src/nexus.ts';
import { bufferIo } from '../adapters/cli/buffer-io.ts';
import { clone } from '../helpers/clone.ts';
import { sealedEnv, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { quiet, quietAtEnd } from '../helpers/quiet.ts';
import { DAY } from '../helpers/story.ts';
import { AFTER_IMPLEMENTATION, AFTER_PREFERENCE } from '../helpers/update-blocks.ts';

const PYPROJECT = `[project]
name = "sales-etl"
requires-python = ">=3.12"
dependencies = ["pandas>=2"]
[project.scripts]
sales-etl = "etl:main"
`;

const CHECK = ['sh', '-c', 'test -s rows.csv || { echo "ValueError: rows.csv has no rows" >&2; exit 1; }'];

/** Runs a command in this process, at a terminal, on a day of ours. */
async function onDay(
  day: number,
  repo: TestRepo,
  command: Command,
  argv: readonly string[],
  ...answers: string[]
): Promise<{ readonly code: number; readonly screen: string }> {
  const now = () => Date.now() + day * DAY;
  const { dir: cwd, env } = repo;
  const io = bufferIo({ now, answers, stdinIsTTY: true, stdoutIsTTY: true, columns: 0 });
  const opened = await openNexus({ cwd, env, clock: now, random: randomBytes, machine: {}, warm: false });
  const args = parseCommand(command, argv);
  const code = await command.run({ io, args, json: false, nexus: async () => opened });
  return { code, screen: `${io.printed.out}${io.asked.join('')}` };
}

/** The parts of a document that tell its shape: headings and the names of fields. */
const shape = (text: string): string[] => text.match(/^#+ .*|^- \*\*[^*]+\*\*:/gm) ?? [];

test('a session ends where the next begins: the first day, a teammate on the second, the review a month later', async () => {
  const base = tempDir();
  quietAtEnd(base);
  const remote = join(base, 'remote.git');
  new TestRepo(base, sealedEnv(base)).git('init', '-q', '--bare', '-b', 'main', remote);
  const ann = clone(base, remote, 'ann', 'Ann');
  ann.commit('an application', {
    'pyproject.toml': PYPROJECT,
    'etl.py': 'import pandas\ndef main(): pass\n',
    'rows.csv': '',
  });
  expect(nexus(ann, ['init', '--yes']).code).toBe(0);
  ann.commit('Give the repository a memory');
  await quiet(ann.dir);

  // Day 1: Ann tells while she works; what fails and what makes it pass is kept by itself.
  const told = (...words: string[]) => expect(nexus(ann, ['session', ...words]).code, words[0]).toBe(0);
  told('start', 'ETL with generator patterns');
  told('note', 'the sample file has 2 million rows');
  told('decide', 'Read in chunks', '--why', 'The file does not fit into memory.', '--files', 'etl.py');
  told('prefer', 'Communication: direct, technical, senior-level');
  told('pattern', 'Generators for reading', '--language', 'python');
  told('pattern', 'Mutable default arguments', '--anti');
  told('block', 'no access to staging');
  expect(nexus(ann, ['run', '--', ...CHECK]).code).toBe(1);
  ann.write({ 'rows.csv': '1\n' });
  expect(nexus(ann, ['run', '--', ...CHECK])).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('resolved'),
  });
  told(
    'end',
    '--accomplished',
    'Implemented ETL with generator patterns',
    '--next',
    'Performance optimization',
  );
  ann.git('add', '.nexus/context', 'rows.csv');
  ann.git('commit', '-q', '-m', 'Read the rows in chunks');
  await quiet(ann.dir);
  const folders = ann
    .git('show', '--name-only', '--format=', 'HEAD')
    .split('\n')
    .map((path) => path.split('/').slice(0, 2).join('/'));
  expect(folders).toEqual([
    '.nexus/context',
    '.nexus/decisions',
    '.nexus/episodes',
    '.nexus/errors',
    '.nexus/patterns',
    '.nexus/patterns',
    'rows.csv',
  ]);
  expect(ann.git('status', '--porcelain')).toBe('');
  ann.git('push', '-q', 'origin', 'main');

  // Day 2: Ben has it from the remote, and is asked.
  const ben = clone(base, remote, 'ben', 'Ben');
  const day2 = await onDay(1, ben, session, ['start'], '');
  expect(
    day2.screen.replace(/from .* changed/, 'and changed'),
  ).toBe(`✓ Project: sales-etl, CLI tool (Python >=3.12)
✓ Last session (1 day ago): Implemented ETL with generator patterns; Resolved \`ValueError: rows.csv has no rows\` and changed \`rows.csv\`
✓ Current focus: Performance optimization
✓ Your preference: Communication: direct, technical, senior-level
✓ Blockers: no access to staging

Ready to continue with Performance optimization, or is there something else you'd like to work on? `);
  expect(nexus(ben, ['session', 'status']).stdout).toMatch(/^Performance optimization\n/);
  expect(nexus(ben, ['fix', 'ValueError: rows.csv has no rows']).stdout).toContain('rows.csv');

  // What his assistant hands over is taken as it is, once.
  const input = `${AFTER_IMPLEMENTATION}\n${AFTER_PREFERENCE}`;
  const taken = nexusJson<{ items: { outcome: string; what: string }[] }>(ben, ['import', '--updates', '-'], {
    input,
  });
  expect(taken.items.map(({ outcome, what }) => `${outcome} ${what}`)).toEqual([
    'new pattern',
    'new episode',
    'new decision',
    ...Array<string>(3).fill('new document'),
  ]);
  const again = nexus(ben, ['import', '--updates', '-', '--yes'], { input });
  expect(again).toMatchObject({ code: 0, stderr: '0 written, 6 here already\n' });
  nexus(ben, ['session', 'block', '--resolved', 'staging']);
  expect(nexus(ben, ['session', 'end', '--next', 'Add data validation']).code).toBe(0);

  // The four files, as they would be kept by hand.
  expect(nexus(ben, ['context', 'patterns']).stdout).toBe(`# Learned Patterns

## Code Patterns
- Efficient ETL pipeline using generator expressions and pandas chunking

## Python Code Patterns
- Generators for reading

## Performance Patterns

## Testing Patterns

## Anti-Patterns (Things That Don't Work)
- Mutable default arguments
`);
  const project = nexus(ben, ['context', 'project']).stdout;
  expect(shape(project)).toEqual([
    '# Current Project Context',
    '## Active Project',
    ...['Name', 'Purpose', 'Type', 'Tech Stack', 'Stage', 'Team Size', 'Timeline'].map(
      (name) => `- **${name}**:`,
    ),
    '## Recent Work',
    ...['Last session', 'Current focus', 'Next planned', 'Blockers'].map((name) => `- **${name}**:`),
    '## Technical Decisions Made',
    '## User Preferences Observed',
    ...['Communication style', 'Learning focus'].map((name) => `- **${name}**:`),
  ]);
  const preferences = nexus(ben, ['context', 'preferences']).stdout;
  expect(shape(preferences).filter((line) => line.startsWith('#'))).toEqual([
    '# User Preferences',
    '## Communication Style',
    '## Technical Preferences',
    '## Problem-Solving Approach',
    '## Past Issues/Concerns',
    '## Preferences Observed',
  ]);
  expect(preferences).toContain(`## Preferences Observed

- **Communication**: direct, technical, senior-level
- **Error handling preference**: Likes clear exceptions and logging
- **Code organization**: Prefers modular scripts and functions
- **Documentation**: Appreciates concise docstrings and README updates
`);
  const sessions = nexus(ben, ['context', 'sessions']).stdout;
  expect(new Set(shape(sessions).map((line) => line.replace(/\d{4}-\d\d-\d\d/, '[Date]')))).toEqual(
    new Set([
      '# Session Log',
      '## [Date] - Session Summary',
      '- **Focus**:',
      '- **Accomplished**:',
      '- **Next steps**:',
      '- **Patterns learned**:',
    ]),
  );
  expect(sessions).toContain(`- **Focus**: ETL with generator patterns
- **Accomplished**: Implemented ETL with generator patterns`);

  // Ben writes into the bank; on day 5 he adds to one section, and on day 30 the other is overdue.
  const commitOn = (day: number, subject: string): void => {
    const date = new Date(Date.now() + day * DAY).toISOString();
    Object.assign(ben.env, { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date });
    ben.commit(subject);
  };
  nexus(ben, ['bank', 'add', 'data flow', 'CSV files through `etl.py` into the warehouse']);
  nexus(ben, ['bank', 'add', 'current issues', 'staging is read-only']);
  commitOn(0, 'Tell how data flows');
  nexus(ben, ['bank', 'add', 'current issues', 'no retries']);
  commitOn(5, 'Tell of retries');
  expect(nexus(ben, ['bank', 'review']).stdout).not.toContain('Integration Points/Data Flow');
  const day30 = await onDay(30.5, ben, bank, ['review', '--all']);
  expect(day30.code).toBe(1);
  const [due = '', sound = ''] = day30.screen.split(/^Empty[\s\S]*(?=^Sound)/m);
  expect(due).toMatch(
    /^Integration Points\/Data Flow\n {2}\.nexus\/context\/bank\.md:\d+\n {2}not changed or confirmed for 30 days$/m,
  );
  expect(due).not.toContain('Current Issues');
  expect(sound).toContain('Known Issues/Current Issues, 3 weeks ago');
  expect((await onDay(30.5, ben, bank, ['review', '--confirm', 'data flow'])).code).toBe(0);
  commitOn(30, 'Still so');
  const after = await onDay(31, ben, bank, ['review']);
  expect(after.screen).not.toContain('Data Flow');
}, 240_000);
