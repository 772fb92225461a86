import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Nexus, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const DAY = 86_400_000;

/** A memory whose clock stands where the test puts it. */
async function atTime(repo?: TestRepo): Promise<{ memory: Nexus; repo: TestRepo; set(ms: number): void }> {
  const of = repo ?? (await withMemory(gitRepo({ 'src/a.ts': 'a\n' })));
  let now = START;
  const memory = await openNexus({
    cwd: of.dir,
    env: of.env,
    machine: {},
    clock: () => now,
    random: randomBytes,
    warm: true,
  });
  return {
    memory,
    repo: of,
    set: (ms) => {
      now = ms;
    },
  };
}

const folder = (repo: TestRepo) => join(repo.dir, '.git/nexus/episodes/main');
const fileOf = (repo: TestRepo, id: string) => join(folder(repo), `${id}.jsonl`);

describe('an episode', () => {
  test('keeps what happens, several at once, and becomes a record at its end', async () => {
    const { memory, set } = await atTime();
    const one = await memory.startEpisode({
      task: 'Speed up the import',
      context: { priority: 'high', n: 3 },
    });
    set(START + 1);
    const two = await memory.startEpisode({ task: 'Write the docs' });
    expect(one.closed).toEqual([]);
    set(START + 5_000);
    await memory.recordEvent({
      episode: one.id,
      type: 'code_generation',
      role: 'worker',
      data: { lines: 45 },
    });
    set(START + 65_000);
    // Without an id it is the newest.
    expect(await memory.recordEvent({ type: 'review' })).toBe(two.id);
    await memory.recordEvent({ episode: one.id, type: 'verification', data: { passed: true } });
    expect(await memory.listEpisodes()).toMatchObject([
      { title: 'Write the docs', outcome: 'open', events: 1 },
      { title: 'Speed up the import', outcome: 'open', events: 2 },
    ]);
    const ended = await memory.endEpisode({ episode: one.id, success: true, metrics: { duration: 65 } });
    expect(ended.episode).toMatchObject({
      id: one.id,
      title: 'Speed up the import',
      episode: {
        branch: 'main',
        started: '2026-03-02T09:00:00Z',
        duration_s: 65,
        success: true,
        context: ['priority=high', 'n=3'],
        metrics: ['duration=65'],
      },
      events: [
        { at: '2026-03-02T09:00:05Z', type: 'code_generation', role: 'worker', data: '{"lines":45}' },
        { at: '2026-03-02T09:01:05Z', type: 'verification', data: '{"passed":true}' },
      ],
    });
    expect(await memory.listEpisodes()).toMatchObject([
      { id: two.id, outcome: 'open' },
      { id: one.id, outcome: 'success', duration_s: 65, events: 2, path: ended.path },
    ]);
    await expect(memory.recordEvent({ episode: one.id, type: 'x' })).rejects.toMatchObject({
      code: 'no-episode',
    });
    await expect(memory.endEpisode({ episode: one.id })).rejects.toMatchObject({ code: 'no-episode' });
  });

  test('is played back while it is open as it would be written, without secrets', async () => {
    const { memory, set } = await atTime();
    const { id } = await memory.startEpisode({ task: 'Log in', context: { password: 'hunter2-Xy99' } });
    set(START + 3_000);
    await memory.recordEvent({ type: 'call', data: { header: `Bearer ghp_${'a1B2c3D4e5F6'.repeat(3)}` } });
    const played = await memory.replay(id.slice(0, 14));
    expect(played).toMatchObject({ id, outcome: 'open', events: [{ type: 'call', offset_s: 3 }] });
    expect(JSON.stringify(played)).not.toMatch(/hunter2|ghp_/);
    const { path, redacted } = await memory.endEpisode();
    expect(redacted).toBeGreaterThan(1);
    expect((await memory.text(id)).text).not.toMatch(/hunter2|ghp_/);
    expect(path).toContain('/2026/03/log-in-');
  });

  test('belongs to the session in which it ends, and is part of what that session did', async () => {
    const { memory } = await atTime();
    const { session } = await memory.sessionStart({ focus: 'Orders' });
    await memory.startEpisode({ task: 'Orders API' });
    const { episode } = await memory.endEpisode({ accomplished: ['the route answers'] });
    expect(episode.episode?.session).toBe(session.id);
    await memory.sessionEnd({ next: ['tests'] });
    expect(await memory.sessionLog()).toMatchObject([
      { title: 'Orders', accomplished: ['the route answers'] },
    ]);
  });

  test('past ones are found for a task, with how they ended', async () => {
    const { memory } = await atTime();
    for (const [task, success] of [
      ['Implement REST API for orders', false],
      ['Implement REST API for invoices', true],
      ['Paint the logo', true],
    ] as const) {
      await memory.startEpisode({ task });
      await memory.endEpisode({ success, next: [`more of: ${task}`] });
    }
    const found = await memory.recallSimilarEpisodes({ description: 'REST API for orders' });
    expect(found.map(({ title, outcome }) => [title, outcome])).toEqual([
      ['Implement REST API for orders', 'failure'],
      ['Implement REST API for invoices', 'success'],
    ]);
    const query = { description: 'REST API for orders', n: 1, successOnly: true };
    expect(await memory.recallSimilarEpisodes(query)).toMatchObject([
      { title: 'Implement REST API for invoices', next: ['more of: Implement REST API for invoices'] },
    ]);
  });

  test('failures are put together, and name what resolved them', async () => {
    const { memory } = await atTime();
    const fails = async (task: string, error: string, success: boolean, approach: string) => {
      await memory.startEpisode({ task, context: { category: 'backend' } });
      await memory.recordEvent({ type: 'tests', data: { error, approach, file: 'src/a.ts' } });
      return (await memory.endEpisode({ success })).episode.id;
    };
    const refused = 'ConnectionRefusedError: port 5432';
    await fails('one', refused, false, 'parallel');
    const { record } = await memory.remember({
      kind: 'error',
      title: 'The database is not there',
      error: { message: 'ConnectionRefusedError: port 5433' },
      body: '## Resolution\n\nStart it.',
    });
    const two = await fails('two', refused.replace('5432', '6000'), true, 'standard');
    await fails('three', 'Timeout: 30 s', false, 'parallel');
    await memory.startEpisode({ task: 'four' });
    await memory.endEpisode({ success: false });

    const bySignature = await memory.analyzeFailures();
    expect(bySignature).toMatchObject({ episodes: 4, failed: 4, more: 0 });
    expect(bySignature.groups.map(({ count, resolved }) => [count, resolved])).toEqual([
      [2, 1],
      [1, 0],
      [1, 0],
    ]);
    expect(bySignature.groups[0]?.key).toMatch(/^ConnectionRefusedError/);
    expect(bySignature.groups[0]?.resolvedBy.map(({ id }) => id)).toEqual([record.id, two]);
    const keys = async (by: 'category' | 'approach' | 'file') =>
      (await memory.analyzeFailures({ by })).groups.map(({ key, count }) => `${key} ${count}`);
    expect(await keys('approach')).toEqual(['parallel 2', ' 1', 'standard 1']);
    expect(await keys('category')).toEqual(['backend 3', ' 1']);
    expect(await keys('file')).toEqual(['src/a.ts 3', ' 1']);
    expect(await memory.analyzeFailures({ limit: 1, by: 'approach' })).toMatchObject({ more: 2 });
    expect((await memory.analyzeFailures({ since: START + DAY })).groups).toEqual([]);
    // What is not served any more counts nowhere, and resolves nothing.
    await memory.retire(two, 'a test');
    await memory.retire(record.id, 'a test');
    const left = await memory.analyzeFailures();
    expect(left).toMatchObject({ episodes: 3, failed: 3 });
    expect(left.groups.flatMap(({ resolvedBy }) => resolvedBy)).toEqual([]);
    expect((await memory.analyzeFailures({ by: 'approach' })).groups.map(({ key }) => key)).toEqual([
      'parallel',
      '',
    ]);
  });

  test('what was forgotten does not come back with one', async () => {
    const { memory } = await atTime();
    const message = 'QuotaError: the plan of Acme is used up';
    const { record } = await memory.remember({ kind: 'error', title: 'Quota', error: { message } });
    await memory.forget(record.id);
    await memory.startEpisode({ task: 'Send the mails' });
    await memory.recordEvent({ type: 'error', data: { error: message } });
    const { episode } = await memory.endEpisode({ success: false });
    expect(JSON.stringify(episode)).not.toContain('Acme');
  });
});

