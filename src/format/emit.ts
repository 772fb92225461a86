import { isObject } from './plain.ts';
import { fitsBlock, flowText, quoted, scalarText } from './scalar.ts';

/** A scalar that is already in its YAML form. */
export class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * `key: value` lines in block form, ended by a newline. Values are plain JSON values, with `Raw`
 * anywhere; what JSON has no form for is null. Never folds a line.
 */
export function emitEntry(key: string, value: unknown, pad: string): string {
  return `${pad}${scalarText(key)}:${emitValue(value, pad, false)}`;
}

/** What follows `key:` or `-`, its newline included. `pad` is the indentation of the line it hangs on. */
function emitValue(value: unknown, pad: string, inList: boolean): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []\n';
    const inner = `${pad}  `;
    const items = value.map((item) => `${inner}-${emitValue(item, inner, true)}`);
    return hang(items.join(''), inner, inList);
  }
  if (isObject(value) && !(value instanceof Raw)) {
    const keys = Object.keys(value);
    if (keys.length === 0) return ' {}\n';
    const inner = `${pad}  `;
    return hang(keys.map((key) => emitEntry(key, value[key], inner)).join(''), inner, inList);
  }
  if (typeof value === 'string' && fitsBlock(value)) {
    const chomp = value.endsWith('\n') ? '' : '-';
    const lines = value.replace(/\n$/, '').split('\n');
    const block = lines.map((line) => (line === '' ? '\n' : `${pad}  ${line}\n`)).join('');
    return ` |${chomp}\n${block}`;
  }
  return ` ${emitScalar(value)}\n`;
}

/** In a list the first line of a collection follows the dash: `- key: value`. */
function hang(lines: string, inner: string, inList: boolean): string {
  return inList ? ` ${lines.slice(inner.length)}` : `\n${lines}`;
}

function emitScalar(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (typeof value === 'string') return scalarText(value);
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : 'null';
}

/** True if a value needs lines of its own below its key. */
export function needsBlock(value: unknown): boolean {
  if (value instanceof Raw) return false;
  if (typeof value === 'string') return fitsBlock(value);
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) && Object.keys(value).length > 0;
}

/** A value on one line, as inside `[…]` or `{…}`. */
export function emitFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(emitFlow).join(', ')}]`;
  if (isObject(value) && !(value instanceof Raw))
    return `{${Object.keys(value)
      .map((key) => `${flowKey(key)}: ${emitFlow(value[key])}`)
      .join(', ')}}`;
  return typeof value === 'string' ? flowText(value) : emitScalar(value);
}

export function flowKey(key: string): string {
  return key === '' ? quoted(key) : flowText(key);
}
