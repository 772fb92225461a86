/**
 * Bytes of a terminal → keys. Pure: the caller keeps the time. Terminals differ in what they send for one key, so each
 * has one name here. Sources: ECMA-48 5.4 (control sequences), xterm's ctlseqs (CSI, SS3, modifiers, bracketed paste).
 */

/** One key, or text that was pasted. */
export type Input =
  | {
      readonly type: 'key';
      /** `a`, `?`, `space`, `up`, `ctrl-r`, `alt-1`, `shift-tab`, `f1` … */
      readonly key: string;
      /** What the key writes where letters type; absent for a key that writes nothing. */
      readonly text?: string;
    }
  | { readonly type: 'paste'; readonly text: string };

/** A lone escape byte may be the Escape key or begin a sequence: after so many milliseconds of silence it was the key. */
export const ESCAPE_MS = 25;

/** More than any terminal sends for one key; what is longer is no sequence. */
const MAX_SEQUENCE = 64;
/** More than anyone pastes into one line. */
const MAX_PASTE = 1_000_000;

const ESC = '\x1b';
const PASTE_BEGIN = '\x1b[200~';
const PASTE_END = '\x1b[201~';

const CSI_LETTER: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'shift-tab',
};

const CSI_NUMBER: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

const CONTROL: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\0': 'ctrl-space',
  '\x1c': 'ctrl-\\',
  '\x1d': 'ctrl-]',
  '\x1e': 'ctrl-^',
  '\x1f': 'ctrl-_',
};

/** Takes bytes as they come, in pieces of any size, and gives the same keys for the same bytes. */
export class Decoder {
  readonly #utf8 = new TextDecoder('utf-8');
  #rest = '';
  #paste: string | undefined;

  /** True while a sequence has begun: call {@link flush} if nothing follows for {@link ESCAPE_MS}. */
  get waiting(): boolean {
    return this.#rest !== '' && this.#paste === undefined;
  }

  push(bytes: Uint8Array): readonly Input[] {
    this.#rest += this.#utf8.decode(bytes, { stream: true });
    return this.#take(false);
  }

  /** Nothing more came: what began a sequence was a key of its own. */
  flush(): readonly Input[] {
    return this.#take(true);
  }

