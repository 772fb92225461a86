import { setImmediate as turn } from 'node:timers/promises';
import type { LearnReport, ReportQuery, UsedRecord, Usefulness } from '../core/report.ts';
import { errorCosts } from '../learn/error-costs.ts';
import { executionHistory } from '../learn/history.ts';
import { performanceReport } from '../learn/report.ts';
import { byWeek, successSeries, type WeekFact } from '../learn/series.ts';
import { approachPerformance } from '../learn/trends.ts';
import { mostHarmful, mostHelpful, usefulness } from '../learn/usefulness.ts';
import { idFacet } from '../search/facets.ts';
import type { Context } from './context.ts';
import { type Dated, type Facts, factsOf } from './executions.ts';
import { type OpenIndex, openIndex } from './index-cache.ts';
import { memoryHealth } from './memory-health.ts';
import { projectName } from './session-overview.ts';
import { loadConfig, readConfig } from './settings.ts';

const POINTS = 16;
const WEEKS = 12;
const ERRORS = 10;
const RECORDS = 5;

/**
 * The same for all who hold the same memory and ask at the same time. Of a long history it is told in turns, between which
 * other things happen: a key is heard.
 */
export async function report(context: Context, query: ReportQuery): Promise<LearnReport> {
  const { learn } = loadConfig(context);
  const opened = await openIndex(context);
  const now = context.clock();
  const facts = await factsOf(context, opened);
  await turn();
  const all = executionHistory(facts.executions, learn.patterns, { now });
  await turn();
  const since = query.since === undefined ? undefined : new Date(query.since).toISOString();
  const kept = all.kept.filter(
    (one) => isSince(one, since) && (query.category === undefined || one.category === query.category),
  );
  const made = performanceReport((await projectName(context)) ?? '', { ...all, kept }, now);
  await turn();
  const recalled = facts.recalled.filter((one) => isSince(one, since));
  const errors = facts.errors.filter((one) => isSince(one, since));
  const uses = usefulness(recalled);
  await turn();
  const named = (some: readonly Usefulness[]): readonly UsedRecord[] => withTitles(opened, some);
  const weeks = byWeek(weekFacts({ executions: kept, errors, recalled }), query.weeks ?? WEEKS);
  await turn();
  const costs = errorCosts(errors, ERRORS, weeks);
  const first = firstUses(facts.recalled);
  await turn();
  return {
    ...made,
    ...(since === undefined ? {} : { since }),
    ...(query.category === undefined ? {} : { category: query.category }),
    approaches: approachPerformance({ ...all, kept }),
    series: made.category_performance.map(({ category }) => ({
      category,
      rates: successSeries(
        kept.filter((one) => one.category === category),
        POINTS,
      ),
    })),
    weeks,
    errors: costs,
    helpful: named(mostHelpful(uses.values(), RECORDS)),
    harmful: named(mostHarmful(uses.values(), RECORDS)),
    health: await memoryHealth(
      context,
      opened,
      first,
      weeks.map(({ week }) => week),
    ),
    problems: [...readConfig(context).problems, ...facts.problems],
  };
}

/** Milliseconds since 1970, by id. */
function firstUses(recalled: Facts['recalled']): ReadonlyMap<string, number> {
  const out = new Map<string, number>();
  for (const { id, at } of recalled) {
    const time = Date.parse(at);
    if (time < (out.get(id) ?? Number.POSITIVE_INFINITY)) out.set(id, time);
  }
  return out;
}

function isSince(one: Dated<object>, since: string | undefined): boolean {
  return since === undefined || Date.parse(one.at) >= Date.parse(since);
}

function weekFacts({
  executions,
  errors,
  recalled,
}: Pick<Facts, 'executions' | 'errors' | 'recalled'>): WeekFact[] {
  return [
    ...executions.map(
      ({ at, success }): WeekFact => ({ at, counts: success ? ['executions', 'succeeded'] : ['executions'] }),
    ),
    ...errors.map(
      ({ at, resolved }): WeekFact => ({ at, counts: resolved ? ['errors', 'resolved'] : ['errors'] }),
    ),
    ...recalled.map(({ at, helped }): WeekFact => ({ at, counts: helped ? ['shown', 'helped'] : ['shown'] })),
  ];
}

/** A record that is not there any more has nothing to be named by. */
function withTitles({ index }: OpenIndex, some: readonly Usefulness[]): readonly UsedRecord[] {
  return some.flatMap((one) => {
    const [key] = index.facet(idFacet(one.id));
    const stored = key === undefined ? undefined : index.get(key);
    if (stored === undefined || stored.kind === 'commit') return [];
    return [{ ...one, kind: stored.kind, title: stored.title }];
  });
}
