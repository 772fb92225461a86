import MiniSearch from 'minisearch';
import type { StoredDoc } from '../core/recall.ts';
import { analyseQuery } from './analyse.ts';
import { FIELD_BOOSTS, FIELDS, type FieldName, MAX_TERMS } from './fields.ts';
import { type PreparedDoc, prepareDoc, rarestTerms, wellFormed } from './prepared-doc.ts';
import type {
  AskedToken,
  SearchDoc,
  SearchHit,
  SearchIndex,
  SearchQuery,
  SearchResult,
} from './search-index.ts';
import { compareRanked, TopHits } from './top-hits.ts';

interface Entry {
  readonly doc: SearchDoc;
  readonly time: number;
  readonly boost: number;
  readonly stored: StoredDoc;
  readonly facets: readonly string[];
}

interface Asked {
  readonly tokens: readonly AskedToken[];
  readonly prefix: string | undefined;
}

const NO_MATCH = { terms: [], tokens: [], fields: [] } as const;

/** No token has a line break, so tokens travel through MiniSearch as lines. */
type Lines = Readonly<Record<'key' | FieldName, string>>;

/** The index of a process that stays: MiniSearch in memory, changed document by document. */
export class MemoryIndex implements SearchIndex {
  readonly #entries = new Map<string, Entry>();
  readonly #facets = new Map<string, Set<string>>();
  /** Documents per term, summed over the fields: MiniSearch keeps its own to itself. */
  readonly #frequencies = new Map<string, number>();
  readonly #mini = new MiniSearch<Lines>({
    idField: 'key',
    fields: [...FIELDS],
    tokenize: (text) => (text === '' ? [] : text.split('\n')),
    processTerm: (term) => term,
    searchOptions: { combineWith: 'OR', boost: { ...FIELD_BOOSTS } },
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
    this.#count(prepared, 1);
    for (const facet of prepared.facets) {
      const keys = this.#facets.get(facet);
      if (keys === undefined) this.#facets.set(facet, new Set([prepared.key]));
      else keys.add(prepared.key);
    }
    const { time, facets, json } = prepared;
    const boost = prepared.boost / 1000;
    this.#entries.set(prepared.key, { doc, time, boost, facets, stored: JSON.parse(json) as StoredDoc });
  }

  /** False if there was no such document. */
  remove(key: string): boolean {
    const known = wellFormed(key);
    const entry = this.#entries.get(known);
    if (entry === undefined) return false;
    // `discard` would be cheaper, but then the dead count in the frequencies until they are vacuumed.
    const prepared = prepareDoc(entry.doc);
    this.#mini.remove(linesOf(prepared));
    this.#count(prepared, -1);
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
      .flatMap(([key, count]) => ({ entry: this.#entries.get(key), count }))
      .flatMap(({ entry, count }) => (entry === undefined || count < least ? [] : { entry, count }))
      .sort((a, b) => b.count - a.count || b.entry.time - a.entry.time)
      .slice(0, limit)
      .map(({ entry }) => entry.stored);
  }

  get(key: string): StoredDoc | undefined {
    return this.#entries.get(wellFormed(key))?.stored;
  }

  search(query: SearchQuery): SearchResult {
    const allowed = this.#filter(query);
    const top = new TopHits<Omit<SearchHit, 'stored'>>(
      query.limit,
      (a, b) => compareRanked(a, b) || (a.key < b.key ? -1 : 1),
    );
    let total = 0;
    const asked = query.text.trim() === '' ? undefined : this.#asked(query);
    for (const hit of asked === undefined ? this.#list(allowed) : this.#match(asked, allowed)) {
      total += 1;
      top.offer(hit);
    }
    const hits = top.sorted().flatMap((hit) => {
      const stored = this.get(hit.key);
      return stored === undefined ? [] : [{ ...hit, stored }];
    });
    return { asked: asked?.tokens ?? [], total, hits };
  }

  *#list(allowed: ((key: string) => boolean) | undefined): Generator<Omit<SearchHit, 'stored'>> {
    for (const [key, { time }] of this.#entries) {
      if (allowed === undefined || allowed(key)) yield { key, score: 0, time, ...NO_MATCH };
    }
  }

  #asked(query: SearchQuery): Asked {
    const { words, prefix } = analyseQuery(query.text, query);
    const frequency = (term: string): number => this.#frequencies.get(term) ?? 0;
    const terms = rarestTerms([...words.keys()], MAX_TERMS, prefix, frequency);
    const tokens = terms.map((token) => ({
      token,
      word: words.get(token) ?? token,
      documents: frequency(token),
    }));
    return { tokens, prefix };
  }

  *#match(
    { tokens, prefix }: Asked,
    allowed: ((key: string) => boolean) | undefined,
  ): Generator<Omit<SearchHit, 'stored'>> {
    if (tokens.length === 0) return;
    const results = this.#mini.search(tokens.map(({ token }) => token).join('\n'), {
      prefix: (term) => term === prefix,
      boostDocument: (key: string) =>
        allowed === undefined || allowed(key) ? (this.#entries.get(key)?.boost ?? 0) : 0,
    });
    for (const { id, score, queryTerms, match } of results) {
      const key = String(id);
      const matched = new Set(Object.values(match).flat());
      const found = new Set(queryTerms);
      const hit = tokens.filter(({ token }) => found.has(token));
      yield {
        key,
        score,
        time: this.#entries.get(key)?.time ?? 0,
        terms: [...new Set(hit.map(({ word }) => word))],
        tokens: hit.map(({ token }) => token),
        fields: FIELDS.filter((field) => matched.has(field)),
      };
    }
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

  #count(doc: PreparedDoc, step: 1 | -1): void {
    for (const tokens of doc.tokens) {
      for (const token of new Set(tokens)) {
        const count = (this.#frequencies.get(token) ?? 0) + step;
        if (count === 0) this.#frequencies.delete(token);
        else this.#frequencies.set(token, count);
      }
    }
  }
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
