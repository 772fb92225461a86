import { isUnsafe, MAX_MARKS } from './safe-text.ts';

const NOT_ASCII = /[^\n\x20-\x7e]/u;
const CANDIDATE = /[^\n\x20-\x7e]/gu;
const MARKS = new RegExp(`(\\p{M}{${MAX_MARKS}})(\\p{M}+)`, 'gu');

function escapeUnits(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) out += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
}

/**
 * JSON (RFC 8259) that is safe to print: everything `safeText` would make visible is written as `\uXXXX`,
 * so that the text parses back to the same value. `JSON.stringify` alone lets DEL, C1 controls such as
 * U+009B and all invisible characters through.
 * @param indent spaces per level; 0 puts everything on one line.
 */
export function safeJson(value: unknown, indent = 2): string {
  const json: string | undefined = JSON.stringify(value, null, indent);
  if (json === undefined) return 'null';
  if (!NOT_ASCII.test(json)) return json;
  return json
    .replace(CANDIDATE, (char) => (isUnsafe(char) ? escapeUnits(char) : char))
    .replace(MARKS, (_all, kept: string, rest: string) => kept + escapeUnits(rest));
}
