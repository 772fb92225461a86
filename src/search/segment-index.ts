import type { StoredDoc } from '../core/recall.ts';
import { analyseQuery } from './analyse.ts';
import { corruptIndex } from './bytes.ts';
import { FIELD_BOOSTS, FIELDS, inverseDocumentFrequency, lengthWeight, prefixWeight } from './fields.ts';
import { NEAR_DEPTH, Nearness, raised } from './nearness.ts';
import type { Postings } from './postings.ts';
import { wellFormed } from './prepared-doc.ts';
import { type QueryTerm, weighTerms } from './query-terms.ts';
import type { SearchDoc, SearchHit, SearchIndex, SearchQuery, SearchResult } from './search-index.ts';
import { SegmentReader } from './segment-read.ts';
import { SegmentScores } from './segment-scores.ts';
import { type Segment, withChange } from './segment-set.ts';
import { compareScores, TopHits } from './top-hits.ts';

/** A segment while it is searched. */
interface Part {
  readonly reader: SegmentReader;
  /** By document number, 1 where it no longer counts; absent where all do. */
  readonly dead: Uint8Array | undefined;
  readonly deleted: ArrayLike<number>;
}

interface Found {
  readonly part: number;
  readonly doc: number;
  readonly score: number;
}

/** Documents that are not in any segment yet, and keys that are gone from them. */
export interface Pending {
  readonly docs: Iterable<SearchDoc>;
  readonly removed?: Iterable<string>;
}

/**
 * The index of a process that starts, asks and ends: it reads of its segments only what a query needs.
 * Methods throw `corrupt-index` where a segment is damaged.
 */
export class SegmentIndex implements SearchIndex {
  readonly size: number;
  readonly #parts: readonly Part[];
  /** Unique tokens that a field has on average over all living documents. */
  #averages: readonly number[] | undefined;

