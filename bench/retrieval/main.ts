import { homedir } from 'node:os';
import { parseArgs } from 'node:util';
import { decodeLocalConfig } from '../../src/format/local-config.ts';
import { agreementOn } from './contract.ts';
import { type MeaningOutcome, meaningOutcomes } from './embeddings.ts';
import { errorOutcomes } from './errors.ts';
import { MADE_MODELS } from './made-vectors.ts';
import {
  agreementLines,
  errorLines,
  isBelowWords,
  meaningLines,
  setLines,
  summaryLines,
  summaryOf,
} from './report.ts';
import { runSet, type SetOutcome } from './run-set.ts';
import { readSets } from './sets.ts';
import { namedModel, type VectorModel } from './vector-model.ts';
import { NEXUS, PLAIN, TUNED } from './ways.ts';

const HELP = `npm run bench:recall -- [--set <name>]… [--data <folder>] [--queries <n>] [--no-plain] [--tuned] [--json]
       npm run bench:recall -- --errors | --contract | --embeddings made|<settings> [--set <name>]… [--data <folder>] [--queries <n>] [--json]

How well and how fast recall answers, on sets of questions whose answers are known, beside plain MiniSearch with its
default settings. The memory is the product's: each document a record, asked through the library.

  --data <folder>   the sets: each folder in it that holds *.json, or the folder itself; ../shared/data
                    a file is a collection: {"docs": [{"id", "title", "text"}], "queries": [{"id", "text", "relevant": [ids]}]}
  --set <name>      only this set
  --queries <n>     at most so many questions of each set, evenly spaced: for a quick look
  --no-plain        without MiniSearch, which takes a second for each pasted report
  --tuned           MiniSearch once more with stemming, stop words and a title that counts more
  --errors          instead: of sets about error messages (clippy-*, or those of --set), what an error's signature adds to
                    its words when the error comes again in another place
  --contract        instead: do the index over segments and MiniSearch in memory find the same, with the same scores? 1 if not
  --embeddings made instead: what vectors add to words, and that they take nothing away. No model is needed: random vectors,
                    hashed words, and some that are made from the known answers, with noise. Or by a model of yours, named as
                    in the settings: --embeddings '{provider: ollama, model: nomic-embed-text}'
  --json            one JSON document

Exit codes: 0 measured, 1 the contract does not hold, or vectors take more than 1 % of nDCG@10 away on a set, 2 wrong usage, 3 the sets cannot be read.
`;

const OPTIONS = {
  set: { type: 'string', multiple: true },
  data: { type: 'string', default: '../shared/data' },
  queries: { type: 'string' },
  'no-plain': { type: 'boolean', default: false },
  tuned: { type: 'boolean', default: false },
  errors: { type: 'boolean', default: false },
  embeddings: { type: 'string' },
  contract: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function complain(lines: readonly string[], exit: number): void {
  for (const line of lines) console.error(line);
  process.exitCode = exit;
}

function options() {
  try {
    return parseArgs({ options: OPTIONS, strict: true }).values;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** None where it names none, and that is said. */
function modelsIn(asked: string): readonly VectorModel[] {
  if (asked === 'made') return MADE_MODELS;
  const { config, problems } = decodeLocalConfig(`recall:\n  embeddings: ${asked}\n`);
  if (config.embeddings !== undefined)
    return [namedModel(config.embeddings, { home: homedir() }, process.env)];
  complain(
    [`--embeddings ${asked}: neither made nor settings`, ...problems.map(({ message }) => message)],
    2,
  );
  return [];
}

async function main(): Promise<void> {
  const asked = options();
  if (typeof asked === 'string') return complain([asked, '', HELP], 2);
  if (asked.help) return console.log(HELP);
  const most = asked.queries === undefined ? undefined : Number(asked.queries);
  if (most !== undefined && !(Number.isInteger(most) && most > 0))
    return complain([`--queries ${asked.queries}: is no number of questions`], 2);
  const models = asked.embeddings === undefined ? [] : modelsIn(asked.embeddings);
  if (models.length === 0 && asked.embeddings !== undefined) return;
  const { sets, faults } = readSets(asked.data);
  if (faults.length > 0) {
    const more = faults.length > 20 ? [`… and ${faults.length - 20} more`] : [];
    return complain([...faults.slice(0, 20), ...more, '--data <folder> names the sets; see --help'], 3);
  }
  const names = sets.map(({ name }) => name);
  const unknown = (asked.set ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    return complain([`no such set: ${unknown.join(', ')}; there are ${names.join(', ')}`], 2);
  const chosen = sets.filter(({ name }) => asked.set === undefined || asked.set.includes(name));
  if (asked.errors) {
    const about = chosen.filter(({ name }) => asked.set !== undefined || name.startsWith('clippy-'));
    const again = (await Promise.all(about.map(errorOutcomes))).flat();
    if (asked.json) console.log(JSON.stringify({ data: asked.data, errors: again }, null, 2));
    else for (const line of errorLines(again)) console.log(line);
    return;
  }
  if (asked.contract) {
    const all = chosen.map((set) => agreementOn(set, most ?? Number.POSITIVE_INFINITY));
    if (all.some(({ different }) => different.length > 0)) process.exitCode = 1;
    if (asked.json) console.log(JSON.stringify({ data: asked.data, contract: all }, null, 2));
    else for (const line of all.flatMap(agreementLines)) console.log(line);
    return;
  }
  if (asked.embeddings !== undefined) {
    const all: MeaningOutcome[] = [];
    for (const set of chosen) {
      const outcomes = await meaningOutcomes(set, models, most);
      all.push(...outcomes);
      if (!asked.json) for (const line of meaningLines(outcomes)) console.log(line);
    }
    if (asked.json) console.log(JSON.stringify({ data: asked.data, embeddings: all }, null, 2));
    if (all.some(isBelowWords)) process.exitCode = 1;
    return;
  }
  const ways = [NEXUS, ...(asked['no-plain'] ? [] : [PLAIN]), ...(asked.tuned ? [TUNED] : [])];
  const outcomes: SetOutcome[] = [];
  for (const set of chosen) {
    const outcome = await runSet(set, ways, most);
    outcomes.push(outcome);
    if (!asked.json) for (const line of setLines(outcome)) console.log(line);
  }
  const summary = summaryOf(outcomes);
  if (asked.json) console.log(JSON.stringify({ data: asked.data, sets: outcomes, summary }, null, 2));
  else for (const line of summaryLines(summary)) console.log(line);
}

await main();
