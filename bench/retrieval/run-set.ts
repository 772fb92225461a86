import { median, quantile } from '../measure.ts';
import { meanOf, type Quality, qualityOf } from './metrics.ts';
import type { Collection, RetrievalSet } from './sets.ts';
import type { Way } from './ways.ts';

/** What one way did on one set. Times in milliseconds. */
export interface Outcome {
  readonly way: string;
  readonly quality: Quality;
  /** Of all collections together. */
  readonly build: number;
  readonly p50: number;
  readonly p95: number;
}

export interface SetOutcome {
  readonly set: string;
  readonly collections: number;
  readonly docs: number;
  /** Questions that were asked. */
  readonly queries: number;
  readonly outcomes: readonly Outcome[];
}

/** Before times are taken each collection is asked for so long: what runs the first times is not compiled yet. */
const WARM_UP_MS = 300;
/** All questions are asked three times, and each has its middle time, unless that takes too long. */
const LONG_MS = 5_000;

/**
 * Runs each way over a set, one after the other; every question is asked of its own collection, and counts the same.
 * @param most so many questions of the set at most, evenly spaced
 */
export async function runSet(
  set: RetrievalSet,
  ways: readonly Way[],
  most = Number.POSITIVE_INFINITY,
): Promise<SetOutcome> {
  const collections = sampled(set.collections, most);
  const outcomes: Outcome[] = [];
  for (const way of ways) outcomes.push(await runWay(collections, way));
  return {
    set: set.name,
    collections: collections.length,
    docs: collections.reduce((sum, { docs }) => sum + docs.length, 0),
    queries: collections.reduce((sum, { queries }) => sum + queries.length, 0),
    outcomes,
  };
}

async function runWay(collections: readonly Collection[], way: Way): Promise<Outcome> {
  const qualities: Quality[] = [];
  const times: number[] = [];
  let build = 0;
  for (const { docs, queries } of collections) {
    const make = way.prepare(docs);
    const start = performance.now();
    const ask = await make();
    build += performance.now() - start;
    const until = performance.now() + WARM_UP_MS;
    for (let n = 0; performance.now() < until; n += 1) await ask(queries[n % queries.length]?.text ?? '');
    const passes: number[][] = [];
    const began = performance.now();
    while (passes.length === 0 || (passes.length < 3 && performance.now() - began < LONG_MS)) {
      const pass: number[] = [];
      for (const { text, relevant } of queries) {
        const asked = performance.now();
        const found = await ask(text);
        pass.push(performance.now() - asked);
        if (passes.length === 0) qualities.push(qualityOf(found, new Set(relevant)));
      }
      passes.push(pass);
    }
    times.push(...queries.map((_, at) => median(passes.flatMap((pass) => pass[at] ?? []))));
  }
  const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
  return { way: way.name, quality: meanOf(qualities), build, p50, p95 };
}

/** The same questions in every run; collections of which none is asked are left out. */
export function sampled(collections: readonly Collection[], most: number): readonly Collection[] {
  const all = collections.reduce((sum, { queries }) => sum + queries.length, 0);
  if (all <= most) return collections;
  let at = 0;
  const isChosen = (): boolean => {
    at += 1;
    return Math.floor((at * most) / all) > Math.floor(((at - 1) * most) / all);
  };
  return collections
    .map(({ docs, queries }) => ({ docs, queries: queries.filter(isChosen) }))
    .filter(({ queries }) => queries.length > 0);
}
