/**
 * Characters that a reader does not see, or that make text look like something else. Sources: CWE-150; Unicode TR36
 * and TR39 for the invisible classes; UTS #51 for emoji sequences; UAX #9 for directions.
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

const PICTOGRAPH = /\p{Extended_Pictographic}/u;
/** What a zero-width joiner may follow: a pictograph, its skin tone, or its emoji selector. */
const JOINABLE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;
const KEYCAP_BASE = /[0-9#*]/;

export function isControl(char: string): boolean {
  return CONTROL.test(char);
}

/** True for a character that must not reach a terminal or a page as it is, whatever its neighbours. */
export function isUnsafe(char: string): boolean {
  return CONTROL.test(char) || (INVISIBLE.test(char) && !DRAWN_FORMAT.test(char));
}

/** A joiner between two emoji, or an emoji selector behind one: legible, and nothing can hide in it. */
export function belongsToEmoji(char: string, before: string, after: string): boolean {
  if (char === '\u200d') return JOINABLE.test(before) && PICTOGRAPH.test(after);
  if (char !== '\ufe0f') return false;
  return PICTOGRAPH.test(before) || (KEYCAP_BASE.test(before) && after === '\u20e3');
}
