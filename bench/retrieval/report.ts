import { plural } from '../../src/present/layout.ts';
import { BASELINE } from './baseline.ts';
import type { Agreement } from './contract.ts';
import type { MeaningOutcome } from './embeddings.ts';
import type { ErrorOutcome } from './errors.ts';
import { METRICS, type Metric, meanOf } from './metrics.ts';
import type { Outcome, SetOutcome } from './run-set.ts';

const HEADS: Readonly<Record<Metric, string>> = {
  recall1: 'R@1',
  recall5: 'R@5',
  recall10: 'R@10',
  hit5: 'hit@5',
  mrr10: 'MRR@10',
  ndcg10: 'nDCG@10',
};

const percent = (share: number): string => (100 * share).toFixed(1);
const change = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));

const row = (name: string, cells: readonly string[]): string =>
  `  ${name.padEnd(11)}${cells.map((cell) => cell.padStart(9)).join('')}`;

/** A set's lines: each way, and how much the first is above or below the second. */
export function setLines({ set, collections, docs, queries, outcomes }: SetOutcome): readonly string[] {
  const [ours, other] = outcomes;
  const head = row('', [...METRICS.map((metric) => HEADS[metric]), 'build s', 'p50 ms', 'p95 ms']);
  const lines = outcomes.map(({ way, quality, build, p50, p95 }) =>
    row(way, [
      ...METRICS.map((metric) => percent(quality[metric])),
      (build / 1000).toFixed(2),
      ms(p50),
      ms(p95),
    ]),
  );
  const differences =
    ours === undefined || other === undefined
      ? []
      : [
          row('difference', [
            ...METRICS.map((metric) => change(100 * (ours.quality[metric] - other.quality[metric]))),
            ...(['build', 'p50', 'p95'] as const).map((time) => `${(ours[time] / other[time]).toFixed(2)} ×`),
          ]),
        ];
  const among = collections === 1 ? '' : ` in ${collections} collections`;
  const what = `${set}: ${queries} questions, ${docs} documents${among}`;
  return [what, head, ...lines.slice(0, 2), ...differences, ...lines.slice(2), ''];
}

/** All sets together; each counts the same. */
export interface Summary {
  readonly sets: number;
  /** Macro-averages of nDCG@10 in percent. */
  readonly nexus: number;
  /** Of the same run; absent where it was left out. */
  readonly plain?: number;
  readonly ratioToPlain?: number;
  /** Against the figures in `../shared/data/README.md`, over the sets that stand there; absent where none does. */
  readonly baseline?: {
    readonly sets: number;
    readonly nexus: number;
    readonly plain: number;
    readonly tuned: number;
    readonly ratioToPlain: number;
    readonly ratioToTuned: number;
    /** Sets that are more than 2 % below their tuned baseline. */
    readonly below: readonly string[];
  };
  /** Sets on which p95 is above plain MiniSearch's. */
  readonly slower?: readonly string[];
  /** The share of questions about LoCoMo's sessions that have an answer among the first five, in percent. */
  readonly locomoHit5?: number;
}

const of = (outcome: SetOutcome, way: string): Outcome | undefined =>
  outcome.outcomes.find((one) => one.way === way);

export function summaryOf(all: readonly SetOutcome[]): Summary {
  const macro = (way: string, sets: readonly SetOutcome[]): number =>
    100 * meanOf(sets.flatMap((set) => of(set, way)?.quality ?? [])).ndcg10;
  const nexus = macro('Nexus', all);
  const isPlain = all.every((set) => of(set, 'MiniSearch') !== undefined);
  const plain = isPlain ? macro('MiniSearch', all) : undefined;
  const session = all.find(({ set }) => set === 'locomo-session');
  const hit5 = session === undefined ? undefined : of(session, 'Nexus')?.quality.hit5;
  const slower = all.filter((set) => (of(set, 'Nexus')?.p95 ?? 0) > (of(set, 'MiniSearch')?.p95 ?? 0));
  const known = all.filter(({ set }) => BASELINE[set] !== undefined);
  return {
    sets: all.length,
    nexus,
    ...(plain === undefined
      ? {}
      : { plain, ratioToPlain: nexus / plain, slower: slower.map(({ set }) => set) }),
    ...(known.length === 0 ? {} : { baseline: againstBaseline(known, macro('Nexus', known)) }),
    ...(hit5 === undefined ? {} : { locomoHit5: 100 * hit5 }),
  };
}

function againstBaseline(known: readonly SetOutcome[], nexus: number): NonNullable<Summary['baseline']> {
  const mean = (column: 'plain' | 'tuned'): number =>
    known.reduce((sum, { set }) => sum + (BASELINE[set]?.[column] ?? 0), 0) / known.length;
  const [plain, tuned] = [mean('plain'), mean('tuned')];
  const below = known.filter(
    (set) => 100 * (of(set, 'Nexus')?.quality.ndcg10 ?? 0) < 0.98 * (BASELINE[set.set]?.tuned ?? 0),
  );
  return {
    ...{ sets: known.length, nexus, plain, tuned },
    ...{ ratioToPlain: nexus / plain, ratioToTuned: nexus / tuned },
    below: below.map(({ set }) => set),
  };
}

