import { belongsToEmoji, isControl, isUnsafe } from '../core/hidden-characters.ts';

export { isUnsafe } from '../core/hidden-characters.ts';

/**
 * Text from memory, git, a file name or a program is untrusted: escape sequences take over a terminal,
 * bidirectional and invisible characters make it say something else than what is stored. Everything
 * passes here (or through `safeJson`) before our own colours are added.
 */

const MARK = /\p{M}/u;
/** More combining marks in a row than any living script needs ("zalgo") are cut. */
export const MAX_MARKS = 8;

function hex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16);
}

function escapeOf(char: string): string {
  if (isControl(char)) return `\\x${hex(char).padStart(2, '0')}`;
  return `<U+${hex(char).toUpperCase().padStart(4, '0')}>`;
}

/**
 * Keeps what a person can see, in any script, and makes the rest visible: control characters as `\x1b`,
 * invisible and direction-changing ones as `<U+202E>`, combining marks beyond eight in a row as
 * `<+12 marks>`. The result never holds a control character, except newline and tab with `newlines`
 * (where CR LF counts as a newline). Applying it twice changes nothing.
 */
export function safeText(text: string, options: { readonly newlines?: boolean } = {}): string {
  const newlines = options.newlines ?? false;
  if (newlines ? /^[\n\t\x20-\x7e]*$/.test(text) : /^[\x20-\x7e]*$/.test(text)) return text;
  const chars = Array.from(newlines ? text.replaceAll('\r\n', '\n') : text);
  let out = '';
  let before = '';
  let marks = 0;
  for (const [at, char] of chars.entries()) {
    if (isUnsafe(char)) {
      marks = 0;
      const kept = newlines && (char === '\n' || char === '\t');
      const emoji = !kept && belongsToEmoji(char, before, chars[at + 1] ?? '');
      out += kept || emoji ? char : escapeOf(char);
      before = emoji ? char : '';
      continue;
    }
    marks = MARK.test(char) ? marks + 1 : 0;
    if (marks <= MAX_MARKS) out += char;
    else if (!MARK.test(chars[at + 1] ?? '') || isUnsafe(chars[at + 1] ?? '')) {
      out += `<+${marks - MAX_MARKS} marks>`;
      marks = 0;
    }
    before = char;
  }
  return out;
}
