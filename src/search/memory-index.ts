import MiniSearch from 'minisearch';
import type { StoredDoc } from '../core/recall.ts';
import { analyseQuery } from './analyse.ts';
import {
  BM25,
  FIELD_BOOSTS,
  FIELDS,
  type FieldName,
  inverseDocumentFrequency,
  lengthWeight,
  prefixWeight,
} from './fields.ts';
import { NEAR_DEPTH, Nearness, raised } from './nearness.ts';
import { type PreparedDoc, prepareDoc, wellFormed } from './prepared-doc.ts';
import { type QueryTerm, weighTerms } from './query-terms.ts';
import type { SearchDoc, SearchHit, SearchIndex, SearchQuery, SearchResult } from './search-index.ts';
import { compareRanked, type Ranked, TopHits } from './top-hits.ts';

interface Entry {
  readonly doc: SearchDoc;
  readonly time: number;
  readonly boost: number;
  readonly stored: StoredDoc;
  readonly facets: readonly string[];
  /** Unique tokens of each field. */
  readonly tokens: readonly ReadonlySet<string>[];
  readonly sequence: Uint8Array;
}

/** What a query looks for. */
interface Asked {
  readonly terms: readonly QueryTerm[];
  /** The weights of the terms of an unfinished word, besides the one typed. */
  readonly longer: ReadonlyMap<string, number>;
  readonly prefix: string | undefined;
  readonly near: Nearness;
}

interface Match extends Ranked {
  readonly key: string;
  /** What the score is multiplied by. */
  readonly factor: number;
  readonly matched: readonly QueryTerm[];
}

/** No token has a line break, so tokens travel through MiniSearch as lines. */
type Lines = Readonly<Record<'key' | FieldName, string>>;

