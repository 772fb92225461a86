import { randomBytes } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { withMemory } from '../helpers/open-repo.ts';

interface Report {
  readonly dryRun: boolean;
  readonly items: readonly {
    readonly what: string;
    readonly title: string;
    readonly from: string;
    readonly outcome: string;
    readonly why?: string;
    readonly id?: string;
    readonly path?: string;
    readonly redacted: number;
  }[];
}

/** Every file below `.nexus/` with its text. */
function memoryOf(repo: TestRepo): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(join(repo.dir, '.nexus'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[path.slice(repo.dir.length + 1)] = readFileSync(path, 'latin1');
  }
  return files;
}

const outcomes = ({ items }: Report) => items.map(({ outcome }) => outcome);

const SOURCES = {
  'memory/patterns-learned.md': `# Learned Patterns

## Python Code Patterns
- Data classes for configuration
- Keep the token ghp_16C7e42F292c6912E7710c838347Ae178B4a out of logs
`,
  'memory/user-preferences.md':
    '# User Preferences\n\n## Communication Style\n- **Level**: Senior developer\n',
  'memory/session-log.md':
    '# Session Log\n\n## 2026-01-02 - Session Summary\n- **Focus**: ETL pipeline\n- **Next steps**: Validate\n',
  'docs/adr/0001-use-files.md':
    '# 1. Use files\n\nDate: 2024-02-12\n\n## Status\n\nSuperseded by [2. Use git](0002-use-git.md)\n\n## Context\n\nWe must keep it.\n\n## Decision\n\nFiles.\n',
  'docs/adr/0002-use-git.md':
    '# 2. Use git\n\nDate: 2025-02-12\n\n## Status\n\nAccepted\n\n## Context\n\nFiles have no history.\n\n## Decision\n\nGit.\n',
};

test('a dry run writes nothing, the import writes what it told, a second one changes nothing', async () => {
  const repo = await withMemory(gitRepo(SOURCES));
  const before = memoryOf(repo);
  const plan = nexusJson<Report>(repo, ['import', 'memory', 'docs/adr', '--dry-run']);
  expect(plan.dryRun).toBe(true);
  expect(plan.items.map(({ what, outcome, title }) => [what, outcome, title])).toEqual([
    ['pattern', 'new', 'Data classes for configuration'],
    ['pattern', 'new', 'Keep the token [REDACTED:github-personal-token] out of logs'],
    ['episode', 'new', 'ETL pipeline (2026-01-02)'],
    ['document', 'new', 'Communication Style / Level: Senior developer'],
    ['decision', 'new', 'Use files'],
    ['decision', 'new', 'Use git'],
  ]);
  expect(memoryOf(repo)).toEqual(before);

  const done = nexusJson<Report>(repo, ['import', 'memory', 'docs/adr']);
  expect(outcomes(done)).toEqual(outcomes(plan));
  const after = memoryOf(repo);
  expect(JSON.stringify(after)).not.toContain('ghp_16C7');
  expect(after['.nexus/context/preferences.md']).toContain('- **Level**: Senior developer\n');
  const [older, newer] = done.items.slice(-2);
  const text = after[newer?.path ?? ''] ?? '';
  expect(text).toContain('created: 2025-02-12T00:00:00Z');
  expect(text).toContain(`supersedes:\n  - "${older?.id}"`);
  expect(text).toContain('Imported from `docs/adr/0002-use-git.md`.');
  expect(readdirSync(join(repo.dir, '.nexus/episodes'))).toEqual(['2026']);

  const again = nexus(repo, ['import', 'memory', 'docs/adr']);
  expect(again.code).toBe(0);
  expect(again.stderr).toBe('0 written, 6 here already\n');
  expect(memoryOf(repo)).toEqual(after);
  expect(repo.git('status', '--porcelain', 'memory', 'docs')).toBe('');
});

test('what a person wrote stays: another value of a field is told, lines are added below', async () => {
  const repo = await withMemory(gitRepo({ a: '1' }));
  const mine = `# User Preferences

<!-- ours -->

## Communication Style

- **Level**: Mixed team

| a | table |
|---|-------|

## Preferences Observed

Tabs.
`;
  repo.write({
    '.nexus/context/preferences.md': mine,
    'memory/user-preferences.md': SOURCES['memory/user-preferences.md'],
  });
  const report = nexusJson<Report>(repo, ['import', 'memory']);
  expect(report.items).toMatchObject([{ outcome: 'kept', why: 'it says: Mixed team' }]);
  expect(memoryOf(repo)['.nexus/context/preferences.md']).toBe(mine);
  const blocks = '## Updated User Preference (add to user-preferences.md)\n- **Naming**: Likes short names\n';
  const told = nexus(repo, ['import', '--updates', '-'], { input: blocks });
  expect(told.code).toBe(0);
  expect(memoryOf(repo)['.nexus/context/preferences.md']).toBe(`${mine}\n- **Naming**: Likes short names\n`);
});

