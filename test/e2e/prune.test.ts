import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import type { Pruned, PrunePlan } from '../../src/core/prune.ts';
import type { LearnReport } from '../../src/core/report.ts';
import { gitRepo, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { hasTmux, Terminal } from '../helpers/terminal.ts';

const DAY = 86_400_000;
const NOW = Date.now();

function iso(daysAgo: number): string {
  return `${new Date(NOW - daysAgo * DAY).toISOString().slice(0, 19)}Z`;
}

/** The same name for the same record in every test: ids differ by their last characters. */
function idOf(name: string, daysAgo: number): string {
  return makeId(NOW - daysAgo * DAY, new Uint8Array(Buffer.from(name.padEnd(10).slice(0, 10))));
}

type Tree = Readonly<Record<string, string>>;

/** An episode with one execution, so many days ago. */
function episode(name: string, daysAgo: number, more = '', category = 'backend'): Tree {
  const id = idOf(name, daysAgo);
  const at = iso(daysAgo);
  const head = `---\nid: "${id}"\nkind: episode\ntitle: Worked on ${name}\ncreated: ${at}\n`;
  const executions = `executions:\n  - {at: ${at}, category: ${category}, success: true, duration_s: 5}\n`;
  return { [`.nexus/episodes/2026/01/${name}-${id}.md`]: `${head}${more}${executions}---\n` };
}

function record(kind: string, name: string, daysAgo: number, fields: string, body = ''): Tree {
  const id = idOf(name, daysAgo);
  const head = `---\nid: "${id}"\nkind: ${kind}\ntitle: About ${name}\ncreated: ${iso(daysAgo)}\n`;
  return { [`.nexus/${kind}s/${name}-${id}.md`]: `${head}${fields}---\n${body}` };
}

function error(name: string, daysAgo: number): Tree {
  const signature = `error:\n  type: RangeError\n  signature: "RangeError: ${name}"\n`;
  return record('error', name, daysAgo, signature, '\n## Resolution\n\nGive it one.\n');
}

const pathOf = (tree: Tree): string => Object.keys(tree)[0] ?? '';
const inTree = (repo: TestRepo, tree: Tree): boolean => existsSync(join(repo.dir, pathOf(tree)));

const OLD = [90, 80, 70].map((days, at) => episode(`old${at}`, days));
const NEW = [3, 2, 1].map((days, at) => episode(`new${at}`, days));
const TOLD = episode('told', 75, 'errors:\n  - {signature: "RangeError: x", resolved: true, cost_s: 60}\n');

/** Three episodes of old, one that tells of an error, three that count. */
async function memory(...more: readonly Tree[]): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  repo.commit('set', { '.nexus/config.yaml': 'schema: 1\nlearn: {patterns: 3, solutions: 2}\n' });
  for (const tree of [...OLD, TOLD, ...NEW, ...more]) repo.write(tree);
  repo.commit('what was done');
  return repo;
}

function clone(repo: TestRepo, name: string): TestRepo {
  const dir = join(tempDir(), name);
  repo.git('clone', '-q', repo.dir, dir);
  return new TestRepo(dir, { ...repo.env, GIT_AUTHOR_NAME: name, GIT_COMMITTER_NAME: name });
}

function figures(repo: TestRepo) {
  return { ...nexusJson<LearnReport>(repo, ['report']), generated_at: '' };
}

type Answer = PrunePlan & Pruned & { readonly dryRun: boolean };

test('shows what would go and why, and takes nothing out', async () => {
  const repo = await memory();
  const shown = nexus(repo, ['prune']);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toMatch(/^3 episodes whose executions are all older than the newest 3, 1 KiB, .* to /);
  expect(shown.stdout).toContain('Worked on old1');
  expect(shown.stdout).toContain('Reports count what they counted');
  expect(shown.stdout).toMatch(/Stay, .*\n {2}1 {2}tells of errors or uses, .*\n.*Worked on told\n$/);
  expect(shown.stderr).toContain('nexus prune --yes');
  expect(nexus(repo, ['prune', '--dry-run', '--yes']).code).toBe(0);
  expect(nexusJson<Answer>(repo, ['prune'])).toMatchObject({ dryRun: true, removed: [] });
  expect(repo.git('status', '--porcelain')).toBe('');
  expect(nexus(repo, ['prune', '--keep', '0']).code).toBe(2);
});

