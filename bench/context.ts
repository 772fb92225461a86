import { existsSync } from 'node:fs';
import { GATE, type Gate, passing } from '../src/recall/gate.ts';
import type { SearchHit, SearchResult } from '../src/search/search-index.ts';
import { SegmentIndex } from '../src/search/segment-index.ts';
import { buildSegment } from '../src/search/segment-write.ts';
import { makeDoc, seeded } from '../test/search/docs.ts';
import { agentRows, coldHookRow } from './agents.ts';
import { inTurns, median, nodeStart, quantile, type Row } from './measure.ts';
import { type Collection, type RetrievalSet, readSets } from './retrieval/sets.ts';
import { TASK, workedRepo } from './worked-memory.ts';

/** What people say to a coding agent, and no memory has an answer to. */
const PROMPTS = `
continue | go on | yes please | ok do it | thanks, now commit | thanks, looks good. commit and push
fix the tests | the tests fail, please fix them | run the tests again | now write tests for it
run the linter and fix all warnings | can you explain what this function does? | why did you change this file?
that did not work, try again | please undo the last change | update the readme | add a changelog entry
what is the status? | clean up the code a bit | make it faster | show me the diff | create a pull request
rename this variable to something better | there is an error, can you have a look? | I get an error when I run it
refactor this class so that it is easier to read | add types everywhere | let's start with the first task
merge main into this branch | split this file, it is too long | can you review my changes before I commit?
add some logging so that we can see what happens | use the same style as in the other files
is there a better way to do this? | please add error handling | remove the unused imports
which files did you touch? | bump the version and tag a release | make sure that it also works on windows
do the same for the other endpoint | change the default value to 10 | add an option to turn this off
check if there are any TODOs left | implement the next item of the plan | the build is broken on main
please read the issue and tell me what you would do | write a script that does this for all files in the folder
`
  .trim()
  .split(/\s*[|\n]\s*/);

/** Documents of a memory: a young one, and all that a set has. */
const SIZES = [20, 150, Number.POSITIVE_INFINITY];
const OWN = [10, 40, 150];
/** Questions of each other set. */
const FOREIGN = 20;
const CANDIDATES = 40;

interface Asked {
  readonly kind: 'own' | 'foreign' | 'prompt';
  readonly result: SearchResult;
  readonly relevant: readonly string[];
}

