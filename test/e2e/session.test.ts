import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Nexus, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';

const DAY = 86_400_000;

/** A repository with a memory, whose commits run no hooks: the tests say when each runs, and what time it is. */
class Story {
  readonly repo: TestRepo;
  now = Date.now();

  constructor(repo = gitRepo({ a: 'a\n', '.nexus/config.yaml': 'schema: 1\n' })) {
    this.repo = repo;
  }

  open(): Promise<Nexus> {
    return openNexus({
      cwd: this.repo.dir,
      env: this.repo.env,
      clock: () => ++this.now,
      random: randomBytes,
      machine: {},
      warm: false,
      hookEnv: true,
    });
  }

  stage(text: string): void {
    this.repo.write({ a: `${text}\n` });
    this.repo.git('add', 'a');
  }

  async capture(): Promise<readonly string[]> {
    const result = await (await this.open()).captureForCommit();
    return result.status === 'captured' ? result.paths : [];
  }

  /** A whole commit, with what its hooks do. Returns the memory it carries. */
  async commit(text: string): Promise<readonly string[]> {
    this.stage(text);
    await this.capture();
    this.repo.git('commit', '-q', '-m', text);
    await (await this.open()).afterGit('post-commit');
    return this.repo
      .git('show', '--name-only', '--format=', 'HEAD')
      .split('\n')
      .filter((path) => path.startsWith('.nexus/'));
  }

  read(path = ''): string {
    return readFileSync(join(this.repo.dir, path), 'utf8');
  }

  body(path = ''): string {
    return this.read(path).replace(/^---\n[\s\S]*?\n---\n/, '');
  }

  memory(): string {
    return this.repo.git('status', '--porcelain', '--untracked-files=all', '.nexus');
  }
}

describe('a session', () => {
  test('is told by its end, carried by the next commit, and shown by the next start', async () => {
    const story = new Story();
    const day1 = await story.open();
    const { session, overview, closed } = await day1.sessionStart({ focus: 'Performance of the import' });
    expect(closed).toBeUndefined();
    expect(overview).toEqual({
      focus: 'Performance of the import',
      preferences: [],
      blockers: [],
      openErrors: [],
    });
    await day1.sessionAdd({ kind: 'note', text: 'the sample file has 2 million rows' });
    const decided = await day1.sessionAdd({
      kind: 'decision',
      text: 'Read in chunks',
      body: '## Context\n\nThe file does not fit.',
    });
    expect(story.read(decided.path)).toContain('The file does not fit.');
    await day1.sessionAdd({ kind: 'pattern', text: 'Generators for reading', pattern: { category: 'code' } });
    await day1.sessionAdd({ kind: 'blocker', text: 'no access to staging' });

    const first = await story.commit('import in chunks');
    expect(first).toHaveLength(3);
    expect(first).toContain(decided.path);
    const episode = first.find((path) => path.startsWith('.nexus/episodes/'));
    expect(story.read(episode)).toContain(`session: "${session.id}"`);
    expect(story.body(episode)).toBe(`
## Focus

Performance of the import

## Decisions

- Read in chunks

## Patterns learned

- Generators for reading

## Blockers

- no access to staging

## Notes

- the sample file has 2 million rows
`);

    const end = await day1.sessionEnd({ next: ['Validate the rows', 'Write the report'] });
    expect(end.episode?.id).toBe(session.id);
    expect(story.memory()).toBe(`?? ${end.path}`);
    expect(story.body(end.path)).toBe(`
## Focus

Performance of the import

## Accomplished

- import in chunks

## Decisions

- Read in chunks

## Patterns learned

- Generators for reading

## Blockers

- no access to staging

## Next

- Validate the rows
- Write the report
`);
    expect(await day1.sessionStatus()).toBeUndefined();
    expect(await story.commit('the end of the day')).toEqual([end.path]);
    expect(story.memory()).toBe('');

    story.now += DAY;
    const day2 = await (await story.open()).sessionStart();
    expect(day2.overview).toMatchObject({
      focus: 'Validate the rows; Write the report',
      blockers: ['no access to staging'],
      lastSession: {
        id: session.id,
        accomplished: ['import in chunks'],
        notes: ['the sample file has 2 million rows'],
        next: ['Validate the rows', 'Write the report'],
      },
    });
    await (await story.open()).sessionAdd({ kind: 'blocker', text: 'staging', resolved: true });
    expect((await (await story.open()).sessionOverview()).blockers).toEqual([]);
    const told = await story.commit('validation');
    expect(story.body(told[0])).toContain('- Resolved: no access to staging');
    await (await story.open()).sessionEnd();
    expect((await (await story.open()).sessionOverview()).blockers).toEqual([]);
    expect(await (await story.open()).sessionLog()).toMatchObject([
      { accomplished: ['validation'] },
      { title: 'Performance of the import' },
    ]);
  });
});
