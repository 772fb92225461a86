import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecordChange } from '../../src/core/change.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';

const ID = {
  pool: '01k9x40000aaaaaaaaaaaaaaaa',
  retry: '01k9x41111bbbbbbbbbbbbbbbb',
  queue: '01k9x42222cccccccccccccccc',
  secret: '01k9x43333dddddddddddddddd',
};

interface Fields {
  readonly kind?: string;
  readonly more?: string;
  readonly body?: string;
}

function file(id: string, title: string, { kind = 'decision', more = '', body = '' }: Fields = {}): string {
  return `---\nid: "${id}"\nkind: ${kind}\ntitle: ${title}\ncreated: "2026-01-01T00:00:00Z"\n${more}---\n${body === '' ? '' : `\n${body}\n`}`;
}

const path = (id: string, slug: string): string => `.nexus/decisions/${slug}-${id}.md`;
const told = (changes: readonly RecordChange[]) => changes.map(({ type, title }) => `${type} ${title}`);

interface Log {
  readonly commits: readonly { readonly subject: string; readonly changes: readonly RecordChange[] }[];
}

/** Six commits: two that changed no record, and four that did all that can be done to one. */
function withHistory(): TestRepo {
  const repo = gitRepo({ '.nexus/config.yaml': 'schema: 1\n' });
  repo.commit('decide', {
    [path(ID.pool, 'pool')]: file(ID.pool, 'A pool of eight', { body: '## Decision\n\neight' }),
    [path(ID.retry, 'retry')]: file(ID.retry, 'Retry twice', { more: 'tags:\n  - http\n' }),
    [path(ID.secret, 'secret')]: file(ID.secret, 'Where the key lies'),
  });
  repo.commit('code only', { 'src/a.ts': 'a\n' });
  repo.git('mv', path(ID.retry, 'retry'), path(ID.retry, 'retries'));
  repo.commit('change and rename', {
    [path(ID.pool, 'pool')]: file(ID.pool, 'A pool of nine', { body: '## Decision\n\nnine' }),
  });
  repo.git('rm', '-q', path(ID.secret, 'secret'));
  repo.commit('retire, replace and forget', {
    [path(ID.retry, 'retries')]: file(ID.retry, 'Retry twice', {
      more: 'tags:\n  - http\nretired: the proxy does it\n',
    }),
    [path(ID.queue, 'queue')]: file(ID.queue, 'A queue instead', { more: `supersedes:\n  - "${ID.pool}"\n` }),
    [path(ID.secret, 'forgotten')]: file(ID.secret, '(forgotten)', {
      more: 'forgotten: "0123456789abcdef"\n',
    }),
  });
  repo.commit('settings only', { '.nexus/config.yaml': 'schema: 1\nrecall:\n  limit: 9\n' });
  return repo;
}