/** The index of a process that stays: MiniSearch in memory, changed document by document. */
export class MemoryIndex implements SearchIndex {
  readonly #entries = new Map<string, Entry>();
  readonly #facets = new Map<string, Set<string>>();
  /** Documents per term and field: MiniSearch keeps its own to itself. */
  readonly #frequencies = new Map<string, number[]>();
  /** Unique tokens of all documents, by field. */
  readonly #totals: number[] = FIELDS.map(() => 0);
  readonly #mini = new MiniSearch<Lines>({
    idField: 'key',
    fields: [...FIELDS],
    tokenize: (text) => (text === '' ? [] : text.split('\n')),
    processTerm: (term) => term,
    searchOptions: { combineWith: 'OR' },
  });

  constructor(docs: Iterable<SearchDoc> = []) {
    for (const doc of docs) this.add(doc);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Adds a document, or replaces the one with its key. */
  add(doc: SearchDoc): void {
    const prepared = prepareDoc(doc);
    this.remove(prepared.key);
    this.#mini.add(linesOf(prepared));
    const unique = prepared.tokens.map((list) => new Set(list));
    this.#count(unique, 1);
    for (const facet of prepared.facets) {
      const keys = this.#facets.get(facet);
      if (keys === undefined) this.#facets.set(facet, new Set([prepared.key]));
      else keys.add(prepared.key);
    }
    const { time, facets, json, sequence } = prepared;
    const boost = prepared.boost / 1000;
    const stored = JSON.parse(json) as StoredDoc;
    this.#entries.set(prepared.key, { doc, time, boost, facets, tokens: unique, sequence, stored });
  }

  /** False if there was no such document. */
  remove(key: string): boolean {
    const known = wellFormed(key);
    const entry = this.#entries.get(known);
    if (entry === undefined) return false;
    // `discard` would be cheaper, but then the dead count in the frequencies until they are vacuumed.
    this.#mini.remove(linesOf(prepareDoc(entry.doc)));
    this.#count(entry.tokens, -1);
    for (const facet of entry.facets) {
      const keys = this.#facets.get(facet);
      keys?.delete(known);
      if (keys?.size === 0) this.#facets.delete(facet);
    }
    return this.#entries.delete(known);
  }

  facet(facet: string): readonly string[] {
    return [...(this.#facets.get(wellFormed(facet)) ?? [])].sort();
  }

  sharing(facets: readonly string[], least: number, limit: number): readonly StoredDoc[] {
    const counts = new Map<string, number>();
    for (const facet of new Set(facets.map(wellFormed)))
      for (const key of this.#facets.get(facet) ?? []) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts]
      .flatMap(([key, count]) => ({ key, entry: this.#entries.get(key), count }))
      .flatMap(({ key, entry, count }) => (entry === undefined || count < least ? [] : { key, entry, count }))
      .sort((a, b) => b.count - a.count || b.entry.time - a.entry.time || (a.key < b.key ? -1 : 1))
      .slice(0, limit)
      .map(({ entry }) => entry.stored);
  }

  get(key: string): StoredDoc | undefined {
    return this.#entries.get(wellFormed(key))?.stored;
  }

  search(query: SearchQuery): SearchResult {
    const allowed = this.#filter(query);
    if (query.text.trim() === '') return this.#list(query.limit, allowed);
    const asked = this.#asked(query);
    const top = new TopHits<Match>(Math.max(query.limit, NEAR_DEPTH), byRank);
    let total = 0;
    for (const match of this.#match(asked, allowed)) {
      total += 1;
      top.offer(match);
    }
    const best = raised(top, (match) => this.#nearer(match, asked), new TopHits<Match>(query.limit, byRank));
    const documents = (token: string): number => this.#matching(token).reduce((a, b) => a + b, 0);
    return {
      asked: asked.terms.map(({ token, word }) => ({ token, word, documents: documents(token) })),
      total,
      hits: best.flatMap((match) => this.#hit(match, asked)),
    };
  }

  #list(limit: number, allowed: ((key: string) => boolean) | undefined): SearchResult {
    const top = new TopHits<{ key: string } & Ranked>(limit, byRank);
    let total = 0;
    for (const [key, { time }] of this.#entries) {
      if (allowed?.(key) === false) continue;
      total += 1;
      top.offer({ key, score: 0, time });
    }
    const hits = top.sorted().flatMap(({ key, score, time }) => {
      const stored = this.get(key);
      return stored === undefined ? [] : [{ key, score, time, terms: [], tokens: [], fields: [], stored }];
    });
    return { asked: [], total, hits };
  }

  #asked(query: SearchQuery): Asked {
    const analysed = analyseQuery(query.text, query);
    const { prefix, stream } = analysed;
    const terms = weighTerms(analysed, (token) => Math.max(...this.#matching(token)), this.size);
    const typed = terms.find(({ token }) => token === prefix);
    const longer = new Map<string, number>();
    if (prefix !== undefined && typed !== undefined)
      for (const token of this.#frequencies.keys())
        if (token !== prefix && token.startsWith(prefix))
          longer.set(token, typed.weight * prefixWeight(token.length, prefix.length) * this.#idf(token));
    return { terms, longer, prefix, near: new Nearness(terms, stream) };
  }

  *#match(
    { terms, longer, prefix }: Asked,
    allowed: ((key: string) => boolean) | undefined,
  ): Generator<Match> {
    if (terms.length === 0) return;
    const weights = new Map(longer);
    for (const { token, weight, idf } of terms) weights.set(token, (weights.get(token) ?? 0) + weight * idf);
    const results = this.#mini.search({
      // A field at a time, since each compares lengths in its own way, and MiniSearch has one way for all.
      queries: FIELDS.map((name, field) => ({
        queries: [...weights.keys()],
        fields: [name],
        boost: { [name]: FIELD_BOOSTS[name] },
        bm25: { k: BM25.k, b: lengthWeight(name, this.#average(field)), d: 0 },
        // It weighs a term by its rarity in the field; here what counts is its rarity in documents.
        boostTerm: (token: string) =>
          (weights.get(token) ?? 0) / inverseDocumentFrequency(this.#matching(token)[field] ?? 0, this.size),
      })),
      boostDocument: (key: string) =>
        allowed === undefined || allowed(key) ? (this.#entries.get(key)?.boost ?? 0) : 0,
    });
    for (const { id, score, queryTerms } of results) {
      const key = String(id);
      const found = new Set(queryTerms);
      const isTyped = prefix !== undefined && queryTerms.some((token) => longer.has(token));
      const matched = terms.filter(({ token }) => found.has(token) || (isTyped && token === prefix));
      const factor = Math.sqrt(matched.reduce((sum, { weight }) => sum + weight, 0));
      // Its own factor is the number of terms.
      const plain = score / queryTerms.length;
      yield { key, score: plain * factor, time: this.#entries.get(key)?.time ?? 0, factor, matched };
    }
  }

  #nearer(match: Match, { terms, near }: Asked): Match {
    const entry = this.#entries.get(match.key);
    const matched = match.matched.reduce((bits, term) => bits | (1 << terms.indexOf(term)), 0);
    if (entry === undefined || !near.canMeet(matched)) return match;
    const averages = FIELDS.map((_, field) => this.#average(field));
    const together = near.score(entry.sequence, matched, (field) => entry.tokens[field]?.size ?? 0, averages);
    return { ...match, score: match.score + together * entry.boost * match.factor };
  }

  #hit({ key, score, time, matched }: Match, { longer, prefix }: Asked): SearchHit[] {
    const entry = this.#entries.get(key);
    if (entry === undefined) return [];
    const tokens = matched.map(({ token }) => token);
    const found = tokens.includes(prefix ?? '') ? [...tokens, ...longer.keys()] : tokens;
    const fields = FIELDS.filter((_, field) => found.some((token) => entry.tokens[field]?.has(token)));
    const terms = [...new Set(matched.map(({ word }) => word))];
    return [{ key, score, time, terms, tokens, fields, stored: entry.stored }];
  }

  /** Documents that have the term, by field. */
  #matching(token: string): readonly number[] {
    return this.#frequencies.get(token) ?? [0];
  }

  #idf(token: string): number {
    return inverseDocumentFrequency(Math.max(...this.#matching(token)), this.size);
  }

  #average(field: number): number {
    return (this.#totals[field] ?? 0) / this.size;
  }

  #filter({ all = [], none = [], since, until }: SearchQuery): ((key: string) => boolean) | undefined {
    const sets = (facets: readonly string[]): readonly ReadonlySet<string>[] =>
      facets.flatMap((facet) => this.#facets.get(wellFormed(facet)) ?? []);
    const wanted = all.filter((group) => group.length > 0).map(sets);
    const unwanted = sets(none);
    if (wanted.length + unwanted.length === 0 && since === undefined && until === undefined) return undefined;
    return (key) => {
      const time = this.#entries.get(key)?.time ?? 0;
      if ((since !== undefined && time < since) || (until !== undefined && time > until)) return false;
      const has = (keys: ReadonlySet<string>): boolean => keys.has(key);
      return wanted.every((group) => group.some(has)) && !unwanted.some(has);
    };
  }

  /** @param tokens the unique ones of each field */
  #count(tokens: Entry['tokens'], step: 1 | -1): void {
    for (const [field, unique] of tokens.entries()) {
      this.#totals[field] = (this.#totals[field] ?? 0) + step * unique.size;
      for (const token of unique) {
        const counts = this.#frequencies.get(token) ?? FIELDS.map(() => 0);
        counts[field] = (counts[field] ?? 0) + step;
        if (counts.every((count) => count === 0)) this.#frequencies.delete(token);
        else this.#frequencies.set(token, counts);
      }
    }
  }
}

function byRank(a: Ranked & { readonly key: string }, b: Ranked & { readonly key: string }): number {
  return compareRanked(a, b) || (a.key < b.key ? -1 : 1);
}

function linesOf(doc: PreparedDoc): Lines {
  const lines = (field: FieldName): string => (doc.tokens[FIELDS.indexOf(field)] ?? []).join('\n');
  return {
    key: doc.key,
    title: lines('title'),
    body: lines('body'),
    error: lines('error'),
    tags: lines('tags'),
    path: lines('path'),
  };
}
