import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { withMemory } from '../helpers/open-repo.ts';

const HOUR = 3_600_000;
const TEN_YEARS = 10 * 365 * 24 * HOUR;
const NOW = Date.now();
const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const AT = iso(NOW - HOUR);
const DONE = `at: ${AT}, category: backend, success: true, duration_s: 10`;

interface Made {
  readonly id: string;
  readonly path: string;
  readonly text: string;
}

/** An episode as somebody's program, or hand, wrote it. */
function episode(place: number, title: string, fields: string, created = NOW - HOUR): Made {
  const id = makeId(NOW - HOUR, new Uint8Array(10).fill(place));
  const path = `.nexus/episodes/${iso(created).slice(0, 4)}/01/${title}-${id}.md`;
  const text = `---\nid: "${id}"\nkind: episode\ntitle: ${title}\ncreated: ${iso(created)}\n${fields}---\n`;
  return { id, path, text };
}

const group = (name: string, ...entries: readonly string[]): string =>
  `${name}:\n${entries.map((entry) => `  - {${entry}}\n`).join('')}`;
const took = (seconds: string): string => `episode:\n  started: ${AT}\n  duration_s: ${seconds}\n`;
const told = (at: number): string =>
  group('errors', 'signature: "OtherError: x", resolved: false, cost_s: 10') +
  group('recalled', 'id: "01m7ytvkb8wa1krs6wbp1q9803", helped: true') +
  group('executions', `at: ${iso(at)}, category: other, success: true`);

const SOUND = episode(
  1,
  'sound',
  `episode:\n  started: ${AT}\n  duration_s: 60\n  success: false\n` +
    group('errors', 'signature: "PoolError: empty", resolved: true, cost_s: 30, runs: 2') +
    group('executions', DONE),
);

/** Nothing of these can be counted; each with the line to blame, where there is one, and what is said of it. */
const HOSTILE: readonly (readonly [Made, number | undefined, string])[] = [
  [episode(2, 'nan', took('.nan')), 8, 'not a number'],
  [episode(3, 'negative', took('-5')), 8, 'not a number from 0 to 31622400'],
  [episode(4, 'endless', took('1e300')), 8, 'not a number from 0 to 31622400'],
  [
    episode(5, 'runs', group('executions', DONE.replace('_s: 10', '_s: .nan'))),
    7,
    'duration_s is not a number',
  ],
  [episode(6, 'back-runs', group('executions', DONE.replace('_s: 10', '_s: -1'))), 7, 'not a number from 0'],
  [episode(7, 'no-end', group('executions', DONE.replace('true', ''))), 7, 'without success'],
  [episode(8, 'cost', group('errors', 'signature: "E: x", resolved: true, cost_s: .nan')), 7, 'cost_s'],
  [episode(9, 'use', group('recalled', 'id: "01m7ytvkb8wa1krs6wbp1q9803", helped: maybe')), 7, 'helped'],
  [episode(10, 'ahead', told(NOW + TEN_YEARS), NOW + TEN_YEARS), undefined, 'yet to come'],
  [episode(11, 'behind', told(NOW - TEN_YEARS), NOW - TEN_YEARS), undefined, 'before there was Nexus'],
  [episode(12, 'late', group('executions', `${DONE}, at: ${AT}`)), 7, 'there twice'],
];

async function memory(...made: readonly Made[]): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  repo.commit('episodes', Object.fromEntries(made.map(({ path, text }) => [path, text])));
  return repo;
}

test('what cannot be changes no figure, and each verb that counts names it with its file and line', async () => {
  const sound = await memory(SOUND);
  const hostile = await memory(SOUND, ...HOSTILE.map(([made]) => made));
  for (const args of [
    ['report'],
    ['report', '--format', 'markdown'],
    ['recommend', '--category', 'backend'],
    ['episode', 'failures', '--since', '2020-01-01'],
    ['episode', 'failures', '--by', 'category', '--since', '2020-01-01'],
  ]) {
    const right = nexus(sound, args);
    const found = nexus(hostile, args);
    // How many episodes were looked at is a figure, too, and stays true.
    const same = (text: string): string => text.replace(/of \d+ with/, 'of n with');
    expect([found.code, same(found.stdout)]).toEqual([right.code, same(right.stdout)]);
    expect(right.stderr).toBe('');
    for (const [{ path }, line, says] of HOSTILE) {
      const place = line === undefined ? path : `${path}:${line}`;
      const named = found.stderr.split('\n').find((text) => text.startsWith(`nexus: ${place}: `));
      expect(named).toContain(says);
    }
  }
  const stats = nexus(hostile, ['stats']);
  expect(stats.stdout).toContain('1× met, 1× resolved  PoolError: empty\n');
  expect(stats.stdout).not.toMatch(/OtherError|fixes shown/);
  for (const [{ path }] of HOSTILE) expect(stats.stderr).toContain(path);
});

