/**
 * Text from memory, git, a file name or a program is untrusted: escape sequences take over a terminal,
 * bidirectional and invisible characters make it say something else than what is stored. Everything
 * passes here (or through `safeJson`) before our own colours are added. Sources: CWE-150; Unicode TR36
 * and TR39 for the invisible classes; UTS #51 for emoji sequences.
 */

/** C0 (newline and tab too), DEL and C1. */
const CONTROL = /\p{Cc}/u;

/**
 * Format controls, default-ignorable characters (zero-width, fillers, tags, variation selectors), line
 * and paragraph separators, unpaired surrogates and noncharacters. `u` makes a proper pair one character.
 */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/u;

/** Format characters that are drawn: number and verse signs of Arabic, Syriac and Kaithi. */
const DRAWN_FORMAT = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;

const MARK = /\p{M}/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
/** What a zero-width joiner may follow: a pictograph, its skin tone, or its emoji selector. */
const JOINABLE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;
const KEYCAP_BASE = /[0-9#*]/;

/** More combining marks in a row than any living script needs ("zalgo") are cut. */
export const MAX_MARKS = 8;

/** True for a character that must not reach a terminal or a page as it is, whatever its neighbours. */
export function isUnsafe(char: string): boolean {
  return CONTROL.test(char) || (INVISIBLE.test(char) && !DRAWN_FORMAT.test(char));
}

function hex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16);
}

function escapeOf(char: string): string {
  if (CONTROL.test(char)) return `\\x${hex(char).padStart(2, '0')}`;
  return `<U+${hex(char).toUpperCase().padStart(4, '0')}>`;
}

/** A joiner between two emoji, or an emoji selector behind one: legible, and nothing can hide in it. */
function belongsToEmoji(char: string, before: string, after: string): boolean {
  if (char === '\u200d') return JOINABLE.test(before) && PICTOGRAPH.test(after);
  if (char !== '\ufe0f') return false;
  return PICTOGRAPH.test(before) || (KEYCAP_BASE.test(before) && after === '\u20e3');
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
