import type { CodeUnit } from '../core/code.ts';
import { type Candidate, candidate, family, filesOf } from './candidate.ts';
import { calledTogether } from './together.ts';
import { ownName } from './words.ts';

/** Three of a kind, in two files, are a convention. */
const LEAST = { places: 3, files: 2 } as const;

/** What this code does with what it defines itself: calls that go together, kinds of a base, functions under a mark. */
export function conventions(units: readonly CodeUnit[]): Candidate[] {
  const own = new Set(units.map(({ name }) => ownName(name)));
  return [...bases(units), ...marks(units, own), ...together(units)];
}

/** Also where a code base defines them itself: to be one of them says nothing. */
const GENERAL =
  /^(?:object|Object|ABC|Enum|IntEnum|StrEnum|Protocol|Generic|NamedTuple|TypedDict|Exception|Error|Thread|TestCase|Mock)$/;

function bases(units: readonly CodeUnit[]): Candidate[] {
  const classes = units.filter(({ kind }) => kind === 'class');
  // Of two classes of one name nobody knows which is meant.
  const own = once(classes.map(({ name }) => ownName(name)));
  const groups = new Map<string, CodeUnit[]>();
  for (const unit of classes)
    for (const base of new Set(unit.bases.map(ownName)))
      if (own.has(base) && !GENERAL.test(base)) push(groups, `${family(unit)} ${base}`, unit);
  return enough(groups).map(([key, places]) => {
    const subject = key.slice(key.indexOf(' ') + 1);
    const methods = methodsOfAll(places, units);
    return candidate(`${key.replace(' ', ' kinds of ')}`, 'base', places, { subject, methods, calls: [] });
  });
}

/** Methods that each of some classes has, without those that any class may have. */
function methodsOfAll(classes: readonly CodeUnit[], units: readonly CodeUnit[]): string[] {
  const sets = classes.map(
    ({ path, name }) =>
      new Set(
        units
          .filter((unit) => unit.kind === 'method' && unit.path === path && unit.name.startsWith(`${name}.`))
          .map((unit) => unit.name.slice(name.length + 1)),
      ),
  );
  const [first, ...rest] = sets;
  return [...(first ?? [])].filter((name) => /^[a-z]/i.test(name) && rest.every((set) => set.has(name)));
}

/** Whose they are, is seen by the first word: these come with a language or a test runner. */
const STRANGERS =
  /^(?:functools|typing|t|abc|dataclasses|contextlib|pytest|unittest|mock|enum|asyncio|types)\./;

function marks(units: readonly CodeUnit[], own: ReadonlySet<string>): Candidate[] {
  const groups = new Map<string, CodeUnit[]>();
  for (const unit of units) {
    for (const mark of new Set(unit.decorators)) {
      const isOurs = mark.includes('.')
        ? !STRANGERS.test(mark) && !/\.(?:setter|getter|deleter)$/.test(mark)
        : own.has(mark);
      if (isOurs) push(groups, `${family(unit)} ${mark}`, unit);
    }
  }
  return enough(groups).map(([key, places]) => {
    const subject = key.slice(key.indexOf(' ') + 1);
    return candidate(key.replace(' ', ' marked '), 'mark', places, { subject });
  });
}

function together(units: readonly CodeUnit[]): Candidate[] {
  return calledTogether(units).map(({ calls, units: places, confidence }) =>
    candidate(`calls ${[...calls].sort().join(' ')}`.slice(0, 400), 'calls', places, { calls, confidence }),
  );
}

function once(names: readonly string[]): Set<string> {
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return new Set(names.filter((name) => !twice.has(name)));
}

function enough(groups: ReadonlyMap<string, readonly CodeUnit[]>): [string, readonly CodeUnit[]][] {
  return [...groups].filter(
    ([, places]) => places.length >= LEAST.places && filesOf(places).length >= LEAST.files,
  );
}

function push(map: Map<string, CodeUnit[]>, key: string, unit: CodeUnit): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [unit]);
  else list.push(unit);
}