  constructor(segments: readonly Segment[], pending?: Pending) {
    const all = pending === undefined ? segments : withChange(segments, pending.docs, pending.removed ?? []);
    this.#parts = all.map(({ reader, deleted }) => {
      const opened = new SegmentReader(reader);
      if (deleted.length === 0) return { reader: opened, deleted, dead: undefined };
      const dead = new Uint8Array(opened.docCount);
      for (let at = 0; at < deleted.length; at += 1) {
        const doc = deleted[at] ?? 0;
        if (dead[doc] !== 0) throw corruptIndex('its list of deleted documents');
        dead[doc] = 1;
      }
      return { reader: opened, deleted, dead };
    });
    this.size = this.#parts.reduce((sum, { reader, deleted }) => sum + reader.docCount - deleted.length, 0);
  }

  facet(facet: string): readonly string[] {
    const name = wellFormed(facet);
    const keys: string[] = [];
    for (const { reader, dead } of this.#parts) {
      const docs = reader.facet(name);
      // Most look-ups ask who supersedes a record, and nobody does.
      if (docs.length === 0) continue;
      for (const key of reader.keysOf(docs.filter((doc) => dead?.[doc] !== 1))) keys.push(key);
    }
    return keys.sort();
  }

  sharing(facets: readonly string[], least: number, limit: number): readonly StoredDoc[] {
    const names = [...new Set(facets.map(wellFormed))];
    const top = this.#top(limit);
    for (const [part, { reader, dead }] of this.#parts.entries()) {
      // A common word is in every second document: counting is all that may be done for each.
      const counts = new Uint16Array(reader.docCount);
      for (const name of names) {
        const docs = reader.facet(name);
        for (let at = 0; at < docs.length; at += 1) {
          const doc = docs[at] ?? 0;
          counts[doc] = (counts[doc] ?? 0) + 1;
        }
      }
      for (let doc = 0; doc < counts.length; doc += 1) {
        const count = counts[doc] ?? 0;
        if (count === 0 || count < least || dead?.[doc] === 1 || count < (top.worst?.score ?? 0)) continue;
        top.offer({ part, doc, score: count });
      }
    }
    return top.sorted().map(({ part, doc }) => this.#reader(part).storedDoc(doc).stored);
  }

  get(key: string): StoredDoc | undefined {
    const name = wellFormed(key);
    for (const { reader, dead } of this.#parts) {
      const doc = reader.docOf(name);
      if (doc !== undefined && dead?.[doc] !== 1) return reader.storedDoc(doc).stored;
    }
    return undefined;
  }

  search(query: SearchQuery): SearchResult {
    const allowed = this.#parts.map((part) => allowedDocs(part, query));
    if (query.text.trim() === '') return this.#list(query.limit, allowed);
    const asked = analyseQuery(query.text, query);
    const postings = new Map(
      [...asked.words.keys()].map((token) => {
        const lists = this.#parts.map(({ reader }) => reader.postings(token));
        return [token, { lists, frequencies: this.#frequencies(lists) }];
      }),
    );
    const frequencies = (token: string): readonly number[] => postings.get(token)?.frequencies ?? [];
    const terms = weighTerms(asked, (token) => Math.max(...frequencies(token)), this.size);
    const weights = terms.map(({ weight }) => weight);
    const scores = this.#parts.map(({ reader }) => new SegmentScores(reader.docCount, weights));
    for (const [bit, { token, weight, idf }] of terms.entries()) {
      this.#add(postings.get(token)?.lists ?? [], bit, weight * idf, scores, allowed);
      if (token === asked.prefix) this.#addPrefix(token, bit, weight, scores, allowed);
    }
    const near = new Nearness(terms, asked.stream);
    const documents = (token: string): number => frequencies(token).reduce((a, b) => a + b, 0);
    const tokens = terms.map(({ token, word }) => ({ token, word, documents: documents(token) }));
    return { asked: tokens, ...this.#best(query.limit, terms, scores, near) };
  }

  /** Adds the terms that only start with the one asked for, each worth the less the longer it is. */
  #addPrefix(
    typed: string,
    bit: number,
    weight: number,
    scores: readonly SegmentScores[],
    allowed: readonly (Uint8Array | undefined)[],
  ): void {
    const longer = new Map<string, (readonly Postings[])[]>();
    for (const [part, { reader }] of this.#parts.entries()) {
      for (const [term, lists] of reader.terms(typed)) {
        if (!term.startsWith(typed)) break;
        if (term === typed) continue;
        const perPart = longer.get(term) ?? this.#parts.map(() => []);
        perPart[part] = lists;
        longer.set(term, perPart);
      }
    }
    for (const [term, lists] of longer) {
      const idf = inverseDocumentFrequency(Math.max(...this.#frequencies(lists)), this.size);
      this.#add(lists, bit, weight * prefixWeight(term.length, typed.length) * idf, scores, allowed);
    }
  }

  #add(
    lists: readonly (readonly Postings[])[],
    bit: number,
    weight: number,
    scores: readonly SegmentScores[],
    allowed: readonly (Uint8Array | undefined)[],
  ): void {
    for (const [field, name] of FIELDS.entries()) {
      const average = this.#averageLengths()[field] ?? 0;
      for (const [part, { reader }] of this.#parts.entries()) {
        const postings = lists[part]?.find((list) => list.field === field);
        if (postings === undefined) continue;
        scores[part]?.add(postings, {
          term: bit,
          weight: weight * FIELD_BOOSTS[name],
          lengthWeight: lengthWeight(name, average),
          average,
          lengths: reader.lengths(field, postings.docs),
          boosts: reader.boosts(postings.docs),
          allowed: allowed[part],
        });
      }
    }
  }

  /** Living documents that have the term, by field. */
  #frequencies(lists: readonly (readonly Postings[])[]): number[] {
    const counts = FIELDS.map(() => 0);
    for (const [part, { dead }] of this.#parts.entries()) {
      for (const { field, docs } of lists[part] ?? []) {
        let living = docs.length;
        if (dead !== undefined)
          for (let at = 0; at < docs.length; at += 1) living -= dead[docs[at] ?? 0] ?? 0;
        counts[field] = (counts[field] ?? 0) + living;
      }
    }
    return counts;
  }

  #averageLengths(): readonly number[] {
    this.#averages ??= FIELDS.map((_, field) => {
      let total = 0;
      for (const { reader, deleted } of this.#parts) {
        total += reader.totals[field] ?? 0;
        for (let at = 0; at < deleted.length; at += 1) total -= reader.length(field, deleted[at] ?? 0);
      }
      return total / this.size;
    });
    return this.#averages;
  }

  #list(limit: number, allowed: readonly (Uint8Array | undefined)[]): SearchResult {
    const top = this.#top(limit);
    let total = 0;
    for (const [part, { reader }] of this.#parts.entries()) {
      reader.times();
      const filter = allowed[part];
      for (let doc = 0; doc < reader.docCount; doc += 1) {
        if (filter !== undefined && filter[doc] !== 1) continue;
        total += 1;
        top.offer({ part, doc, score: 0 });
      }
    }
    return { asked: [], total, hits: top.sorted().map((found) => this.#hit(found, [], [], [])) };
  }

  #best(
    limit: number,
    terms: readonly QueryTerm[],
    scores: readonly SegmentScores[],
    near: Nearness,
  ): Pick<SearchResult, 'total' | 'hits'> {
    const top = this.#top(Math.max(limit, NEAR_DEPTH));
    let total = 0;
    for (const [part, segment] of scores.entries()) {
      const found = segment.scores();
      let least = Math.fround(top.worst?.score ?? 0);
      for (let doc = 0; doc < found.length; doc += 1) {
        const score = found[doc] ?? 0;
        if (score === 0) continue;
        total += 1;
        if (Math.fround(score) < least) continue;
        top.offer({ part, doc, score });
        least = Math.fround(top.worst?.score ?? 0);
      }
    }
    const best = raised(top, (found) => this.#nearer(found, near, scores), this.#top(limit));
    const hits = best.map((found) => {
      const segment = scores[found.part];
      const matched = terms.filter((_, bit) => segment?.hasTerm(found.doc, bit) === true);
      const words = [...new Set(matched.map(({ word }) => word))];
      const tokens = matched.map(({ token }) => token);
      const fields = FIELDS.filter((_, field) => segment?.hasField(found.doc, field) === true);
      return this.#hit(found, words, tokens, fields);
    });
    return { total, hits };
  }

  #nearer({ part, doc, score }: Found, near: Nearness, scores: readonly SegmentScores[]): Found {
    const segment = scores[part];
    if (segment === undefined || !near.canMeet(segment.matched(doc))) return { part, doc, score };
    const reader = this.#reader(part);
    const lengthOf = (field: number): number => reader.length(field, doc);
    const together = near.score(reader.sequence(doc), segment.matched(doc), lengthOf, this.#averageLengths());
    const factor = (reader.boost(doc) / 1000) * segment.factor(doc);
    return { part, doc, score: score + together * factor };
  }

  #hit(
    found: Found,
    terms: readonly string[],
    tokens: readonly string[],
    fields: SearchHit['fields'],
  ): SearchHit {
    const reader = this.#reader(found.part);
    const { key, stored } = reader.storedDoc(found.doc);
    return { key, score: found.score, time: reader.time(found.doc), terms, tokens, fields, stored };
  }

  #reader(part: number): SegmentReader {
    const reader = this.#parts[part]?.reader;
    if (reader === undefined) throw new RangeError('no such segment');
    return reader;
  }

  /** Within a segment numbers follow the keys, so a key is read only where two segments tie. */
  #top(limit: number): TopHits<Found> {
    const keys = new Map<string, string>();
    const keyOf = ({ part, doc }: Found): string => {
      const at = `${part}:${doc}`;
      const key = keys.get(at) ?? this.#reader(part).stored(doc).key;
      keys.set(at, key);
      return key;
    };
    const timeOf = ({ part, doc }: Found): number => this.#reader(part).time(doc);
    return new TopHits<Found>(limit, (a, b) => {
      const byRank = compareScores(a, b) || timeOf(b) - timeOf(a);
      if (byRank !== 0) return byRank;
      if (a.part === b.part) return a.doc - b.doc;
      return keyOf(a) < keyOf(b) ? -1 : 1;
    });
  }
}

