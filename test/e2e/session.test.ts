import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newDocumentText } from '../../src/format/document.ts';
import { openContext } from '../../src/nexus/context.ts';
import { addEvent } from '../../src/nexus/journal.ts';
import { type Nexus, openNexus } from '../../src/nexus.ts';
import { gitRepo, TestRepo } from '../helpers/git-repo.ts';

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

/** Text lines of all memory at a revision that hold a word. */
function told(story: Story, word: string, rev = 'HEAD'): number {
  const found = story.repo.run('git', ['grep', '-hF', '-e', word, rev, '--', '.nexus/episodes']).stdout;
  return found.split('\n').filter((line) => line.startsWith('- ')).length;
}

describe('between the end of a session and the commit', () => {
  test('what a person changed in the episode is carried as they wrote it', async () => {
    const story = new Story();
    await (await story.open()).sessionStart({ focus: 'docs' });
    await (await story.open()).sessionAdd({ kind: 'note', text: 'first' });
    const { path = '' } = await (await story.open()).sessionEnd();
    const file = join(story.repo.dir, path);
    writeFileSync(file, story.read(path).replace('- first', '- first, in my words'));
    expect(await story.commit('one')).toEqual([path]);
    expect(story.body(path)).toContain('- first, in my words');
    expect(await story.commit('two')).toEqual([]);
    expect(story.memory()).toBe('');
  });

  test('what they deleted stays deleted, and is not told again', async () => {
    const story = new Story();
    await (await story.open()).sessionStart();
    const { path: decision = '' } = await (await story.open()).sessionAdd({
      kind: 'decision',
      text: 'Chunks',
    });
    const { path = '' } = await (await story.open()).sessionEnd();
    rmSync(join(story.repo.dir, path));
    rmSync(join(story.repo.dir, decision));
    expect(await story.commit('one')).toEqual([]);
    expect(existsSync(join(story.repo.dir, '.git/nexus/pending/main~ended.json'))).toBe(false);
  });

  test('new work is told by an episode of its own, in the same commit', async () => {
    const story = new Story();
    await (await story.open()).sessionStart();
    await (await story.open()).sessionAdd({ kind: 'note', text: 'before the end' });
    const { path } = await (await story.open()).sessionEnd();
    await (await story.open()).note('after the end');
    const held = await story.commit('one');
    expect(held).toHaveLength(2);
    expect(held).toContain(path);
    expect([told(story, 'before the end'), told(story, 'after the end')]).toEqual([1, 1]);
  });

  test('an aborted commit changes nothing', async () => {
    const story = new Story();
    await (await story.open()).sessionStart();
    const { path: decision } = await (await story.open()).sessionAdd({ kind: 'decision', text: 'Chunks' });
    const { path } = await (await story.open()).sessionEnd();
    story.stage('one');
    expect(new Set(await story.capture())).toEqual(new Set([path, decision]));
    // The person thought better of it, and then of that.
    story.repo.git('reset', '-q');
    await (await story.open()).note('meanwhile');
    const held = await story.commit('two');
    expect(held).toHaveLength(3);
    expect([told(story, 'Chunks'), told(story, 'meanwhile')]).toEqual([1, 1]);
    expect(await story.commit('three')).toEqual([]);
  });

  test('thrown away with an aborted commit, the episode is carried by the next', async () => {
    const story = new Story();
    await (await story.open()).sessionStart();
    await (await story.open()).sessionAdd({ kind: 'note', text: 'kept' });
    const { path } = await (await story.open()).sessionEnd();
    story.stage('one');
    await story.capture();
    story.repo.git('reset', '-q', '--hard');
    expect(await story.commit('two')).toEqual([path]);
  });

  test('a stash takes it along', async () => {
    const story = new Story();
    await (await story.open()).sessionStart();
    await (await story.open()).sessionAdd({ kind: 'note', text: 'stashed' });
    const { path } = await (await story.open()).sessionEnd();
    story.repo.git('stash', 'push', '-q', '--include-untracked');
    expect(await story.commit('one')).toEqual([]);
    story.repo.git('stash', 'pop', '-q');
    expect(await story.commit('two')).toEqual([path]);
  });
});