test('nothing is written where a document is not merged, or is changed while the import is at it', async () => {
  const repo = await withMemory(gitRepo(SOURCES));
  const path = join(repo.dir, '.nexus/context/preferences.md');
  const text = readFileSync(path, 'utf8');
  repo.write({ '.nexus/context/preferences.md': `${text}<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n` });
  const marked = nexus(repo, ['import', 'memory']);
  expect(marked).toMatchObject({ code: 3, stdout: '' });
  expect(marked.stderr).toMatch(/preferences\.md:\d+: a merge conflict is not resolved/);

  repo.write({ '.nexus/context/preferences.md': text });
  const memory = await openNexus({
    cwd: repo.dir,
    env: repo.env,
    machine: {},
    clock: Date.now,
    // Asked for when a record gets its id: the documents were read by then.
    random: (bytes) => {
      writeFileSync(path, `${text}\nBen was here.\n`);
      return randomBytes(bytes);
    },
    warm: false,
  });
  const paths = ['memory/user-preferences.md', 'docs/adr'];
  await expect(memory.importMemory({ paths, dryRun: false })).rejects.toThrow(
    /preferences\.md: it was changed meanwhile/,
  );
  expect(nexusJson<{ total: number }>(repo, ['list']).total).toBe(0);
  expect(readFileSync(path, 'utf8')).toContain('Ben was here.');
  expect(nexus(repo, ['import', ...paths]).stderr).toBe('3 written\n');
  expect(readFileSync(path, 'utf8')).toContain('Ben was here.');
});

test('the update blocks of an agent, piped in, are recalled', async () => {
  const repo = await withMemory(gitRepo({ a: '1' }));
  const answer = `Done!

\`\`\`markdown
## New Pattern Learned (add to patterns-learned.md)
- Efficient ETL pipeline using generator expressions and pandas chunking.

## Project Progress (update project-context.md)
- **Completed**: ETL pipeline with generator-based processing
- **Next**: Add data validation and reporting
- **Technical decision**: Used pandas chunking for large file support
\`\`\`
`;
  expect(nexus(repo, ['import', '--updates', '-'], { input: answer }).stderr).toBe('3 written\n');
  expect(nexus(repo, ['recall', 'pandas chunking decision']).stdout).toContain(
    'Used pandas chunking for large file',
  );
  const again = nexus(repo, ['import', '--updates', '-'], { input: answer });
  expect(again.stderr).toBe('0 written, 3 here already\n');
});

test('a bad item hides no other, and the exit code tells of it', async () => {
  const repo = await withMemory(gitRepo({ a: '1' }));
  const lines = [
    '{"kind":"note","title":"Staging is read-only on Sundays"}',
    'not json',
    '{"kind":"note","title":" "}',
    '{"path":".nexus/notes/../../outside.md","text":"x"}',
    '{"path":".nexus/notes/x.md","text":"no record"}',
    `{"kind":"note","title":"Too long","body":"${'word '.repeat(20_000)}"}`,
    '{"kind":"note","title":"Ports begin at 4000","created":"2025-01-02","tags":["net"]}',
  ];
  repo.write({ 'given.jsonl': `${lines.join('\n')}\n` });
  const report = nexus(repo, ['import', 'given.jsonl', '--json']);
  expect(report.code).toBe(1);
  expect(outcomes(JSON.parse(report.stdout) as Report).sort()).toEqual([
    'new',
    'new',
    'refused',
    'refused',
    'refused',
    'refused',
    'refused',
  ]);
  expect(nexusJson<{ total: number }>(repo, ['list']).total).toBe(2);
  expect(nexus(repo, ['list', '--since', '2025-01-01', '--tag', 'net']).stdout).toContain('Ports begin');
});

test('what was forgotten does not come back', async () => {
  const repo = await withMemory(gitRepo({ a: '1' }));
  const { id } = nexusJson<{ id: string }>(repo, ['remember', 'note', 'A customer name']);
  const exported = nexus(repo, ['export']).stdout;
  nexus(repo, ['forget', id, '--yes']);
  expect(nexus(repo, ['list', '--all']).stdout).toContain('forgotten');
  repo.write({ 'old.jsonl': exported, 'new.jsonl': '{"kind":"note","title":"a customer NAME"}\n' });
  const report = nexusJson<Report>(repo, ['import', 'old.jsonl', 'new.jsonl']);
  expect(report.items.filter(({ what }) => what === 'note').map(({ outcome }) => outcome)).toEqual([
    'refused',
    'refused',
  ]);
});

