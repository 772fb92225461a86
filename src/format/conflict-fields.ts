import { bare, isObject } from './plain.ts';

/** The key below which a record's unresolved fields stand. */
export const CONFLICTS = 'conflicts';

/** A field of which there are several versions. The field itself holds the first, so that the record can be read. */
export interface FieldConflict {
  /** As in `error.message`; see {@link fieldPath}. */
  readonly field: string;
  /** What it said before; absent where nobody knows. */
  readonly before?: unknown;
  /** The versions; `null` where a side took the field away. */
  readonly sides: readonly unknown[];
}

/** What stands below `conflicts`, and what of it a person wrote for a purpose of their own. */
export function readConflicts(value: unknown): {
  readonly conflicts: readonly FieldConflict[];
  readonly others: readonly unknown[];
} {
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const conflicts: FieldConflict[] = [];
  const others: unknown[] = [];
  for (const item of items) {
    const entry = isObject(item) ? item : {};
    const { field, before, sides } = entry;
    if (typeof field === 'string' && Array.isArray(sides) && sides.length > 1)
      conflicts.push({ field, ...('before' in entry ? { before } : {}), sides });
    else others.push(item);
  }
  return { conflicts, others };
}

/** The value of `conflicts`; undefined where there is nothing to say. */
export function conflictsValue(
  conflicts: readonly FieldConflict[],
  others: readonly unknown[],
): readonly unknown[] | undefined {
  const entries = conflicts.map(({ field, before, sides }) => {
    const entry = bare();
    entry.field = field;
    if (before !== undefined) entry.before = shallow(before);
    entry.sides = sides.map(shallow);
    return entry;
  });
  const all = [...others, ...entries];
  return all.length === 0 ? undefined : all;
}

/** Deeper values would make the whole file one that is nested too deep to be read. */
const MAX_DEPTH = 4;

function shallow(value: unknown): unknown {
  return depthOf(value) > MAX_DEPTH ? JSON.stringify(value) : value;
}

function depthOf(value: unknown): number {
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : undefined;
  return inner === undefined ? 0 : 1 + Math.max(0, ...inner.map(depthOf));
}

/** A field's place in one text: keys with dots between them, in quotes where a key holds a dot itself. */
export function fieldName(path: readonly string[]): string {
  return path.map((key) => (/^[^."]+$/.test(key) ? key : JSON.stringify(key))).join('.');
}

/** The keys that {@link fieldName} put together. */
export function fieldPath(name: string): readonly string[] {
  const keys = name.match(/"(?:[^"\\]|\\.)*"|[^."]+/g) ?? [];
  return keys.map((key) => (key.startsWith('"') ? unquoted(key) : key));
}

function unquoted(key: string): string {
  try {
    return String(JSON.parse(key));
  } catch {
    return key;
  }
}
