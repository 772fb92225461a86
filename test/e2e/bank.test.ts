import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ReviewReport } from '../../src/core/document-state.ts';
import { openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson, PROGRAM } from '../helpers/nexus-program.ts';

const BANK = '.nexus/context/bank.md';
const DAY = 86_400_000;
const FIRST = Date.parse('2026-10-01T10:00:00Z');

const withMemory = (tree: Readonly<Record<string, string>> = {}): TestRepo =>
  gitRepo({ '.nexus/config.yaml': 'schema: 1\n', ...tree });

const textOf = (repo: TestRepo, path = BANK): string => readFileSync(join(repo.dir, path), 'utf8');

/** Commits everything on the given day after the first. */
function commitOn(repo: TestRepo, day: number, subject: string): void {
  repo.env.GIT_AUTHOR_DATE = new Date(FIRST + day * DAY).toISOString();
  repo.env.GIT_COMMITTER_DATE = repo.env.GIT_AUTHOR_DATE;
  repo.commit(subject);
}

/** The library, on the given day. */
function onDay(repo: TestRepo, day: number, prefer: 'git' | 'isomorphic-git' = 'git') {
  return openNexus({
    cwd: repo.dir,
    env: repo.env,
    clock: () => FIRST + day * DAY,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    machine: { home: '/home/ann', user: 'ann' },
    warm: false,
    prefer,
  });
}

/** What a review says of each section that it does not find sound or merely empty. */
function due({ sections }: ReviewReport): Record<string, string[]> {
  return Object.fromEntries(
    sections
      .filter(({ filled, findings }) => filled && findings.length > 0)
      .map(({ address, findings }) => [
        address.join('/'),
        findings.map((one) =>
          one.kind === 'overdue' ? `${one.days} days` : one.kind === 'cited' ? one.detail : '',
        ),
      ]),
  );
}

/** A bank that a person wrote, with all that an edit must leave alone. */
const BY_HAND = [
  '\ufeff# Our bank',
  '',
  '<!-- not for robots -->',
  '## Known Issues   ##',
  '',
  '| issue |  since |',
  '|-|-|',
  '| slow   | May |',
  '',
  '### Current Issues',
  '* one  ',
  '',
  '',
  '### Technical Debt',
  'none',
  '',
  'House Rules',
  '-----------',
  '- **Owner** : Ann',
  '```',
  '## not a heading',
].join('\r\n');

