import { makeId, slugOf } from '../src/core/id.ts';
import type { NexusRecord } from '../src/core/record.ts';
import { encodeRecord } from '../src/format/encode.ts';
import { openNexus } from '../src/nexus.ts';
import { BenchRepo, median, nodeStart, quantile, type Row, started, timed, used } from './measure.ts';

const WORDS =
  'cache pool retry timeout socket upload parser schema migration index queue worker token session deploy rollback flag metric trace buffer stream encoder replica shard lease quorum backoff throttle webhook cursor batch ledger invoice tenant locale font layout render canvas shader mesh solver kernel driver packet route proxy gateway header cookie digest cipher'.split(
    ' ',
  );
const KINDS = ['pattern', 'solution', 'error', 'decision', 'note'] as const;

/** A small linear congruential generator: the same memory in every run. */
export function randomizer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function makeRecord(n: number, random: () => number): NexusRecord {
  const word = (): string => `${WORDS[Math.floor(random() ** 2 * WORDS.length)]}`;
  const rare = (): string => `mod${Math.floor(random() * 20_000).toString(36)}`;
  const words = (count: number): string =>
    Array.from({ length: count }, () => (random() < 0.2 ? rare() : word())).join(' ');
  const bytes = new Uint8Array(10).map(() => Math.floor(random() * 256));
  return {
    id: makeId(1_700_000_000_000 + n * 60_000, bytes),
    kind: KINDS[n % KINDS.length] ?? 'note',
    title: `${words(6)} ${n}`,
    created: new Date(1_700_000_000_000 + n * 60_000).toISOString().replace(/\.\d+Z$/, 'Z'),
    tags: [word()],
    files: [],
    supersedes: [],
    derived_from: [],
    extra: {},
    ...(n % KINDS.length === 2
      ? { error: { type: 'TypeError', message: words(8), signature: `TypeError: ${n}` } }
      : {}),
    body: `## Problem\n\n${words(40)}.\n\n## Solution\n\n${words(40)}.\n`,
  };
}

/** A repository with so many made-up records, committed. */
export function repoWith(count: number): BenchRepo {
  const repo = new BenchRepo();
  const random = randomizer(count);
  repo.write('README.md', '# bench\n');
  repo.git('add', '-A');
  repo.git('commit', '-qm', 'first');
  repo.nexus(['init', '--yes', '--no-hooks']);
  const folders = {
    pattern: 'patterns',
    solution: 'solutions',
    error: 'errors',
    decision: 'decisions',
    note: 'notes',
    episode: 'episodes',
  };
  for (let n = 0; n < count; n++) {
    const record = makeRecord(n, random);
    repo.write(
      `.nexus/${folders[record.kind]}/${slugOf(record.title)}-${record.id}.md`,
      encodeRecord(record),
    );
  }
  repo.git('add', '-A');
  repo.git('commit', '-qm', `${count} records`);
  return repo;
}

export const QUERY = ['recall', 'retry', 'socket', 'timeout', 'mod1k', '--limit', '8'];

/** Of a cold recall among so many records: times Node's start, and MB at the peak. */
export function barsOf(size: number): { readonly times: number; readonly mb: number } {
  return { times: size <= 1_000 ? 2 : size <= 10_000 ? 2.5 : 5, mb: size <= 10_000 ? 90 : 150 };
}

/** The rows of recall: cold processes with a warm cache, and one warm process. */
export async function recallRows(sizes: readonly number[], runs: number): Promise<Row[]> {
  const unit = median(nodeStart());
  const rows: Row[] = [
    {
      what: '`node -e 0`',
      figure: `${unit.toFixed(0)} ms`,
      bar: 'the unit',
      met: undefined,
      how: 'median of 21',
    },
  ];
  for (const size of sizes) {
    const repo = repoWith(size);
    const build = timed(() => void repo.nexus(QUERY));
    rows.push({
      what: `${size}: first recall, no cache`,
      figure: `${(build / 1000).toFixed(1)} s`,
      bar: '',
      met: undefined,
      how: 'one run',
    });
    used(() => repo.nexus(QUERY));
    const cold = Array.from({ length: runs }, () => timed(() => void repo.nexus(QUERY)));
    const bar = barsOf(size).times;
    const ratio = median(cold) / unit;
    rows.push({
      what: `${size}: recall, cold process, cache warm`,
      figure: `${ratio.toFixed(2)} × node`,
      bar: `≤ ${bar} ×`,
      met: ratio <= bar,
      how: `median of ${runs}`,
    });
    rows.push(memoryRow(repo, size));
    rows.push(...refreshRows(repo, size, unit));
    rows.push(await warmRow(repo, size));
  }
  return rows;
}

function memoryRow(repo: BenchRepo, size: number): Row {
  const what = `${size}: peak memory of a cold recall`;
  const { mb } = started(repo, QUERY);
  if (Number.isNaN(mb))
    return { what, figure: 'not measured', bar: '', met: undefined, how: 'needs /usr/bin/time' };
  const bar = barsOf(size).mb;
  return {
    what,
    figure: `${mb.toFixed(0)} MB`,
    bar: `≤ ${bar} MB`,
    met: mb <= bar,
    how: 'one run, /usr/bin/time',
  };
}

/** After a commit that changes k records: what the next recall pays more than a warm one. */
function refreshRows(repo: BenchRepo, size: number, unit: number): Row[] {
  const random = randomizer(7);
  return [1, 100].map((changed) => {
    for (let n = 0; n < changed; n++) {
      const record = makeRecord(1_000_000 + n, random);
      repo.write(`.nexus/notes/refresh-${record.id}.md`, encodeRecord({ ...record, kind: 'note' }));
    }
    repo.git('add', '-A');
    repo.git('commit', '-qm', `${changed} more`);
    const first = timed(() => void repo.nexus(QUERY));
    const then = timed(() => void repo.nexus(QUERY));
    return {
      what: `${size}: refresh after ${changed} changed`,
      figure: `+ ${((first - then) / unit).toFixed(2)} × node`,
      bar: 'grows with k',
      met: undefined,
      how: 'first recall after the commit, less the second',
    };
  });
}

async function warmRow(repo: BenchRepo, size: number): Promise<Row> {
  const nexus = await openNexus({
    cwd: repo.dir,
    env: repo.env,
    clock: Date.now,
    random: (bytes) => new Uint8Array(bytes),
    machine: {},
    warm: true,
  });
  await nexus.recall({ text: 'warm up' });
  const random = randomizer(3);
  const times: number[] = [];
  for (let n = 0; n < 100; n++) {
    const text = Array.from({ length: 3 }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
    const start = process.hrtime.bigint();
    await nexus.recall({ text, limit: 8 });
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  const p95 = quantile(times, 0.95);
  return {
    what: `${size}: recall in a warm process, p95`,
    figure: `${p95.toFixed(1)} ms`,
    bar: '≤ 10 ms',
    met: p95 <= 10,
    how: '100 queries of 3 common words',
  };
}
