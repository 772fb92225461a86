import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readSets } from '../../bench/retrieval/sets.ts';
import { recordOfDoc } from '../../bench/retrieval/ways.ts';
import { decodeText } from '../../src/format/decode.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { pathOf } from '../../src/store/paths.ts';
import { embeddingServer } from '../helpers/embedding-server.ts';
import { tempDir } from '../helpers/git-repo.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

function folder(files: Readonly<Record<string, unknown>>): string {
  const root = tempDir();
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof data === 'string' ? data : JSON.stringify(data));
  }
  return root;
}

const DOCS = [
  { id: 'pool', title: 'connection pool', text: 'The pool has no size unless settings say so.' },
  { id: 'lease', title: 'leases', text: 'A worker renews its lease each minute.' },
  { id: 'font', title: '', text: 'Fonts are loaded late.\nThey are cached.' },
];
const doc = (id: string, title: string) => ({ id, title, text: '' });
const asked = (id: string, text: string, ...relevant: string[]) => ({ id, text, relevant });

const inRoot = { cwd: ROOT, encoding: 'utf8' } as const;

beforeAll(() => {
  const { stdout } = spawnSync('npm', ['run', '--silent', 'bench:recall', '--', '--help'], inRoot);
  expect(stdout).toMatch(/^npm run bench:recall -- /);
});

/** As the command does once it has built it. */
const bench = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/bench/retrieval/main.mjs', ...args], inRoot);

test('a folder of sets is asked through the product and through plain MiniSearch, set by set and together', () => {
  const data = folder({
    'ops/a.json': {
      docs: DOCS,
      queries: [asked('q1', 'how big is the pool', 'pool'), asked('q2', 'renewing leases', 'lease')],
    },
    'ops/b.json': { docs: DOCS.slice(1), queries: [asked('q1', 'the pool', 'font')] },
    'fonts/all.json': { docs: DOCS, queries: [asked('q1', 'when are fonts loaded?', 'font')] },
  });
  const { stdout, status } = bench('--data', data, '--json');
  expect(status).toBe(0);
  const { sets, summary } = JSON.parse(stdout);
  expect(sets).toMatchObject([
    { set: 'fonts', collections: 1, docs: 3, queries: 1 },
    { set: 'ops', collections: 2, docs: 5, queries: 3 },
  ]);
  const [ours, plain] = sets[1].outcomes;
  expect([ours.way, plain.way]).toEqual(['Nexus', 'MiniSearch']);
  // Two of three are found first; the collection of the third does not hold its words.
  expect(ours.quality).toMatchObject({ recall1: 2 / 3, hit5: 2 / 3, mrr10: 2 / 3, ndcg10: 2 / 3 });
  for (const figure of [ours.build, ours.p50, ours.p95, plain.p95]) expect(figure).toBeGreaterThan(0);
  expect(summary).toMatchObject({ sets: 2, nexus: (100 * (1 + 2 / 3)) / 2 });
  expect(summary.ratioToPlain).toBeCloseTo(summary.nexus / summary.plain);

  const told = bench('--data', data, '--set', 'ops', '--queries', '2', '--no-plain').stdout;
  expect(told).toMatch(/^ops: 2 questions, 5 documents in 2 collections\n.*R@1 .*p95 ms\n {2}Nexus +50\.0 /);
  expect(told).not.toContain('MiniSearch');
  const same = bench('--data', data, '--contract');
  expect([same.status, same.stdout]).toEqual([
    0,
    'fonts: 1 question, each with the same ten and the same scores\n' +
      'ops: 3 questions, each with the same ten and the same scores\n',
  ]);
});

test('errors that come again elsewhere are answered by their signature, and without one by their words', () => {
  const data = folder({
    'errors/all.json': {
      docs: [...DOCS, { id: 'unit', title: 'unit comparison', text: 'Units are always equal.' }],
      queries: [
        asked('e1', 'error: comparison of 2 unit values\n    () < {};', 'unit'),
        asked('e2', 'this `pool` has no size', 'pool'),
      ],
    },
  });
  const { stdout } = bench('--data', data, '--set', 'errors', '--errors', '--json');
  const { errors } = JSON.parse(stdout);
  expect(errors).toMatchObject([
    { again: 'the same, elsewhere', asked: 2, bySignature: 1, both: { recall1: 1 }, words: { recall1: 1 } },
    { again: 'other numbers, too', asked: 2, bySignature: 1, both: { recall1: 1 } },
    { again: 'other names, too', asked: 2, both: { recall1: 1 } },
  ]);
  expect(bench('--data', data, '--set', 'errors', '--errors').stdout).toContain('words only');
});

