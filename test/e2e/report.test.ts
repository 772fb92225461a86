import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LearnReport } from '../../src/core/report.ts';
import { gitRepo, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { quiet } from '../helpers/quiet.ts';

/** A memory whose commits carry what waits, and whose name is the same in every clone. */
async function team(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  return repo;
}

function clone(repo: TestRepo, name: string): TestRepo {
  const dir = join(tempDir(), name);
  repo.git('clone', '-q', repo.dir, dir);
  return new TestRepo(dir, { ...repo.env, GIT_AUTHOR_NAME: name, GIT_COMMITTER_NAME: name });
}

/** What `nexus run` is told of a task, and how it ends. */
function runTask(repo: TestRepo, task: string, approach: string, exit: number): number {
  const words = ['run', '--task', task, '--category', 'backend', '--type', 'api', '--approach', approach];
  return nexus(repo, [
    ...words,
    '--factor',
    'tests first',
    '--tool',
    'curl',
    '--',
    'sh',
    '-c',
    `exit ${exit}`,
  ]).code;
}

/** As the hooks do it, here at once. */
async function commit(repo: TestRepo, file: string): Promise<void> {
  repo.write({ [file]: `${file}\n` });
  repo.git('add', file);
  await (await open(repo)).captureForCommit();
  repo.git('commit', '-q', '-m', `work on ${file}`);
  await (await open(repo)).afterGit('post-commit');
}

test('two clones learn separately, merge, and report the same to the byte', async () => {
  const origin = await team();
  const ann = clone(origin, 'ann');
  const ben = clone(origin, 'ben-with-another-folder');
  for (let at = 0; at < 6; at++) expect(runTask(ann, `endpoint ${at}`, 'incremental', 0)).toBe(0);
  await commit(ann, 'ann-1');
  for (let at = 0; at < 6; at++) expect(runTask(ben, `handler ${at}`, 'parallel', at % 2)).toBe(at % 2);
  await commit(ben, 'ben-1');
  expect(runTask(ann, 'one more', 'standard', 3)).toBe(3);
  await commit(ann, 'ann-2');

  ann.git('pull', '-q', '--no-rebase', '--no-edit', ben.dir, 'main');
  ben.git('pull', '-q', '--no-rebase', '--no-edit', ann.dir, 'main');
  expect(ann.git('rev-parse', 'HEAD^{tree}')).toBe(ben.git('rev-parse', 'HEAD^{tree}'));

  for (const args of [[], ['--format', 'markdown'], ['--format', 'html'], ['--category', 'backend']].map(
    (more) => ['report', ...more],
  )) {
    const one = nexus(ann, args);
    expect(one.code).toBe(0);
    expect(one.stdout).toContain('13 executions');
    expect(one.stdout).toBe(nexus(ben, args).stdout);
  }
  const task = ['recommend', '--category', 'backend', '--type', 'api', 'one more endpoint'];
  expect(nexus(ann, task).stdout).toBe(nexus(ben, task).stdout);
  const withoutClock = (repo: TestRepo) => ({
    ...nexusJson<LearnReport>(repo, ['report']),
    generated_at: '',
  });
  expect(withoutClock(ann)).toEqual(withoutClock(ben));
  await quiet(ann.dir);
}, 120_000);

test('a run for a task is kept with how it went, and the next one is advised', async () => {
  const repo = await team();
  expect(nexus(repo, ['recommend', '--category', 'backend']).code).toBe(1);
  expect(runTask(repo, 'add invoices', 'incremental', 0)).toBe(0);
  expect(runTask(repo, 'add payments', 'parallel', 7)).toBe(7);
  expect(nexus(repo, ['status']).stdout).toContain('executed  2 tasks');
  await commit(repo, 'b');
  const [path = ''] = repo.git('ls-files', '.nexus/episodes').split('\n');
  const text = readFileSync(join(repo.dir, path), 'utf8');
  expect(text).toContain('- add invoices (backend, api): incremental, succeeded in');
  expect(text).toContain('- add payments (backend, api): parallel, failed');
  const advice = nexus(repo, ['recommend', '--category', 'backend', '--type', 'api', 'add refunds']);
  expect(advice.code).toBe(0);
  expect(advice.stdout).toMatch(/^incremental {2}confidence 0\.10, 1 similar\n/);
  expect(advice.stdout).toContain('tests first');
  expect(advice.stdout).toContain('curl');
  const task = { description: 'add refunds', category: 'backend', type: 'api' };
  expect(await (await open(repo)).similarExecutions(task)).toMatchObject([
    { one: { task: 'add invoices', approach: 'incremental', success: true } },
  ]);
  const { category_performance } = nexusJson<LearnReport>(repo, ['report']);
  expect(category_performance).toMatchObject([{ category: 'backend', total: 2, success_rate: 0.5 }]);
});

test('a task that is told where there is no memory runs, and that it is not kept is said', () => {
  const done = nexus(gitRepo({ a: 'a\n' }), ['run', '--task', 'x', '--', 'true']);
  expect([done.code, done.stderr]).toEqual([0, 'nexus: not kept: no memory here yet; run: nexus init\n']);
});

test('how many calls of an API a run makes can be told', async () => {
  const repo = await team();
  expect(nexus(repo, ['run', '--task', 'load', '--api-calls', '12', '--', 'true']).code).toBe(0);
  await commit(repo, 'b');
  const [path = ''] = repo.git('ls-files', '.nexus/episodes').split('\n');
  expect(readFileSync(join(repo.dir, path), 'utf8')).toContain('api_calls: 12');
});

test.each([
  ['--task x --effort much', '--effort'],
  ['--task x --api-calls many', '--api-calls'],
  ['--jobs 2', '--jobs goes with --plan'],
  ['--keep-going', '--keep-going goes with --plan'],
])('a command whose task is told wrong does not run: %s', async (options, message) => {
  const repo = await team();
  const done = nexus(repo, ['run', ...options.split(' '), '--', 'touch', 'ran']);
  expect(done).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  expect(repo.sh('ls').stdout).not.toContain('ran');
});

test('what people say of a record is shown, and named in the report', async () => {
  const repo = await team();
  const { record: other } = await (await open(repo)).remember({ kind: 'solution', title: 'Read the log' });
  const { record } = await (await open(repo)).remember({ kind: 'solution', title: 'Restart it' });
  expect(nexus(repo, ['outcome', record.id, 'perhaps']).code).toBe(2);
  expect(nexus(repo, ['outcome', record.id.slice(0, 16), 'wrong', '--note', 'it comes back']).code).toBe(0);
  await commit(repo, 'b');
  expect(nexus(repo, ['outcome', record.id, 'wrong', '--note', 'again']).code).toBe(0);
  expect(nexus(repo, ['outcome', other.id, 'helped']).code).toBe(0);
  await commit(repo, 'c');
  const report = nexusJson<LearnReport>(repo, ['report']);
  expect(report.harmful).toMatchObject([
    {
      ...{ id: record.id, title: 'Restart it', wrong: 2, uses: 2 },
      notes: [{ note: 'again' }, { note: 'it comes back', helped: false }],
    },
  ]);
  expect(report.helpful).toMatchObject([{ id: other.id, helped: 1 }]);
  const said = new RegExp(`2 of 2 +solution .* Restart it\n {2}${record.id.slice(0, 14)}: again\n`);
  expect(nexus(repo, ['report']).stdout).toMatch(/What was said to be wrong\n.*\n {2}2 of 2/);
  expect(nexus(repo, ['report']).stdout).toMatch(said);
  const { hits } = await (await open(repo)).recall({ text: '', kinds: ['solution'] });
  expect(hits.map(({ title }) => title)).toEqual(['Read the log', 'Restart it']);
  expect(hits.map(({ reasons }) => reasons.at(-1))).toEqual(['helped 1 of 1 time', 'helped 0 of 2 times']);
  expect(hits.map(({ wrong }) => wrong)).toEqual([undefined, 'said to be wrong: again']);
  expect(nexus(repo, ['recall', 'restart it']).stdout).toContain('said to be wrong: again\n');
  const shown = nexus(repo, ['show', record.id]).stdout;
  expect(shown).toMatch(/helped +0 of 2/);
  expect(shown).toMatch(/wrong +said 2 times\nsaid +wrong on [\d-]+: again\nsaid +wrong on [\d-]+: it comes/);
  expect(nexusJson(repo, ['show', record.id])).toMatchObject({ usefulness: { uses: 2, helped: 0 } });
  const listed = nexus(repo, ['list', '--kind', 'solution']).stdout;
  expect(listed).toMatch(/Restart it {2}helped 0\/2 {2}just now\n/);
  expect(listed).toMatch(/Read the log {2}helped 1\/1 {2}just now\n/);
  expect(nexusJson(repo, ['list', '--kind', 'solution'])).toMatchObject({
    records: expect.arrayContaining([
      expect.objectContaining({
        id: record.id,
        usefulness: expect.objectContaining({ uses: 2, helped: 0 }),
      }),
    ]),
  });
});

test('what memory says cannot pass for markup or for a terminal’s commands', async () => {
  const repo = await team();
  await (await open(repo)).recordExecution({
    category: '<img src=x>|`\u001b[31m@everyone',
    success: true,
  });
  const text = nexus(repo, ['report']).stdout;
  expect(text).not.toContain('\u001b');
  const markdown = nexus(repo, ['report', '--format', 'markdown']).stdout;
  expect(markdown).not.toMatch(/[^\\]<img|[^\\]`|@everyone/);
  const page = nexus(repo, ['report', '--format', 'html']).stdout;
  expect(page).toContain('&lt;img src=x&gt;|&#96;');
  expect(page).not.toMatch(/<img|\u001b/);
  expect(nexus(repo, ['report', '--format', 'pdf']).code).toBe(2);
});