test('a list shows no time that cannot be as one that was, and a replay stands in order', async () => {
  const off = `episode:\n  started: ${iso(NOW - TEN_YEARS)}\n  duration_s: 60\n`;
  const steps = [50, 10, 30].map((minutes) => `at: ${iso(NOW - (60 - minutes) * 60_000)}, type: t${minutes}`);
  const mixed = episode(
    21,
    'mixed',
    `episode:\n  started: ${AT}\n  duration_s: 3600\n${group('events', ...steps, `at: ${iso(NOW + TEN_YEARS)}, type: far`, 'at: never, type: lost', 'type: "… 9,999,999,999,999 more"')}`,
  );
  const repo = await memory(
    SOUND,
    episode(20, 'set-back', off),
    mixed,
    ...HOSTILE.slice(0, 3).map(([made]) => made),
    episode(10, 'ahead', told(NOW + TEN_YEARS), NOW + TEN_YEARS),
  );
  const list = nexus(repo, ['episode', 'list']);
  expect(list.stdout).toMatch(/ set-back +\d{4}-\d\d-\d\dT[\d:]+Z \(clock off\)\n/);
  expect(list.stdout).toMatch(/ ahead +\d{4}-\d\d-\d\dT[\d:]+Z \(clock off\)\n/);
  expect(list.stdout).toMatch(/ sound +1:00 +1 hour ago\n/);
  for (const title of ['nan', 'negative', 'endless'])
    expect(list.stdout).toMatch(new RegExp(` ${title} +1 hour ago\n`));
  expect(list.stdout).toMatch(/ mixed +6 events +1:00:00 /);
  expect(list.stderr).toContain('negative');
  const json = nexusJson<{ episodes: { title: string; duration_s?: number }[]; problems: unknown[] }>(repo, [
    'episode',
    'list',
  ]);
  expect(json.problems).toHaveLength(5);
  expect(json.episodes.filter(({ duration_s }) => duration_s !== undefined)).toHaveLength(2);
  const played = nexusJson<{ events: { type: string; offset_s?: number; clockOff?: boolean }[] }>(repo, [
    'episode',
    'replay',
    mixed.id,
  ]);
  expect(played.events.map(({ type, clockOff = false }) => [type, clockOff])).toEqual([
    ['t10', false],
    ['t30', false],
    ['t50', false],
    ['far', true],
    ['lost', true],
    ['… 9,999,999,999,999 more', false],
  ]);
  const similar = nexus(repo, ['episode', 'similar', 'ahead']);
  expect(similar.stdout).toContain('Z (clock off)\n');
  expect(similar.stderr).toContain('yet to come');
});

test('files that are far too much are named, and cost the others nothing', async () => {
  const many = (count: number, entry: (at: number) => string): string[] =>
    Array.from({ length: count }, (_, at) => entry(at));
  const events = episode(30, 'events', group('events', ...many(100_000, (at) => `at: ${AT}, type: e${at}`)));
  const mass = episode(31, 'mass', group('executions', ...many(3_000, () => DONE)));
  const keys = episode(32, 'keys', group('executions', ...many(300, () => DONE)));
  const wrong = episode(33, 'wrong', group('executions', ...many(900, (at) => `at: ${at}`)));
  const repo = await memory(SOUND, events, mass, keys, wrong);
  const big = 'more than 65536 bytes, which is the limit (shorten it or split it into several records)';
  for (const args of [
    ['report'],
    ['recommend', '--category', 'backend'],
    ['stats'],
    ['episode', 'list'],
    ['episode', 'similar', 'sound'],
    ['episode', 'failures'],
  ]) {
    const { code, stderr } = nexus(repo, args);
    expect(code).toBe(0);
    const lines = stderr.trim().split('\n');
    const of = ({ path }: Made): string[] =>
      lines.filter((line) => line.includes(path)).map((line) => line.slice(`nexus: ${path}:`.length));
    expect(of(events)).toEqual([` ${big}`]);
    expect(of(mass)).toEqual([` ${big}`]);
    expect(of(keys)).toEqual([expect.stringMatching(/^\d+: more than 1000 keys \(split it into several/)]);
    expect(of(wrong)).toHaveLength(11);
    expect(of(wrong).at(-1)).toContain('17: and 890 more that cannot be read');
    expect(lines).toHaveLength(14);
  }
  expect(nexusJson(repo, ['report'])).toMatchObject({ overall_metrics: { total_executions: 1 } });
  for (const verb of ['replay', 'show']) {
    const { code, stderr } = nexus(repo, ['episode', verb, events.id]);
    expect([code, stderr]).toEqual([3, expect.stringContaining('more than 65536 bytes')]);
  }
});

test('an open episode of 100,000 events, told out of order, ends as a record that fits', async () => {
  const repo = await memory(SOUND);
  const id = nexus(repo, ['episode', 'start', 'Count to many']).stdout.trim();
  const file = join(repo.dir, '.git/nexus/episodes/main', `${id}.jsonl`);
  const begun = (JSON.parse(readFileSync(file, 'utf8')) as { start: { started: number } }).start.started;
  const line = (at: number): string =>
    JSON.stringify({ event: { at: begun + ((at * 7_919) % 100_000), type: 'step', data: { at } } });
  appendFileSync(file, `${Array.from({ length: 100_000 }, (_, at) => line(at)).join('\n')}\n`);
  expect(nexus(repo, ['episode', 'list']).stdout).toContain('100000 events');
  const ended = nexus(repo, ['episode', 'end', '--success']);
  const text = readFileSync(join(repo.dir, ended.stdout.trim()), 'utf8');
  expect(Buffer.byteLength(text)).toBeLessThan(64 * 1024);
  expect(text).toMatch(/^- … 99,960 more: step 99,960$/m);
  expect(text).toMatch(/^- [\d,]+ events were told late; they stand by their time\.$/m);
  expect(nexusJson(repo, ['episode', 'list'])).toMatchObject({ episodes: [{ id, events: 100_000 }, {}] });
  expect(nexus(repo, ['stats']).stderr).toBe('');
});
