import { describe, expect, test } from 'vitest';
import type { MemoryReview } from '../../src/core/review.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

/** A token of the right form that was never anyone's; assembled, so that no scanner finds it here. */
const TOKEN = ['ghp', 'vQ3n8ZtK1xR7mB5cW9yL2dF6hJ4pS0aTgU1e'].join('_');

const ID = '01m7ytvkb8wa1krs6wbp1q98';
const file = (n: number, body: string, over = '') => ({
  [`.nexus/notes/n-${ID}0${n}.md`]: `---\nid: "${ID}0${n}"\nkind: note\ntitle: Note ${n}\ncreated: 2026-11-21T10:00:00Z\n${over}---\n\n${body}\n`,
});

async function repoWithBranch(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'src/app.ts': 'one\ntwo\nthree\n' }));
  repo.commit('First note', file(1, 'Staging is read-only on Sundays.'));
  repo.git('checkout', '-q', '-b', 'topic');
  return repo;
}

describe('nexus review', () => {
  test('tells what a branch changed since the main branch, with commits and citations', async () => {
    const repo = await repoWithBranch();
    repo.commit('Second note', file(2, 'Uploads need a token.', 'files:\n  - src/app.ts#L2\n'));
    repo.commit('Say more', file(1, 'Staging is read-only on Sundays and holidays.'));
    const found = await (await open(repo)).review();
    expect(found.base).toEqual({ name: 'main', oid: repo.git('rev-parse', 'main') });
    expect(found.commits).toBe(2);
    expect(
      found.changes.map(({ change, commits, citations }) => [
        change.type,
        change.title,
        commits.map(({ subject }) => subject),
        citations,
      ]),
    ).toEqual([
      ['changed', 'Note 1', ['Say more'], []],
      ['added', 'Note 2', ['Second note'], [{ text: 'src/app.ts#L2', freshness: 'verified' }]],
    ]);
    expect(found.changes[1]?.change.fields.map(({ name, after }) => [name, after])).toEqual([
      ['created', '2026-11-21T10:00:00Z'],
      ['files', 'src/app.ts#L2'],
      ['body', 'Uploads need a token.'],
    ]);
    expect(found.findings).toEqual([]);
    expect(nexus(repo, ['review']).code).toBe(0);
  });

  test('what is not committed counts as well; nothing differs on the main branch itself', async () => {
    const repo = await repoWithBranch();
    repo.git('checkout', '-q', 'main');
    const memory = await open(repo);
    expect((await memory.review()).changes).toEqual([]);
    repo.write(file(3, 'Not committed.'));
    const found = await memory.review();
    expect(found.base?.name).toBe('HEAD');
    expect(found.changes.map(({ change, commits }) => [change.title, commits])).toEqual([['Note 3', []]]);
    expect((await memory.review({ staged: true })).changes).toEqual([]);
    repo.git('add', '.nexus');
    expect((await memory.review({ staged: true })).changes.map(({ change }) => change.title)).toEqual([
      'Note 3',
    ]);
  });

  test('a secret is named and not shown, in any form', async () => {
    const repo = await repoWithBranch();
    repo.commit('Leak', file(2, `Deploy with ${TOKEN} at hand.`));
    const found = nexusJson<MemoryReview & { schema: number }>(repo, ['review', 'main...HEAD']);
    expect(found.findings.map(({ rule, severity, line, id }) => [rule, severity, line, id])).toEqual([
      ['secret', 'high', 8, `${ID}02`],
    ]);
    expect(found.findings[0]?.excerpt).toBe('Deploy with [REDACTED:github-personal-token] at hand.');
    for (const form of [[], ['--json']]) {
      const done = nexus(repo, ['review', 'main..HEAD', ...form]);
      expect(done.code).toBe(1);
      expect(done.stdout).not.toContain(TOKEN);
    }
    expect(nexus(repo, ['review', '--fail-on', 'none']).code).toBe(0);
  });

  test('hidden characters are written out, and what was there before is not said again', async () => {
    const repo = await repoWithBranch();
    repo.git('checkout', '-q', 'main');
    repo.commit('Hidden already', file(2, 'old\u200btext'));
    repo.git('checkout', '-q', '-b', 'next');
    repo.commit('One more', file(2, 'old\u200btext\n\nnew \u202etext'));
    const done = nexus(repo, ['review', 'main..next']);
    expect(done.stdout).toContain('! high  bidi-control  line 10: 1 direction-changing character (U+202E)');
    expect(done.stdout).toContain('| new <U+202E>text');
    expect(done.stdout).toContain('To look at: 1 high.');
    expect(done.code).toBe(1);
  });

  test('citations are judged as of head, wherever the reviewer stands', async () => {
    const repo = await repoWithBranch();
    repo.commit('Cite', file(2, 'About it.', 'files:\n  - src\n  - src/app.ts#L2\n  - src/gone.ts\n'));
    repo.commit('Rewrite', { 'src/app.ts': 'one\n2\nthree\n' });
    repo.git('checkout', '-q', 'main');
    const found = await (await open(repo)).review({ base: 'main', head: 'topic', parted: true });
    expect(found.changes[0]?.citations).toEqual([
      { text: 'src', freshness: 'verified' },
      { text: 'src/app.ts#L2', freshness: 'stale', detail: 'src/app.ts#L2-L2 changed since' },
      { text: 'src/gone.ts', freshness: 'stale', detail: 'src/gone.ts is gone' },
    ]);
    expect(found.findings.map(({ rule }) => rule).sort()).toEqual(['citation-missing', 'citation-stale']);
  });

  test('a file that is no record any more is told, and hides no other', async () => {
    const repo = await repoWithBranch();
    repo.commit('Break', {
      ...file(1, '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs'),
      [`.nexus/notes/n-${ID}05.md`]: 'no front matter\n',
    });
    const found = await (await open(repo)).review();
    expect(found.findings.map(({ rule, path, line }) => [rule, path.slice(-5), line])).toEqual([
      ['unreadable-record', '05.md', 1],
      ['schema', '01.md', 8],
    ]);
  });

  test.each([
    [['review', 'nowhere..HEAD'], 2, 'there is no revision "nowhere" here'],
    [['review', '--format', 'xml'], 2, '--format does not know "xml"'],
    [['review', '--fail-on', 'all'], 2, '--fail-on does not know "all"'],
    [['review', '--staged', 'a..b'], 2, '--staged is one side itself'],
  ])('nexus %j is refused in words', async (args, code, words) => {
    const done = nexus(await repoWithBranch(), args);
    expect([done.code, done.stderr]).toEqual([code, expect.stringContaining(words)]);
  });
});
