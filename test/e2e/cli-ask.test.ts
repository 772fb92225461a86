import { expect, test } from 'vitest';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson, PROGRAM } from '../helpers/nexus-program.ts';

const ID = '01k9x40000aaaaaaaaaaaaaaaa';
const OTHER = '01k9x40000bbbbbbbbbbbbbbbb';
const ERROR = `---
id: "${ID}"
kind: error
title: "RangeError: the pool has no size"
created: "2026-01-01T00:00:00Z"
files:
  - settings.json
error:
  type: RangeError
  message: the pool has no size
  signature: "RangeError: the pool has no size"
---

## Resolution

Set poolSize in settings.json.
`;
const NOTE = `---
id: "${OTHER}"
kind: note
title: Staging is read-only on Sundays
created: "2026-01-02T00:00:00Z"
tags:
  - ops
---
`;

function withRecords(): TestRepo {
  const repo = gitRepo({
    '.nexus/config.yaml': 'schema: 1\n',
    [`.nexus/errors/rangeerror-${ID}.md`]: ERROR,
    'settings.json': '{}\n',
  });
  return repo.write({ [`.nexus/notes/staging-${OTHER}.md`]: NOTE });
}

test('recall and fix answer with what, why and how sure, in text and as one document', () => {
  const repo = withRecords();
  const document = nexusJson(repo, ['recall', 'pool', 'size', '--kind', 'error']);
  expect(document).toMatchObject({
    schema: 1,
    query: 'pool size',
    tier: 'text',
    total: 1,
    searched: { records: 2, commits: 1 },
    problems: [],
    hits: [
      {
        id: ID,
        kind: 'error',
        title: 'RangeError: the pool has no size',
        path: `.nexus/errors/rangeerror-${ID}.md`,
        score: expect.any(Number),
        reasons: expect.arrayContaining([expect.any(String)]),
        freshness: 'verified',
        standing: 'committed',
        author: 'Ann Author',
        snippet: 'Set poolSize in settings.json.',
      },
    ],
  });
  const piped = nexus(repo, ['fix', '-'], { input: 'at boot\nRangeError: the pool has no size\n' });
  expect(piped).toMatchObject({ code: 0, stderr: '' });
  expect(piped.stdout).toContain('same error signature');
  expect(piped.stdout).toContain('Set poolSize in settings.json.');
  expect(nexus(repo, ['recall', 'staging']).stdout).toContain('not committed yet');
  // No words: the newest, for which there is no reason to give.
  const all = nexus(repo, ['recall']);
  expect(all.stdout).toContain('3 of 3 shown');
  expect(all.stdout).not.toContain('matches the filters');
});

test('nothing found is exit code 1, said on the right stream; ten thousand words are a question too', () => {
  const repo = withRecords();
  expect(nexus(repo, ['recall', 'zebra'])).toEqual({
    code: 1,
    stdout: 'No match in 2 records and 1 commit.\n',
    stderr: '',
  });
  expect(nexusJson(repo, ['recall', 'zebra'])).toMatchObject({ total: 0, hits: [] });
  const words = Array.from({ length: 10_000 }, (_, n) => `word${n}`);
  expect(nexus(repo, ['recall', ...words]).code).toBe(1);
  expect(nexus(repo, ['recall', ...words, 'pool']).stdout).toContain('RangeError');
  expect(nexus(repo, ['list', '--tag', 'none'])).toMatchObject({ code: 1, stdout: '' });
  expect(nexus(repo, ['fix'], { input: '' })).toMatchObject({ code: 2, stdout: '' });
});

test('ids may be given by their beginning; a wrong one says what to do', () => {
  const repo = withRecords();
  expect(nexus(repo, ['show', ID.slice(0, 14)]).code).toBe(0);
  expect(nexus(repo, ['show', ID.slice(0, 14), '--at', 'HEAD']).stdout).toContain('the pool has no size');
  expect(nexus(repo, ['show', '01k9x4']).stderr).toContain('01k9x4 means 2 records');
  expect(nexus(repo, ['show', '01k']).stderr).toContain('at least 4 of its first characters');
  expect(nexus(repo, ['show', '7zzzzzzz'])).toMatchObject({ code: 1, stdout: '' });
  expect(nexus(repo, ['show', OTHER, '--at', 'HEAD'])).toMatchObject({ code: 1, stdout: '' });
  const unknown = nexusJson(repo, ['show', ID, '--at', 'nowhere']);
  expect(unknown).toEqual({
    schema: 1,
    error: { code: 'unknown-revision', message: expect.any(String), hint: expect.any(String) },
  });
});

test('colour is for terminals, and for who asks; a reader that leaves early is no error', () => {
  const repo = withRecords();
  const colours = (env: NodeJS.ProcessEnv, ...args: string[]): boolean =>
    nexus(repo, ['list', ...args], { env: { NO_COLOR: '', ...env } }).stdout.includes('\u001b[');
  expect(colours({})).toBe(false);
  expect(colours({ FORCE_COLOR: '1' })).toBe(true);
  expect(colours({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  expect(colours({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);

  const left = repo.sh(`{ "${process.execPath}" "${PROGRAM}" show ${ID}; echo $? >&2; } | true`);
  expect(left.stderr).toBe('0\n');
});

test('every verb prints one document with --json, also where it has nothing to say', () => {
  const repo = withRecords();
  const asked = [
    'status',
    'doctor',
    'hooks',
    'list',
    'stats',
    'log',
    'diff',
    'recall',
    'fix x',
    `show ${ID}`,
    `blame ${ID}`,
  ];
  for (const line of asked) expect(nexusJson(repo, line.split(' '))).toMatchObject({ schema: 1 });
  const run = nexus(repo, ['run', '--json', '--', 'printf', 'own words']);
  expect(run).toMatchObject({ code: 0, stdout: 'own words' });
  expect(JSON.parse(run.stderr)).toMatchObject({ schema: 1, exit: 0 });
});
