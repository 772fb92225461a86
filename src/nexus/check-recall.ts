import { isNexusError, NexusError } from '../core/error.ts';
import type { RecallAnswer, RecallHit, RecallQuery } from '../core/recall.ts';
import {
  type CheckedAnswer,
  type ExpectedAnswer,
  QUERIES_FILE,
  type RecallCheck,
} from '../core/recall-check.ts';
import type { StoredRecord } from '../core/record.ts';
import type { Context } from './context.ts';
import { findAnywhere } from './others.ts';
import { readQueries } from './queries.ts';
import { recall } from './recall.ts';

/** Of a record that is lost, its place is told among so many. */
const DEEP = 100;

type Ask = (query: RecallQuery) => Promise<RecallAnswer>;

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
  const ask: Ask = (query) => recall(context, query);
  const answers: CheckedAnswer[] = [];
  for (const query of read.queries) answers.push(...(await checked(context, ask, query)));
  const lines = new Set(answers.flatMap(({ lost, line }) => (lost ? [line] : [])));
  const { searched } = await ask({ text: '', limit: 1 });
  const { problems, queries } = read;
  return { questions: queries.length, answers, lost: lines.size, searched, problems };
}

async function checked(context: Context, ask: Ask, query: ExpectedAnswer): Promise<readonly CheckedAnswer[]> {
  const first = await firstHits(ask, query);
  const answers: CheckedAnswer[] = [];
  for (const named of query.find) {
    const told = { ask: query.ask, line: query.line, within: query.within };
    const known = await recordNamed(context, named);
    if (typeof known === 'string') {
      answers.push({ ...told, id: named, lost: true, why: known });
      continue;
    }
    const { id, title } = known.record;
    const at = first.findIndex((hit) => hit.id === id);
    const place = at < 0 ? await placeBeyond(ask, query, id) : at + 1;
    const lost = place === undefined || place > query.within;
    const why = place === undefined ? await whyGone(ask, known) : undefined;
    answers.push({
      ...{ ...told, id, title, lost },
      ...(place === undefined ? {} : { place }),
      ...(why === undefined ? {} : { why }),
    });
  }
  return answers;
}

/** The record, or why there is none. */
async function recordNamed(context: Context, named: string): Promise<StoredRecord | string> {
  try {
    return await findAnywhere(context, named);
  } catch (cause) {
    if (isNexusError(cause)) return cause.message;
    throw cause;
  }
}

/** A record that no words can find any more. */
async function whyGone(ask: Ask, { record }: StoredRecord): Promise<string | undefined> {
  if (record.forgotten !== undefined) return 'it is forgotten';
  const { hits } = await ask({ text: record.id, all: true, limit: 1, snippets: 0 });
  const life = hits.find(({ id }) => id === record.id)?.life;
  return life === undefined ? undefined : `it is ${life}`;
}
