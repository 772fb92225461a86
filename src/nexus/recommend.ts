import type {
  ErrorSolution,
  Execution,
  LearnSettings,
  Recommendation,
  TaskFacts,
} from '../core/execution.ts';
import type { Problem } from '../core/problem.ts';
import type { StoredDoc } from '../core/recall.ts';
import type { NexusRecord } from '../core/record.ts';
import { sectionNamed } from '../core/sections.ts';
import { isoDate } from '../core/time.ts';
import { errorSolutions } from '../learn/error-solutions.ts';
import { executionHistory, solutionHistory } from '../learn/history.ts';
import { recommend as recommendFrom } from '../learn/recommend.ts';
import { type Similar, similarExecutions } from '../learn/similar.ts';
import { usefulness } from '../learn/usefulness.ts';
import { analyse } from '../search/analyse.ts';
import { errorTypeFacet, kindFacet, NOT_SERVED, supersedesFacet } from '../search/facets.ts';
import type { Context } from './context.ts';
import { splitType } from './error-words.ts';
import { factsOf, newestFacts } from './executions.ts';
import { type OpenIndex, openIndex } from './index-cache.ts';
import { loadConfig, readConfig } from './settings.ts';

export interface Advice extends Recommendation {
  /** What does not count, and why. */
  readonly problems: readonly Problem[];
}

/** What earlier executions advise for a task. */
export async function recommend(context: Context, task: TaskFacts): Promise<Advice> {
  const advice = (await recommender(context))(task);
  if (context.audience === undefined) return advice;
  return (await import('./served-advice.ts')).servedAdvice(context, advice);
}

/** Advises for several tasks by what is known now, which is folded once. */
export async function recommender(context: Context): Promise<(task: TaskFacts) => Advice> {
  const { learn } = loadConfig(context);
  const wrong = readConfig(context).problems;
  const { executions, problems } = await newestFacts(context, await openIndex(context), learn.patterns);
  const history = executionHistory(executions, learn.patterns, { now: context.clock() });
  return (task) => ({
    ...recommendFrom(task, history, learn, (text) => analyse(text)),
    problems: [...wrong, ...problems],
  });
}

/** The earlier successes that a recommendation for a task rests on, or more of them. */
export async function similarTo(
  context: Context,
  task: TaskFacts,
  limit?: number,
): Promise<readonly Similar<Execution>[]> {
  const { learn } = loadConfig(context);
  const { executions } = await newestFacts(context, await openIndex(context), learn.patterns);
  const history = executionHistory(executions, learn.patterns, { now: context.clock() });
  return similarExecutions(task, history, learn, (text) => analyse(text), limit);
}

/** An error for which something is sought. */
export interface ErrorQuery {
  /** Exactly so, as in `RangeError`. */
  readonly type: string;
  readonly message?: string;
}

/** What resolved errors of this very type, whether an error record or a solution tells it, the most similar messages first. */
export async function solutionsFor(context: Context, query: ErrorQuery): Promise<readonly ErrorSolution[]> {
  const { learn } = loadConfig(context);
  const opened = await openIndex(context);
  const found = newestErrors(context, opened, learn, query.type);
  if (found.length === 0) return [];
  const { recalled } = await factsOf(context, opened);
  const uses = usefulness(recalled);
  const reader = await context.reader();
  const solutions = found.flatMap((stored): ErrorSolution[] => {
    const { record } = reader.read(stored.path ?? '');
    if (record === undefined) return [];
    const solution = solutionOf(record);
    return solution === undefined
      ? []
      : [{ ...solution, success_rate: uses.get(record.id)?.success_rate ?? 0 }];
  });
  const history = solutionHistory(solutions, learn.solutions, { now: context.clock() });
  return errorSolutions(query.type, query.message, history).map(({ one }) => one);
}

/** Records of errors of a type, and of solutions to them, among the newest that are served, oldest first. */
function newestErrors(
  context: Context,
  { index }: OpenIndex,
  learn: LearnSettings,
  type: string,
): readonly StoredDoc[] {
  const today = isoDate(context.clock());
  const typed = new Set(index.facet(errorTypeFacet(type)));
  const { hits } = index.search({
    text: '',
    all: [[kindFacet('error'), kindFacet('solution')]],
    none: NOT_SERVED,
    limit: index.size,
  });
  return (
    hits
      .filter(({ stored: { id, expires } }) => {
        if (expires !== undefined && expires <= today) return false;
        return index.facet(supersedesFacet(id)).length === 0;
      })
      .slice(0, learn.solutions)
      // Without a field for it, a record written by hand has the type where people write it.
      .filter(
        ({ key, stored: { title, signature } }) =>
          typed.has(key) || [title, signature ?? ''].some((text) => splitType(text).type === type),
      )
      .map(({ stored }) => stored)
      .sort((a, b) => (a.created === b.created ? (a.id < b.id ? -1 : 1) : a.created < b.created ? -1 : 1))
  );
}

/** Undefined for an error that nothing has resolved, and for what names no type. */
function solutionOf({
  id,
  kind,
  title,
  error = {},
  body,
  tags,
  created,
}: NexusRecord): ErrorSolution | undefined {
  const resolution = sectionNamed(body, kind === 'solution' ? 'Solution' : 'Resolution');
  const [said = title] = [error.message, title].filter((text) => splitType(text ?? '').type !== undefined);
  const split = splitType(said);
  const type = error.type ?? split.type;
  if (type === undefined || resolution === undefined) return undefined;
  const lines = resolution.split('\n');
  const item = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/;
  return {
    id,
    error_type: type,
    error_message: error.type === undefined ? split.message : (error.message ?? ''),
    approach: lines.find((line) => line.trim() !== '' && !item.test(line))?.trim() ?? '',
    steps: lines.flatMap((line) => item.exec(line)?.[1] ?? []),
    success_rate: 0,
    categories: tags,
    at: created,
  };
}
