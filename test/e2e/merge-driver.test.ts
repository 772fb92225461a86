import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/format/decode.ts';
import { mergeFile } from '../../src/merge/merge-file.ts';
import type { Deduped } from '../../src/nexus.ts';
import { gitRepo, type ShellResult, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { madeOnce } from '../helpers/made-once.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { quietAtEnd } from '../helpers/quiet.ts';
import { type Sides, written } from '../merge/sides-arbitrary.ts';

/** `NEXUS_REPOSITORIES=500` takes its time. */
const REPOSITORIES = Number(process.env.NEXUS_REPOSITORIES ?? 24);
const LONG = 3_600_000;

/** Some records that differ on two branches; the same ones for the same number. */
function scene(seed: number): readonly Sides[] {
  const ids = '0123456789';
  return fc.sample(written, { seed, numRuns: 4 }).map((sides, at) => {
    const renamed = (text: string): string =>
      text.replaceAll('01jd3v5t6zk8m9n0p1q2r3s4t5', `01jd3v5t6zk8m9n0p1q2r3s4${ids[at]}5`);
    return { path: renamed(sides.path), base: renamed(sides.base), a: renamed(sides.a), b: renamed(sides.b) };
  });
}

const tree = (files: readonly Sides[], of: 'base' | 'a' | 'b'): Record<string, string> =>
  Object.fromEntries(files.map((file) => [file.path, file[of]]));

/** A repository with a memory and all that is installed; its hooks stay silent, the driver is no hook. */
const installed = madeOnce(async () => {
  const { dir, env } = gitRepo({ 'a.txt': 'a\n' });
  const repo = new TestRepo(dir, { ...env, NEXUS_HOOK: '1' });
  expect(nexus(repo, ['init', '--yes', '--no-packs']).code).toBe(0);
  return { repo };
});

/** The same with branches `a` and `b` of `main`. */
async function repository(files: readonly Sides[]): Promise<TestRepo> {
  const { repo } = await installed();
  quietAtEnd(repo.dir);
  const before = repo.withoutHooks();
  before.commit('base', tree(files, 'base'));
  for (const side of ['a', 'b'] as const) {
    before.git('checkout', '-q', '-b', side, 'main');
    before.commit(side, tree(files, side));
  }
  return repo;
}

const read = (repo: TestRepo, path: string): string => readFileSync(join(repo.dir, path), 'utf8');
const hasDriver = (repo: TestRepo): boolean => repo.run('git', ['config', 'merge.nexus.driver']).code === 0;

/** How git comes to merge, each from `a` with what `b` changed. */
const WAYS: Readonly<Record<string, (repo: TestRepo, files: readonly Sides[]) => ShellResult>> = {
  merge: (repo) => repo.sh('git checkout -q a && git merge -q b'),
  'merge the other way': (repo) => repo.sh('git checkout -q b && git merge -q a'),
  rebase: (repo) => repo.sh('git checkout -q b && git rebase -q a'),
  'cherry-pick': (repo) => repo.sh('git checkout -q a && git cherry-pick b'),
  'stash pop': (repo, files) => {
    repo.git('checkout', '-q', 'main');
    // Where `b` changed nothing there is something to put away all the same.
    repo.write({ ...tree(files, 'b'), 'a.txt': 'b\n' });
    return repo.sh('git stash -q && git checkout -q a && git stash pop -q');
  },
  revert: (repo, files) => {
    // What takes `b` back to `main` brings `b` where it is taken back itself.
    repo.git('checkout', '-q', 'b');
    repo.commit('back', tree(files, 'base'));
    repo.git('branch', '-q', 'back');
    return repo.sh('git checkout -q a && git revert --no-edit back');
  },
};

describe('with the driver git merges as the engine does', () => {
  test(
    'in random repositories, whichever way git comes to merge',
    async () => {
      for (let seed = 0; seed < REPOSITORIES; seed++) {
        const files = scene(seed);
        const repo = await repository(files);
        const names = Object.keys(WAYS);
        const way = names[seed % names.length] ?? 'merge';
        const done = WAYS[way]?.(repo, files);
        const expected = files.map((file) => mergeFile(file, file.path));
        for (const [at, { path }] of files.entries())
          expect([seed, way, read(repo, path)]).toEqual([seed, way, expected[at]?.text]);
        const clean = expected.every(({ conflicts }) => conflicts.length === 0);
        expect([seed, way, done?.code === 0, done?.stderr]).toEqual([seed, way, clean, expect.anything()]);
        for (const { path } of files) expect(decodeText(read(repo, path), path).record).toBeDefined();
      }
    },
    LONG,
  );

  test('doctor says whether it is there; uninstalling takes it away, and git merges text again', async () => {
    const repo = await repository(scene(1));
    const told = (): string => nexus(repo, ['doctor']).stdout;
    expect(told()).toContain('records are merged by field and section');
    expect(repo.git('check-attr', 'merge', '.nexus/notes/x.md', '.nexus/config.yaml')).toMatch(
      /nexus\n.*nexus$/,
    );
    // As a version wrote it that knew no such file.
    repo.write({ '.nexus/queries.yaml': '[]\n', '.nexus/.gitattributes': '*.md merge=nexus\n' });
    expect(told()).toMatch(
      /other files as text\n +add to \.nexus\/\.gitattributes: config\.yaml merge=nexus diff=nexus\n +queries\.yaml/,
    );
    repo.write({ '.nexus/.gitattributes': '* text=auto eol=lf\n' });
    expect(told()).toMatch(/git merges records as text\n.*\*\.md merge=nexus/);
    expect(nexus(repo, ['hooks', 'uninstall', '--yes']).code).toBe(0);
    expect(hasDriver(repo)).toBe(false);
    expect(repo.sh('git checkout -q a && git merge -q b').stderr).not.toContain('fatal');
  });

  test('from a linked worktree and from a folder below, too', async () => {
    const files = scene(2);
    const repo = await repository(files);
    const linked = join(tempDir(), 'linked');
    repo.git('worktree', 'add', '-q', linked, 'a');
    const path = files[0]?.path ?? '';
    repo.sh('cd .nexus/errors && git merge -q b', { cwd: linked });
    const [first] = files;
    expect(readFileSync(join(linked, path), 'utf8')).toBe(first && mergeFile(first, path).text);
  });
});

/** Programs in the place of Node.js. */
const BROKEN: Readonly<Record<string, string | undefined>> = {
  'no Node.js': undefined,
  'ends with 1': '#!/bin/sh\nexit 1\n',
  'ends with 0, and wrote nothing': '#!/bin/sh\nexit 0\n',
  'is killed': '#!/bin/sh\nkill -9 $$\n',
  'is killed while it writes': `#!/bin/sh\nfor o; do case $o in --output=*) echo half >"\${o#--output=}~" ;; esac; done\nkill -9 $$\n`,
};

describe('where the driver cannot do it git merges the text, and loses nothing', () => {
  const alike = (text: string): string => text.replaceAll(/^([<>|]{7}) .*$/gm, '$1');

  test.each(Object.keys(BROKEN))(
    '%s',
    async (name) => {
      for (let seed = 100; seed < 100 + Math.max(1, REPOSITORIES / 12); seed++) {
        const files = scene(seed);
        const repo = await repository(files);
        const node = join(tempDir(), 'node');
        const program = BROKEN[name];
        if (program !== undefined) {
          writeFileSync(node, program);
          chmodSync(node, 0o755);
        }
        const runtime = join(repo.dir, '.git/nexus/runtime');
        const [, worker = '', version = ''] = readFileSync(runtime, 'utf8').split('\n');
        // Without that Node.js the one on the PATH is tried; there is no Nexus beside the worker then.
        const lines =
          program === undefined ? [node, join(tempDir(), 'hook.js'), version] : [node, worker, version];
        writeFileSync(runtime, `${lines.join('\n')}\n`);
        repo.git('checkout', '-q', 'a');
        const broken = repo.sh('git merge -q b');
        const texts = files.map(({ path }) => alike(read(repo, path)));
        expect(repo.git('status', '--porcelain', '-uall')).not.toContain('merge_file');
        repo.sh('git reset -q --hard a');
        repo.git('config', '--remove-section', 'merge.nexus');
        const plain = repo.sh('git merge -q b');
        expect(texts).toEqual(files.map(({ path }) => alike(read(repo, path))));
        expect([seed, broken.code === 0]).toEqual([seed, plain.code === 0]);
      }
    },
    LONG,
  );
});

/** `NEXUS_BRANCHES=8 NEXUS_COMMITS=20 NEXUS_ORDERS=12` takes its time; of three branches all six orders are tried. */
const BRANCHES = Number(process.env.NEXUS_BRANCHES ?? 3);
const COMMITS = Number(process.env.NEXUS_COMMITS ?? 4);
const ORDERS = Number(process.env.NEXUS_ORDERS ?? 6);
const SHARED = '.nexus/decisions/shared-01jd3v5t6zk8m9n0p1q2r3s4t5.md';

test(
  'branches merged in any order are the same memory, conflicts and doubles and all, and the same report',
  async () => {
    const { repo } = await installed();
    quietAtEnd(repo.dir);
    const paragraphs = Array.from({ length: 6 }, (_, at) => `Paragraph ${at}.`).join('\n\n');
    const before = repo.withoutHooks();
    before.commit('base', {
      [SHARED]: `---
id: "01jd3v5t6zk8m9n0p1q2r3s4t5"
kind: decision
title: What all decide
created: 2026-01-31T12:00:00Z
---

## Context

${paragraphs}

## Consequences

- first
`,
    });
    const branches = Array.from({ length: BRANCHES }, (_, at) => `b${at}`);
    for (const [at, name] of branches.entries()) {
      before.git('checkout', '-q', '-b', name, 'main');
      for (let n = 0; n < COMMITS; n++) commitOn(before, at, n);
    }
    const shuffled = fc.shuffledSubarray(branches, { minLength: BRANCHES });
    const orders = BRANCHES <= 3 ? permutations(branches) : fc.sample(shuffled, { seed: 8, numRuns: ORDERS });
    const ends = orders.map((order) => {
      repo.git('checkout', '-q', '--detach', 'main');
      for (const name of order)
        if (repo.sh(`git merge -q --no-edit ${name}`).code !== 0)
          repo.sh('git add -A && git commit -q --no-edit');
      const report = nexus(repo, ['report', '--format', 'markdown']).stdout;
      const { records, problems } = nexusJson<{ records: unknown[]; problems: unknown[] }>(repo, [
        'list',
        '--all',
        '--limit',
        '1000',
      ]);
      const { proposals } = nexusJson<Deduped>(repo, ['dedupe', '--dry-run']);
      const doubles = proposals.map(({ key, draft }) => ({ key, draft }));
      return { tree: repo.git('rev-parse', 'HEAD:.nexus'), count: records.length, problems, report, doubles };
    });
    expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1);
    expect(ends[0]?.count).toBe(1 + 2 * BRANCHES * Math.ceil(COMMITS / 4));
    expect(ends[0]?.doubles).toHaveLength(BRANCHES * Math.ceil(COMMITS / 4) - 1);
    expect(ends[0]?.problems.length).toBeGreaterThan(0);
  },
  LONG,
);

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((first, at) =>
    permutations(all.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
  );
}

