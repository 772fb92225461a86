import { emitEntry } from './emit.ts';
import { plainValue } from './plain.ts';
import { readYaml } from './yaml.ts';
import { contentEnd, keyOf, lineEnd, padOf } from './yaml-places.ts';

/** One key of a map with its lines: the comments and blank lines above it are its own. */
export interface YamlEntryText {
  readonly key: string;
  /** Whole lines, which say the same where they stand alone. */
  readonly text: string;
  readonly value: unknown;
}

export interface YamlEntries {
  readonly entries: readonly YamlEntryText[];
  /** Comments after the last key. */
  readonly tail: string;
}

/** A reader of YAML. */
export type ReadEntries = typeof yamlEntries;

/** Reads each text once, for work that meets the same ones again and again. To be forgotten with that work. */
export function readEntriesOnce(): ReadEntries {
  const known = new Map<string, YamlEntries | undefined>();
  return (text) => {
    if (!known.has(text)) known.set(text, yamlEntries(text));
    return known.get(text);
  };
}

/** A map's text, LF, cut at its keys; undefined for what is no map that a record may hold. */
export function yamlEntries(text: string): YamlEntries | undefined {
  const { map, source } = readYaml(text);
  if (map === undefined) return undefined;
  const values = map.entries.map(({ key, value }) => ({ key, value: plainValue(value) }));
  const pairs = source?.items ?? [];
  const inLines = pairs.every((pair) => padOf(text, pair) === '') && pairs.length === values.length;
  // Written on one line, say, in braces: its form cannot be kept in parts, its data can.
  if (!inLines)
    return {
      entries: values.map(({ key, value }) => ({ key, value, text: emitEntry(key, value, '') })),
      tail: '',
    };
  const entries: YamlEntryText[] = [];
  let at = 0;
  for (const [index, pair] of pairs.entries()) {
    const end = lineEnd(text, contentEnd(pair));
    const lines = text.slice(at, end);
    const { key = keyOf(pair), value } = values[index] ?? {};
    entries.push({ key, value, text: lines.endsWith('\n') ? lines : `${lines}\n` });
    at = end;
  }
  return { entries, tail: text.slice(at) };
}

/** The whole-line comments of a map's text. */
export function commentLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^[ \t]*#/.test(line));
}
