import { ALGORITHMS, type Algorithm, type CodeUnit, IDIOMS, type Idiom } from '../core/code.ts';
import { type Candidate, candidate, family, filesOf } from './candidate.ts';
import { conventions } from './conventions.ts';
import { hasSubstance, isForeign, isTest, squeezed } from './gate.ts';
import { COMMON_IDIOMS, EVERYWHERE, TEST_IDIOMS } from './meanings.ts';
import { meanSomething } from './words.ts';

/** A shape recurs if it is there so often, in so many files. */
const RECURS = { places: 3, files: 2 } as const;
/** Twice is a habit where the thing is rare; of what every program has, so many. */
const HABIT = { rare: 2, common: 4 } as const;
/** What is in more places is how everybody writes. */
const MOST = { rare: 30, common: 15 } as const;
/** Without two words or a call in common, so much structure is no chance. */
const NO_CHANCE = { lines: 10, branches: 3 } as const;

/** Candidates in some code, in no order. @param isMarked units that are known to have worked */
export function candidatesIn(
  units: readonly CodeUnit[],
  isMarked: (unit: CodeUnit) => boolean = () => false,
): Candidate[] {
  const own = units.filter((unit) => !isForeign(unit.path));
  const shapes = recurring(own);
  const held = new Set(shapes.map(({ key }) => key));
  const code = own.filter(({ path }) => !isTest(path));
  return [...shapes, ...habits(own), ...conventions(code), ...successes(own.filter(isMarked), held)];
}

function recurring(units: readonly CodeUnit[]): Candidate[] {
  const groups = new Map<string, CodeUnit[]>();
  for (const unit of units) {
    if (isTest(unit.path) || !hasSubstance(unit)) continue;
    const key = `${family(unit)} ${unit.kind === 'method' ? 'function' : unit.kind} ${unit.shape}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [unit]);
    else group.push(unit);
  }
  const found = [...groups.values()].flatMap((group) => {
    const places = withoutCopies(group);
    if (places.length < RECURS.places || filesOf(places).length < RECURS.files) return [];
    const made = candidate(places[0]?.shape ?? '', 'shape', places);
    return isChance(made) ? [] : [made];
  });
  return outermost(found);
}

/** The same code under the same names is a copy: no second opinion. */
function withoutCopies(units: readonly CodeUnit[]): CodeUnit[] {
  const texts = new Set<string>();
  return units.filter((unit) => {
    const text = squeezed(unit);
    if (texts.has(text)) return false;
    texts.add(text);
    return true;
  });
}

function isChance({ words, calls, example, seen }: Candidate): boolean {
  const isKin = calls.length > 0 || seen.length > 0 || (words.length > 1 && meanSomething(words));
  if (isKin) return false;
  return example.lines < NO_CHANCE.lines || example.branches < NO_CHANCE.branches;
}

/** What lies in the places of a larger candidate is told with it. */
function outermost(found: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const one of [...found].sort((a, b) => b.example.lines - a.example.lines)) {
    const isPart = kept.some(({ places }) =>
      one.places.every((inner) => places.some((outer) => within(inner, outer))),
    );
    if (!isPart) kept.push(one);
  }
  return kept;
}

function within(inner: CodeUnit, outer: CodeUnit): boolean {
  return inner.path === outer.path && inner.from >= outer.from && inner.to <= outer.to;
}

/** One candidate for each idiom and algorithm in use, by language. */
function habits(units: readonly CodeUnit[]): Candidate[] {
  const groups = new Map<string, CodeUnit[]>();
  for (const unit of units) {
    for (const name of [...unit.idioms, ...unit.algorithms]) {
      if (EVERYWHERE.has(name) || isTest(unit.path) !== isTestIdiom(name)) continue;
      const key = `${family(unit)} ${name}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [unit]);
      else group.push(unit);
    }
  }
  return [...groups].flatMap(([key, group]) => {
    const name = [...IDIOMS, ...ALGORITHMS].find((each) => key.endsWith(` ${each}`));
    const distinct = withoutCopies(group);
    const places = distinct.filter(
      (unit) => !distinct.some((other) => other !== unit && within(unit, other)),
    );
    const isCommon = COMMON_IDIOMS.has(name as Idiom);
    const least = isCommon ? HABIT.common : HABIT.rare;
    if (name === undefined || places.length < least) return [];
    if (isCommon && filesOf(places).length < RECURS.files) return [];
    if (places.length > (isCommon ? MOST.common : MOST.rare)) return [];
    return [candidate(key, 'habit', places, { seen: [name] })];
  });
}

function isTestIdiom(name: Idiom | Algorithm): boolean {
  return TEST_IDIOMS.has(name as Idiom);
}

/** What is known to have worked needs no second place, but something to show. */
function successes(units: readonly CodeUnit[], held: ReadonlySet<string>): Candidate[] {
  return outermost(
    units
      .filter((unit) => {
        if (held.has(unit.shape) || isTest(unit.path) || !hasSubstance(unit) || unit.kind === 'class')
          return false;
        return unit.idioms.length + unit.algorithms.length > 0 || (unit.branches >= 3 && unit.lines >= 8);
      })
      .map((unit) => candidate(unit.shape, 'success', [unit])),
  );
}
