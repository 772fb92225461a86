import { isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { emitEntry, emitFlow, flowKey, needsBlock } from './emit.ts';
import { bare, isObject, plainValue, sameData } from './plain.ts';
import { parseMap, readMap, readYaml } from './yaml.ts';
import { colonOf, contentEnd, keyOf, lineEnd, lineStart, padOf, startOf } from './yaml-places.ts';

/**
 * Changes of YAML text in place: only the characters of the key concerned are touched, so comments,
 * quoting, order and line endings around it stay. The text is never written anew from its data.
 *
 * @returns the new text, or undefined where the text is written in a way that cannot be changed safely.
 */
export function setPath(
  text: string,
  path: readonly string[],
  value: unknown,
  orders: readonly (readonly string[])[],
  eol: string,
): string | undefined {
  const { map, fault } = parseMap(text);
  if (fault !== undefined) return undefined;
  const change =
    map === undefined ? append(text, nest(path, value), eol) : descend(text, map, path, value, orders, eol);
  return change !== undefined && checked(map, change, path, readBack(value)) ? change : undefined;
}

/** Removes a key, and each map around it that it leaves empty. A key that is not there changes nothing. */
export function removePath(text: string, path: readonly string[]): string | undefined {
  const { map, fault } = parseMap(text);
  if (fault !== undefined) return undefined;
  const trail: { map: YAMLMap; pair: Pair }[] = [];
  let current: unknown = map;
  for (const key of path) {
    const pair: Pair | undefined = isMap(current) ? findPair(current, key) : undefined;
    if (pair === undefined || !isMap(current)) return text;
    trail.push({ map: current, pair });
    current = pair.value;
  }
  let depth = trail.length - 1;
  while (depth > 0 && trail[depth]?.map.items.length === 1) depth--;
  const target = trail[depth];
  if (target === undefined) return text;
  const change =
    target.map.flow === true ? removeFlow(text, target.map, target.pair) : removeLines(text, target.pair);
  return change !== undefined && checked(map, change, path, undefined) ? change : undefined;
}

function descend(
  text: string,
  root: YAMLMap,
  path: readonly string[],
  value: unknown,
  orders: readonly (readonly string[])[],
  eol: string,
): string | undefined {
  let map = root;
  for (const [level, key] of path.entries()) {
    const inner = nest(path.slice(level + 1), value);
    const pair = findPair(map, key);
    if (pair === undefined) return insert(text, map, key, inner, orders[level] ?? [], eol);
    const last = level === path.length - 1;
    if (last || !isMap(pair.value) || pair.value.items.length === 0)
      return replace(text, map, pair, inner, eol);
    map = pair.value;
  }
  return undefined;
}

/** `{a: {b: value}}` for the path a, b; the value itself for no path. */
function nest(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => {
    const outer = bare();
    outer[key] = inner;
    return outer;
  }, value);
}

function append(text: string, value: unknown, eol: string): string {
  const lines = isObject(value) ? Object.keys(value).map((key) => emitEntry(key, value[key], '')) : [];
  return `${text}${text === '' || text.endsWith('\n') ? '' : eol}${withEol(lines.join(''), eol)}`;
}

function insert(
  text: string,
  map: YAMLMap,
  key: string,
  value: unknown,
  order: readonly string[],
  eol: string,
): string | undefined {
  const first = map.items[0];
  if (map.flow === true) {
    const entry = `${flowKey(key)}: ${emitFlow(value)}`;
    const last = map.items.at(-1);
    const open = map.range?.[0];
    if (open === undefined) return undefined;
    if (last === undefined) return splice(text, open + 1, open + 1, entry);
    const end = contentEnd(last);
    return splice(text, end, end, `, ${entry}`);
  }
  const pad = first === undefined ? undefined : padOf(text, first);
  if (first === undefined || pad === undefined) return undefined;
  // After its nearest predecessor in the canonical order, wherever a person has put that one.
  const place = rank(order, key);
  let before: Pair | undefined;
  for (const pair of map.items) {
    const other = rank(order, keyOf(pair));
    if (other <= place && (before === undefined || other >= rank(order, keyOf(before)))) before = pair;
  }
  const at = before === undefined ? lineStart(text, startOf(first)) : lineEnd(text, contentEnd(before));
  const lead = at === text.length && at > 0 && !text.endsWith('\n') ? eol : '';
  return splice(text, at, at, lead + withEol(emitEntry(key, value, pad), eol));
}

/** Keys that the table does not know come last. */
function rank(order: readonly string[], key: string): number {
  const at = order.indexOf(key);
  return at < 0 ? order.length : at;
}