describe('whatever happens to it', () => {
  test('events out of order are kept, stand by their time, and it is said', async () => {
    const { memory, set } = await atTime();
    await memory.startEpisode({ task: 'Order' });
    for (const at of [30, 10, 20]) await memory.recordEvent({ type: `t${at}`, at: START + at * 1000 });
    set(START + 40_000);
    const { episode } = await memory.endEpisode({ success: true });
    expect(episode.events?.map(({ type }) => type)).toEqual(['t10', 't20', 't30']);
    expect(episode.body).toContain('- 1 event was told late; they stand by their time.');
  });

  test('a clock ten years off is shown as such and never in a duration', async () => {
    const { memory, set } = await atTime();
    const { id } = await memory.startEpisode({ task: 'Clock' });
    set(START + 5_000);
    await memory.recordEvent({ type: 'before' });
    set(START + 3_650 * DAY);
    await memory.recordEvent({ type: 'far' });
    const { episode } = await memory.endEpisode({ success: true });
    expect(episode.episode?.duration_s).toBeUndefined();
    expect(episode.body).toContain('its duration is not known');
    expect(episode.body).toContain('1 event has a time outside this episode');
    const { events, duration_s } = await memory.replay(id);
    expect(duration_s).toBeUndefined();
    expect(events).toEqual([
      { at: '2026-03-02T09:00:05Z', offset_s: 5, type: 'before' },
      { at: '2036-02-28T09:00:00Z', clockOff: true, type: 'far' },
    ]);
  });

  test('a clock set back leaves no negative time', async () => {
    const { memory, set } = await atTime();
    const { id } = await memory.startEpisode({ task: 'Back' });
    set(START - 5 * DAY);
    await memory.recordEvent({ type: 'early' });
    const { episode } = await memory.endEpisode();
    expect(episode.episode?.duration_s).toBeUndefined();
    expect((await memory.replay(id)).events).toMatchObject([{ type: 'early', clockOff: true }]);
  });

  test('what is no time or no number is refused, or kept as its name', async () => {
    const { memory } = await atTime();
    await memory.startEpisode({ task: 'NaN' });
    for (const at of [Number.NaN, Number.POSITIVE_INFINITY, -1, 1e17])
      await expect(memory.recordEvent({ type: 'x', at })).rejects.toMatchObject({ code: 'bad-value' });
    await memory.recordEvent({ type: 'score', data: { score: Number.NaN } });
    const { episode } = await memory.endEpisode({ metrics: { mean: Number.NaN, max: -0.5 } });
    expect(episode.events).toMatchObject([{ data: '{"score":"NaN"}' }]);
    expect(episode.episode?.metrics).toEqual(['mean=NaN', 'max=-0.5']);
  });

  test('without an end it stays open; after 14 days of silence the next start closes it and says so', async () => {
    const { memory, set, repo } = await atTime();
    const left = await memory.startEpisode({ task: 'Left alone' });
    set(START + 10 * DAY);
    await memory.recordEvent({ type: 'still_here' });
    set(START + 20 * DAY);
    const next = await memory.startEpisode({ task: 'Next' });
    expect(next.closed).toEqual([]);
    expect(await memory.listEpisodes()).toMatchObject([{ id: next.id }, { id: left.id, outcome: 'open' }]);
    set(START + 25 * DAY);
    const { closed } = await memory.startEpisode({ task: 'Later' });
    expect(closed).toMatchObject([{ episode: { id: left.id, title: 'Left alone' } }]);
    expect(closed[0]?.episode.episode).toEqual({ branch: 'main', started: '2026-03-02T09:00:00Z' });
    expect(closed[0]?.episode.body).toContain('It was left open, and closed later');
    expect(existsSync(fileOf(repo, left.id))).toBe(false);
    expect((await memory.listEpisodes()).at(-1)).toMatchObject({ id: left.id, outcome: 'unknown' });
  });

  test('a line torn by kill -9, or a foreign one, costs itself alone', async () => {
    const { memory, repo, set } = await atTime();
    const { id } = await memory.startEpisode({ task: 'Torn' });
    await memory.recordEvent({ type: 'one' });
    appendFileSync(fileOf(repo, id), '{"event":{"at":17');
    await memory.recordEvent({ type: 'two' });
    appendFileSync(fileOf(repo, id), 'garbage\n{"event":{"at":null,"type":"x"}}\n\n');
    writeFileSync(join(folder(repo), 'foreign.jsonl'), '{}\n');
    set(START + 1_000);
    const { episode } = await memory.endEpisode({ episode: id, success: true });
    expect(episode.events?.map(({ type }) => type)).toEqual(['one', 'two']);
    expect(episode.body).toContain('3 lines of what was kept could not be read');
    expect(readdirSync(folder(repo))).toEqual(['foreign.jsonl']);
  });

  test('an end that was interrupted is finished, without a second record', async () => {
    const { memory, repo } = await atTime();
    const { id } = await memory.startEpisode({ task: 'Twice' });
    const kept = readFileSync(fileOf(repo, id), 'utf8');
    const { path } = await memory.endEpisode({ success: true });
    writeFileSync(fileOf(repo, id), kept);
    expect(await memory.listEpisodes()).toMatchObject([{ id, outcome: 'success' }]);
    expect((await memory.replay(id)).outcome).toBe('success');
    const again = await memory.endEpisode({ episode: id, success: false });
    expect(again).toMatchObject({ path, episode: { episode: { success: true } } });
    expect(existsSync(fileOf(repo, id))).toBe(false);
  });

  test('a hundred thousand events are told by two hundred, and the others counted', async () => {
    const { memory, repo, set } = await atTime();
    const { id } = await memory.startEpisode({ task: 'Many' });
    const line = (at: number) =>
      JSON.stringify({
        event: {
          at: START + at,
          type: at % 3 === 0 ? 'check' : 'step',
          role: 'worker',
          data: { n: 'x'.repeat(400) },
        },
      });
    for (let from = 0; from < 100_000; from += 10_000)
      appendFileSync(
        fileOf(repo, id),
        `${Array.from({ length: 10_000 }, (_, at) => line(from + at)).join('\n')}\n`,
      );
    set(START + 100_000);
    expect(await memory.listEpisodes()).toMatchObject([{ events: 100_000 }]);
    const { episode, path } = await memory.endEpisode({ success: true });
    const events = episode.events ?? [];
    expect(events.length).toBeLessThanOrEqual(200);
    expect(events.length).toBeGreaterThan(90);
    const gap = events.find(({ type }) => type.startsWith('…'));
    const missing = 100_000 - events.length + 1;
    expect(gap).toEqual({ type: `… ${missing.toLocaleString('en')} more` });
    expect(episode.body).toMatch(/^- … 99,960 more: step 66,6\d\d, check 33,3\d\d$/m);
    expect((await memory.listEpisodes())[0]).toMatchObject({ events: 100_000, duration_s: 100 });
    expect(readFileSync(join(repo.dir, path)).length).toBeLessThan(64 * 1024);
  });

  test('data that is too much is cut, without a half of a secret', async () => {
    const { memory } = await atTime();
    const { id } = await memory.startEpisode({ task: 'Big' });
    const secret = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    await memory.recordEvent({
      type: 'big',
      data: { text: `${'x '.repeat(230)}${secret} ${'y '.repeat(20_000)}` },
    });
    await memory.recordEvent({ type: 'long', data: { text: `${'é'.repeat(270)} ${secret}` } });
    const huge = { text: 'x'.repeat(2_000_000) };
    await expect(memory.recordEvent({ type: 'huge', data: huge })).rejects.toMatchObject({
      code: 'bad-value',
    });
    const { episode } = await memory.endEpisode();
    expect(JSON.stringify(episode)).not.toContain('ghp_');
    expect(episode.events?.every(({ data = '' }) => data.length <= 300 && data.endsWith('…'))).toBe(true);
    expect((await memory.replay(id)).events[1]?.data).toMatch(/^\{"text":"éé/);
  });

  test('the largest of everything, in letters of many bytes, still ends', async () => {
    const { memory } = await atTime();
    const wide = '\u202e漢\u2028"'.repeat(500);
    const pairs = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`${at}${wide}`, wide]));
    for (const most of [3, 210]) {
      await memory.startEpisode({ task: wide, context: pairs, by: wide });
      for (let at = 0; at < most; at++)
        await memory.recordEvent({
          type: `漢${'\u202e'.repeat(59)}`,
          role: '漢'.repeat(60),
          data: {
            error: `${String.fromCharCode(97 + (at % 26))} ${wide}`.slice(0, 1_500),
            file: `${at}/${'漢'.repeat(400)}`,
          },
        });
      const said = Array.from({ length: 50 }, () => wide);
      const { episode } = await memory.endEpisode({
        metrics: pairs,
        accomplished: said,
        next: said,
        success: false,
      });
      expect(episode.events?.length).toBeGreaterThan(1);
      expect(episode.errors?.length).toBeGreaterThan(1);
      expect((await memory.list({ kinds: ['episode'] })).problems).toEqual([]);
    }
  });

  test('a task that says nothing is none', async () => {
    const { memory } = await atTime();
    for (const task of ['', ' ', '\u0000', '\n'])
      await expect(memory.startEpisode({ task })).rejects.toMatchObject({ code: 'missing-argument' });
    await memory.startEpisode({ task: '\u200b' });
    expect((await memory.endEpisode()).path).toContain('/record-');
  });

  test('one of a worktree that is gone can be ended, and needs no git program', async () => {
    const { memory, repo } = await atTime();
    const tree = `${repo.dir}-tree`;
    repo.git('worktree', 'add', '-q', tree);
    const there = await openNexus({
      cwd: tree,
      env: repo.env,
      machine: {},
      clock: () => START,
      random: randomBytes,
      warm: false,
    });
    const { id } = await there.startEpisode({ task: 'Elsewhere' });
    await there.recordEvent({ type: 'one' });
    await expect(memory.endEpisode()).rejects.toMatchObject({ code: 'no-episode' });
    repo.git('worktree', 'remove', '--force', tree);
    expect(await memory.listEpisodes()).toMatchObject([{ id, outcome: 'open', events: 1 }]);
    const embedded = await open(repo, { prefer: 'isomorphic-git' });
    const { episode } = await embedded.endEpisode({ episode: id.slice(0, 14), success: true });
    expect(episode).toMatchObject({ id, episode: { branch: 'repo-tree' }, events: [{ type: 'one' }] });
  });

  test('eight programs tell one episode at once, and nothing is lost', async () => {
    const { memory, repo } = await atTime();
    const { id } = await memory.startEpisode({ task: 'Together' });
    const writers = await Promise.all(Array.from({ length: 8 }, () => open(repo)));
    await Promise.all(
      writers.flatMap((writer, n) => [1, 2, 3].map((at) => writer.recordEvent({ type: `w${n}_${at}` }))),
    );
    expect((await memory.replay(id)).events).toHaveLength(24);
  });
});