/** The n-th commit of a branch: records of its own, one of an error that all meet, and its part of the one that all change. */
function commitOn(repo: TestRepo, branch: number, n: number): void {
  const shared = read(repo, SHARED);
  const said = `branch b${branch}, ${n}`;
  const id = `01jd3v5t6zk8m9n0p1q2r3${String(branch).padStart(2, '0')}${String(n).padStart(2, '0')}`;
  const changes: readonly Record<string, string>[] = [
    {
      [`.nexus/notes/note-${id}.md`]: `---\nid: "${id}"\nkind: note\ntitle: Of ${said}\ncreated: 2026-02-01T12:00:00Z\n---\n`,
      [`.nexus/errors/error-${id.replace(/^01jd/, '01jf')}.md`]: `---\nid: "${id.replace(/^01jd/, '01jf')}"\nkind: error\ntitle: No size\ncreated: 2026-02-01T12:00:0${branch}Z\nerror:\n  signature: no size\n---\n\n## Resolution\n\nBy ${said}.\n`,
    },
    { [SHARED]: shared.replace('- first\n', `- first\n- ${said}\n`) },
    { [SHARED]: shared.replace(/^title: .*$/m, `title: As ${said} has it`) },
    {
      [SHARED]: shared.replace(
        new RegExp(`^Paragraph ${branch % 6}\\..*$`, 'm'),
        `Paragraph ${branch % 6}. By ${said}.`,
      ),
    },
  ];
  repo.commit(said, changes[n % changes.length]);
}
