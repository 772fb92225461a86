import { type Execution, LEARN_DEFAULTS, type LearnSettings, type TaskFacts } from '../src/core/execution.ts';
import { isoSeconds } from '../src/core/time.ts';
import { mostCommon } from '../src/learn/counts.ts';
import { executionOf } from '../src/learn/execution-of.ts';
import { executionHistory, type History } from '../src/learn/history.ts';
import { RECALL_WEIGHTS, type RecallWeights, recallSimilarity } from '../src/learn/recall-similarity.ts';
import { recommend } from '../src/learn/recommend.ts';
import { analyse } from '../src/search/analyse.ts';
import { seeded } from '../test/search/docs.ts';

/**
 * Made data with a known answer: tasks belong to hidden families, each of which has a best approach. Their
 * descriptions share words of the family with noise; category and type are often those of the family's
 * home, which several families share. How often is the recommended approach the family's best?
 */
interface World {
  readonly families: number;
  readonly categories: number;
  /** Share of a description's words that any task may hold. */
  readonly noise: number;
  /** Share of categories and types that are any, instead of the family's home. */
  readonly misleading: number;
  readonly executions: number;
}

type Random = () => number;
interface Member {
  readonly task: TaskFacts;
  readonly family: number;
}
type Done = Execution & { readonly family: number };
type Choose = (task: Member, history: History<Done>) => string | undefined;

const APPROACHES = ['standard', 'incremental', 'parallel', 'api_heavy'];
const TYPES = ['feature', 'fix', 'chore'];
const NOW = Date.UTC(2026, 10, 21);
/** How often an execution succeeds with the best approach of its family, and with another. */
const SUCCESS = { best: 0.9, other: 0.4 };
const WORLDS = 20;
const TASKS = 50;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, all: readonly T[]): T => all[below(random, all.length)] as T;
const SYLLABLES = 'ba ko mi ru te va lo si nu pe da zo ri gu fe'.split(' ');
const wordOf = (random: Random): string => Array.from({ length: 3 }, () => pick(random, SYLLABLES)).join('');

/** A world of families: how to draw a task, and a history of how such tasks were done. */
function worldOf(world: World, random: Random) {
  const common = Array.from({ length: 150 }, () => wordOf(random));
  const families = Array.from({ length: world.families }, (_, place) => ({
    words: Array.from({ length: 10 }, () => wordOf(random)),
    category: `area${place % world.categories}`,
    type: pick(random, TYPES),
    effort: 1 + below(random, 7),
    best: pick(random, APPROACHES),
  }));
  const draw = (): Member => {
    const family = below(random, families.length);
    const home = families[family] as (typeof families)[number];
    const any = (): boolean => random() < world.misleading;
    const words = Array.from({ length: 6 + below(random, 6) }, () =>
      // The square makes some common words much more frequent than others, as in a language.
      random() < world.noise ? common[Math.floor(random() ** 2 * common.length)] : pick(random, home.words),
    );
    return {
      family,
      task: {
        description: words.join(' '),
        category: any() ? `area${below(random, world.categories)}` : home.category,
        type: any() ? pick(random, TYPES) : home.type,
        effort: home.effort,
      },
    };
  };
  const bestOf = (family: number): string => families[family]?.best ?? '';
  const done = Array.from({ length: world.executions }, (_, place) => {
    const { task, family } = draw();
    const approach = pick(random, APPROACHES);
    const success = random() < (approach === bestOf(family) ? SUCCESS.best : SUCCESS.other);
    const at = isoSeconds(NOW - (world.executions - place) * 3_600_000);
    return { ...executionOf(task, { approach, success }, at), family };
  });
  return { draw, bestOf, history: executionHistory(done, LEARN_DEFAULTS.patterns, { now: NOW }) };
}

/** Per cent of the tasks for which each way of choosing names the family's best approach. */
function shares(world: World, ways: readonly Choose[]): number[] {
  const right = ways.map(() => 0);
  for (let seed = 0; seed < WORLDS; seed++) {
    const { draw, bestOf, history } = worldOf(world, seeded(1000 + seed));
    for (let task = 0; task < TASKS; task++) {
      const drawn = draw();
      for (const [way, choose] of ways.entries())
        if (choose(drawn, history) === bestOf(drawn.family)) right[way] = (right[way] ?? 0) + 1;
    }
  }
  return right.map((count) => (100 * count) / (WORLDS * TASKS));
}

