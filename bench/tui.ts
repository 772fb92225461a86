import { spawnSync } from 'node:child_process';
import { type BenchRepo, median, nodeStart, quantile, type Row } from './measure.ts';
import { repoWith } from './recall.ts';
import { idle, TuiSession } from './tui-session.ts';

const SIZE = { columns: 120, rows: 40 };
const TYPED = ['retry socket timeout', 'cache pool mod1k', 'worker queue lease', 'schema migration index'];
/** How many of how many were found: told with the first results. */
const TELLS_HITS = /[\d,]+ of [\d,]+/;
const IDLE_MS = 3_000;

/** What a person feels: start, keys, and what it costs. Bars at 10,000 records, as multiples of `node -e 0`. */
export async function tuiRows(sizes: readonly number[], rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) {
    const repo = repoWith(size);
    repo.nexus(['recall', 'retry']);
    rows.push(...(await tuiRowsOf(repo, size, rounds)));
  }
  return rows;
}

/** The same in a repository of so many records that is there, its cache warm. */
export async function tuiRowsOf(repo: BenchRepo, size: number, rounds: number): Promise<Row[]> {
  if (spawnSync('script', ['--version']).status !== 0)
    return [row(`${size}: ui`, 'not measured', '', undefined, "needs util-linux's script")];
  return [
    ...(await startRows(repo, size, rounds)),
    ...(await keyRows(repo, size)),
    ...(await screenRows(repo, size)),
  ];
}

function row(what: string, figure: string, bar: string, met: boolean | undefined, how: string): Row {
  return { what, figure, bar, met, how };
}

function ratioRow(what: string, ms: number, unit: number, bar: number, isBar: boolean, how: string): Row {
  const ratio = ms / unit;
  const figure = `${ratio.toFixed(2)} × node (${ms.toFixed(0)} ms)`;
  return row(what, figure, isBar ? `≤ ${bar} ×` : '', isBar ? ratio <= bar : undefined, how);
}

async function startRows(repo: BenchRepo, size: number, rounds: number): Promise<Row[]> {
  const first: number[] = [];
  const results: number[] = [];
  const node: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const ui = new TuiSession(repo, SIZE, ['--query', 'retry socket']);
    const painted = await ui.frame(0, ({ text }) => TELLS_HITS.test(text));
    first.push(ui.firstByte ?? Number.NaN);
    results.push(painted.at);
    await ui.close();
    node.push(...nodeStart(3));
  }
  const unit = median(node);
  const isBar = size === 10_000;
  return [
    ratioRow(`${size}: ui, start to first paint`, median(first), unit, 1.5, isBar, `median of ${rounds}`),
    ratioRow(`${size}: ui, start to first results`, median(results), unit, 6, isBar, 'with a warm cache'),
  ];
}

/** By the keys that open it what a screen shows once it has been answered. */
const SCREENS: readonly (readonly [what: string, keys: string, shows: RegExp])[] = [
  ['a record of the hits', '\r', /FACTS/],
  ['History', '\x182', /\d+ of \d+/],
  ['Review', '\x183', /Nothing changed/],
  ['Learning', '\x185', /never recalled/],
  ['Time travel', '\x14', /branches, tags, commits · \d+ of/],
  ['what is in conflict', '\x183c', /Nothing is in conflict/],
];

/** From the key to what a screen is for, each in a process of its own. */
async function screenRows(repo: BenchRepo, size: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, keys, shows] of SCREENS) {
    const ui = new TuiSession(repo, SIZE, ['--query', 'retry socket']);
    await ui.frame(0, ({ text }) => TELLS_HITS.test(text));
    await idle(500);
    const from = ui.frames.length;
    const start = ui.clock;
    ui.send(keys);
    const { at } = await ui.frame(from, ({ text }) => shows.test(Buffer.from(text, 'latin1').toString()));
    const ms = at - start;
    const peak = ui.peak();
    await ui.close();
    const how = `one run; peak memory ${peak.toFixed(0)} MB`;
    rows.push(ratioRow(`${size}: ui, key to ${what}`, ms, median(nodeStart(5)), 0, false, how));
  }
  return rows;
}

