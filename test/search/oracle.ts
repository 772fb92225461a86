import { analyse, analyseQuery } from '../../src/search/analyse.ts';
import { FIELD_BOOSTS, FIELDS, MAX_TERMS } from '../../src/search/fields.ts';
import { prepareDoc, rarestTerms, wellFormed } from '../../src/search/prepared-doc.ts';
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
}

/**
 * What every index has to find, computed from the definition, slowly: BM25+ with k 1.2, b 0.7, d 0.5 per
 * field, summed, times the document's boost and the number of terms that matched.
 */
export class Oracle {
  readonly #docs: readonly Counted[];

  constructor(docs: Iterable<SearchDoc>) {
    const latest = new Map<string, Counted>();
    for (const doc of docs) {
      const { key, time, boost, facets } = prepareDoc(doc);
      const fields = FIELDS.map((field) => {
        const counts = new Map<string, number>();
        for (const token of analyse(doc.fields[field] ?? '', { literal: field === 'error' })) {
          counts.set(token, (counts.get(token) ?? 0) + 1);
        }
        return counts;
      });
      latest.set(key, { key, time, boost: boost / 1000, facets: new Set(facets), fields });
    }
    this.#docs = [...latest.values()];
  }

  /** All matches, best first. */
  search(query: SearchQuery): readonly Expected[] {
    const living = this.#docs.filter((doc) => passes(doc, query));
    const { words, prefix } = analyseQuery(query.text, query);
    const frequency = (term: string): number =>
      FIELDS.reduce((sum, _, field) => sum + this.#matching(field, term), 0);
    const terms = rarestTerms([...words.keys()], MAX_TERMS, prefix, frequency);
    const scored =
      query.text.trim() === ''
        ? living.map(({ key, time }) => ({ key, time, score: 0 }))
        : living
            .map((doc) => ({ key: doc.key, time: doc.time, score: this.#score(doc, terms, prefix) }))
            .filter((hit) => hit.score > 0);
    return scored.sort(
      (a, b) => Math.fround(b.score) - Math.fround(a.score) || b.time - a.time || (a.key < b.key ? -1 : 1),
    );
  }

  #score(doc: Counted, terms: readonly string[], prefix: string | undefined): number {
    let score = 0;
    let matched = 0;
    for (const term of terms) {
      let own = this.#termScore(doc, term, 1);
      if (term === prefix) {
        const longer = new Set(doc.fields.flatMap((counts) => [...counts.keys()]));
        for (const other of longer) {
          if (!other.startsWith(term) || other === term) continue;
          const weight = (0.375 * other.length) / (other.length + 0.3 * (other.length - term.length));
          own += this.#termScore(doc, other, weight);
        }
      }
      if (own > 0) matched += 1;
      score += own;
    }
    return score * matched;
  }

  #termScore(doc: Counted, term: string, weight: number): number {
    return FIELDS.reduce((sum, name, field) => {
      const counts = doc.fields[field];
      const frequency = counts?.get(term) ?? 0;
      if (counts === undefined || frequency === 0) return sum;
      const matching = this.#matching(field, term);
      const total = this.#docs.length;
      const average = this.#docs.reduce((all, other) => all + (other.fields[field]?.size ?? 0), 0) / total;
      const idf = Math.log(1 + (total - matching + 0.5) / (matching + 0.5));
      const norm = 1.2 * (1 - 0.7 + 0.7 * (counts.size / average));
      const bm25 = idf * (0.5 + (frequency * 2.2) / (frequency + norm));
      return sum + weight * FIELD_BOOSTS[name] * doc.boost * bm25;
    }, 0);
  }

  #matching(field: number, term: string): number {
    return this.#docs.filter((doc) => doc.fields[field]?.has(term) === true).length;
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
