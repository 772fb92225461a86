import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complexityOf } from '../../src/learn/complexity.ts';
import { errorSolutions } from '../../src/learn/error-solutions.ts';
import { executionHistory, solutionHistory } from '../../src/learn/history.ts';
import { recommend } from '../../src/learn/recommend.ts';
import { performanceReport } from '../../src/learn/report.ts';
import { seedSimilarity } from '../../src/learn/seed-similarity.ts';
import { similarExecutions } from '../../src/learn/similar.ts';
import { type LearnCase, learnCase, START } from './random-cases.ts';

const CASES = 800;
const python = spawnSync('python3', ['--version']).status === 0;
if (!python) console.warn('skipped: no python3 here, so learning is not held to its formulas in Python');

/** Names what differs; numbers may differ by 1e-9, or by that share of large ones. */
function differences(ours: unknown, theirs: unknown, where: string): string[] {
  if (typeof ours === 'number' && typeof theirs === 'number')
    return Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs))
      ? []
      : [`${where}: ${ours}, not ${theirs}`];
  if (typeof ours !== 'object' || typeof theirs !== 'object' || ours === null || theirs === null)
    return ours === theirs ? [] : [`${where}: ${JSON.stringify(ours)}, not ${JSON.stringify(theirs)}`];
  const [mine, other] = [new Map(Object.entries(ours)), new Map(Object.entries(theirs))];
  return [...new Set([...mine.keys(), ...other.keys()])].flatMap((key) =>
    differences(mine.get(key), other.get(key), `${where}.${key}`),
  );
}

function oursOf(one: LearnCase): unknown {
  const { task, settings } = one;
  const times = { now: START + 60_000 };
  const history = executionHistory(one.executions, settings.patterns, times);
  const solutions = solutionHistory(one.solutions, settings.solutions, times);
  const report = performanceReport('made up', history, times.now);
  return {
    complexity: complexityOf(task),
    similarities: history.kept.map(seedSimilarity(task)),
    similar: similarExecutions(task, history, settings, () => []).map(({ one, similarity }) => [
      one.task,
      similarity,
    ]),
    recommendation: recommend(task, history, settings, () => []),
    solutions: errorSolutions(one.error_type, one.error_message, solutions).map(({ one, relevance }) => [
      one.id,
      relevance,
    ]),
    metrics: report.overall_metrics,
    performance: report.category_performance,
    // Times in words are ours alone.
    advice: report.recommendations.map((line) => line.replace(/take [\d.]+ (?:s|min|h)/, 'take # s')),
    insights: report.learning_insights,
  };
}

describe.skipIf(!python)('learning, against the same formulas in Python', () => {
  test(`${CASES} random sets of tasks, executions and solutions give the same`, () => {
    const cases = fc.sample(learnCase, { numRuns: CASES, seed: 3 });
    const oracle = new URL('oracle.py', import.meta.url).pathname;
    const ran = spawnSync('python3', [oracle], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect(ran.stderr).toBe('');
    const theirs = JSON.parse(ran.stdout) as readonly unknown[];
    expect(theirs).toHaveLength(CASES);
    const wrong = cases.flatMap((one, place) => differences(oursOf(one), theirs[place], `case ${place}`));
    expect(wrong).toEqual([]);
    // The sets have in them what they are to try.
    const said = JSON.stringify(theirs);
    for (const word of [
      'improving',
      'declining',
      'stable',
      'insufficient_data',
      'no_data',
      ' 6.2 %',
      '31.2 %',
    ])
      expect(said).toContain(word);
  });
});