/** By document number, 1 where the filters and the deletions let it through; absent where all pass. */
function allowedDocs({ reader, dead }: Part, query: SearchQuery): Uint8Array | undefined {
  const { since, until } = query;
  const groups = (query.all ?? []).filter((group) => group.length > 0);
  const none = query.none ?? [];
  if (groups.length + none.length === 0 && since === undefined && until === undefined) {
    return dead?.map((gone) => 1 - gone);
  }
  const allowed = new Uint8Array(reader.docCount).fill(1);
  for (const group of groups) {
    const has = new Uint8Array(reader.docCount);
    for (const facet of group) for (const doc of reader.facet(wellFormed(facet))) has[doc] = 1;
    for (let doc = 0; doc < allowed.length; doc += 1) if (has[doc] !== 1) allowed[doc] = 0;
  }
  for (const facet of none) for (const doc of reader.facet(wellFormed(facet))) allowed[doc] = 0;
  if (dead !== undefined)
    for (let doc = 0; doc < allowed.length; doc += 1) if (dead[doc] === 1) allowed[doc] = 0;
  if (since === undefined && until === undefined) return allowed;
  const times = reader.times();
  for (let doc = 0; doc < allowed.length; doc += 1) {
    if (allowed[doc] !== 1) continue;
    const time = times[doc] ?? 0;
    if ((since !== undefined && time < since) || (until !== undefined && time > until)) allowed[doc] = 0;
  }
  return allowed;
}
