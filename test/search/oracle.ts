import { analyse, analyseQuery } from '../../src/search/analyse.ts';
import { FIELD_BOOSTS, FIELDS } from '../../src/search/fields.ts';
import { prepareDoc, wellFormed } from '../../src/search/prepared-doc.ts';
import type { SearchDoc, SearchQuery } from '../../src/search/search-index.ts';

export interface Expected {
  readonly key: string;
  readonly score: number;
  readonly time: number;
}

interface Counted {
  readonly key: string;
  readonly time: number;
  readonly boost: number;
  readonly facets: ReadonlySet<string>;
  readonly fields: readonly ReadonlyMap<string, number>[];
  /** The tokens in their order. */
  readonly told: readonly (readonly string[])[];
}

interface Term {
  readonly token: string;
  readonly weight: number;
}

/**
 * What every index has to find, computed from the definition, slowly: BM25 with k 1.2, b 0.8 per field, summed, times
 * the document's boost and the root of the weights of the terms that matched; then, for the best 32, as much again for
 * words that stand together as in the query.
 */
export class Oracle {
  readonly #docs: readonly Counted[];
  readonly #averages: readonly number[];
  readonly #counts = new Map<string, number>();

  constructor(docs: Iterable<SearchDoc>) {
    const latest = new Map<string, Counted>();
    for (const doc of docs) {
      const { key, time, boost, facets } = prepareDoc(doc);
      const told = FIELDS.map((field) => analyse(doc.fields[field] ?? '', { literal: field === 'error' }));
      const fields = told.map((tokens) => {
        const counts = new Map<string, number>();
        for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
        return counts;
      });
      latest.set(key, { key, time, boost: boost / 1000, facets: new Set(facets), fields, told });
    }
    this.#docs = [...latest.values()];
    this.#averages = FIELDS.map(
      (_, field) =>
        this.#docs.reduce((all, { fields }) => all + (fields[field]?.size ?? 0), 0) / this.#docs.length,
    );
  }

  /** All matches, best first. */
  search(query: SearchQuery): readonly Expected[] {
    const living = this.#docs.filter((doc) => passes(doc, query));
    if (query.text.trim() === '')
      return living.map(({ key, time }) => ({ key, time, score: 0 })).sort(byRank);
    const { words, stream, prefix } = analyseQuery(query.text, query);
    const said = (token: string): number => stream.filter((one) => one === token).length || 1;
    const all = [...words.keys()].map((token, at) => ({
      token,
      weight: ((4 * said(token)) / (3 + said(token))) * (1 / (1 + 0.05 * Math.max(0, at - 12))),
    }));
    const worth = ({ token, weight }: Term): number =>
      token === prefix ? Number.POSITIVE_INFINITY : this.#most(token) === 0 ? 0 : weight * this.#idf(token);
    const kept = new Set(
      all.toSorted((a, b) => (worth(a) === worth(b) ? 0 : worth(b) - worth(a))).slice(0, 24),
    );
    const terms = all.filter((term) => kept.has(term));
    const scored = living
      .map((doc) => ({ doc, key: doc.key, time: doc.time, score: this.#score(doc, terms, prefix) }))
      .filter((hit) => hit.score > 0)
      .sort(byRank);
    return scored
      .map(({ doc, key, time, score }, place) => {
        const near = place < 32 ? this.#near(doc, terms, stream) * this.#factor(doc, terms, prefix) : 0;
        return { key, time, score: score + near };
      })
      .sort(byRank);
  }

  #score(doc: Counted, terms: readonly Term[], prefix: string | undefined): number {
    const sum = terms.reduce((total, term) => total + this.#ownScore(doc, term, prefix), 0);
    return sum * this.#factor(doc, terms, prefix);
  }

  #factor(doc: Counted, terms: readonly Term[], prefix: string | undefined): number {
    const matched = terms.filter((term) => this.#ownScore(doc, term, prefix) > 0);
    return Math.sqrt(matched.reduce((sum, { weight }) => sum + weight, 0));
  }

  #ownScore(doc: Counted, { token, weight }: Term, prefix: string | undefined): number {
    let own = this.#termScore(doc, token, weight);
    if (token !== prefix) return own;
    for (const other of new Set(doc.fields.flatMap((counts) => [...counts.keys()]))) {
      if (!other.startsWith(token) || other === token) continue;
      const share = (0.375 * other.length) / (other.length + 0.3 * (other.length - token.length));
      own += this.#termScore(doc, other, weight * share);
    }
    return own;
  }

  #termScore(doc: Counted, term: string, weight: number): number {
    return FIELDS.reduce((sum, _, field) => {
      const frequency = doc.fields[field]?.get(term) ?? 0;
      return frequency === 0 ? sum : sum + weight * this.#idf(term) * this.#saturated(doc, field, frequency);
    }, 0);
  }

  /** Two words of the query, at most two places apart in both, are worth 0.3 of the two, by how close they are. */
  #near(doc: Counted, terms: readonly Term[], stream: readonly string[]): number {
    const worth = (token: string): number =>
      this.#idf(token) * (terms.find((term) => term.token === token)?.weight ?? 0);
    const isTerm = (token: string | undefined): token is string => terms.some((term) => term.token === token);
    const pairs = new Map<string, { first: string; second: string; worth: number }>();
    for (const [at, second] of stream.entries())
      for (const apart of [1, 2]) {
        const first = stream[at - apart];
        if (!isTerm(first) || !isTerm(second) || first === second || pairs.has(`${first} ${second}`))
          continue;
        pairs.set(`${first} ${second}`, { first, second, worth: (worth(first) + worth(second)) / apart });
      }
    return (['title', 'body', 'error'] as const).reduce((total, name) => {
      const field = FIELDS.indexOf(name);
      const told = doc.told[field] ?? [];
      return [...pairs.values()].reduce((sum, pair) => {
        const times = (apart: number): number =>
          told.filter((token, at) => token === pair.second && told[at - apart] === pair.first).length / apart;
        const frequency = times(1) + times(2);
        return frequency === 0 ? sum : sum + 0.3 * pair.worth * this.#saturated(doc, field, frequency);
      }, total);
    }, 0);
  }

  /** BM25 without the idf, times what the field and the document are worth. */
  #saturated(doc: Counted, field: number, frequency: number): number {
    const length = doc.fields[field]?.size ?? 0;
    const average = this.#averages[field] ?? 0;
    const name = FIELDS[field] ?? 'body';
    const smoothing = name === 'body' ? 6 : 0;
    const norm = 1.2 * (1 - 0.8 + (0.8 * (length + smoothing)) / (average + smoothing));
    return (FIELD_BOOSTS[name] * doc.boost * (frequency * 2.2)) / (frequency + norm);
  }

  /** Documents that have the term, in the field where most have it. */
  #most(term: string): number {
    return Math.max(...FIELDS.map((_, field) => this.#matching(field, term)));
  }

  #idf(term: string): number {
    const most = this.#most(term);
    return Math.log(1 + (this.#docs.length - most + 0.5) / (most + 0.5));
  }

  #matching(field: number, term: string): number {
    const key = `${field} ${term}`;
    const known = this.#counts.get(key);
    const count = known ?? this.#docs.filter(({ fields }) => fields[field]?.has(term) === true).length;
    this.#counts.set(key, count);
    return count;
  }
}

function passes(doc: Counted, { all = [], none = [], since, until }: SearchQuery): boolean {
  const has = (facet: string): boolean => doc.facets.has(wellFormed(facet));
  return (
    all.every((group) => group.length === 0 || group.some(has)) &&
    !none.some(has) &&
    (since === undefined || doc.time >= since) &&
    (until === undefined || doc.time <= until)
  );
}

function byRank(a: Expected, b: Expected): number {
  return Math.fround(b.score) - Math.fround(a.score) || b.time - a.time || (a.key < b.key ? -1 : 1);
}
