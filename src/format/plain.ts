import type { YamlNode } from './yaml.ts';

/** An object without a prototype, so that `__proto__`, `constructor` and the like are keys as any other. */
export function bare(): Record<string, unknown> {
  return Object.create(null);
}

/**
 * A node as a plain JSON value. A text is a number only if the number's own spelling is that text, so
 * that `1234567e10`, `0x1f`, `007` or twenty digits stay what was written.
 */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === 'list') return node.items.map(plainValue);
  if (node.kind === 'map') {
    const value = bare();
    for (const entry of node.entries) value[entry.key] = plainValue(entry.value);
    return value;
  }
  if (!node.plain) return node.text;
  if (node.text === '' || node.text === '~' || node.text === 'null') return null;
  if (node.text === 'true') return true;
  if (node.text === 'false') return false;
  const number = Number(node.text);
  return Number.isFinite(number) && String(number) === node.text ? number : node.text;
}

/** The node that a caller's value would be read from. `undefined` and functions are nothing. */
export function nodeFrom(value: unknown): YamlNode {
  if (typeof value === 'string') return { kind: 'text', text: value, plain: false, at: 0 };
  if (Array.isArray(value)) return { kind: 'list', items: value.map(nodeFrom), at: 0 };
  if (isObject(value))
    return {
      kind: 'map',
      entries: Object.keys(value).map((key) => ({ key, keyAt: 0, value: nodeFrom(value[key]) })),
      at: 0,
    };
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return { kind: 'text', text, plain: true, at: 0 };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equal as data; the order of keys means nothing. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameData(item, b[index]));
  if (!isObject(a)) return Object.is(a, b);
  if (!isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameData(a[key], b[key]))
  );
}
