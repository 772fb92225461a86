import type { CodeUnit } from '../core/code.ts';
import { callsIn, ownName } from './words.ts';

/** Calls that go together, wherever one of them is made. */
export interface Together {
  /** In the order in which the first place makes them. */
  readonly calls: readonly string[];
  readonly units: readonly CodeUnit[];
  /** Of those who make one of the calls, so many make all: the least over the calls, 0 to 1. */
  readonly confidence: number;
}

/** Together in so many files; fewer may be chance. */
const FILES = 3;
/** Below, they meet by chance; a few places must be surer. */
const CONFIDENCE = { few: 0.65, many: 0.5 } as const;
const MANY = 6;
/** Shorter names are read, not understood. */
const LEAST_NAME = 4;
const LEAST_CALLS = 2;
const MAX_CALLS = 6;
/** What is called in more places is vocabulary, not a protocol. */
const MAX_CALLERS = 40;
const MAX_LINES = 80;

/**
 * Sets of calls that are made together: closed frequent item sets in which each call implies the others (after
 * PR-Miner, Li and Zhou 2005), of functions that this code defines itself, so that they tell of it and not of its language.
 */
export function calledTogether(units: readonly CodeUnit[]): Together[] {
  const functions = units.filter(
    ({ kind, lines }) => (kind === 'function' || kind === 'method') && lines <= MAX_LINES,
  );
  const own = ownCalls(functions);
  const callsOf = new Map<CodeUnit, readonly string[]>();
  const callers = new Map<string, CodeUnit[]>();
  for (const unit of functions) {
    const calls = callsIn(unit.text).filter((call) => call !== ownName(unit.name) && own.has(call));
    callsOf.set(unit, calls);
    for (const call of calls) push(callers, call, unit);
  }
  const isUsable = (call: string): boolean => {
    const units = callers.get(call) ?? [];
    return units.length <= MAX_CALLERS && filesIn(units) >= FILES;
  };
  const usable = new Set([...callers.keys()].filter(isUsable));
  const found = new Map<string, Together>();
  for (const first of [...usable].sort()) {
    const mine = callers.get(first) ?? [];
    const counts = new Map<string, CodeUnit[]>();
    for (const unit of mine)
      for (const call of callsOf.get(unit) ?? [])
        if (call > first && usable.has(call)) push(counts, call, unit);
    for (const [, both] of counts) {
      if (filesIn(both) < FILES) continue;
      const set = closed(both, callsOf).filter((call) => usable.has(call));
      const all = mine.filter((unit) => set.every((call) => callsOf.get(unit)?.includes(call)));
      const units = innermost(all);
      const confidence = Math.min(...set.map((call) => all.length / (callers.get(call)?.length ?? 1)));
      if (set.length < LEAST_CALLS || filesIn(units) < FILES || confidence < sureness(units.length)) continue;
      found.set([...set].sort().join(' '), { calls: set.slice(0, MAX_CALLS), units, confidence });
    }
  }
  return [...found.values()];
}

/** Names of what is defined here: once, or as methods that several classes have. */
function ownCalls(functions: readonly CodeUnit[]): Set<string> {
  const counts = new Map<string, { all: number; methods: number }>();
  for (const { name, kind } of functions) {
    const count = counts.get(ownName(name)) ?? { all: 0, methods: 0 };
    counts.set(ownName(name), { all: count.all + 1, methods: count.methods + (kind === 'method' ? 1 : 0) });
  }
  const known = [...counts].filter(([, { all, methods }]) => all === 1 || all === methods);
  return new Set(known.map(([name]) => name).filter((name) => name.length >= LEAST_NAME));
}

function sureness(places: number): number {
  return places < MANY ? CONFIDENCE.few : CONFIDENCE.many;
}

/** What all of some units call. */
function closed(units: readonly CodeUnit[], callsOf: ReadonlyMap<CodeUnit, readonly string[]>): string[] {
  const [first, ...rest] = units.map((unit) => callsOf.get(unit) ?? []);
  return (first ?? []).filter((call) => rest.every((calls) => calls.includes(call)));
}

/** A function around another one holds its calls, too. */
function innermost(units: readonly CodeUnit[]): CodeUnit[] {
  return units.filter(
    (unit) =>
      !units.some(
        (other) =>
          other !== unit && other.path === unit.path && other.from >= unit.from && other.to <= unit.to,
      ),
  );
}

function filesIn(units: readonly CodeUnit[]): number {
  return new Set(units.map(({ path }) => path)).size;
}

function push(map: Map<string, CodeUnit[]>, key: string, unit: CodeUnit): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [unit]);
  else list.push(unit);
}