test('what cannot be measured is told with its place, and by the exit code', () => {
  const faulty = folder({
    'a.json': '{"docs": [\n  {"id": "x" "text": "y"}\n]}',
    'b.json': {
      docs: [DOCS[0], DOCS[0], { id: 'n', title: 3, text: 'x' }],
      queries: [asked('q1', ' ', 'pool'), asked('q2', 'pool', 'gone'), asked('q2', 'pool')],
    },
  });
  const { stderr, status } = bench('--data', faulty);
  expect(status).toBe(3);
  const places = stderr.split('\n').flatMap((line) => /([ab]\.json:.*)/.exec(line)?.[1] ?? []);
  expect(places[0]).toMatch(/^a\.json:\d+: is no JSON: /);
  expect(places.slice(1)).toEqual([
    'b.json: docs[1].id: "pool" is there twice',
    'b.json: docs[2].title: is not a text',
    'b.json: queries[0].text: is no question',
    'b.json: queries[1].relevant: "gone" is no document',
    'b.json: queries[2].relevant: is no list, or an empty one',
    'b.json: queries[2].id: "q2" is there twice',
  ]);
  expect(bench('--data', tempDir()).stderr).toContain('holds no *.json');
  const wrong = bench(
    '--data',
    folder({ 'a.json': { docs: DOCS, queries: [asked('q', 'x', 'pool')] } }),
    '--set',
    'b',
  );
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('no such set: b');
});

test('sets lie in the folder itself or at any depth below it', () => {
  const collection = { docs: DOCS, queries: [asked('q', 'x', 'pool')] };
  const root = folder({
    'a.json': collection,
    'b.json': collection,
    'deep/er/c.json': collection,
    'x.txt': '',
  });
  const { sets, faults } = readSets(root);
  expect(faults).toEqual([]);
  expect(sets.map(({ name, collections }) => [name, collections.length])).toEqual([
    [root.split('/').at(-1), 2],
    ['deep/er', 1],
  ]);
});

test('any document makes a record that reads back without a problem', () => {
  const hostile = [
    { id: '1', title: '', text: '' },
    { id: '2', title: 'a\nb\r\n\u0007 "c": [', text: '---\nid: x\n---\n\n\0' },
    { id: '3', title: 'long '.repeat(400), text: 'x' },
    { id: '4', title: 'big', text: 'ä word\n'.repeat(30_000) },
  ];
  for (const [at, doc] of hostile.entries()) {
    const record = recordOfDoc(doc, at);
    const { record: back, problems } = decodeText(encodeRecord(record), pathOf(record));
    expect(problems).toEqual([]);
    expect(back?.id).toBe(record.id);
  }
  expect(recordOfDoc(hostile[2] ?? { id: '', title: '', text: '' }, 2).body).toContain('long');
});

test('made vectors: those that know nothing take nothing away, those that know the answers bring them', () => {
  const docs = Array.from({ length: 60 }, (_, at) => ({
    id: `d${at}`,
    title: `Part ${at}`,
    text: `Word${at} here.`,
  }));
  const queries = Array.from({ length: 12 }, (_, at) =>
    asked(`q${at}`, `here is nothing of it ${at}`, `d${at + 20}`),
  );
  const data = folder({ 'made/all.json': { docs, queries: [...queries, asked('w', 'word7', 'd7')] } });
  const { stdout, status } = bench('--data', data, '--embeddings', 'made', '--json');
  expect(status).toBe(0);
  const { embeddings } = JSON.parse(stdout);
  expect(embeddings.map(({ model }: { model: string }) => model)).toEqual(['random', 'words', 'good']);
  const [random, , good] = embeddings;
  expect(random.fused.ndcg10).toBeGreaterThanOrEqual(0.99 * random.words.ndcg10);
  expect(good.fused.ndcg10).toBeGreaterThan(good.words.ndcg10);
  expect(bench('--data', data, '--embeddings', 'made').stdout).toMatch(
    /^made: 13 questions\n[\s\S]* good: nDCG@10 \+/,
  );
  expect(bench('--data', data, '--embeddings', 'real').status).toBe(2);
});

test('a model that somebody names is asked as the product asks it', async () => {
  const { url, seen } = await embeddingServer();
  const data = folder({
    'mine/all.json': {
      docs: [doc('a', 'The database is slow'), doc('b', 'Colours of buttons'), doc('c', 'Who may merge')],
      queries: [asked('q', 'sluggish persistence', 'a')],
    },
  });
  const settings = `{provider: ollama, model: made, url: "${url}"}`;
  const { stdout, status } = bench('--data', data, '--embeddings', settings, '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout).embeddings).toMatchObject([
    { set: 'mine', model: 'made', words: { ndcg10: 0 }, vectors: { ndcg10: 1 } },
  ]);
  expect((await seen()).map(({ input }) => input.length)).toEqual([3, 1]);
});
