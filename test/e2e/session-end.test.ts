import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TestRepo } from '../helpers/git-repo.ts';
import { DAY, Story } from '../helpers/story.ts';

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
    expect([story.told('before the end'), story.told('after the end')]).toEqual([1, 1]);
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
    expect([story.told('Chunks'), story.told('meanwhile')]).toEqual([1, 1]);
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
    expect([story.told('in the aborted one'), story.told('later')]).toEqual([1, 1]);
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
    expect(story.told('once')).toBe(1);
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
  const ended = '.git/nexus/pending/third~ended.json';
  main.repo.write({ [ended]: JSON.stringify({ paths: ['.nexus/episodes/gone.md'], events: [] }) });
  main.repo.git('worktree', 'remove', '--force', dir);
  const { closed } = await (await main.open()).sessionStart({ focus: 'here again' });
  expect(closed?.episode).toMatchObject({ title: 'here' });
  await (await main.open()).sessionEnd({ accomplished: ['this'] });
  const held = await main.commit('both');
  expect(held).toHaveLength(3);
  expect(existsSync(join(main.repo.dir, ended))).toBe(false);
  const sessions = await (await main.open()).sessionLog();
  expect(new Map(sessions.map(({ title, blockers }) => [title, blockers]))).toEqual(
    new Map([
      ['here', []],
      ['there', ['told there']],
      ['here again', []],
    ]),
  );
  expect(main.told('told there')).toBe(1);
});