function replace(text: string, map: YAMLMap, pair: Pair, value: unknown, eol: string): string | undefined {
  const old = pair.value;
  const colon = colonOf(pair);
  const range = isScalar(old) || isMap(old) || isSeq(old) ? old.range : undefined;
  const empty = !range || (isScalar(old) && old.source === '' && old.type === 'PLAIN');
  if (map.flow === true) {
    const flow = emitFlow(value);
    if (!empty) return splice(text, range[0], range[1], flow);
    const key = contentEnd(pair);
    return colon === undefined
      ? splice(text, key, key, `: ${flow}`)
      : splice(text, colon + 1, colon + 1, ` ${flow}`);
  }
  const pad = padOf(text, pair);
  if (colon === undefined || pad === undefined) return undefined;
  // What follows the colon on its line, and the lines below it.
  const emitted = withEol(emitEntry('k', value, pad).slice(pad.length + 2), eol);
  const firstEnd = emitted.indexOf('\n') + 1;
  const head = emitted.slice(0, firstEnd).trimEnd();
  const tail = emitted.slice(firstEnd);
  const end = lineEnd(text, contentEnd(pair));
  if (empty) {
    const line = lineEnd(text, colon);
    const rest = text.slice(colon + 1, line);
    return splice(text, colon + 1, line, head + (rest.endsWith('\n') ? rest : rest + eol) + tail);
  }
  if (isScalar(old) && old.type?.startsWith('BLOCK') === true) return splice(text, colon + 1, end, emitted);
  const inFlow = !isScalar(old) && old !== null && (isMap(old) || isSeq(old)) && old.flow === true;
  if (isScalar(old) || inFlow) {
    if (inFlow && (Array.isArray(value) || isObject(value)))
      return splice(text, range[0], range[1], emitFlow(value));
    if (!needsBlock(value)) return splice(text, range[0], range[1], head.trimStart());
    const comment = text.slice(range[1], end);
    return splice(text, colon + 1, end, head + (comment.endsWith('\n') ? comment : comment + eol) + tail);
  }
  const start = lineStart(text, range[0]);
  if (isSeq(old) && Array.isArray(value) && value.length > 0) {
    const merged = mergeItems(text, old, start, value, tail);
    if (merged !== undefined) return splice(text, start, end, merged);
  }
  const withTail = splice(text, start, end, tail);
  return head === '' ? withTail : splice(withTail, colon + 1, colon + 1, head);
}

/** The new list in the lines of the old one: an item that stays keeps its line and the comments above it. */
function mergeItems(
  text: string,
  old: YAMLSeq,
  from: number,
  value: readonly unknown[],
  tail: string,
): string | undefined {
  const items = readBack(
    old.items.length === 0 ? [] : undefined,
    text.slice(from, lineEnd(text, contentEnd(old))),
  );
  const wanted = readBack(value);
  if (!Array.isArray(items) || !Array.isArray(wanted) || items.length !== old.items.length) return undefined;
  const chunks: { readonly value: unknown; readonly lines: string }[] = [];
  let at = from;
  for (const [index, item] of old.items.entries()) {
    const end = lineEnd(text, contentEnd(item));
    if (end <= at) return undefined;
    chunks.push({ value: items[index], lines: text.slice(at, end) });
    at = end;
  }
  const indent = /^[ ]*/.exec(text.slice(lineStart(text, old.range?.[0] ?? from)))?.[0] ?? '';
  const fresh = itemLines(tail);
  if (fresh.length !== wanted.length) return undefined;
  const own = /^[ ]*/.exec(tail)?.[0] ?? '';
  return wanted
    .map((entry, index) => {
      const kept = chunks.findIndex((chunk) => sameData(chunk.value, entry));
      if (kept >= 0) return chunks.splice(kept, 1)[0]?.lines ?? '';
      return (fresh[index] ?? '').replace(/^[ ]+/gm, (blanks) => indent + blanks.slice(own.length));
    })
    .map((lines) => (lines.endsWith('\n') ? lines : `${lines}\n`))
    .join('');
}

/** The lines of each item of an emitted block list. */
function itemLines(tail: string): string[] {
  const indent = /^ */.exec(tail)?.[0] ?? '';
  const items: string[] = [];
  for (const line of tail.match(/[^\n]*\n/g) ?? []) {
    if (line.startsWith(`${indent}-`)) items.push(line);
    else items.push((items.pop() ?? '') + line);
  }
  return items;
}

function removeLines(text: string, pair: Pair): string | undefined {
  if (padOf(text, pair) === undefined) return undefined;
  return splice(text, lineStart(text, startOf(pair)), lineEnd(text, contentEnd(pair)), '');
}

function removeFlow(text: string, map: YAMLMap, pair: Pair): string | undefined {
  const index = map.items.indexOf(pair);
  const next = map.items[index + 1];
  const previous = map.items[index - 1];
  if (next !== undefined) return splice(text, startOf(pair), startOf(next), '');
  return splice(text, previous === undefined ? startOf(pair) : contentEnd(previous), contentEnd(pair), '');
}

/** The safety net: all other data must be what it was, and the key must hold what was asked for. */
function checked(
  before: YAMLMap | undefined,
  after: string,
  path: readonly string[],
  expected: unknown,
): boolean {
  const old = readMap(before).map;
  const now = readYaml(after).map;
  if (old === undefined || now === undefined) return false;
  const [oldData, nowData] = [plainValue(old), plainValue(now)];
  takeOut(oldData, path);
  return sameData(takeOut(nowData, path), expected) && sameData(oldData, nowData);
}

/** Takes the value at a path out of the data, with the maps that this leaves empty. */
function takeOut(data: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined || !isObject(data) || !Object.hasOwn(data, key)) return undefined;
  const inner = data[key];
  if (rest.length === 0) {
    delete data[key];
    return inner;
  }
  const found = takeOut(inner, rest);
  if (!isObject(inner) || Object.keys(inner).length === 0) delete data[key];
  return found;
}

/** What a value reads as once it is written; or what the lines of a block list hold. */
function readBack(value: unknown, lines?: string): unknown {
  const text = lines === undefined ? emitEntry('k', value, '') : `k:\n${lines}`;
  const entry = readYaml(text).map?.entries[0];
  return entry === undefined ? undefined : plainValue(entry.value);
}

function findPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => keyOf(pair) === key);
}

function splice(text: string, from: number, to: number, piece: string): string {
  return text.slice(0, from) + piece + text.slice(to);
}

function withEol(lines: string, eol: string): string {
  return eol === '\n' ? lines : lines.replaceAll('\n', eol);
}