test('takes them out of the working tree alone; reports stay the same, history and git have them', async () => {
  const repo = await memory();
  const before = figures(repo);
  const done = nexus(repo, ['prune', '--yes']);
  expect(done.code).toBe(0);
  expect(done.stdout.split('\n').filter((line) => line !== '')).toEqual(OLD.map(pathOf));
  expect(repo.git('status', '--porcelain')).toBe(
    OLD.map((tree) => ` D ${pathOf(tree)}`)
      .sort()
      .join('\n'),
  );
  expect(figures(repo)).toEqual(before);
  expect(nexus(repo, ['recall', 'worked old1', '--kind', 'episode']).stdout).not.toContain('old1');
  repo.commit('prune');
  expect(figures(repo)).toEqual(before);
  const id = idOf('old1', 80);
  expect(nexus(repo, ['show', id]).code).toBe(1);
  expect(nexus(repo, ['show', id, '--at', 'HEAD~1']).stdout).toContain('Worked on old1');
  expect(nexus(repo, ['recall', 'old1', '--at', 'HEAD~1']).stdout).toContain('Worked on old1');
  expect(nexus(repo, ['log']).stdout).toContain('Worked on old1');
  expect(nexus(repo, ['prune', '--yes'])).toMatchObject({ code: 1, stdout: expect.stringContaining('Stay') });
  repo.git('restore', '--source=HEAD~1', '--', '.nexus');
  expect(OLD.every((tree) => inTree(repo, tree))).toBe(true);
});

test('what it says brings everything back does', async () => {
  const repo = await memory();
  const { stderr } = nexus(repo, ['prune', '--yes']);
  const undo = /Undo: (.*)/.exec(stderr)?.[1] ?? '';
  expect(repo.sh(undo).code).toBe(0);
  expect(repo.git('status', '--porcelain')).toBe('');
});

test('two clones, one of which prunes, report the same after the merge', async () => {
  const origin = await memory();
  const ann = clone(origin, 'ann');
  const ben = clone(origin, 'ben');
  ben.commit('more work', { ...episode('ben1', 0.5), ...episode('ben2', 0.4) });
  const unpruned = clone(ben, 'unpruned');
  expect(nexus(ann, ['prune', '--yes']).code).toBe(0);
  ann.commit('prune');
  ben.git('pull', '-q', '--no-rebase', '--no-edit', ann.dir, 'main');
  ann.git('pull', '-q', '--no-rebase', '--no-edit', ben.dir, 'main');
  expect(inTree(ben, OLD[0] ?? {})).toBe(false);
  expect(figures(ann)).toEqual(figures(unpruned));
  expect(figures(ben)).toEqual(figures(unpruned));
});

test('a branch that edited a pruned record conflicts as git has it, and Nexus reads on', async () => {
  const repo = await memory();
  const [old = {}] = OLD;
  repo.git('checkout', '-q', '-b', 'edits');
  repo.commit('edit', { [pathOf(old)]: `${Object.values(old)[0]}\nMore of it.\n` });
  repo.git('checkout', '-q', 'main');
  nexus(repo, ['prune', '--yes']);
  repo.commit('prune');
  const merge = repo.sh('git merge edits');
  expect(merge.stdout).toContain('CONFLICT (modify/delete)');
  expect(figures(repo).overall_metrics).toMatchObject({ total_executions: 3 });
  expect(nexus(repo, ['recall', 'worked new1']).stdout).toContain('new1');
  expect(nexus(repo, ['prune', '--yes']).stdout).toContain('not committed as it lies there');
  expect(inTree(repo, old)).toBe(true);
  repo.git('rm', '-q', pathOf(old));
  repo.git('commit', '-q', '-m', 'merged');
  expect(figures(repo).overall_metrics).toMatchObject({ total_executions: 3 });
});

test('what git does not hold as it lies there stays', async () => {
  const repo = await memory();
  const [edited = {}, staged = {}] = OLD;
  const fresh = episode('fresh', 85);
  repo.write({ [pathOf(edited)]: `${Object.values(edited)[0]}\nA word.\n`, ...fresh });
  repo.write({ [pathOf(staged)]: `${Object.values(staged)[0]}\nStaged.\n` });
  repo.git('add', pathOf(staged));
  const plan = nexusJson<Answer>(repo, ['prune', '--yes']);
  expect(plan.removed).toEqual([pathOf(OLD[2] ?? {})]);
  expect(plan.stays.filter(({ reason }) => reason === 'uncommitted')).toHaveLength(3);
  expect([edited, staged, fresh].every((tree) => inTree(repo, tree))).toBe(true);
});

