import type { Context } from './context.ts';
import type { Advice } from './recommend.ts';
import { openServing } from './served.ts';

/** A line above items of which none is left says nothing. */
function isNoBareHeading(line: string, at: number, lines: readonly string[]): boolean {
  return !line.endsWith(':') || lines[at + 1]?.startsWith(' ') === true;
}

/** What is advised for a task, without names that the rules of a review warn of. */
export async function servedAdvice(context: Context, advice: Advice): Promise<Advice> {
  const serving = await openServing(context);
  if (serving === undefined) return advice;
  const isClean = (text: string): boolean => serving.findings({ text, path: 'task' }).length === 0;
  const clean = <T>(all: readonly (readonly [string, T])[]) => all.filter(([name]) => isClean(name));
  const { approach, approaches, success_factors, tools, recommendations } = advice;
  return {
    ...advice,
    ...(isClean(approach) ? {} : { approach: 'standard', confidence: 0 }),
    approaches: clean(approaches),
    success_factors: clean(success_factors),
    tools: clean(tools),
    recommendations: recommendations.filter(isClean).filter(isNoBareHeading),
  };
}
