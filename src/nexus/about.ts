import { inPack } from '../core/pack.ts';
import { present } from '../core/present.ts';
import type { StoredDoc } from '../core/recall.ts';
import { lifecycleOf, type NexusRecord, type StoredRecord } from '../core/record.ts';
import type { RecordAbout, RecordLink, Relation } from '../core/record-about.ts';
import { placeOf } from '../core/source.ts';
import { isoDate } from '../core/time.ts';
import { derivedFacet, idFacet, recalledFacet, supersedesFacet } from '../search/facets.ts';
import type { Context } from './context.ts';
import { checkedFiles } from './freshness.ts';
import { type OpenIndex, openIndexWithOthers } from './index-cache.ts';
import { findAnywhere, otherBytes } from './others.ts';
import { provenanceOf } from './provenance.ts';
import { standingOf } from './recall.ts';
import { recordAt } from './record-at.ts';
import { outcomesIn, usesOf } from './uses.ts';

/** Of one relation, the newest so many. */
const MOST = 50;

/** One record with all that is known around it; as of a revision without what only the working tree can tell. */
export async function about(context: Context, id: string, at?: string): Promise<RecordAbout> {
  return at === undefined ? aboutNow(context, id) : aboutThen(context, id, at);
}

async function aboutNow(context: Context, id: string): Promise<RecordAbout> {
  const stored = await findAnywhere(context, id);
  const { record, path } = stored;
  const pack = inPack(path)?.pack;
  const isOwn = placeOf(path) === undefined;
  const bytes = isOwn ? context.files.read(path) : await otherBytes(context, path);
  const index = await openIndexWithOthers(context);
  const doc = docOf(index, record.id);
  const links = linksOf(index, record, placeOf(path));
  return {
    ...whole(context, stored, links),
    text: new TextDecoder().decode(bytes),
    standing: doc === undefined ? (pack === undefined ? 'uncommitted' : 'pack') : standingOf(doc),
    citations: await checkedFiles(context, record.files, isOwn ? doc : undefined),
    outcomes: outcomesIn(index.own, record.id),
    problems: bytes === undefined || !isOwn ? [] : (await context.reader()).decode(bytes, path).problems,
    ...present({ pack, source: doc?.source, usefulness: usesOf(index.own, record.id) }),
    ...(doc === undefined ? {} : (await provenanceOf(context, index, [doc]))[0]),
  };
}

async function aboutThen(context: Context, id: string, at: string): Promise<RecordAbout> {
  const { stored, text, problems } = await recordAt(context, id, at);
  const { openIndexAt } = await import('./index-at.ts');
  const links = linksOf(await openIndexAt(context, at), stored.record);
  return {
    ...whole(context, stored, links),
    text,
    standing: 'committed',
    citations: await checkedFiles(context, stored.record.files, undefined),
    outcomes: [],
    problems,
  };
}

function whole(context: Context, stored: StoredRecord, links: readonly RecordLink[]) {
  const ended =
    lifecycleOf(stored.record, isoDate(context.clock())) ??
    (links.some(({ relation }) => relation === 'superseded by') ? ('superseded' as const) : undefined);
  return { stored, links, ...present({ ended }) };
}

/** Of two with this id the repository's own. */
function docOf({ own, index }: OpenIndex, id: string): StoredDoc | undefined {
  const query = { text: '', all: [[idFacet(id)]], limit: 1 };
  return (own.search(query).hits[0] ?? index.search(query).hits[0])?.stored;
}

/** @param place whose memory it is of; what others say of it does not count */
function linksOf(index: OpenIndex, record: NexusRecord, place?: string): readonly RecordLink[] {
  const { id } = record;
  const named = (relation: Relation, ids: readonly string[]): RecordLink[] =>
    [...new Set(ids)].map((other) => {
      const doc = docOf(index, other);
      return { relation, id: other, ...(doc === undefined ? {} : { title: doc.title, kind: doc.kind }) };
    });
  const found = (relation: Relation, facet: string): RecordLink[] =>
    index.index
      .search({ text: '', all: [[facet]], limit: MOST })
      .hits.filter(({ key, stored }) => stored.id !== id && [undefined, place].includes(placeOf(key)))
      .map(({ stored }) => ({ relation, id: stored.id, title: stored.title, kind: stored.kind }));
  return [
    ...named('supersedes', record.supersedes),
    ...found('superseded by', supersedesFacet(id)),
    ...named('derived from', record.derived_from),
    ...found('derived', derivedFacet(id)),
    ...named(
      'recalled',
      (record.recalled ?? []).map((entry) => entry.id),
    ),
    ...named(
      'met',
      (record.errors ?? []).flatMap((entry) => entry.id ?? []),
    ),
    ...found('recalled in', recalledFacet(id)),
  ];
}
