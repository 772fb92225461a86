/** A record that one question found. */
export interface Match {
  readonly key: string;
  /** Comparable within one question. */
  readonly score: number;
  readonly tokens: readonly string[];
}

/** A word of the request, and how many documents have it. */
export interface AskedWord {
  readonly token: string;
  readonly documents: number;
}

export interface Question {
  readonly hits: readonly Match[];
  readonly asked: readonly AskedWord[];
  /** Documents that were searched. */
  readonly searched: number;
}

/** What an aspect of the problem found. */
export interface AspectFound {
  readonly hits: readonly Match[];
  /** 0 to 1. */
  readonly weight: number;
}

export interface Weighed {
  readonly key: string;
  readonly score: number;
  /** 0 to 1: the request's own words that it has, by their rarity. */
  readonly coverage: number;
  /** What of the score its own words bring, 0 to 1. */
  readonly direct: number;
  /** Found by what the sort of problem makes one think of. */
  readonly usual: boolean;
}

/** Below this share of the request's words a match by words alone is chance. */
const LEAST_COVERAGE = 0.2;
/** What the sort of problem brings, against what the request's own words bring: where they name a subject, and where not. */
const USUAL_SHARE = 0.55;
const OPEN_SHARE = 0.8;
/** Hits of an aspect that count; each after the first for that much of its score. */
const MOST_OF_ASPECT = 3;

/**
 * Both ways to a record as one score, about 0 to 2: its own words, by how much of the request they account for, and what
 * the sort of problem makes one look for. @param open 0 to 1, see `recognise.ts`
 */
export function weigh(direct: Question, aspects: readonly AspectFound[], open: number): readonly Weighed[] {
  const total = direct.asked.reduce((sum, word) => sum + rarity(word.documents, direct.searched), 0);
  const rarities = new Map(
    direct.asked.map(({ token, documents }) => [token, rarity(documents, direct.searched)]),
  );
  const best = Math.max(0, ...direct.hits.map(({ score }) => score));
  const out = new Map<string, Weighed>();
  for (const { key, score, tokens } of direct.hits) {
    const coverage =
      total === 0 ? 0 : tokens.reduce((sum, token) => sum + (rarities.get(token) ?? 0), 0) / total;
    const own = best === 0 ? 0 : (score / best) * (0.5 + 0.5 * coverage);
    out.set(key, { key, coverage, direct: own, usual: false, score: own });
  }
  const share = USUAL_SHARE + OPEN_SHARE * open;
  const brought = new Map<string, number>();
  for (const { hits, weight } of aspects) {
    const first = hits[0]?.score ?? 0;
    for (const { key, score } of hits.slice(0, MOST_OF_ASPECT)) {
      const worth = first === 0 ? 0 : weight * (score / first) ** 2 * share;
      brought.set(key, Math.max(brought.get(key) ?? 0, worth));
    }
  }
  for (const [key, worth] of brought) {
    const own = out.get(key) ?? { key, score: 0, coverage: 0, direct: 0, usual: false };
    out.set(key, { ...own, usual: true, score: own.score + worth });
  }
  return [...out.values()]
    .filter(({ coverage, usual }) => usual || coverage >= LEAST_COVERAGE)
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
}

/** 1 for what nothing has, near 0 for what everything has. */
function rarity(documents: number, searched: number): number {
  const idf = (count: number): number => Math.log(1 + (searched - count + 0.5) / (count + 0.5));
  return Math.max(0, idf(Math.min(documents, searched))) / idf(0);
}
