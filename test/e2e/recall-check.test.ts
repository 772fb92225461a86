import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecallCheck } from '../../src/core/recall-check.ts';
import type { Finding, MemoryReview } from '../../src/core/review.ts';
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
      'there is no such record',
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
    const { stdout: exported } = nexus(repo, ['export']);
    expect(exported).toContain('when may staging be written?');

    const own = queries('{ask: ours, find: ["01aaaaaaaa"]}');
    const other = (await withMemory(gitRepo())).write({ 'export.jsonl': exported, ...own });
    expect(nexus(other, ['import', 'export.jsonl', '--yes']).code).toBe(0);
    expect(readFileSync(join(other.dir, '.nexus/queries.yaml'), 'utf8')).toBe(own['.nexus/queries.yaml']);
  });
});

describe('a review of a change that loses an answer', () => {
  const lost = (repo: TestRepo, ...args: readonly string[]): readonly Finding[] =>
    nexusJson<MemoryReview>(repo, ['review', ...args]).findings.filter(({ rule }) => rule === 'lost-answer');
  const buriers = (): Record<string, string> =>
    Object.assign(
      {},
      ...Array.from({ length: 6 }, (_, n) =>
        note(`01m7zzz0b8wa1krs6wbp1q98b${n}`, `Retry uploads ${'abcdef'[n]}`, `Retry uploads. Case ${n}.`),
      ),
    );

  test('names the question, the record, its place before and after, and what stands before it now', async () => {
    const repo = await repository();
    repo.git('checkout', '-q', '-b', 'topic');
    repo.write(buriers());
    const expected = [
      {
        severity: 'medium',
        path: '.nexus/queries.yaml',
        id: UPLOADS,
        line: 2,
        excerpt: 'how do we retry uploads',
        message: expect.stringMatching(
          /^no longer finds “Uploads are tried three times” among the first 5: it was number 1, and is number 7; of this change there come before it: “Retry uploads .”, “Retry uploads .”, “Retry uploads .” and 2 more$/,
        ),
      },
    ];
    expect(lost(repo)).toMatchObject(expected);
    repo.git('add', '-A');
    expect(lost(repo, '--staged')).toMatchObject(expected);
    repo.git('commit', '-qm', 'Many notes');
    expect(lost(repo, 'main...topic')).toMatchObject(expected);
    const patch = repo.git('diff', 'main', 'topic');
    repo.git('checkout', '-q', 'main');
    repo.write({ 'change.patch': `${patch}\n` });
    expect(lost(repo, 'change.patch')).toMatchObject(expected);

    const told = nexus(repo, ['review', 'main...topic', '--fail-on', 'medium']);
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('The change as a whole');
    expect(told.stdout).toContain('| how do we retry uploads');
    expect(nexus(repo, ['review', 'main...topic', '--format', 'markdown']).stdout).toContain('lost-answer');
    expect(nexus(repo, ['review', 'main...topic', '--format', 'sarif']).code).toBe(0);
  });

  test('a question that is taken out, or made easier, is asked all the same while its record lives', async () => {
    const repo = await repository();
    repo.write({ ...buriers(), ...queries(ASKED[1] ?? '') });
    expect(lost(repo).map(({ message }) => message)).toEqual([
      expect.stringMatching(/; the change takes the question out$/),
    ]);
    repo.write(queries(ASKED[1] ?? '', `{ask: how do we retry uploads, find: ["${UPLOADS}"], within: 20}`));
    expect(lost(repo).map(({ message }) => message)).toEqual([
      expect.stringMatching(/ among the first 5: it was number 1, and is number 7/),
    ]);
    // Both go: nothing more is expected of them.
    repo.write({
      ...note(UPLOADS, 'Uploads', 'Retry.', 'retired: not any more\n'),
      ...queries(ASKED[1] ?? ''),
    });
    expect(lost(repo)).toEqual([]);
  });

  test('a record that is taken away loses its question; one that takes its place, and is asked for, does not', async () => {
    const repo = await repository();
    const newer = '01m7zzz0b8wa1krs6wbp1q98c1';
    repo.write(
      note(newer, 'Staging may be written on Sundays', 'Now, too.', `supersedes:\n  - "${STAGING}"\n`),
    );
    expect(lost(repo)).toMatchObject([
      { id: STAGING, message: expect.stringMatching(/ among the first 1: it is superseded$/) },
    ]);
    repo.write(queries(ASKED[0] ?? '', `{ask: "when may staging be written?", find: ["${newer}"]}`));
    expect(lost(repo)).toEqual([]);
    rmSync(join(repo.dir, `.nexus/notes/n-${UPLOADS}.md`));
    expect(lost(repo)).toMatchObject([
      { id: UPLOADS, message: expect.stringContaining('there is no such record') },
    ]);
  });

  test('what was lost before is not held against a change; a new question must find what it names', async () => {
    const repo = await repository();
    repo.commit('Bury it', buriers());
    repo.write(note('01m7zzz0b8wa1krs6wbp1q98c2', 'Something else', 'Of no matter.'));
    expect(lost(repo)).toEqual([]);
    const asked = `{ask: what is of no matter, find: ["01m7zzz0b8wa1krs6wbp1q98c2"], within: 1}`;
    repo.write(queries(...ASKED, asked));
    expect(lost(repo)).toEqual([]);
    repo.write(queries(...ASKED, asked.replace('what is of no matter', 'retry')));
    expect(lost(repo)).toMatchObject([
      {
        line: 4,
        message: expect.stringMatching(/^does not find “Something else” among the first 1: it is not among/),
      },
    ]);
  });

  test('the file is looked at as a part of the memory: what is wrong in it, and what hides there', async () => {
    const repo = await repository();
    repo.write(queries(...ASKED, '{ask: "how\u200b now", find: [x]}'));
    const { findings, files } = nexusJson<MemoryReview>(repo, ['review']);
    expect(files.map(({ path }) => path)).toEqual(['.nexus/queries.yaml']);
    expect(findings.map(({ rule, line }) => [rule, line])).toEqual([
      ['invisible-character', 4],
      ['schema', 4],
    ]);
    expect(nexusJson<MemoryReview>(await withMemory(gitRepo()), ['review']).findings).toEqual([]);
  });
});
