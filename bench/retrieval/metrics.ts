/** How good a ranking is, for one question whose answers are known; relevance is binary. Each is a share from 0 to 1. */
export interface Quality {
  /** Share of the answers that are among the first 1, 5 and 10. */
  readonly recall1: number;
  readonly recall5: number;
  readonly recall10: number;
  /** 1 where any answer is among the first five. */
  readonly hit5: number;
  /** Reciprocal rank of the first answer, 0 where it is not among the first ten. */
  readonly mrr10: number;
  /** Discounted cumulative gain of the first ten, against that of the best order (Järvelin and Kekäläinen 2002). */
  readonly ndcg10: number;
}

export type Metric = keyof Quality;

export const METRICS: readonly Metric[] = ['recall1', 'recall5', 'recall10', 'hit5', 'mrr10', 'ndcg10'];

/**
 * @param ranked what was found, the best first
 * @param relevant what should be found, at least one
 */
export function qualityOf(ranked: readonly string[], relevant: ReadonlySet<string>): Quality {
  const places = ranked
    .slice(0, 10)
    .flatMap((id, place) => (relevant.has(id) && ranked.indexOf(id) === place ? [place] : []));
  const within = (most: number): number => places.filter((place) => place < most).length;
  const gain = (place: number): number => 1 / Math.log2(place + 2);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const best = Array.from({ length: Math.min(10, relevant.size) }, (_, place) => gain(place));
  const [first] = places;
  return {
    recall1: within(1) / relevant.size,
    recall5: within(5) / relevant.size,
    recall10: within(10) / relevant.size,
    hit5: within(5) > 0 ? 1 : 0,
    mrr10: first === undefined ? 0 : 1 / (first + 1),
    ndcg10: sum(places.map(gain)) / sum(best),
  };
}

/** The mean of each figure, over questions or over sets. */
export function meanOf(all: readonly Quality[]): Quality {
  const mean = (metric: Metric): number => all.reduce((sum, one) => sum + one[metric], 0) / all.length;
  return {
    recall1: mean('recall1'),
    recall5: mean('recall5'),
    recall10: mean('recall10'),
    hit5: mean('hit5'),
    mrr10: mean('mrr10'),
    ndcg10: mean('ndcg10'),
  };
}
