import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { WatchEvent } from '../../src/adapters/tui/app.tsx';
import { watchMemory } from '../../src/adapters/tui/watch.ts';
import type { Nexus } from '../../src/nexus.ts';
import { gitRepo, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexusProcess } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const POLL_MS = 20;
const TRIES = 500;
/** As long as a burst is waited for, and more. */
const SETTLED_MS = 400;

/** What a terminal UI would be told. */
class Told {
  readonly memory: Nexus;
  events: WatchEvent[] = [];

  constructor(memory: Nexus) {
    this.memory = memory;
    onTestFinished(watchMemory(memory, (event) => void this.events.push(event)));
  }

  static async of(repo: TestRepo): Promise<Told> {
    const told = new Told(await open(repo, { warm: true }));
    await told.ofA('place');
    await settled();
    told.events = [];
    return told;
  }

  async ofA(type: WatchEvent['type']): Promise<void> {
    for (let tries = 0; !this.events.some((event) => event.type === type); tries++) {
      if (tries > TRIES) throw new Error(`not told of a ${type}: ${JSON.stringify(this.events)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** What is told of one thing that is done. */
  async after(
    work: () => unknown,
    type: WatchEvent['type'] = 'memory-changed',
  ): Promise<readonly WatchEvent[]> {
    await settled();
    this.events = [];
    await work();
    await this.ofA(type);
    await settled();
    return this.events;
  }

  async titles(): Promise<readonly string[]> {
    const { hits } = await this.memory.recall({ text: '', limit: 50 });
    return hits.filter(({ kind }) => kind === 'note').map(({ title }) => title);
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
}

async function withNote(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  await (await open(repo)).remember({ kind: 'note', title: 'Rotate the tokens', body: 'Each week.\n' });
  repo.commit('a note');
  return repo;
}

function remember(repo: TestRepo, title: string): void {
  nexusProcess(repo, ['remember', 'note', title, '--body', 'Said so.']);
}

describe('what changes memory from outside is seen', () => {
  test('another process writes, a person edits in place, a folder comes', async () => {
    const repo = await withNote();
    const told = await Told.of(repo);
    await told.after(() => remember(repo, 'Name the queues'));
    expect(await told.titles()).toContain('Name the queues');

    const path = repo.git('ls-files', '.nexus/notes');
    await told.after(() =>
      repo.write({ [path]: repo.git('show', `HEAD:${path}`).replace('tokens', 'keys') }),
    );
    expect(await told.titles()).toContain('Rotate the keys');

    await told.after(() => mkdirSync(join(repo.dir, '.nexus/decisions'), { recursive: true }));
    await told.after(() => nexusProcess(repo, ['remember', 'decision', 'Files', '--body', 'Said so.']));
    await told.after(() => mkdirSync(join(repo.dir, '.nexus/episodes/2027/01'), { recursive: true }));
    await told.after(() => writeFileSync(join(repo.dir, '.nexus/episodes/2027/01/x.md'), 'no record\n'));
  });

  test('what waits, and what is proposed', async () => {
    const repo = await withNote();
    const told = await Told.of(repo);
    await told.after(() => nexusProcess(repo, ['note', 'staging is read-only']));
    await told.after(() => nexusProcess(repo, ['note', 'on Sundays']));
    const inbox = join(repo.dir, '.git/nexus/inbox');
    await told.after(() => mkdirSync(inbox));
    await told.after(() => writeFileSync(join(inbox, 'x.json'), '{}'));
  });

  test('commits and branches: where HEAD is, is told', async () => {
    const repo = await withNote();
    const told = await Told.of(repo);
    await told.after(() => repo.git('commit', '-q', '--allow-empty', '-m', 'of nothing'));
    expect(told.events).toEqual([{ type: 'memory-changed' }]);
    await told.after(() => repo.git('checkout', '-q', '-b', 'topic/one'), 'place');
    expect(told.events[0]).toEqual({ type: 'place', place: { repository: 'repo', branch: 'topic/one' } });
    remember(repo, 'Only here');
    repo.commit('a note of the branch');
    await told.after(() => repo.git('checkout', '-q', 'main'), 'place');
    expect(await told.titles()).not.toContain('Only here');
    await told.after(() => repo.git('merge', '-q', 'topic/one'));
    expect(await told.titles()).toContain('Only here');
    await told.after(() => repo.git('checkout', '-q', '--detach'), 'place');
    expect(told.events[0]).toEqual({ type: 'place', place: { repository: 'repo' } });
  });

  test('a pull', async () => {
    const repo = await withNote();
    const clone = new TestRepo(join(tempDir(), 'clone'), repo.env);
    repo.git('clone', '-q', repo.dir, clone.dir);
    const told = await Told.of(clone);
    remember(repo, 'Name the queues');
    repo.commit('another note');
    await told.after(() => clone.git('pull', '-q'));
    expect(await told.titles()).toContain('Name the queues');
  });

  test('a linked worktree has a HEAD and files of its own', async () => {
    const repo = await withNote();
    const linked = new TestRepo(join(tempDir(), 'linked'), repo.env);
    repo.git('worktree', 'add', '-q', '-b', 'other', linked.dir);
    const told = await Told.of(linked);
    await told.after(() => linked.git('commit', '-q', '--allow-empty', '-m', 'of nothing'));
    await told.after(() => remember(linked, 'Only here'));
    expect(await told.titles()).toContain('Only here');
    await told.after(() => nexusProcess(linked, ['note', 'in the common state']));
  });

  test('a folder that goes and comes back', async () => {
    const repo = await withNote();
    const told = await Told.of(repo);
    const notes = join(repo.dir, '.nexus/notes');
    await told.after(() => rmSync(notes, { recursive: true }));
    expect(await told.titles()).toEqual([]);
    await told.after(() => repo.git('checkout', '-q', '--', '.nexus'));
    expect(await told.titles()).toEqual(['Rotate the tokens']);
    const away = join(repo.dir, 'away');
    await told.after(() => renameSync(join(repo.dir, '.nexus'), away));
    await told.after(() => renameSync(away, join(repo.dir, '.nexus')));
    await told.after(() => remember(repo, 'Name the queues'));
    expect(await told.titles()).toContain('Name the queues');
  });
});

describe('what changes nothing is not told', () => {
  test('questions, git that only looks, and files of the project', async () => {
    const repo = await withNote();
    const told = await Told.of(repo);
    await told.memory.recall({ text: 'tokens' });
    await told.memory.stats();
    await told.memory.status();
    repo.git('status');
    repo.write({ a: 'b\n', 'src/b': 'b\n' });
    repo.git('add', '-A');
    repo.git('fetch', '-q', '.');
    await settled();
    expect(told.events).toEqual([]);
  });

  test('many at once are told once, and nothing is told that was stopped', async () => {
    const repo = await withNote();
    const told = await Told.of(repo);
    const files = Array.from({ length: 200 }, (_, at) => [`.nexus/notes/n-${at}.md`, 'no record\n'] as const);
    await told.after(() => repo.write(Object.fromEntries(files)));
    expect(told.events).toEqual([{ type: 'memory-changed' }]);

    const events: WatchEvent[] = [];
    watchMemory(told.memory, (event) => void events.push(event))();
    await settled();
    expect(events).toEqual([]);
  });

  test('a repository that went away is no failure', async () => {
    const repo = await withNote();
    const told = await Told.of(repo);
    await told.after(() => rmSync(repo.dir, { recursive: true, force: true }));
  });
});
