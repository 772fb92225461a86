import { spawn, spawnSync } from 'node:child_process';
import { encodeRecord } from '../src/format/encode.ts';
import { longHistory } from './history.ts';
import {
  type BenchRepo,
  median,
  NEXUS,
  nodeStart,
  type Row,
  type Start,
  started,
  timed,
  used,
} from './measure.ts';
import { barsOf, makeRecord, QUERY, randomizer, repoWith } from './recall.ts';
import { tuiRowsOf } from './tui.ts';

function row(
  what: string,
  starts: readonly Start[],
  unit: number,
  bar?: { times?: number; mb?: number },
): Row {
  const ratio = median(starts.map(({ ms }) => ms)) / unit;
  const mb = Math.max(...starts.map((start) => start.mb));
  const bars = [
    ...(bar?.times === undefined ? [] : [`≤ ${bar.times} ×`]),
    ...(bar?.mb === undefined ? [] : [`≤ ${bar.mb} MB`]),
  ];
  return {
    what,
    figure: `${ratio.toFixed(2)} × node${Number.isNaN(mb) ? '' : `, ${mb.toFixed(0)} MB`}`,
    bar: bars.join(', '),
    met: bars.length === 0 ? undefined : ratio <= (bar?.times ?? Infinity) && !(mb > (bar?.mb ?? Infinity)),
    how: starts.length === 1 ? 'one run' : `median of ${starts.length}, of memory the most`,
  };
}

/** So many recalls begun together, in milliseconds until the last has answered; all have to answer alike. */
async function together(repo: BenchRepo, count: number): Promise<number> {
  const start = process.hrtime.bigint();
  const answers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<string>((resolve, reject) => {
          const child = spawn(process.execPath, [NEXUS, ...QUERY, '--json'], {
            cwd: repo.dir,
            env: repo.env,
          });
          let out = '';
          child.stdout.on('data', (chunk: Buffer) => {
            out += chunk.toString('utf8');
          });
          child.on('error', reject);
          child.on('close', (code) =>
            code === 0 ? resolve(out) : reject(new Error(`recall ended with ${code}`)),
          );
        }),
    ),
  );
  if (new Set(answers).size !== 1) throw new Error('processes that asked at once were answered differently');
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** How a recall notices what was edited by hand. */
const LOOK = ['diff-files', '--name-only', '-z', '--ignore-submodules=all', '--', '.nexus'];
/** The least that a cold recall can take in JavaScript, with git as the judge of where we are and of what was edited. */
const ASKS_GIT = `
const { spawn } = require('node:child_process');
const ask = (words) => spawn('git', words, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout.resume();
ask(['rev-parse', '--show-toplevel', '--git-dir', 'HEAD']);
ask(${JSON.stringify(LOOK)});
`;

const MCP_ASKS = [
  {
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
  },
  { method: 'notifications/initialized' },
  { id: 2, method: 'tools/call', params: { name: 'recall', arguments: { query: 'retry socket timeout' } } },
]
  .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  .join('');

/** How recall does in memories of so many records, and the terminal UI in the biggest. */
export async function scaleRows(sizes: readonly number[], runs: number): Promise<Row[]> {
  const unit = median(nodeStart());
  const rows: Row[] = [];
  const times = (count: number, work: () => Start): Start[] => Array.from({ length: count }, work);
  for (const size of sizes) {
    const repo = repoWith(size);
    used(() => repo.nexus(QUERY));
    const bar = barsOf(size);
    rows.push(
      row(
        `${size}: recall, cold process, cache warm`,
        times(runs, () => started(repo, QUERY)),
        unit,
        bar,
      ),
    );
    for (const verb of ['list', 'status']) {
      used(() => repo.nexus([verb]));
      rows.push(
        row(
          `${size}: ${verb}`,
          times(3, () => started(repo, [verb])),
          unit,
        ),
      );
    }
    const apart = (work: () => void): Start[] => times(runs, () => ({ ms: timed(work), mb: Number.NaN }));
    const look = apart(() => void repo.git(...LOOK));
    rows.push(row(`${size}: git's own look at its files, apart`, look, unit));
    const asking = apart(() => {
      const { status } = spawnSync(process.execPath, ['-e', ASKS_GIT], repo.here);
      if (status !== 0) throw new Error('git could not be asked');
    });
    rows.push(row(`${size}: Node.js that asks git what a recall asks, and nothing else`, asking, unit));
    repo.write('.nexus/notes/later.md', encodeRecord({ ...makeRecord(size, randomizer(5)), kind: 'note' }));
    rows.push(row(`${size}: a file edited by hand since`, [started(repo, QUERY)], unit));
    repo.git('add', '-A');
    repo.git('commit', '-qm', 'later');
    rows.push(
      row(
        `${size}: as of the commit before, first time`,
        [started(repo, [...QUERY, '--at', 'HEAD~1'])],
        unit,
      ),
    );
    repo.nexus(QUERY);
    const eight = await together(repo, 8);
    rows.push({
      what: `${size}: 8 processes at once on one cache`,
      figure: `${(eight / unit).toFixed(2)} × node until the last`,
      bar: '',
      met: undefined,
      how: 'one run; all answer alike',
    });
    rows.push(
      row(
        `${size}: nexus mcp: start, one recall, end`,
        times(3, () => started(repo, ['mcp'], MCP_ASKS)),
        unit,
      ),
    );
    if (size === Math.max(...sizes)) rows.push(...(await tuiRowsOf(repo, size, 3)));
  }
  return rows;
}

/** The same in a repository with a long history and many files: what is not memory costs nothing. */
export function bigRepositoryRows(commits: number, files: number, runs: number): Row[] {
  const unit = median(nodeStart());
  const repo = longHistory(commits, Math.ceil(commits / 1_000), (n) => `src/d${n % 250}/f${n % files}.txt`);
  const what = `1,000 records among ${commits} commits, ${files} files`;
  const first = row(`${what}: first recall, no cache`, [started(repo, QUERY)], unit);
  used(() => repo.nexus(QUERY));
  const again = Array.from({ length: runs }, () => started(repo, QUERY));
  return [first, row(`${what}: recall, cache warm`, again, unit, barsOf(1_000))];
}
