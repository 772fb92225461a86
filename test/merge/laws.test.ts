import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from '../../src/format/decode.ts';
import { splitFrontMatter } from '../../src/format/front-matter.ts';
import { isObject } from '../../src/format/plain.ts';
import { readEntriesOnce } from '../../src/format/yaml-entries.ts';
import { mergeFile } from '../../src/merge/merge-file.ts';
import { openConflicts } from '../../src/merge/open-conflicts.ts';
import { canonical } from '../../src/merge/versions.ts';
import { hostile, type Sides, written } from './sides-arbitrary.ts';

/** `NEXUS_MERGES=1000000` looks longer than the suite can. */
const MERGES = Number(process.env.NEXUS_MERGES ?? 10_000);
const merge = (base: string, a: string, b: string, path: string): string =>
  mergeFile({ base, a, b }, path).text;
const sides = fc.oneof({ weight: 15, arbitrary: written }, { weight: 1, arbitrary: hostile });
const held = (runs: number, check: (given: Sides) => void): void => {
  fc.assert(fc.property(sides, check), {
    numRuns: Math.max(1, Math.round(runs)),
    interruptAfterTimeLimit: 3_600_000,
  });
};

function halves(text: string): { readonly yaml: string; readonly body: string } {
  const split = splitFrontMatter(text);
  if ('message' in split) throw new Error(`no record:\n${text}`);
  return split;
}

function dataIn(text: string, read: ReturnType<typeof readEntriesOnce>): ReadonlyMap<string, unknown> {
  const fields = read(halves(text).yaml);
  if (fields === undefined) throw new Error(`fields that cannot be read:\n${text}`);
  return new Map(fields.entries.map(({ key, value }) => [key, value]));
}

/** Every single value, with the names of the maps around it. */
function leaves(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.map((item) => `${path}[] ${canonical(item)}`);
  if (isObject(value)) return Object.keys(value).flatMap((key) => leaves(value[key], `${path}.${key}`));
  return [`${path} ${canonical(value)}`];
}

const fieldsIn = (data: ReadonlyMap<string, unknown>): Set<string> =>
  new Set([...data].flatMap(([key, value]) => (value === null ? [] : leaves(value, key))));
/** Lines, with the section that they stand in where that is asked for. Of two review marks the later is enough. */
function linesIn(text: string, sections = false): Set<string> {
  let section = '';
  return new Set(
    halves(text)
      .body.split('\n')
      .flatMap((line) => {
        if (sections && line.startsWith('## ')) section = line;
        return line.trim() === '' || line.startsWith('<!-- reviewed') ? [] : `${section}\n${line.trim()}`;
      }),
  );
}
const minus = <T>(all: ReadonlySet<T>, some: ReadonlySet<T>): T[] => [...all].filter((one) => !some.has(one));

test('what only one side changed is as that side has it, and what both changed alike is there once', () => {
  held(MERGES / 10, ({ base, a, b, path }) => {
    expect(merge(base, a, base, path)).toBe(a);
    expect(merge(base, base, b, path)).toBe(b);
    expect(merge(base, a, a, path)).toBe(a);
  });
}, 3_600_000);

test('the sides may be swapped, to the byte; nothing is lost, and every conflict can be read', () => {
  held(MERGES, ({ base, a, b, path }) => {
    const { text, conflicts } = mergeFile({ base, a, b }, path);
    expect(merge(base, b, a, path)).toBe(text);

    const { record, problems } = decodeText(text, path);
    const open = openConflicts(text, path).length > 0;
    expect(record === undefined).toBe(false);
    expect(problems.length === 0 && open).toBe(false);
    for (const { sides: versions } of conflicts) expect(versions.length).toBeGreaterThan(1);
    if (problems.length > 0) {
      const known = new Set(
        [a, b].flatMap((side) => decodeText(side, path).problems.map(({ message }) => message)),
      );
      const fresh = problems.filter(
        ({ code, message }) => code !== 'conflict-markers' && !known.has(message),
      );
      expect(fresh).toEqual([]);
      const told = problems.some(({ code }) => code === 'conflict-markers');
      expect(told).toBe(open || known.has('an unresolved merge conflict'));
    }

    // Half of the merges are as one of their sides: it is not read twice.
    const read = readEntriesOnce();
    const data = dataIn(text, read);
    const [was, inA, inB, now] = [base, a, b, text].map((one) => fieldsIn(dataIn(one, read)));
    if (was === undefined || inA === undefined || inB === undefined || now === undefined) return;
    const versions = JSON.stringify(canonical(data.get('conflicts') ?? []));
    for (const side of [inA, inB])
      for (const leaf of minus(side, now).filter((one) => !was.has(one)))
        expect(versions).toContain(JSON.stringify(leaf.slice(leaf.indexOf(' ') + 1)).slice(1, -1));
    expect(minus(was, now).filter((leaf) => inA.has(leaf) && inB.has(leaf))).toEqual([]);
    const [before, after] = [linesIn(base), linesIn(text)];
    for (const side of [a, b])
      expect(minus(linesIn(side), after).filter((line) => !before.has(line))).toEqual([]);
    // In code a heading is none: there the sections cannot be told so simply.
    if (/^ *(?:```|~~~)/m.test(base + a + b)) return;
    const [ofA, ofB] = [linesIn(a, true), linesIn(b, true)];
    const both = [...linesIn(base, true)].filter((line) => ofA.has(line) && ofB.has(line));
    expect(minus(new Set(both), linesIn(text, true))).toEqual([]);
  });
}, 3_600_000);
