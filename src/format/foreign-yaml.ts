import { parseDocument } from 'yaml';
import { isObject } from './plain.ts';

/** Bytes and nesting beyond this are not read: the parser takes quadratic time for floods of brackets. */
const MAX_LENGTH = 64 * 1024;
const MAX_BRACKETS = 2000;

/**
 * A YAML text of another program as plain data; undefined where it is no map or cannot be read. Unlike a
 * record it may hold anchors, merge keys and tags: unknown tags are passed over, aliases are bounded.
 */
export function parseForeignYaml(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.length > MAX_LENGTH || (text.match(/[[{]/g)?.length ?? 0) > MAX_BRACKETS) return undefined;
  if (/[[{]{20}/.test(text.replace(/[^[\]{}]/g, ''))) return undefined;
  try {
    const document = parseDocument(text, {
      logLevel: 'silent',
      prettyErrors: false,
      uniqueKeys: false,
      merge: true,
    });
    if (document.errors.length > 0) return undefined;
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
