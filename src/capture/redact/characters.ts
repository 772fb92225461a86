/**
 * Character classes of the scanners: one bit per class and ASCII code, so that a run is found by
 * table look-up, in linear time, with no backtracking.
 */
export type CharClass =
  | 'digit'
  | 'hex'
  | 'anyhex'
  | 'upper'
  | 'lower'
  | 'letter'
  | 'alnum'
  | 'word'
  | 'b64url'
  | 'b64'
  | 'dotted'
  | 'printable';

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();

/** The members of each class; `upper` and `lower` include the digits, as in vendors' own descriptions. */
export const MEMBERS: Readonly<Record<CharClass, string>> = {
  digit: DIGITS,
  hex: `${DIGITS}abcdef`,
  anyhex: `${DIGITS}abcdefABCDEF`,
  upper: DIGITS + UPPER,
  lower: DIGITS + LOWER,
  letter: LOWER + UPPER,
  alnum: DIGITS + LOWER + UPPER,
  word: `${DIGITS}${LOWER}${UPPER}_`,
  b64url: `${DIGITS}${LOWER}${UPPER}_-`,
  b64: `${DIGITS}${LOWER}${UPPER}+/=`,
  dotted: `${DIGITS}${LOWER}${UPPER}_-.`,
  printable: `${DIGITS}${LOWER}${UPPER}_-.~!$*+/=:`,
};

const NAMES = Object.keys(MEMBERS) as readonly CharClass[];
const BITS = new Uint16Array(128);
for (const [index, name] of NAMES.entries()) {
  for (const char of MEMBERS[name]) {
    const code = char.charCodeAt(0);
    BITS[code] = (BITS[code] ?? 0) | (1 << index);
  }
}

/** The bit of a class; see `isIn`. */
export function bitOf(name: CharClass): number {
  return 1 << NAMES.indexOf(name);
}

/** `code` may be NaN or beyond ASCII: such characters are in no class. */
export function isIn(code: number, bit: number): boolean {
  return ((BITS[code] ?? 0) & bit) !== 0;
}

const ALNUM = bitOf('alnum');

export function isAlnum(code: number): boolean {
  return isIn(code, ALNUM);
}

/**
 * Where the run of a class that includes `from` ends (`from` itself if there is none). All ends of a
 * class are found at its first use, so that any number of questions costs no more than the text is long.
 */
export function runsOf(text: string): (bit: number, from: number) => number {
  const known = new Map<number, Int32Array>();
  return (bit, from) => {
    let ends = known.get(bit);
    if (ends === undefined) {
      ends = new Int32Array(text.length);
      for (let i = text.length - 1, end = text.length; i >= 0; i--) {
        if (!isIn(text.charCodeAt(i), bit)) end = i;
        ends[i] = end;
      }
      known.set(bit, ends);
    }
    return ends[from] ?? from;
  };
}