test('errors go that nothing rests on; those that were met or shown again stay', async () => {
  const errors = ['one', 'two', 'three', 'four', 'five'].map((name, at) => error(name, 60 - at));
  const again = episode('again', 2.5, 'errors:\n  - {signature: "RangeError: two", resolved: true}\n');
  const shown = episode('shown', 2.4, `recalled:\n  - {id: "${idOf('three', 58)}", helped: true}\n`);
  const repo = await memory(...errors, again, shown);
  const { health, ...before } = figures(repo);
  const solutions = await (await open(repo)).solutionsFor({ type: 'RangeError' });
  const plan = nexusJson<Answer>(repo, ['prune', '--yes']);
  expect(plan.items.filter((item) => item.class === 'errors').map(({ title }) => title)).toEqual([
    'About one',
  ]);
  expect(plan.stays).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ title: 'About two', reason: 'met' }),
      expect.objectContaining({ title: 'About three', reason: 'used' }),
    ]),
  );
  const { health: after, ...rest } = figures(repo);
  expect(rest).toEqual(before);
  expect(after.records).toBe(health.records - 1);
  expect(await (await open(repo)).solutionsFor({ type: 'RangeError' })).toEqual(solutions);
  expect(nexus(repo, ['fix', 'RangeError: one']).stdout).not.toContain('About one');
});

test('less can be kept for once, and it is said that reports change', async () => {
  const repo = await memory();
  const shown = nexus(repo, ['prune', '--keep', '1']).stdout;
  expect(shown).toMatch(/^5 episodes .* newest 1, /);
  expect(shown).toContain('Reports change: of these, 2 executions are among the newest');
  expect(shown).toContain('and 2 more: --all');
  expect(nexus(repo, ['prune', '--keep', '1', '--all']).stdout).toContain('Worked on new1');
  expect(nexus(repo, ['prune', '--keep', '1000', '--yes']).code).toBe(1);
});

test('by settings that cannot be read nothing is pruned, and what is counted by defaults says so', async () => {
  const repo = await memory();
  repo.write({ '.nexus/config.yaml': 'schema: 1\nlearn:\n  patterns: 2OO\n' });
  const why = '.nexus/config.yaml:3: learn.patterns is not a number';
  const refused = nexus(repo, ['prune', '--yes']);
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining(why) });
  expect(OLD.filter((tree) => inTree(repo, tree))).toHaveLength(OLD.length);
  expect(nexus(repo, ['prune', '--keep', '1', '--keep-solutions', '9']).stdout).toMatch(/^5 episodes /);
  for (const words of [['recommend', 'x'], ['report']]) expect(nexus(repo, words).stderr).toContain(why);
});

test('the last session and what blocks stay, whatever is kept', async () => {
  const session = idOf('session', 50);
  const ended = record('episode', 'session', 50, `episode:\n  session: "${session}"\n`);
  const executed = `executions:\n  - {at: ${iso(50)}, category: backend, success: true}\n`;
  const text = Object.values(ended)[0]?.replace(/---\n$/, `${executed}---\n\n## Next\n\n- go on\n`) ?? '';
  const blocked = episode('blocked', 60);
  const repo = await memory(
    { [pathOf(ended)]: text },
    { [pathOf(blocked)]: `${Object.values(blocked)[0]}\n## Blockers\n\n- no access\n` },
  );
  const overview = await (await open(repo)).sessionOverview();
  expect(overview).toMatchObject({ focus: 'go on', blockers: ['no access'] });
  const { stays } = nexusJson<Answer>(repo, ['prune', '--yes']);
  expect(stays.filter(({ reason }) => reason === 'session')).toHaveLength(2);
  expect(await (await open(repo)).sessionOverview()).toEqual(overview);
});

