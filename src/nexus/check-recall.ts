import { NexusError } from '../core/error.ts';
import type { RecallAnswer, RecallHit, RecallQuery } from '../core/recall.ts';
import {
  type CheckedAnswer,
  type ExpectedAnswer,
  QUERIES_FILE,
  type RecallCheck,
} from '../core/recall-check.ts';
import { isoDate } from '../core/time.ts';
import type { Context } from './context.ts';
import { openIndexWithOthers } from './index-cache.ts';
import { type NamedRecord, namedRecords } from './named-records.ts';
import { readQueries } from './queries.ts';
import { recallFrom } from './recall.ts';

/** Of a record that is lost, its place is told among so many. */
const DEEP = 100;

export type Ask = (query: RecallQuery) => Promise<RecallAnswer>;

/** What a question finds first, as many as count: just as a person gets it who asks without a limit, or with this one. */
export async function firstHits(ask: Ask, { ask: text, within }: Asked): Promise<readonly RecallHit[]> {
  const { hits } = await ask({ text, snippets: 0 });
  return (hits.length < within ? (await ask({ text, limit: within, snippets: 0 })).hits : hits).slice(
    0,
    within,
  );
}

type Asked = Pick<ExpectedAnswer, 'ask' | 'within'>;

/** The place of a record, from 1, that is not among the first; undefined beyond the first hundred. */
export async function placeBeyond(ask: Ask, { ask: text }: Asked, id: string): Promise<number | undefined> {
  const { hits } = await ask({ text, limit: DEEP, snippets: 0 });
  const place = hits.findIndex((hit) => hit.id === id);
  return place < 0 ? undefined : place + 1;
}

/** Asks each question that the memory says must find its records. Throws `no-queries` where it says nothing. */
export async function checkRecall(context: Context): Promise<RecallCheck> {
  const read = readQueries(context);
  if (read === undefined)
    throw new NexusError(
      'not-found',
      'no-queries',
      `there is no ${QUERIES_FILE}: nothing says what must be found`,
      'it holds questions and ids: queries: [{ask: how do we retry uploads, find: ["01m7ytvkb8wa1k"]}]',
    );
  const opened = await openIndexWithOthers(context);
  const ask: Ask = (query) => recallFrom(context, opened, query);
  const answers: CheckedAnswer[] = [];
  const named = namedRecords(opened.index, isoDate(context.clock()));
  for (const query of read.queries) answers.push(...(await checked(ask, query, named)));
  const lines = new Set(answers.flatMap(({ lost, line }) => (lost ? [line] : [])));
  const { problems, queries } = read;
  return { questions: queries.length, answers, lost: lines.size, searched: opened.searched, problems };
}

async function checked(
  ask: Ask,
  query: ExpectedAnswer,
  named: (start: string) => NamedRecord,
): Promise<readonly CheckedAnswer[]> {
  const first = await firstHits(ask, query);
  const answers: CheckedAnswer[] = [];
  for (const start of query.find) {
    const { id, title, gone } = named(start);
    const at = first.findIndex((hit) => hit.id === id);
    const place = at >= 0 ? at + 1 : gone === undefined ? await placeBeyond(ask, query, id) : undefined;
    answers.push({
      ...{ ask: query.ask, line: query.line, within: query.within, id },
      ...(title === undefined ? {} : { title }),
      ...(place === undefined ? {} : { place }),
      lost: place === undefined || place > query.within,
      ...(gone === undefined ? {} : { why: gone }),
    });
  }
  return answers;
}