describe('edits', () => {
  test('the first text makes the document; a part of a name will do; a field is a line', () => {
    const repo = withMemory();
    expect(nexus(repo, ['bank']).stderr).toContain('There is no bank.md yet');
    const added = nexus(repo, ['bank', 'add', 'current issues', 'Staging', 'is', 'read-only']);
    expect(added).toMatchObject({
      code: 0,
      stdout: `${BANK}\n`,
      stderr: 'Added to Known Issues/Current Issues\n',
    });
    expect(nexus(repo, ['bank', 'add', 'current', '--', '- twice']).code).toBe(0);
    expect(textOf(repo)).toContain(
      '### Current Issues\n\n- Staging is read-only\n- twice\n\n### Technical Debt\n',
    );
    nexus(repo, ['bank', 'set', 'project information/tech stack', 'Python 3.12']);
    nexus(repo, ['bank', 'add', 'tech stack', 'FastAPI']);
    expect(nexus(repo, ['bank', 'tech', 'stack']).stdout).toBe('Python 3.12, FastAPI\n');
    nexus(repo, ['bank', 'set', 'tech stack', '']);
    expect(textOf(repo)).toContain('- **Tech Stack**: [To be filled: languages, versions, frameworks]\n');
    nexus(repo, ['bank', 'set', 'setup', '-'], { input: '# Steps\n\n```sh\nuv sync' });
    expect(nexus(repo, ['bank', 'setup', 'instructions']).stdout).toBe(
      '### Setup Instructions\n\n#### Steps\n\n```sh\nuv sync\n```\n',
    );
    const again = nexus(repo, ['bank', 'add', 'current issues', 'twice']);
    expect(again).toMatchObject({ code: 0, stdout: '' });
  });

  test('of a file made by hand, nothing but the section changes', () => {
    const repo = withMemory({ [BANK]: BY_HAND });
    nexus(repo, ['bank', 'add', 'current issues', 'two']);
    expect(textOf(repo)).toBe(BY_HAND.replace('* one  \r\n', '* one\r\n* two  \r\n'));
    writeFileSync(join(repo.dir, BANK), BY_HAND);
    nexus(repo, ['bank', 'set', 'owner', 'Ben']);
    expect(textOf(repo)).toBe(BY_HAND.replace('** : Ann', '** : Ben'));
    writeFileSync(join(repo.dir, BANK), BY_HAND);
    nexus(repo, ['bank', 'set', 'debt', 'some\n<!-- open']);
    expect(textOf(repo)).toBe(BY_HAND.replace('none\r\n', 'some\r\n<!-- open\r\n-->\r\n'));
  });

  test('sections are made, moved, and put back where the table has them', () => {
    const repo = withMemory({ [BANK]: BY_HAND });
    nexus(repo, ['bank', 'add', '--new', 'house rules/Naming', 'nouns']);
    nexus(repo, ['bank', 'move', 'naming', '--before', 'current issues']);
    expect(nexusJson<ReviewReport>(repo, ['bank']).sections.map(({ address }) => address.join('/'))).toEqual([
      'Known Issues',
      'Known Issues/Naming',
      'Known Issues/Current Issues',
      'Known Issues/Technical Debt',
      'House Rules',
    ]);
    nexus(repo, ['bank', 'add', 'test data', 'none']);
    nexus(repo, ['bank', 'add', 'java', 'streams']);
    const headings = textOf(repo)
      .match(/^#+ .*$/gm)
      ?.map((line) => line.trim());
    expect(headings?.slice(0, 3)).toEqual([
      '## Cross-Language Mappings',
      '### Java → Python Equivalents',
      '## Known Issues   ##',
    ]);
    const own = nexus(repo, ['bank', 'move', 'known issues', '--under', 'current issues']);
    expect(own).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot go there') });
  });

  test('archive keeps the text; a section of the table asks anew, one made by hand goes', async () => {
    const repo = withMemory({ [BANK]: BY_HAND });
    const library = await onDay(repo, 0);
    await library.archiveSection({ documents: ['bank'], section: 'known issues/technical debt' });
    const done = await library.archiveSection({ documents: ['bank'], section: 'house rules' });
    expect(done).toMatchObject({ archived: '.nexus/context/archive.md', address: ['House Rules'] });
    expect(textOf(repo, '.nexus/context/archive.md')).toBe(
      [
        '# Archive\n',
        '## Memory Bank: Known Issues / Technical Debt (2026-10-01)\n\nnone\n',
        '## Memory Bank: House Rules (2026-10-01)\n\n- **Owner** : Ann\n```\n## not a heading\n',
      ].join('\n'),
    );
    expect(textOf(repo)).toMatch(/### Technical Debt\r\n\r\n- \[To be filled: debt, by impact\]\r\n/);
    expect(textOf(repo)).not.toContain('House Rules');
    await expect(library.archiveSection({ documents: ['bank'], section: 'debt' })).rejects.toThrow(
      'is empty',
    );
  });

  test('several who write at once all have their say', () => {
    const repo = withMemory();
    const one = (text: string): string =>
      `${process.execPath} ${PROGRAM} bank add "current issues" ${text} &`;
    repo.sh(`${['one', 'two', 'three', 'four'].map(one).join(' ')} wait`);
    expect(textOf(repo).match(/^- (one|two|three|four)$/gm)).toHaveLength(4);
  });

  test('what the table has is not put into something that is only called alike', () => {
    const repo = withMemory({ '.nexus/context/project.md': '# P\n\n## Past blockers\n\n- none\n' });
    nexus(repo, ['context', 'add', 'blockers', 'no test account']);
    expect(textOf(repo, '.nexus/context/project.md')).toContain(
      '- none\n\n## Recent Work\n\n- **Last session**:',
    );
    expect(nexus(repo, ['context', 'recent work/blockers']).stdout).toBe('no test account\n');
  });

  test('what is wrong is said, with what to do, and nothing is written', () => {
    const repo = withMemory({ [BANK]: BY_HAND });
    const says = (args: string[], code: number, ...parts: string[]): void => {
      const done = nexus(repo, ['bank', ...args]);
      expect([done.code, done.stdout]).toEqual([code, '']);
      for (const part of parts) expect(done.stderr).toContain(part);
    };
    says(
      ['add', 'curent', 'x'],
      2,
      'no section or field "curent" in bank.md',
      'did you mean "Current Issues"',
    );
    says(['add', 'issues', 'x'], 2, 'may mean "Known Issues", "Known Issues/Current Issues"');
    says(['add', 'current issues'], 2, 'needs a text');
    says(['move', 'owner', '--under', 'known issues'], 2, 'is a field');
    says(['move', 'current issues'], 2, '--under | --before | --after');
    says(['set', 'house rules', 'be nice'], 2, 'has fields', 'House Rules/Owner');
    says(['nowhere'], 2, 'see: nexus bank');
    expect(textOf(repo)).toBe(BY_HAND);
    repo.write({ [BANK]: '## A\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n' });
    says(['set', 'a', 'z'], 3, `${BANK}:2: a merge conflict is not resolved`);

    const bare = gitRepo({ 'a.txt': 'a' });
    expect(nexus(bare, ['bank', 'add', 'current issues', 'x'])).toMatchObject({ code: 2 });
    expect(existsSync(join(bare.dir, '.nexus'))).toBe(false);
  });

  test('secrets and names of this machine do not get in', async () => {
    const repo = withMemory();
    const token = ['gh', 'p_', 'a1B2c3D4'.repeat(5).slice(0, 36)].join('');
    const library = await onDay(repo, 0);
    const edit = await library.addToDocument({
      documents: ['bank'],
      section: 'setup',
      text: `export TOKEN=${token} in /home/ann/.profile`,
    });
    expect(edit.redacted).toBeGreaterThan(0);
    expect(textOf(repo)).not.toMatch(/a1B2c3D4|home\/ann/);
    expect(textOf(repo)).toContain('~/.profile');
  });
});

describe('review', () => {
  test('day 30 names what is overdue, and what cites files that changed or are gone', async () => {
    const repo = withMemory({ 'src/pool.ts': 'size 4\n', 'src/old.ts': 'old\n', 'a.md': '1\n2\n3\n' });
    const add = (section: string, text: string) => nexus(repo, ['bank', 'add', section, text]);
    add('data flow', 'through `src/pool.ts`, not `numpy.array` or `feature/x`');
    add('current issues', 'see `a.md#L2` and [the old one](../../src/old.ts)');
    add('test coverage', 'most');
    commitOn(repo, 0, 'Know the flow');
    add('monitoring', 'the `src/pool.ts` gauge');
    repo.write({ 'a.md': '0\n1\n2\n3\n' });
    commitOn(repo, 5, 'Watch the pool');

    const before = await (await onDay(repo, 29)).reviewDocuments(['bank']);
    expect(due(before)).toEqual({ 'Known Issues/Current Issues': ['a.md#L2 is now at line 3'] });
    expect(before.sections.filter(({ filled }) => !filled)).toHaveLength(19);

    repo.write({ 'src/pool.ts': 'size 8\n' });
    repo.git('rm', '-q', 'src/old.ts');
    commitOn(repo, 30, 'Grow the pool');
    const library = await onDay(repo, 30);
    expect(due(await library.reviewDocuments(['bank']))).toEqual({
      'Known Issues/Current Issues': ['30 days', 'a.md#L2 is now at line 3', 'src/old.ts is gone'],
      'Integration Points/Data Flow': ['30 days', 'src/pool.ts changed since'],
      'Testing Notes/Test Coverage': ['30 days'],
      'Deployment Notes/Monitoring': ['src/pool.ts changed since'],
    });

    // Confirmed without an edit, edited, or confirmed with nothing to say: git dates the line.
    await library.confirmSection({ documents: ['bank'], section: 'data flow' });
    await library.confirmSection({ documents: ['bank'], section: 'security incidents' });
    await library.setDocument({ documents: ['bank'], section: 'test coverage', text: 'all' });
    expect(textOf(repo)).toContain('`feature/x`\n\n<!-- reviewed 2026-10-31 -->\n');
    const uncommitted = await library.reviewDocuments(['bank']);
    expect(Object.keys(due(uncommitted))).toEqual([
      'Known Issues/Current Issues',
      'Deployment Notes/Monitoring',
    ]);
    commitOn(repo, 30, 'Review');
    const after = await (await onDay(repo, 59)).reviewDocuments(['bank']);
    expect(Object.keys(due(after))).toEqual(['Known Issues/Current Issues', 'Deployment Notes/Monitoring']);
    const quiet = after.sections.find(({ address }) => address.at(-1) === 'Security Incidents');
    expect(quiet).toMatchObject({ filled: false, findings: [] });
    const late = due(await (await onDay(repo, 60)).reviewDocuments(['bank']));
    expect(late['Integration Points/Data Flow']).toEqual(['30 days']);

    // A text that is written takes the mark away.
    nexus(repo, ['bank', 'add', 'data flow', 'and out']);
    expect(textOf(repo)).toContain('`feature/x`\n- and out\n\n## Performance');
  });

  test('the command tells it in words, narrow too, and by its exit code', () => {
    const repo = withMemory();
    repo.write({ [BANK]: '# B\n\n## Data Flow\n\nin and out\n\n## \u202eEmpty\n' });
    commitOn(repo, -400, 'Long ago');
    const done = nexus(repo, ['bank', 'review']);
    expect(done.code).toBe(1);
    expect(done.stdout).toMatch(
      /^Data Flow\n {2}\.nexus\/context\/bank\.md:3\n {2}not changed or confirmed for \d+ days\n/,
    );
    expect(done.stdout).toContain('Empty (1)\n  <U+202E>Empty\n');
    nexus(repo, ['bank', 'review', '--confirm', 'data', 'flow']);
    nexus(repo, ['bank', 'set', 'empty', 'none']);
    const sound = nexus(repo, ['bank', 'review', '--all']);
    expect(sound).toMatchObject({ code: 0, stdout: expect.stringContaining('Sound (2)') });
    expect(nexus(repo, ['bank', 'review', '--confirm', 'data flow']).stderr).toContain('was confirmed today');
  });
});

test('the built-in git tells the same', async () => {
  const repo = withMemory({ 'src/pool.ts': 'size 4\n' });
  nexus(repo, ['bank', 'add', 'data flow', 'through `src/pool.ts`']);
  commitOn(repo, 0, 'Explain the flow');
  nexus(repo, ['bank', 'add', 'monitoring', 'gauges']);
  repo.write({ 'src/pool.ts': 'size 8\n' });
  const [own, other] = [await onDay(repo, 40), await onDay(repo, 40, 'isomorphic-git')];
  const found = await own.reviewDocuments(['bank']);
  expect(due(found)).toEqual({ 'Integration Points/Data Flow': ['40 days', 'src/pool.ts changed since'] });
  expect(await other.reviewDocuments(['bank'])).toEqual(found);
  const query = { documents: ['bank'], max: 5 } as const;
  expect(await other.documentLog(query)).toEqual(await own.documentLog(query));
});

test('the change log comes from git: date, author, reason, sections', () => {
  const repo = withMemory();
  nexus(repo, ['bank', 'add', 'data flow', 'in']);
  commitOn(repo, 0, 'Explain the flow');
  nexus(repo, ['bank', 'set', 'monitoring', 'gauges']);
  repo.env.GIT_AUTHOR_NAME = 'Ben';
  commitOn(repo, 1, 'Watch the pool');
  nexus(repo, ['bank', 'move', 'data flow', '--under', 'monitoring']);
  commitOn(repo, 2, 'Tidy up');
  interface Log {
    commits: { commit: { subject: string; authorName: string }; sections: { address: string[] }[] }[];
  }
  const told = (args: string[]): string[] =>
    nexusJson<Log>(repo, ['bank', 'log', ...args]).commits.map(
      ({ commit, sections }) =>
        `${commit.authorName}: ${commit.subject}: ${sections.map(({ address }) => address.at(-1)).join(', ')}`,
    );
  expect(told([])).toEqual([
    'Ben: Tidy up: Data Flow, Data Flow',
    'Ben: Watch the pool: Monitoring',
    'Ann Author: Explain the flow: Data Flow',
  ]);
  expect(told(['data flow', '-n', '5']).map((line) => line.split(': ')[1])).toEqual([
    'Tidy up',
    'Explain the flow',
  ]);
  expect(nexus(repo, ['bank', 'log', 'technical debt']).code).toBe(1);
});

test('context has the other two documents: the section tells which', () => {
  const repo = withMemory({
    '.nexus/context/project.md': '# Current Project Context\n\n## Active Project: Harbour\n- **Type**: \n',
  });
  expect(nexus(repo, ['context', 'set', 'current focus', 'Retries']).stdout).toBe(
    '.nexus/context/project.md\n',
  );
  expect(nexus(repo, ['context', 'set', 'active project/type', 'API']).code).toBe(0);
  expect(nexus(repo, ['context', 'add', 'libraries', 'FastAPI']).stdout).toBe(
    '.nexus/context/preferences.md\n',
  );
  const project = nexus(repo, ['context', 'project']).stdout;
  expect(project).toContain('## Active Project: Harbour\n- **Type**: API\n\n## Recent Work\n\n');
  expect(project).toContain(
    '- **Current focus**: Retries\n- **Next planned**: [To be filled: what comes next]\n',
  );
  expect(nexus(repo, ['context', 'preferences']).stdout).toContain('- **Libraries**: FastAPI\n');
  const several = nexus(repo, ['context', 'set', 'communication', 'short']);
  expect(several.stderr).toContain('"Communication Style" has fields, which this text would replace');
  nexus(repo, ['context', 'add', 'user preferences observed', 'likes tables']);
  expect(nexus(repo, ['context', 'set', 'style', 'short']).stderr).toContain(
    '"User Preferences Observed/Communication style" (project)',
  );
  expect(nexusJson<ReviewReport>(repo, ['context', 'review', '--all']).sections[0]).toMatchObject({
    document: 'project',
    filled: true,
  });
});