test('wrong input is told with what to do', async () => {
  const repo = await withMemory(gitRepo({ 'src/a.md': 'prose', 'CLAUDE.md': '# x\n' }));
  const none = nexus(repo, ['import']);
  expect([none.code, none.stderr]).toEqual([
    2,
    'nexus: nexus import needs a file or a folder of its own\n       found here; try: nexus import --dry-run CLAUDE.md\n',
  ]);
  expect(nexus(repo, ['import', '.']).stderr).toBe(none.stderr);
  expect(nexus(repo, ['import', 'nowhere']).stderr).toMatch(/there is nothing at nowhere/);
  expect(nexus(repo, ['import', 'src']).stderr).toMatch(
    /none of the forms[\s\S]*--format: export, memory-server/,
  );
  expect(nexus(repo, ['import', 'src', '--format', 'adrs']).stderr).toMatch(/did you mean adr\?/);
  const nothing = nexus(repo, ['import', '--updates', '-'], { input: 'Just talk.' });
  expect([nothing.code, nothing.stderr]).toEqual([1, 'There is nothing in it to import.\n']);
  const later = '{"nexus":"export","schema":2,"data":1}\n';
  expect(nexus(repo, ['import', '-'], { input: later })).toMatchObject({ code: 3 });
  expect(nexus(gitRepo({ a: '1' }), ['import', '-'], { input: 'x' }).stderr).toMatch(/run: nexus init/);
});

test('of a larger folder, only what lies beside a telling file is read', async () => {
  const repo = await withMemory(
    gitRepo({
      'docs/guide.md': '# Guide\n\nText.\n',
      'docs/adr/0001-use-files.md': SOURCES['docs/adr/0001-use-files.md'],
    }),
  );
  const report = nexusJson<Report>(repo, ['import', 'docs', '--dry-run']);
  expect(report).toMatchObject({ sources: [{ path: 'docs', format: 'adr', files: 1 }] });
  expect(report.items.map(({ title }) => title)).toEqual(['Use files']);
});

test('instructions bring the files that they include, each once, and none from elsewhere', async () => {
  const outside = gitRepo({ 'rules.md': '## Rules\n- Outside\n' });
  const repo = await withMemory(
    gitRepo({
      'CLAUDE.md':
        '@AGENTS.md\n@docs/style.md\n@../rules.md\n@linked/rules.md\n@missing.md\n\n## Claude only\n\nPlan first.\n',
      'AGENTS.md': '## Rules\n- Use tabs\n\n@docs/style.md\n@CLAUDE.md\n',
      'docs/style.md': '# Style\n\n## Naming rules\n- Modules are nouns\n',
    }),
  );
  symlinkSync(outside.dir, join(repo.dir, 'linked'));
  expect(nexusJson<Report>(repo, ['import', 'CLAUDE.md', '-n'])).toMatchObject({
    sources: [{ path: 'CLAUDE.md', format: 'instructions', files: 3 }],
    items: [
      { title: 'Claude only', from: 'CLAUDE.md · Claude only' },
      { title: 'Use tabs', from: 'AGENTS.md · Rules' },
      { title: 'Modules are nouns', from: 'docs/style.md · Naming rules' },
    ],
  });
});

test('the examples, imported into one memory, are here already the second time', async () => {
  const repo = await withMemory(gitRepo({ a: '1' }));
  const examples = new URL('../transfer/examples', import.meta.url).pathname;
  cpSync(examples, repo.dir, { recursive: true });
  renameSync(join(repo.dir, 'instructions/agents.md'), join(repo.dir, 'AGENTS.md'));
  const paths = ['memory-bank', 'auto-memory', 'adr', 'AGENTS.md'];
  const first = nexus(repo, ['import', ...paths]);
  expect([first.code, first.stderr]).toEqual([0, '96 written, 1 here already\n']);
  const after = memoryOf(repo);
  const again = nexus(repo, ['import', ...paths]);
  expect([again.code, again.stderr]).toEqual([0, '0 written, 97 here already\n']);
  expect(memoryOf(repo)).toEqual(after);
  expect(nexus(repo, ['bank', 'Team Conventions']).stdout).toContain('Pull requests:\n\n- One concern each');
});

test('links out of what was named are not followed', async () => {
  const repo = await withMemory(gitRepo({ 'AGENTS.md': '## Rules\n- Use tabs\n' }));
  const outside = gitRepo({ 'secret.md': '## Rules\n- Outside\n' });
  symlinkSync('AGENTS.md', join(repo.dir, 'CLAUDE.md'));
  symlinkSync(join(outside.dir, 'secret.md'), join(repo.dir, 'GEMINI.md'));
  mkdirSync(join(repo.dir, 'memory-bank'));
  symlinkSync(join(outside.dir, 'secret.md'), join(repo.dir, 'memory-bank/progress.md'));
  repo.write({ 'memory-bank/techContext.md': '# Tech\n\n## Technologies\n- Node\n' });
  expect(nexusJson<Report>(repo, ['import', 'CLAUDE.md', '-n']).items).toMatchObject([{ title: 'Use tabs' }]);
  expect(nexus(repo, ['import', 'GEMINI.md']).stderr).toMatch(/is a link that leads elsewhere/);
  const bank = nexus(repo, ['import', 'memory-bank', '--json', '-n']);
  expect(bank.code).toBe(1);
  expect(bank.stdout).toContain('is a link; Nexus follows none');
  expect(bank.stdout).not.toContain('Outside');
});