interface Memory {
  readonly size: number;
  readonly searched: number;
  readonly asked: readonly Asked[];
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Of each set one collection. Turns of a chat are no records, and a whole report is no prompt. */
function promptSets(sets: readonly RetrievalSet[]): ReadonlyMap<string, Collection> {
  return new Map(
    sets.flatMap(({ name, collections: [first] }): [string, Collection][] =>
      first === undefined || name === 'locomo-turn' || name === 'git-tomcat-full' ? [] : [[name, first]],
    ),
  );
}

/** Sets about the same thing: a question of the one is not foreign to the other. */
const subjectOf = (name: string): string => name.replace(/-.*/, '');

function memoryOf(name: string, sets: ReadonlyMap<string, Collection>, at: number): Memory | undefined {
  const { docs: all, queries } = sets.get(name) ?? { docs: [], queries: [] };
  const size = SIZES[at] ?? 0;
  if (Number.isFinite(size) && all.length <= size) return undefined;
  const random = seeded(at + 1);
  const own = shuffled(queries, random).slice(0, OWN[at]);
  const needed = new Set(own.flatMap(({ relevant }) => relevant.slice(0, 3)));
  const rest = shuffled(
    all.filter(({ id }) => !needed.has(id)),
    random,
  );
  const docs = [...all.filter(({ id }) => needed.has(id)), ...rest].slice(0, size);
  const segment = buildSegment(
    docs.map(({ id, title, text }) => makeDoc(id, { fields: { title, body: text } })),
  );
  const reader = {
    size: segment.length,
    read: (from: number, n: number) => segment.subarray(from, from + n),
  };
  const index = new SegmentIndex([{ reader, deleted: [] }]);
  const ask = (kind: Asked['kind'], text: string, relevant: readonly string[]): Asked => ({
    kind,
    result: index.search({ text, limit: CANDIDATES }),
    relevant,
  });
  const foreign = [...sets]
    .filter(([other]) => subjectOf(other) !== subjectOf(name))
    .flatMap(([, set]) => shuffled(set.queries, random).slice(0, FOREIGN));
  return {
    size,
    searched: index.size,
    asked: [
      ...own.map(({ text, relevant }) => ask('own', text, relevant)),
      ...foreign.map(({ text }) => ask('foreign', text, [])),
      ...PROMPTS.map((text) => ask('prompt', text, [])),
    ],
  };
}

/** What would be told, the first three in its order. */
function told({ result }: Asked, searched: number, gate: Gate): readonly string[] {
  const question = { asked: result.asked, searched };
  const facts = ({ tokens, score }: SearchHit) => ({ kind: 'decision', tokens, score }) as const;
  return passing(result.hits, question, facts, gate)
    .slice(0, 3)
    .map(({ one }) => one.key);
}

const percent = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

function gateRow(name: string, memories: readonly Memory[], gate: Gate): string {
  const count = {
    own: 0,
    answered: 0,
    right: 0,
    told: 0,
    fitting: 0,
    foreign: 0,
    silent: 0,
    prompt: 0,
    quiet: 0,
  };
  for (const memory of memories) {
    for (const asked of memory.asked) {
      const keys = told(asked, memory.searched, gate);
      count[asked.kind] += 1;
      if (asked.kind === 'foreign' && keys.length === 0) count.silent += 1;
      if (asked.kind === 'prompt' && keys.length === 0) count.quiet += 1;
      if (asked.kind !== 'own' || keys[0] === undefined) continue;
      count.answered += 1;
      if (asked.relevant.includes(keys[0])) count.right += 1;
      count.told += keys.length;
      count.fitting += keys.filter((key) => asked.relevant.includes(key)).length;
    }
  }
  const { own, answered, right, foreign, silent, prompt, quiet } = count;
  const cells = [
    `told first is right ${percent(right, answered)}`,
    `first three ${percent(count.fitting, count.told)}`,
    `own questions with a right one first ${percent(right, own)}`,
    `silent: foreign ${percent(silent, foreign)}, prompts ${percent(quiet, prompt)}`,
  ];
  return `${name}: ${cells.join('; ')}`;
}

/** Ours between two neighbours of each figure. */
const VARIANTS: readonly (readonly [string, Partial<Gate>])[] = [
  ['as it is', {}],
  ['sure 0.5', { sure: 0.5 }],
  ['sure 0.9', { sure: 0.9 }],
  ['telling 0.4', { telling: 0.4 }],
  ['telling 0.6', { telling: 0.6 }],
  ['one telling word', { tellingWords: 1 }],
  ['three telling words', { tellingWords: 3 }],
  ['identifiers as other words', { identifier: 2 }],
  ['identifiers from 0.4', { identifier: 0.4 }],
  ['generic words count 0.5', { genericShare: 0.5 }],
  ['generic words count in full', { genericShare: 1 }],
  ['beside the best 0.5', { beside: 0.5 }],
  ['beside the best 0.7', { beside: 0.7 }],
];

function gateRows(sets: ReadonlyMap<string, Collection>): string[] {
  return SIZES.flatMap((size, at) => {
    const memories = [...sets.keys()].flatMap((name) => memoryOf(name, sets, at) ?? []);
    const label = Number.isFinite(size) ? `${size} documents` : 'all documents';
    return VARIANTS.map(([name, change]) => gateRow(`${label}, ${name}`, memories, { ...GATE, ...change }));
  });
}

/** How the push gate does on retrieval sets: `--data=<folder>` names theirs (as for `npm run bench:recall`). */
export function gateBench(data: string | undefined): string[] {
  if (data === undefined || !existsSync(data))
    return ['the push gate: not measured; --data=<folder> names the retrieval sets'];
  const { sets, faults } = readSets(data);
  return faults.length > 0 ? [...faults] : gateRows(promptSets(sets));
}

/** Whole processes with a warm cache: all that one should know, and only records, as a prompt is answered. */
export function contextRows(sizes: readonly number[], runs: number): Row[] {
  return sizes.flatMap((size) => {
    const repo = workedRepo(size);
    const ask = (...args: readonly string[]): string => repo.nexus(args, [0, 1]);
    const ways = [
      { what: 'context', args: ['context', '--agent', '--task', TASK], bar: 6 },
      { what: 'context without a task', args: ['context', '--agent'], bar: 6 },
      {
        what: 'context, records only',
        args: ['context', '--records-only', '--agent', '--task', TASK],
        bar: 3,
      },
      {
        what: 'context, records only, silent',
        args: ['context', '--records-only', '--agent', '--task', 'continue'],
        bar: 3,
      },
      // It closes the one that the last round left open, and both times writes durably.
      { what: 'session start', args: ['session', 'start'], bar: 8 },
    ];
    const rows = ways.map(({ what, args, bar }): Row => {
      const text = ask(...args);
      // By turns, so that what else the machine does hits both.
      const { a, b } = inTurns(
        runs,
        () => void ask(...args),
        () => void nodeStart(1),
      );
      const ratio = median(a) / median(b);
      return {
        what: `${size}: ${what}`,
        figure: `${ratio.toFixed(2)} × node, p95 ${(quantile(a, 0.95) / median(b)).toFixed(2)} ×, ${Math.ceil(text.length / 4)} tokens`,
        bar: `≤ ${bar} ×`,
        met: ratio <= bar,
        how: `median of ${runs}, ${median(a).toFixed(0)} ms; 4 characters a token`,
      };
    });
    return [...rows, ...agentRows(repo, size, runs), coldHookRow(repo, size)];
  });
}