describe('an end', () => {
  test('after an aborted commit leaves its files alone, and tells the rest', async () => {
    const story = new Story();
    await (await story.open()).sessionStart({ focus: 'docs' });
    await (await story.open()).sessionAdd({ kind: 'note', text: 'in the aborted one' });
    story.stage('one');
    const [left = ''] = await story.capture();
    await (await story.open()).sessionAdd({ kind: 'note', text: 'later' });
    const { path = '' } = await (await story.open()).sessionEnd();
    expect(path).not.toBe(left);
    const held = await story.commit('two');
    expect(new Set(held)).toEqual(new Set([left, path]));
    expect([told(story, 'in the aborted one'), told(story, 'later')]).toEqual([1, 1]);
  });

  test('that was cut off is finished by the next start, with one episode', async () => {
    const story = new Story();
    const { session } = await (await story.open()).sessionStart({ focus: 'docs' });
    const state = join(story.repo.dir, '.git/nexus/session/main.json');
    await (await story.open()).sessionAdd({ kind: 'note', text: 'once' });
    const before = readFileSync(state, 'utf8');
    const { path } = await (await story.open()).sessionEnd();
    writeFileSync(state, before);
    const { closed } = await (await story.open()).sessionStart();
    expect(closed).toMatchObject({ path, session: { id: session.id } });
    expect(await story.commit('one')).toEqual([path]);
    expect(told(story, 'once')).toBe(1);
  });

  test('that cannot write leaves everything as it was', async () => {
    const story = new Story();
    await (await story.open()).sessionStart();
    await (await story.open()).sessionAdd({ kind: 'note', text: 'waits' });
    writeFileSync(join(story.repo.dir, '.nexus/episodes'), 'no folder');
    await expect((await story.open()).sessionEnd()).rejects.toMatchObject({ code: 'refused' });
    rmSync(join(story.repo.dir, '.nexus/episodes'));
    expect(await (await story.open()).sessionStatus()).toMatchObject({ notes: ['waits'] });
    expect(existsSync(join(story.repo.dir, '.git/nexus/pending/main~ended.json'))).toBe(false);
    expect((await (await story.open()).sessionEnd()).path).toBeDefined();
  });

  test('leaves out merges and what others made', async () => {
    const story = new Story();
    const { repo } = story;
    const clone = join(repo.dir, '..', 'clone');
    repo.git('clone', '-q', repo.dir, clone);
    await (await story.open()).sessionStart();
    await story.commit('mine');
    repo.git('-C', clone, 'commit', '-q', '--allow-empty', '-m', 'theirs');
    repo.git('pull', '-q', '--no-rebase', '--no-edit', clone, 'main');
    const { episode } = await (await story.open()).sessionEnd();
    expect(episode?.body).toContain('## Accomplished\n\n- mine');
    expect(episode?.body).not.toMatch(/theirs|Merge/);
    expect(episode?.files).toEqual(['a']);
  });
});

test('a session that was left open is closed by the next start, with its episode', async () => {
  const story = new Story();
  await (await story.open()).sessionStart({ focus: 'before the crash' });
  await (await story.open()).sessionAdd({ kind: 'blocker', text: 'the disk' });
  story.now += DAY;
  const { closed, overview } = await (await story.open()).sessionStart();
  expect(closed?.episode?.title).toBe('before the crash');
  expect(overview).toMatchObject({ lastSession: { title: 'before the crash' }, blockers: ['the disk'] });
  // A torn file is no session, and stops nothing.
  writeFileSync(join(story.repo.dir, '.git/nexus/session/main.json'), '{"session":');
  expect(await (await story.open()).sessionStatus()).toBeUndefined();
  expect((await (await story.open()).sessionStart()).closed).toBeUndefined();
});

test('two worktrees have two sessions, and that of a removed one is closed elsewhere', async () => {
  const main = new Story();
  main.repo.commit('a memory');
  const dir = join(main.repo.dir, '..', 'second');
  main.repo.git('worktree', 'add', '-q', '-b', 'topic', dir);
  const second = new Story(new TestRepo(dir, main.repo.env));
  await (await main.open()).sessionStart({ focus: 'here' });
  await (await main.open()).sessionAdd({ kind: 'note', text: 'told here' });
  await (await second.open()).sessionStart({ focus: 'there' });
  await (await second.open()).sessionAdd({ kind: 'blocker', text: 'told there' });
  expect(await (await main.open()).sessionStatus()).toMatchObject({ focus: 'here', blockers: [] });
  expect(await (await second.open()).sessionStatus()).toMatchObject({
    focus: 'there',
    branch: 'topic',
    blockers: ['told there'],
  });
  main.repo.git('worktree', 'remove', '--force', dir);
  const { closed } = await (await main.open()).sessionStart({ focus: 'here again' });
  expect(closed?.episode).toMatchObject({ title: 'here' });
  await (await main.open()).sessionEnd({ accomplished: ['this'] });
  const held = await main.commit('both');
  expect(held).toHaveLength(3);
  const sessions = await (await main.open()).sessionLog();
  expect(new Map(sessions.map(({ title, blockers }) => [title, blockers]))).toEqual(
    new Map([
      ['here', []],
      ['there', ['told there']],
      ['here again', []],
    ]),
  );
  expect(told(main, 'told there')).toBe(1);
});

