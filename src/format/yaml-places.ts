import { isMap, isPair, isScalar, isSeq, type Pair } from 'yaml';

/** Where things stand in YAML text: offsets of keys, colons, values and lines, from the parser's own tokens. */

export function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? (pair.key.source ?? '') : '';
}

export function startOf(pair: Pair): number {
  return isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
}

export function colonOf(pair: Pair): number | undefined {
  const token = pair.srcToken;
  if (token === undefined || !('sep' in token)) return undefined;
  return token.sep?.find((part) => part.type === 'map-value-ind')?.offset;
}

/** Offset after the last character that belongs to a pair or node, comments after it left out. */
export function contentEnd(node: unknown): number {
  if (isPair(node)) {
    const value = node.value;
    const empty = value === null || (isScalar(value) && value.source === '' && value.type === 'PLAIN');
    const key = isScalar(node.key) ? (node.key.range?.[1] ?? 0) : 0;
    return empty ? Math.max(key, (colonOf(node) ?? -1) + 1) : contentEnd(value);
  }
  if (isMap(node) || isSeq(node)) {
    const last = node.items.at(-1);
    return node.flow === true || last === undefined ? (node.range?.[1] ?? 0) : contentEnd(last);
  }
  return isScalar(node) ? (node.range?.[1] ?? 0) : 0;
}

/** The blanks before a key that stands at the start of its line; undefined for any other key. */
export function padOf(text: string, pair: Pair): string | undefined {
  const pad = text.slice(lineStart(text, startOf(pair)), startOf(pair));
  return /^ *$/.test(pad) ? pad : undefined;
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Start of the next line; an offset that is at a line's start already is one (a block text ends so). */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}