const tokens = new Map<string, readonly string[]>();
/** The same few texts are compared again and again. */
function analyseOnce(text: string): readonly string[] {
  const known = tokens.get(text) ?? analyse(text);
  tokens.set(text, known);
  return known;
}

const bySetting =
  (similarity: LearnSettings['similarity']): Choose =>
  ({ task }, history) =>
    recommend(task, history, { ...LEARN_DEFAULTS, similarity }, analyseOnce).approach;

const best = (all: readonly Execution[]): string | undefined =>
  mostCommon(all.map(({ approach }) => approach))[0]?.[0];

/** As a recommendation by recall is made, with other weights. */
const byWeights =
  (weights: RecallWeights): Choose =>
  ({ task }, { kept }) => {
    const successes = kept.filter(({ success }) => success).reverse();
    const similarity = recallSimilarity(task, successes, analyseOnce, weights);
    const scored = successes
      .map((one) => ({ one, score: similarity(one) }))
      .filter(({ score }) => score > LEARN_DEFAULTS.threshold)
      .sort((a, b) => b.score - a.score);
    return best(scored.slice(0, 5).map(({ one }) => one)) ?? 'standard';
  };

/** Without a look at the task. */
const mostUsed: Choose = (_, { kept }) => best(kept.filter(({ success }) => success));
/** With a look behind the scenes: what a similarity that is never wrong would give. */
const byFamily: Choose = ({ family }, { kept }) =>
  best(kept.filter((one) => one.success && one.family === family).slice(-5));

const WAYS: Readonly<Record<string, Choose>> = {
  'most used': mostUsed,
  seed: bySetting('seed'),
  recall: bySetting('recall'),
  'family known': byFamily,
};
const WORD_WEIGHTS = [0.2, 0.4, 0.5, 0.6, 0.7, 0.8];

function weightsWith(words: number): RecallWeights {
  const { category, type, complexity } = RECALL_WEIGHTS;
  const rest = (1 - words) / (category + type + complexity);
  return { words, category: category * rest, type: type * rest, complexity: complexity * rest };
}

function worlds(): readonly World[] {
  const shares = [0, 0.3, 0.6];
  const usual = { families: 12, categories: 4, noise: 0.5, misleading: 0.3, executions: 200 };
  const all = [12, 4, 1].flatMap((categories) =>
    shares.flatMap((misleading) =>
      [0.2, 0.5, 0.8].map((noise) => ({ ...usual, categories, noise, misleading })),
    ),
  );
  return [...all, { ...usual, executions: 40 }, { ...usual, executions: 1000 }];
}

/** A line for each kind of world, for all of them, and for other weights of words. */
export function learnBench(): string[] {
  const ways = [...Object.values(WAYS), ...WORD_WEIGHTS.map((words) => byWeights(weightsWith(words)))];
  const sums = ways.map(() => 0);
  const said = (figures: readonly number[], digits: number): string =>
    Object.keys(WAYS)
      .map((name, way) => `${name} ${(figures[way] ?? 0).toFixed(digits)} %`)
      .join(', ');
  const kinds = worlds();
  const rows = kinds.map((world) => {
    const figures = shares(world, ways);
    for (const [way, figure] of figures.entries()) sums[way] = (sums[way] ?? 0) + figure / kinds.length;
    const { families, categories, misleading, noise, executions } = world;
    const each = `${families / categories} families a category, ${misleading * 100} % of those misleading`;
    return `${each}, ${noise * 100} % noise, ${executions} executions: ${said(figures, 0)}`;
  });
  const weights = WORD_WEIGHTS.map(
    (words, place) =>
      `recall with words at ${words}: ${(sums[place + Object.keys(WAYS).length] ?? 0).toFixed(1)} %`,
  );
  return ['Best approach recommended', ...rows, `all: ${said(sums, 1)}`, ...weights];
}
