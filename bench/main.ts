import { adviceBench } from './advice.ts';
import { contextRows, gateBench } from './context.ts';
import { extractBench } from './extract.ts';
import { historyRows } from './history.ts';
import { hookRows } from './hooks.ts';
import { learnBench } from './learn.ts';
import { cleanUp, type Row } from './measure.ts';
import { mergeRows } from './merge.ts';
import { recallRows } from './recall.ts';
import { redactionBench } from './redaction.ts';
import { reportRows } from './report.ts';
import { reviewBench, reviewRows } from './review.ts';
import { bigRepositoryRows, scaleRows } from './scale.ts';
import { searchBench } from './search.ts';
import { tuiRows } from './tui.ts';

/**
 * `npm run bench [-- hooks|merge|recall|ui|context|history|report|review] [--quick]` prints today's figures against the bars of the
 * design; `-- scale` how recall does up to 100,000 records and in a big repository; `-- search`, `-- learn`, `-- extract`, `-- advice`, `-- redaction` and `-- review` print how those parts do on their own, and `-- context
 * --data=<folder>` how the push gate does on retrieval sets; `npm run bench:recall` how recall does. `-- advice --tell` names what was not first, never of the
 * half that is held apart. `--node-env` leaves to programs, and to the unit, what the environment tells Node.js (`NODE_*`).
 */
const words = process.argv.slice(2);
const quick = words.includes('--quick');
const wanted = words.filter((word) => !word.startsWith('-'));
const on = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

function print(rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    row.what,
    row.figure,
    row.bar,
    row.met === undefined ? '' : row.met ? 'met' : 'MISSED',
    row.how,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  for (const row of cells)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

try {
  if (on('hooks')) print(hookRows(quick ? 11 : 41));
  if (on('merge')) print(mergeRows(quick ? 11 : 41));
  if (on('history')) print(historyRows(quick ? 5_000 : 75_000));
  if (on('recall'))
    print(await recallRows(quick ? [1_000, 10_000] : [1_000, 10_000, 100_000], quick ? 7 : 15));
  if (on('report')) print(await reportRows([1_000, 10_000], quick ? 5 : 11));
  if (on('ui')) print(await tuiRows(quick ? [100, 10_000] : [100, 10_000, 100_000], quick ? 5 : 11));
  if (on('review')) {
    print(reviewRows(quick ? [1_000] : [1_000, 5_000], quick ? 3 : 5));
    for (const line of await reviewBench(words.includes('--tell'))) console.log(line);
  }
  if (on('context')) {
    print(contextRows([1_000, 10_000], quick ? 7 : 15));
    const data = words.find((word) => word.startsWith('--data='))?.slice('--data='.length);
    for (const line of gateBench(data)) console.log(line);
  }
  if (wanted.includes('scale')) {
    print(await scaleRows(quick ? [1_000] : [1_000, 10_000, 100_000], quick ? 5 : 11));
    print(bigRepositoryRows(quick ? 5_000 : 75_000, quick ? 2_500 : 50_000, quick ? 5 : 11));
  }
  if (wanted.includes('search')) for (const line of searchBench()) console.log(line);
  if (wanted.includes('advice'))
    for (const line of await adviceBench(words.includes('--tell'))) console.log(line);
  if (wanted.includes('learn')) for (const line of learnBench()) console.log(line);
  if (wanted.includes('extract')) for (const line of await extractBench()) console.log(line);
  if (wanted.includes('redaction')) for (const line of await redactionBench()) console.log(line);
} finally {
  cleanUp();
}
