import { wellFormed } from './lines.ts';

/**
 * Texts that may stand without quotes: they begin as a word or a relative path and hold only printable
 * characters, so that no reader of YAML 1.1 or 1.2 can take them for anything but a text.
 */
const PLAIN = /^(?:[\p{L}_/(]|\.{1,2}\/|\.\p{L})[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;
/** Words that some reader takes for a flag, a number or nothing (yaml.org/type: bool, null, float). */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nil|none|nan|inf|infinity|\.nan|\.inf)$/i;
/** A commit id, or what looks like one. */
const SHA_LIKE = /^[0-9a-f]{7,64}$/i;

function isPlain(text: string): boolean {
  return (
    PLAIN.test(text) &&
    !text.endsWith(' ') &&
    !text.endsWith(':') &&
    !text.includes(': ') &&
    !text.includes(' #') &&
    !RESERVED.test(text) &&
    !SHA_LIKE.test(text)
  );
}

/** A text as a block value or key: plain where nothing can misread it, else double-quoted, always on one line. */
export function scalarText(text: string): string {
  const well = wellFormed(text);
  return isPlain(well) ? well : quoted(well);
}

/** A text inside `[…]` or `{…}`. */
export function flowText(text: string): string {
  const well = wellFormed(text);
  return isPlain(well) && !/[,[\]{}:?#]/.test(well) ? well : quoted(well);
}

/** Double-quoted (YAML 1.2.2, section 7.3.1). Invisible characters are escaped, so that a reviewer sees them. */
export function quoted(text: string): string {
  const escaped = wellFormed(text).replace(
    /["\\\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]|(?! )\p{Zs}/gu,
    (char) => {
      const code = char.codePointAt(0) ?? 0;
      if (char === '"' || char === '\\') return `\\${char}`;
      if (char === '\n') return '\\n';
      if (char === '\t') return '\\t';
      if (char === '\r') return '\\r';
      const hex = code.toString(16).toUpperCase();
      if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
      return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
    },
  );
  return `"${escaped}"`;
}

/** True if a text of several lines can stand as a `|` block without loss and without a surprise. */
export function fitsBlock(text: string): boolean {
  return (
    text.includes('\n') &&
    !/^\s/.test(text) &&
    !text.endsWith('\n\n') &&
    !/\n[ \t]+(?:\n|$)/.test(text) &&
    !/[^\p{L}\p{M}\p{N}\p{P}\p{S} \t\n]/u.test(text)
  );
}