test('--old takes what was not served for 90 days, by git’s dates; a tombstone stays', async () => {
  const repo = await memory();
  const retired = record('note', 'retired', 200, 'retired: wrong\n');
  const replaced = record('note', 'replaced', 200, '');
  const next = record('note', 'next', 150, `supersedes:\n  - "${idOf('replaced', 200)}"\n`);
  const expired = record('note', 'expired', 200, `expires: ${iso(100).slice(0, 10)}\n`);
  const justNow = record('note', 'just', 200, 'retired: wrong\n');
  const barely = record('note', 'barely', 200, `expires: ${iso(10).slice(0, 10)}\n`);
  const tombstone = record('note', 'tomb', 200, 'forgotten: "0123"\nretired: wrong\n');
  repo.write({ ...retired, ...replaced, ...next, ...expired, ...barely, ...tombstone });
  repo.git('add', '-A');
  const long = { GIT_AUTHOR_DATE: iso(120), GIT_COMMITTER_DATE: iso(120) };
  repo.run('git', ['commit', '-q', '-m', 'long ago'], { env: long });
  repo.commit('today', justNow);
  expect(nexus(repo, ['prune', '--keep', '1000']).stderr).toContain(
    '3 records not served for 90 days: --old',
  );
  const plan = nexusJson<Answer>(repo, ['prune', '--keep', '1000', '--old', '--yes']);
  expect([...plan.removed].sort()).toEqual([expired, replaced, retired].map(pathOf).sort());
  expect([next, justNow, barely, tombstone].every((tree) => inTree(repo, tree))).toBe(true);
});

test.skipIf(!hasTmux)(
  'asks once on a terminal; one that cannot go is told and hinders no other',
  async () => {
    const repo = await memory();
    const [, second = {}] = OLD;
    const terminal = new Terminal(repo, 100);
    const screen = await terminal.asks('nexus prune', 'Take out 3 files? [y/N]');
    expect(screen).toMatch(/^3 episodes .* older than the newest 3, /m);
    terminal.key('Enter');
    expect(await terminal.ended()).toMatch(/Nothing was changed\.\nexit 1$/);
    expect(repo.git('status', '--porcelain')).toBe('');

    await terminal.asks('nexus prune', 'Take out 3 files? [y/N]');
    repo.write({ [pathOf(second)]: 'meanwhile\n' });
    terminal.type('y');
    const done = await terminal.ended();
    expect(done).toContain(`${pathOf(second)} stays: it was changed meanwhile`);
    expect(done).toMatch(/exit 3$/);
    expect(OLD.map((tree) => inTree(repo, tree))).toEqual([false, true, false]);
  },
);

test('who is interrupted has nothing broken, and a second run finishes', async () => {
  const repo = await memory();
  const before = figures(repo);
  const half = await open(repo);
  const { items } = await half.planPrune();
  await half.prune({ items: items.slice(0, 1) });
  expect(figures(repo)).toEqual(before);
  expect(nexusJson<Answer>(repo, ['prune', '--yes']).removed).toEqual(OLD.slice(1).map(pathOf));
  expect((await half.prune({ items })).failed).toEqual([]);
});

test('what changed or became a link after the plan was made stays, and the link’s target, too', async () => {
  const repo = await memory();
  const [first = {}, second = {}] = OLD;
  const memoryNow = await open(repo);
  const plan = await memoryNow.planPrune();
  const target = join(tempDir(), 'theirs');
  repo.sh(`echo mine > ${target}`);
  rmSync(join(repo.dir, pathOf(first)));
  symlinkSync(target, join(repo.dir, pathOf(first)));
  repo.write({ [pathOf(second)]: 'something else\n' });
  const { removed, failed } = await memoryNow.prune(plan);
  expect(removed).toEqual([pathOf(OLD[2] ?? {})]);
  expect(failed.map(({ path }) => path)).toEqual([first, second].map(pathOf));
  expect(existsSync(target)).toBe(true);
  expect(existsSync(join(repo.dir, pathOf(second)))).toBe(true);
  const foreign = { items: [{ ...plan.items[0], path: '.nexus/config.yaml' }] } as Pick<PrunePlan, 'items'>;
  expect((await memoryNow.prune(foreign)).failed).toHaveLength(1);
});

test('without the git program it reads what git holds all the same', async () => {
  const repo = await memory();
  const plan = await (await open(repo, { prefer: 'isomorphic-git' })).planPrune();
  expect(plan.items.map(({ path }) => path)).toEqual(OLD.map(pathOf));
});