async function keyRows(repo: BenchRepo, size: number): Promise<Row[]> {
  const ui = new TuiSession(repo, SIZE, ['--query', 'x']);
  await ui.frame(0, ({ text }) => TELLS_HITS.test(text));
  // What a key shows is over before the next is sent.
  const quietMs = size > 10_000 ? 400 : 120;
  await ui.key('\x15', quietMs);
  const echo: number[] = [];
  const results: number[] = [];
  const preview: number[] = [];
  const bytes: number[] = [];
  // Taken between the words: the machine is as busy then as while they are typed.
  const node: number[] = [];
  let keys = 0;
  const before = ui.cpu();
  for (const text of TYPED) {
    for (const key of text) {
      const frames = await ui.key(key, quietMs);
      keys += 1;
      const [first] = frames;
      if (first === undefined) continue;
      echo.push(first.after);
      const [, answer] = frames;
      if (answer !== undefined) results.push(answer.after);
      const last = frames.at(-1);
      if (frames.length > 2 && last !== undefined) preview.push(last.after);
      bytes.push(frames.reduce((sum, frame) => sum + frame.bytes, 0));
    }
    await ui.key('\x15', quietMs);
    keys += 1;
    node.push(...nodeStart(5));
  }
  const unit = median(node);
  const perKey = (ui.cpu() - before) / keys;
  const arrows = await arrowRow(ui, size);
  await idle(500);
  const atRest = ui.cpu();
  await idle(IDLE_MS);
  const idleCpu = ui.cpu() - atRest;
  const peak = ui.peak();
  const clears = ui.all.split('\x1b[2J').length - 2 + (ui.all.split('\x1b[3J').length - 1);
  await ui.close();
  const isBar = size === 10_000;
  const how = `${echo.length} keys, 120×40`;
  return [
    ratioRow(
      `${size}: ui, key to echo, p95`,
      quantile(echo, 0.95),
      unit,
      0.5,
      isBar,
      `${how}; p50 ${median(echo).toFixed(0)} ms`,
    ),
    ratioRow(
      `${size}: ui, key to results, p95`,
      quantile(results, 0.95),
      unit,
      1,
      isBar,
      `${how}; p50 ${median(results).toFixed(0)} ms`,
    ),
    ratioRow(
      `${size}: ui, key to preview, p95`,
      quantile(preview, 0.95),
      unit,
      1,
      false,
      `of the first hit; p50 ${median(preview).toFixed(0)} ms`,
    ),
    row(`${size}: ui, CPU per key typed`, `${perKey.toFixed(0)} ms`, '', undefined, 'user and system'),
    arrows,
    row(
      `${size}: ui, bytes per key typed`,
      `${median(bytes).toFixed(0)}`,
      '≤ 6,000',
      median(bytes) <= 6_000,
      `median; p95 ${quantile(bytes, 0.95).toFixed(0)}`,
    ),
    row(
      `${size}: ui, CPU while idle`,
      `${idleCpu.toFixed(0)} ms`,
      '0 ms',
      idleCpu === 0,
      `in ${IDLE_MS / 1000} s`,
    ),
    row(
      `${size}: ui, screens cleared after the first frame`,
      `${clears}`,
      '0',
      clears === 0,
      'bytes on the pty',
    ),
    row(`${size}: ui, peak memory`, `${peak.toFixed(0)} MB`, '', undefined, 'VmHWM'),
  ];
}

/** A held arrow: how much each repetition costs. */
async function arrowRow(ui: TuiSession, size: number): Promise<Row> {
  for (const key of 'cache') await ui.key(key);
  const before = ui.cpu();
  const times: number[] = [];
  for (let n = 0; n < 30; n++) {
    const [first] = await ui.key('\x1b[B', 60);
    if (first !== undefined) times.push(first.after);
  }
  const perKey = (ui.cpu() - before) / 30;
  const what = `${size}: ui, arrow key to frame, p95`;
  return row(
    what,
    `${quantile(times, 0.95).toFixed(0)} ms`,
    '',
    undefined,
    `CPU ${perKey.toFixed(0)} ms a key`,
  );
}
