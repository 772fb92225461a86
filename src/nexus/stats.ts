import { KIND_NAMES } from '../core/kinds.ts';
import { describeProblem, type Problem } from '../core/problem.ts';
import { type Kind, lifecycleOf, type NexusRecord } from '../core/record.ts';
import { isoDate } from '../core/time.ts';
import type { Context } from './context.ts';
import { factsOf } from './executions.ts';
import { openIndex } from './index-cache.ts';
import { originsOf, type PackInUse, packsInUse } from './packs.ts';
import { readConfig } from './settings.ts';

export interface StatsReport {
  readonly records: number;
  readonly living: number;
  readonly byKind: Readonly<Partial<Record<Kind, number>>>;
  readonly byLanguage: Readonly<Record<string, number>>;
  readonly byTag: Readonly<Record<string, number>>;
  readonly retired: number;
  readonly superseded: number;
  readonly forgotten: number;
  /** Folded from episodes: how often each signature was met, and how often it was resolved. */
  readonly errors: readonly {
    readonly signature: string;
    readonly id?: string;
    readonly met: number;
    readonly resolved: number;
  }[];
  /** Folded from episodes: how often a recalled record helped. */
  readonly recalled: { readonly shown: number; readonly helped: number };
  /** Knowledge that is recalled beside one's own, and counted nowhere else. */
  readonly packs: readonly PackInUse[];
  readonly bytes: number;
  readonly problems: readonly Problem[];
}

export async function stats(context: Context): Promise<StatsReport> {
  const { records, problems } = (await context.reader()).all();
  // As a report counts them: those of living episodes, whose clocks can be right.
  const facts = await factsOf(context, await openIndex(context));
  const known = new Set(problems.map(describeProblem));
  const superseded = new Set(records.flatMap(({ record }) => record.supersedes));
  const today = isoDate(context.clock());
  const count = (values: readonly string[]): Record<string, number> => {
    const out = new Map<string, number>();
    for (const value of values) out.set(value, (out.get(value) ?? 0) + 1);
    return Object.fromEntries([...out].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
  };
  const all = records.map(({ record }) => record);
  const isLiving = (record: NexusRecord): boolean =>
    lifecycleOf(record, today) === undefined && !superseded.has(record.id);
  // Of two records of an error the one that stands for both.
  const standing = new Map(
    all
      .filter(isLiving)
      .flatMap(({ id, error }) => (error?.signature === undefined ? [] : [[error.signature, id]])),
  );
  const met = new Map<string, { signature: string; id?: string; met: number; resolved: number }>();
  for (const entry of facts.errors) {
    const row = met.get(entry.signature) ?? { signature: entry.signature, met: 0, resolved: 0 };
    row.met += 1;
    row.resolved += entry.resolved ? 1 : 0;
    const id = standing.get(entry.signature) ?? entry.id;
    if (id !== undefined) row.id = id;
    met.set(entry.signature, row);
  }
  const { recalled } = facts;
  return {
    records: all.length,
    living: all.filter(isLiving).length,
    byKind: Object.fromEntries(
      KIND_NAMES.map((kind) => [kind, all.filter((record) => record.kind === kind).length]),
    ),
    byLanguage: count(all.flatMap((record) => record.language ?? [])),
    byTag: count(all.flatMap((record) => record.tags)),
    retired: all.filter((record) => record.retired !== undefined).length,
    superseded: all.filter((record) => superseded.has(record.id)).length,
    forgotten: all.filter((record) => record.forgotten !== undefined).length,
    errors: [...met.values()].sort((a, b) => b.met - a.met || (a.signature < b.signature ? -1 : 1)),
    recalled: { shown: recalled.length, helped: recalled.filter((entry) => entry.helped).length },
    packs: packsInUse(readConfig(context).config.packs, originsOf(records)),
    bytes: context.files.list().files.reduce((sum, file) => sum + file.size, 0),
    problems: [...problems, ...facts.problems.filter((problem) => !known.has(describeProblem(problem)))],
  };
}