describe('history in records', () => {
  const commits = (repo: TestRepo, ...args: string[]) =>
    nexusJson<Log>(repo, ['log', ...args]).commits.map((one) => [one.subject, told(one.changes)]);

  test('log tells what each commit did to which record', () => {
    const repo = withHistory();
    expect(commits(repo)).toEqual([
      [
        'retire, replace and forget',
        [
          'forgotten Where the key lies',
          'superseded A pool of nine',
          'added A queue instead',
          'retired Retry twice',
        ],
      ],
      ['change and rename', ['changed A pool of nine', 'renamed Retry twice']],
      ['decide', ['added A pool of eight', 'added Retry twice', 'added Where the key lies']],
    ]);
    // The newest commit of all touched settings only, and does not count.
    expect(commits(repo, '-n', '1').map(([subject]) => subject)).toEqual(['retire, replace and forget']);
    expect(commits(repo, '--at', 'HEAD~3').map(([subject]) => subject)).toEqual(['decide']);

    // The life of one record: through its rename, and from the tombstone back to what it was.
    expect(commits(repo, ID.retry)).toEqual([
      ['retire, replace and forget', ['retired Retry twice']],
      ['change and rename', ['renamed Retry twice']],
      ['decide', ['added Retry twice']],
    ]);
    expect(commits(repo, ID.secret.slice(0, 10))).toEqual([
      ['retire, replace and forget', ['forgotten Where the key lies']],
      ['decide', ['added Where the key lies']],
    ]);
    expect(commits(repo, ID.secret, '--at', 'HEAD~2')).toEqual([['decide', ['added Where the key lies']]]);

    const patch = nexus(repo, ['log', ID.pool, '--patch']).stdout;
    expect(patch).toContain('title: A pool of [-eight-]{+nine+}');
    expect(patch).toContain('## Decision: [-eight-]{+nine+}');
    expect(patch).not.toContain('@@');
  });

  test('a log of many commits costs no more questions to git than one of few', () => {
    const repo = withHistory();
    const trace = join(repo.dir, '..', 'trace');
    const spawns = (...args: string[]): number => {
      writeFileSync(trace, '');
      expect(nexus(repo, ['log', ...args], { env: { GIT_TRACE2: trace } }).code).toBe(0);
      return readFileSync(trace, 'utf8').match(/ version /g)?.length ?? 0;
    };
    const one = spawns('-n', '1');
    expect(one).toBeGreaterThan(0);
    expect(spawns('-n', '3')).toBe(one);
  });

  test('diff compares revisions, branches where they parted, and the working tree', () => {
    const repo = withHistory();
    const diff = (...args: string[]) =>
      told(nexusJson<{ changes: readonly RecordChange[] }>(repo, ['diff', ...args]).changes);
    expect(diff('HEAD~4', 'HEAD~2')).toEqual(['changed A pool of nine', 'renamed Retry twice']);
    expect(diff('HEAD~4..HEAD~2')).toEqual(diff('HEAD~4', 'HEAD~2'));
    expect(nexus(repo, ['diff'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nothing is uncommitted in memory.\n',
    });

    repo.git('switch', '-q', '-c', 'side', 'HEAD~3');
    repo.commit('aside', {
      [path('01k9x44444eeeeeeeeeeeeeeee', 'side')]: file('01k9x44444eeeeeeeeeeeeeeee', 'Aside'),
    });
    expect(diff('main...side')).toEqual(['added Aside']);
    expect(diff('main..side')).toContain('deleted A queue instead');

    repo.write({ [path(ID.pool, 'pool')]: file(ID.pool, 'A pool of ten', { body: '## Decision\n\nten' }) });
    repo.git('mv', path(ID.retry, 'retry'), path(ID.retry, 'again'));
    repo.write({ [path(ID.queue, 'queue')]: 'torn' });
    expect(diff()).toEqual([
      'renamed Retry twice',
      'changed A pool of ten',
      `unreadable queue-${ID.queue}.md`,
    ]);
    const unknown = nexus(repo, ['diff', 'no-such-branch']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('there is no revision "no-such-branch" here');
  });

  test('before the first commit all is uncommitted', () => {
    const repo = gitRepo().write({ [path(ID.pool, 'pool')]: file(ID.pool, 'A pool of eight') });
    expect(nexus(repo, ['diff']).stdout).toContain('+ added');
    expect(nexus(repo, ['log'])).toMatchObject({ code: 1, stdout: '' });
    const blamed = nexus(repo, ['blame', ID.pool]);
    expect(blamed.code).toBe(1);
    expect(blamed.stderr).toContain('is not committed yet, so nobody has signed for it');
    expect(blamed.stderr).toContain('commit it: git add');
  });

  test('blame names the commit of each part, and what is not committed', () => {
    const repo = withHistory();
    repo.write({
      [path(ID.pool, 'pool')]: file(ID.pool, 'A pool of ten', {
        body: '## Decision\n\nnine\n\n## Context\n\nnew',
      }),
    });
    const { stdout } = nexus(repo, ['blame', ID.pool]);
    const line = (name: string): string =>
      stdout.split('\n').find((one) => one.startsWith(`  ${name} `)) ?? '';
    expect(line('title')).toContain('not committed yet');
    expect(line('created')).toContain('decide');
    expect(line('## Decision')).toContain('change and rename');
    expect(line('## Context')).toContain('not committed yet');
  });
});