test('a secret that was told reaches no file that can be pushed', async () => {
  const story = new Story();
  const token = ['gh', 'p_', 'wJ8rT2xLq9Zb4VnK7sDf', '1GhY6mPc3QaE5uRo'].join('');
  const text = (what: string) => `${what} with ${token} ${'and so on '.repeat(8)}${token}`;
  await (await story.open()).sessionStart({ focus: text('focus') });
  for (const kind of ['note', 'decision', 'preference', 'pattern', 'blocker'] as const)
    expect((await (await story.open()).sessionAdd({ kind, text: text(kind) })).redacted).toBe(2);
  expect(JSON.stringify(await (await story.open()).sessionStatus())).not.toContain(token);
  expect(JSON.stringify(await (await story.open()).sessionOverview())).not.toContain(token);
  await story.commit('one');
  await (await story.open()).sessionAdd({ kind: 'note', text: text('later') });
  await (await story.open()).sessionEnd({ accomplished: [text('done')], next: [text('next')] });
  await story.commit('two');
  const all = story.repo.git('log', '-p', '--all');
  expect(all).toContain('REDACTED');
  for (const part of [token, token.slice(0, 20), token.slice(-20)]) expect(all).not.toContain(part);
});

test('what waits quietly is told by the next episode, and makes none', async () => {
  const story = new Story();
  const context = await openContext({
    cwd: story.repo.dir,
    env: story.repo.env,
    machine: {},
    clock: () => story.now,
    random: randomBytes,
    warm: false,
  });
  const { repository } = context;
  if (repository === undefined) throw new Error('no repository');
  const record = context.newId();
  const quietly = { at: story.now, by: 'codex' };
  addEvent(repository, { type: 'summary', id: context.newId(), ...quietly, text: 'Read the parser.' });
  addEvent(repository, { type: 'outcome', id: context.newId(), ...quietly, record, helped: true });
  expect(await story.commit('one')).toEqual([]);
  await (await story.open()).note('a reason to tell');
  const [path = ''] = await story.commit('two');
  expect(story.body(path)).toContain('## Accomplished\n\n- Read the parser.');
  expect(story.read(path)).toContain(`recalled:\n  - id: "${record}"\n    helped: true`);
  await (await story.open()).note('another');
  const [next = ''] = await story.commit('three');
  expect(story.read(next)).not.toMatch(/parser|recalled/);
  // Not for ever.
  addEvent(repository, { type: 'summary', id: context.newId(), ...quietly, text: 'Too old.' });
  story.now += 15 * DAY;
  await (await story.open()).sessionStart();
  await (await story.open()).sessionEnd();
  await (await story.open()).note('much later');
  expect(story.body((await story.commit('four'))[0])).not.toContain('Too old.');
});

test('a start tells of the project and the team what their documents say, and nothing that is not filled', async () => {
  const story = new Story();
  story.repo.write({
    '.nexus/context/project.md': newDocumentText(
      'project',
      new Map([
        ['Active Project/Type', 'Data pipeline'],
        ['Active Project/Tech Stack', 'Python, pandas'],
        ['Recent Work/Current focus', 'Performance optimization'],
        ['User Preferences Observed/Communication style', 'Direct'],
      ]),
    ),
    '.nexus/context/preferences.md': newDocumentText(
      'preferences',
      new Map([
        ['Communication Style/Level', 'Senior developer'],
        ['Preferences Observed', '- **Error handling**: likes clear exceptions'],
      ]),
    ),
  });
  expect(await (await story.open()).sessionOverview()).toEqual({
    project: 'Data pipeline (Python, pandas)',
    focus: 'Performance optimization',
    preferences: [
      'Error handling: likes clear exceptions',
      'Level: Senior developer',
      'Communication style: Direct',
    ],
    blockers: [],
    openErrors: [],
  });
});
