import type { FieldTable } from '../core/kinds.ts';
import { nearest } from '../core/nearest.ts';
import type { Problem } from '../core/problem.ts';
import { checkTable } from './fields.ts';
import { lineAt, plainText } from './lines.ts';
import { isObject } from './plain.ts';
import { textOf } from './text.ts';
import { readYaml, type YamlMap, type YamlNode } from './yaml.ts';

export interface ReadSettings {
  /** Undefined of what cannot be read at all. */
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly problems: Problem[];
  bad(message: string, line: number, hint: string): void;
  /** Of a key, by its way from the top: `recall.limit`; where that is not there, of what is there of it. */
  lineOf(key: string): number;
}

/**
 * A settings file against a table of what it may hold.
 * @param file as problems call it
 * @param elsewhere settings that there are, but not in this file: why, and where
 */
export function readSettings(
  text: string,
  table: FieldTable,
  file: string,
  elsewhere: Readonly<Record<string, readonly [why: string, where: string]>> = {},
): ReadSettings {
  const problems: Problem[] = [];
  const bad = (message: string, line: number, hint: string): void => {
    problems.push({ code: 'bad-config', message, file, line, hint });
  };
  const unreadable = { values: undefined, problems, bad, lineOf: () => 1 };
  const { problem } = textOf(new TextEncoder().encode(text), file);
  if (problem !== undefined) return { ...unreadable, problems: [problem] };
  const source = plainText(text);
  const { map, fault } = readYaml(source);
  if (map === undefined) {
    bad(
      fault?.message ?? 'not YAML',
      lineAt(source, fault?.at ?? 0),
      'correct the file; until then the defaults hold',
    );
    return unreadable;
  }
  const { values, rest } = checkTable(map, table, (_code, message, at, hint) =>
    bad(message, lineAt(source, at), hint),
  );
  const lineOf = (key: string): number => {
    let at = 0;
    let inner: YamlNode = map;
    for (const part of key.split('.')) {
      const entry: YamlMap['entries'][number] | undefined =
        inner.kind === 'map' ? inner.entries.find((one) => one.key === part) : undefined;
      if (entry === undefined) break;
      at = entry.keyAt;
      inner = entry.value;
    }
    return lineAt(source, at);
  };
  for (const [name, known] of unknownKeys(rest, table)) {
    const [why, where] = (Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined) ?? [];
    if (why !== undefined) {
      bad(`${name} ${why}`, lineOf(name), where ?? '');
      continue;
    }
    const near = nearest(name.split('.').at(-1) ?? name, known);
    bad(
      `unknown setting ${name}`,
      lineOf(name),
      near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`,
    );
  }
  return { values, problems, bad, lineOf };
}

/** Names of settings that the table does not know, each with its known neighbours. */
function unknownKeys(
  rest: Readonly<Record<string, unknown>>,
  table: FieldTable,
  prefix = '',
): [string, string[]][] {
  return Object.keys(rest).flatMap((key): [string, string[]][] => {
    const spec = Object.hasOwn(table, key) ? table[key] : undefined;
    if (spec === undefined) return [[`${prefix}${key}`, Object.keys(table)]];
    const inner = rest[key];
    return spec.type === 'group' && isObject(inner)
      ? unknownKeys(inner, spec.fields, `${prefix}${key}.`)
      : [];
  });
}