/** The last lines: what is asked of recall, and how it stands to that. */
export function summaryLines({ sets, nexus, plain, ratioToPlain, baseline, slower, locomoHit5 }: Summary) {
  const bar = (value: number, least: number, digits = 3): string =>
    `(bar ${least.toFixed(2)}: ${Number(value.toFixed(digits)) >= least ? 'met' : 'MISSED'})`;
  const names = (all: readonly string[]): string => (all.length === 0 ? 'none' : all.join(', '));
  const lines = [`nDCG@10, mean of ${sets} ${sets === 1 ? 'set' : 'sets'}: Nexus ${nexus.toFixed(1)}`];
  if (plain !== undefined && ratioToPlain !== undefined)
    lines.push(
      `  plain MiniSearch ${plain.toFixed(1)} in this run: ${ratioToPlain.toFixed(3)} × ${bar(ratioToPlain, 1.2)}`,
    );
  if (baseline !== undefined) {
    const { ratioToPlain: toPlain, ratioToTuned: toTuned, below } = baseline;
    const over =
      baseline.sets === sets ? '' : ` over ${baseline.sets} sets, Nexus ${baseline.nexus.toFixed(1)}`;
    lines.push(
      `  baselines on record${over}: plain ${baseline.plain.toFixed(1)}: ${toPlain.toFixed(3)} × ${bar(toPlain, 1.2)}, ` +
        `tuned ${baseline.tuned.toFixed(1)}: ${toTuned.toFixed(3)} × ${bar(toTuned, 1.05)}`,
      `  more than 2 % below their tuned baseline: ${names(below)}`,
    );
  }
  if (slower !== undefined) lines.push(`  p95 above plain MiniSearch's: ${names(slower)}`);
  if (locomoHit5 !== undefined)
    lines.push(`  hit@5 on LoCoMo's sessions: ${locomoHit5.toFixed(1)} % ${bar(locomoHit5, 93, 1)}`);
  return lines;
}

/** Errors that come again: by signature and words, by words alone, the difference; and where nobody had met them. */
export function errorLines(outcomes: readonly ErrorOutcome[]): readonly string[] {
  return outcomes.flatMap(({ set, again, asked, both, words, unmet, bySignature }, at) => {
    const line = (name: string, of: (metric: Metric) => string): string => row(name, METRICS.map(of));
    const isFirst = outcomes[at - 1]?.set !== set;
    const isLast = outcomes[at + 1]?.set !== set;
    return [
      ...(isFirst ? [`${set}: errors that come again`, line('', (metric) => HEADS[metric])] : []),
      `  ${again}: ${asked}, ${percent(bySignature)} % answered by their signature`,
      line('Nexus', (metric) => percent(both[metric])),
      line('words only', (metric) => percent(words[metric])),
      line('difference', (metric) => change(100 * (both[metric] - words[metric]))),
      line('never met', (metric) => percent(unmet[metric])),
      ...(isLast ? [''] : []),
    ];
  });
}

export function agreementLines({ set, asked, different }: Agreement): readonly string[] {
  if (different.length === 0)
    return [`${set}: ${plural(asked, 'question')}, each with the same ten and the same scores`];
  return [
    `${set}: ${different.length} of ${asked} questions are answered differently`,
    ...different.slice(0, 5).map((one) => `  ${one}`),
  ];
}

/** The share of nDCG@10 that vectors may take away from words. */
const MOST_LOST = 0.01;

export function isBelowWords({ words, fused }: MeaningOutcome): boolean {
  return fused.ndcg10 < (1 - MOST_LOST) * words.ndcg10;
}

/** Of one set: words alone, then of each made model the vectors alone, both together, and the difference that they make. */
export function meaningLines(outcomes: readonly MeaningOutcome[]): readonly string[] {
  const [first] = outcomes;
  if (first === undefined) return [];
  const line = (name: string, of: (metric: Metric) => string): string => row(name, METRICS.map(of));
  const { set, queries, words } = first;
  return [
    `${set}: ${queries} questions`,
    line('', (metric) => HEADS[metric]),
    line('words', (metric) => percent(words[metric])),
    ...outcomes.flatMap((outcome) => {
      const { model, vectors, fused } = outcome;
      const share = 100 * (fused.ndcg10 / words.ndcg10 - 1);
      return [
        `  ${model}: nDCG@10 ${share < 0 ? '−' : '+'}${Math.abs(share).toFixed(2)} % ${isBelowWords(outcome) ? 'MISSED' : 'ok'}`,
        line('vectors', (metric) => percent(vectors[metric])),
        line('fused', (metric) => percent(fused[metric])),
        line('difference', (metric) => change(100 * (fused[metric] - words[metric]))),
      ];
    }),
    '',
  ];
}
