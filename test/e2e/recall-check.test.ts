import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecallCheck } from '../../src/core/recall-check.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const UPLOADS = '01m7ytvkb8wa1krs6wbp1q98a1';
const STAGING = '01m7z5wk4n78c6m44hra9srda2';

const note = (id: string, title: string, body: string, over = ''): Record<string, string> => ({
  [`.nexus/notes/n-${id}.md`]: `---\nid: "${id}"\nkind: note\ntitle: ${title}\ncreated: 2026-11-21T10:00:00Z\n${over}---\n\n${body}\n`,
});
const queries = (...lines: readonly string[]): Record<string, string> => ({
  '.nexus/queries.yaml': `queries:\n${lines.map((line) => `  - ${line}\n`).join('')}`,
});

const ASKED = [
  `{ask: how do we retry uploads, find: [${UPLOADS.slice(0, 14)}]}`,
  `{ask: "when may staging be written?", find: ["${STAGING}"], within: 1}`,
];

async function repository(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'src/app.ts': 'one\n' }));
  repo.commit('What is known', {
    ...note(UPLOADS, 'Uploads are tried three times', 'Retry an upload with a longer pause each time.'),
    ...note(STAGING, 'Staging is read-only on Sundays', 'It is written on all other days.'),
    ...queries(...ASKED),
  });
  return repo;
}

describe('nexus recall --check', () => {
  test('is content while each question finds its record', async () => {
    const repo = await repository();
    const done = nexus(repo, ['recall', '--check']);
    expect([done.code, done.stdout, done.stderr]).toEqual([
      0,
      '2 questions: all find their records, in 2 records and 3 commits.\n',
      '',
    ]);
    const all = nexus(repo, ['recall', '--check', '--explain']).stdout;
    expect(all).toMatch(/found +1st +01m7ytvkb8wa1k +Uploads are tried three times +how do we retry uploads/);
    const check = nexusJson<RecallCheck>(repo, ['recall', '--check']);
    expect(check).toMatchObject({ questions: 2, lost: 0, problems: [] });
    expect(check.answers.map(({ id, place, lost }) => [id, place, lost])).toEqual([
      [UPLOADS, 1, false],
      [STAGING, 1, false],
    ]);
  });

  test('a record that others bury is told with its place, and by the exit code', async () => {
    const repo = await repository();
    for (let n = 0; n < 6; n += 1)
      repo.write(note(`01m7zzz0b8wa1krs6wbp1q98b${n}`, `Retry uploads ${'abcdef'[n]}`, 'Retry uploads.'));
    const done = nexus(repo, ['recall', '--check']);
    expect(done.code).toBe(1);
    expect(done.stdout).toMatch(
      /lost +\d+th, not in 5 +01m7ytvkb8wa1k +Uploads are tried three times +how do we retry uploads +\.nexus\/queries\.yaml:2/,
    );
    expect(done.stdout).toContain('1 of 2 questions finds its records, in 8 records and 3 commits; 1 lost.');
    expect(done.stdout).not.toContain('when may staging');
    const { lost, answers } = nexusJson<RecallCheck>(repo, ['recall', '--check']);
    expect(lost).toBe(1);
    expect(answers[0]?.place).toBeGreaterThan(5);
  });

  test('one that is gone, retired, superseded or never was is told as such', async () => {
    const repo = await repository();
    repo.write({
      ...note(UPLOADS, 'Uploads are tried three times', 'Retry.', 'retired: not any more\n'),
      ...note(
        '01m7zzz0b8wa1krs6wbp1q98c1',
        'Staging may be written at any time',
        'Also on Sundays.',
        `supersedes:\n  - "${STAGING}"\n`,
      ),
      ...queries(...ASKED, '{ask: nothing knows this, find: ["01aaaaaaaa"]}'),
    });
    const { answers, lost } = nexusJson<RecallCheck>(repo, ['recall', '--check']);
    expect(answers.map(({ why }) => why)).toEqual([
      'it is retired',
      'it is superseded',
      expect.stringContaining('01aaaaaaaa'),
    ]);
    expect(lost).toBe(3);
  });

  test('what cannot be asked is told with file and line, and fails the check; so does no file at all', async () => {
    const repo = await repository();
    repo.write(queries(ASKED[0] ?? '', '{aks: slip, find: [x]}'));
    const done = nexus(repo, ['recall', '--check']);
    expect(done.code).toBe(1);
    expect(done.stderr).toContain('.nexus/queries.yaml:3: unknown field aks (did you mean ask?)');
    expect(nexus(repo, ['doctor']).stdout).toContain('.nexus/queries.yaml:3: unknown field aks');
    const status = nexusJson<{ documents: string[]; problems: { code: string }[] }>(repo, ['status']);
    expect(status.documents).toEqual(['.nexus/queries.yaml']);
    expect(status.problems.map(({ code }) => code)).toContain('bad-queries');
    rmSync(join(repo.dir, '.nexus/queries.yaml'));
    const none = nexus(repo, ['recall', '--check']);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('there is no .nexus/queries.yaml');
    expect(nexus(repo, ['recall', '--check', 'uploads']).code).toBe(2);
  });

  test('the file is no record: recall and list pass it over, an export holds it', async () => {
    const repo = await repository();
    const memory = await open(repo);
    const { hits, searched, problems } = await memory.recall({ text: 'when may staging be written' });
    expect([searched.records, problems]).toEqual([2, []]);
    expect(hits.map(({ path }) => path)).not.toContain('.nexus/queries.yaml');
    expect(nexus(repo, ['export']).stdout).toContain('when may staging be written?');
  });
});
