import type { TreeEntry } from '../core/ports.ts';
import { present } from '../core/present.ts';
import type { RecallHit } from '../core/recall.ts';
import { type ExpectedAnswer, QUERIES_FILE } from '../core/recall-check.ts';
import type { Finding } from '../core/review.ts';
import { isoDate } from '../core/time.ts';
import { decodeRecord } from '../format/decode.ts';
import { decodeQueries } from '../format/queries.ts';
import { type AskedTwice, lostAnswers } from '../review/lost-answers.ts';
import { docOfRecord } from '../search/document.ts';
import type { SearchDoc, SearchIndex } from '../search/search-index.ts';
import { SegmentIndex } from '../search/segment-index.ts';
import { withChange } from '../search/segment-set.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Ask, firstHits, placeBeyond } from './check-recall.ts';
import type { Context, Repository } from './context.ts';
import { type NamedRecord, namedRecords } from './named-records.ts';
import { recallFrom } from './recall.ts';
import type { ReviewPairs } from './review-files.ts';

/** One side of a change: its questions, and its records alone as they are recalled. */
interface Side {
  readonly questions: ReadonlyMap<string, ExpectedAnswer>;
  readonly index: SearchIndex;
  readonly ask: Ask;
}

/**
 * Asks the questions of both sides of both sides' records. Commits, packs and other repositories are left out: a clone
 * that has less of them must not judge otherwise.
 * @param entries the memory's files at base
 * @param limit of hits that a person gets who says none
 */
export async function recallFindings(
  context: Context,
  { git }: Repository,
  entries: readonly TreeEntry[],
  read: ReviewPairs,
  limit: number,
): Promise<readonly Finding[]> {
  const kept = entries.filter(({ path }) => path === QUERIES_FILE || kindOfPath(path) !== undefined);
  const old = await git.readBlobs(kept.map(({ oid }) => oid));
  const docs = kept.flatMap(({ path, oid }) => docIn(old.get(oid), path));
  const base = withChange([], docs, []);
  const changed = read.pairs.flatMap(({ path, after }) =>
    after === undefined ? [] : docIn(read.blobs.get(after), path),
  );
  const paths = read.pairs.map(({ path }) => path);
  const head = withChange(base, changed, paths);
  const askedOld = kept.find(({ path }) => path === QUERIES_FILE);
  const askedNow = read.pairs.find(({ path }) => path === QUERIES_FILE);
  const before = questionsIn(askedOld && old.get(askedOld.oid));
  const after = askedNow === undefined ? before : questionsIn(read.blobs.get(askedNow.after ?? ''));
  const news = new Set(changed.map(({ key }) => key));
  return lostAnswers(
    await askedTwice(
      sideOf(context, before, new SegmentIndex(base), limit),
      sideOf(context, after, new SegmentIndex(head), limit),
      news,
      isoDate(context.clock()),
    ),
    QUERIES_FILE,
  );
}

function docIn(bytes: Uint8Array | undefined, path: string): SearchDoc[] {
  if (bytes === undefined || kindOfPath(path) === undefined) return [];
  const { record } = decodeRecord(bytes, path);
  return record === undefined ? [] : [docOfRecord(record, path)];
}

function questionsIn(bytes: Uint8Array | undefined): ReadonlyMap<string, ExpectedAnswer> {
  return new Map(
    bytes === undefined ? [] : decodeQueries(bytes).queries.map((query) => [query.ask, query] as const),
  );
}

/** A reviewer is a person, whoever reads the review to them: both sides are asked as one asks. */
function sideOf(
  { audience: _, ...context }: Context,
  questions: Side['questions'],
  index: SearchIndex,
  limit: number,
): Side {
  const searched = { records: index.size, commits: 0 };
  const opened = { index, own: index, searched, problems: [], limit, bodyOf: () => undefined };
  return { questions, index, ask: (query) => recallFrom(context, opened, { ...query, at: 'review' }) };
}

async function askedTwice(
  before: Side,
  after: Side,
  news: ReadonlySet<string>,
  today: string,
): Promise<readonly AskedTwice[]> {
  const namedBefore = namedRecords(before.index, today);
  const namedAfter = namedRecords(after.index, today);
  // What a change takes away is known from before it.
  const named = (start: string): NamedRecord => {
    const now = namedAfter(start);
    const { id, title } = now.title === undefined ? namedBefore(start) : now;
    return { ...now, id, ...present({ title }) };
  };
  const out: AskedTwice[] = [];
  for (const ask of new Set([...after.questions.keys(), ...before.questions.keys()])) {
    const [was, is] = [before.questions.get(ask), after.questions.get(ask)];
    const records = new Map<string, NamedRecord>();
    const idsOf = (query: ExpectedAnswer | undefined): ReadonlySet<string> =>
      new Set(
        (query?.find ?? []).map((start) => {
          const record = named(start);
          records.set(record.id, record);
          return record.id;
        }),
      );
    const [idsAfter, idsBefore] = [idsOf(is), idsOf(was)];
    const within = Math.max(was?.within ?? 0, is?.within ?? 0);
    const asked = { ask, within };
    const [first, now] = [await firstHits(before.ask, asked), await firstHits(after.ask, asked)];
    const placeOf = async (
      side: Side,
      hits: readonly RecallHit[],
      id: string,
    ): Promise<number | undefined> => {
      const at = hits.findIndex((hit) => hit.id === id);
      return at < 0 ? placeBeyond(side.ask, asked, id) : at + 1;
    };
    for (const { id, title, gone } of records.values()) {
      const place = {
        before: await placeOf(before, first, id),
        after: gone === undefined ? await placeOf(after, now, id) : undefined,
      };
      const ahead = now
        .slice(0, Math.min((is ?? was)?.within ?? within, (place.after ?? Infinity) - 1))
        .filter((hit) => hit.path !== undefined && news.has(hit.path));
      out.push({
        ask,
        record: { id, ...present({ title }) },
        within: present({
          before: idsBefore.has(id) ? was?.within : undefined,
          after: idsAfter.has(id) ? is?.within : undefined,
        }),
        place: present(place),
        ...present({ line: is?.line, gone }),
        ahead: ahead.map((hit) => hit.title),
      });
    }
  }
  return out;
}