  #take(final: boolean): readonly Input[] {
    const out: Input[] = [];
    while (this.#rest !== '') {
      const took = this.#paste === undefined ? this.#next(final, out) : this.#pasted(out);
      if (took === 0) break;
      this.#rest = this.#rest.slice(took);
    }
    return out;
  }

  /** How many characters the next key took; 0: more are needed. */
  #next(final: boolean, out: Input[]): number {
    const rest = this.#rest;
    if (rest.startsWith(PASTE_BEGIN)) {
      this.#paste = '';
      return PASTE_BEGIN.length;
    }
    if (!rest.startsWith(ESC)) {
      const char = String.fromCodePoint(rest.codePointAt(0) ?? 0);
      out.push(plainKey(char));
      return char.length;
    }
    const sequence = sequenceAt(rest, final);
    if (sequence === undefined) return 0;
    const key = sequence.key;
    // What has no name here is no key; nothing of it may be taken for text.
    if (key !== undefined) out.push({ type: 'key', key });
    return sequence.length;
  }

  #pasted(out: Input[]): number {
    const end = this.#rest.indexOf(PASTE_END);
    // The end mark may come in two pieces.
    const ready = end < 0 ? Math.max(0, this.#rest.length - PASTE_END.length + 1) : end;
    this.#paste = ((this.#paste ?? '') + this.#rest.slice(0, ready)).slice(0, MAX_PASTE);
    if (end < 0) return ready;
    out.push({ type: 'paste', text: this.#paste });
    this.#paste = undefined;
    return end + PASTE_END.length;
  }
}

interface Sequence {
  readonly key: string | undefined;
  readonly length: number;
}

function sequenceAt(rest: string, final: boolean): Sequence | undefined {
  const second = rest[1];
  if (second === undefined) return final ? { key: 'esc', length: 1 } : undefined;
  if (second === ESC) return { key: 'esc', length: 1 };
  if (second === '[') return controlSequence(rest, final);
  if (second === 'O') {
    const third = rest[2];
    if (third === undefined) return final ? { key: 'alt-O', length: 2 } : undefined;
    return { key: CSI_LETTER[third], length: 3 };
  }
  const char = String.fromCodePoint(rest.codePointAt(1) ?? 0);
  return { key: withModifier('alt', plainKey(char).key), length: 1 + char.length };
}

/** CSI: parameters 0x30–0x3f, intermediates 0x20–0x2f, one final byte 0x40–0x7e (ECMA-48 5.4). */
function controlSequence(rest: string, final: boolean): Sequence | undefined {
  const match = /^\x1b\[([0-?]*)([ -/]*)([@-~])/.exec(rest.slice(0, MAX_SEQUENCE));
  if (match !== null) {
    const [all, parameters = '', , letter = ''] = match;
    // The Linux console's function keys: CSI [ A to E.
    if (letter === '[' && parameters === '') return consoleKey(rest, final);
    return { key: named(parameters, letter), length: all.length };
  }
  const begun = /^\x1b\[[0-?]*[ -/]*$/.test(rest) && rest.length < MAX_SEQUENCE;
  if (begun) return final ? { key: rest.length === 2 ? 'alt-[' : undefined, length: rest.length } : undefined;
  // Broken off by something that cannot be part of it.
  return { key: undefined, length: Math.max(2, /^\x1b\[[0-?]*[ -/]*/.exec(rest)?.[0].length ?? 2) };
}

function consoleKey(rest: string, final: boolean): Sequence | undefined {
  const letter = rest[3];
  if (letter === undefined) return final ? { key: undefined, length: 3 } : undefined;
  const at = 'ABCDE'.indexOf(letter);
  return { key: at < 0 ? undefined : `f${at + 1}`, length: 4 };
}

function named(parameters: string, letter: string): string | undefined {
  const [first = '', second = ''] = parameters.split(';');
  const base = letter === '~' ? CSI_NUMBER[first] : letter === 'u' ? codePointKey(first) : CSI_LETTER[letter];
  return base === undefined ? undefined : modified(base, Number(second.split(':')[0] || 1) - 1);
}

/** `CSI code ; modifiers u`: what terminals send for keys that have no older sequence. */
function codePointKey(code: string): string | undefined {
  const point = Number(code.split(':')[0]);
  if (!Number.isInteger(point) || point <= 0 || point > 0x10ffff) return undefined;
  return point === 27 ? 'esc' : plainKey(String.fromCodePoint(point)).key;
}

/** xterm's modifier bits: 1 shift, 2 alt, 4 ctrl. */
function modified(base: string, bits: number): string {
  const ctrl = (bits & 4) === 0 ? '' : 'ctrl-';
  const alt = (bits & 2) === 0 ? '' : 'alt-';
  const shift = (bits & 1) === 0 || base.startsWith('shift-') || base.length === 1 ? '' : 'shift-';
  return ctrl + alt + shift + base;
}

function withModifier(name: string, key: string): string {
  return `${name}-${key}`;
}

interface PlainKey {
  readonly type: 'key';
  readonly key: string;
  readonly text?: string;
}

function plainKey(char: string): PlainKey {
  const control = CONTROL[char];
  if (control !== undefined) return { type: 'key', key: control };
  const code = char.codePointAt(0) ?? 0;
  // Line feed is Ctrl-J: a terminal sends carriage return for Enter.
  if (code < 0x20) return { type: 'key', key: `ctrl-${String.fromCharCode(code + 0x60)}` };
  if (code >= 0x80 && code < 0xa0) return { type: 'key', key: 'unknown' };
  return { type: 'key', key: char === ' ' ? 'space' : char, text: char };
}
