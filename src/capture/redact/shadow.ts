/** A text as it reads once its encoding is undone, and where each of its characters came from. */
export interface Shadow {
  readonly text: string;
  /** Offsets in the input where each character begins, and where it ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Control sequences (ECMA-48: CSI, OSC, others), bounded. */
const ESCAPE =
  /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|\u001b\][^\u0007\u001b\n]{0,2048}(?:\u0007|\u001b\\)?|\u001b[ -/]{0,4}[0-~]/y;
const FORMAT = /^\p{Cf}/u;
/** Other characters that show nothing: grapheme joiner, Hangul and Khmer fillers. */
const FILLERS = new Set([0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0]);

function isInvisible(code: number): boolean {
  if (code < 0x20) return code < 9 || code > 13;
  if (code === 0x7f || FILLERS.has(code) || (code >= 0xfe00 && code <= 0xfe0f)) return true;
  return code >= 0xad && FORMAT.test(String.fromCodePoint(code));
}

const JSON_LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '/': '/',
  '\\': '\\',
};

interface Piece {
  readonly text: string;
  readonly width: number;
}

function backslashPiece(text: string, at: number): Piece | undefined {
  const letter = text[at + 1] ?? '';
  if (letter === 'u' || letter === 'x') {
    const match = /^(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2}))/.exec(
      text.slice(at + 1, at + 10),
    );
    const code = Number.parseInt(match?.[1] ?? match?.[2] ?? match?.[3] ?? '', 16);
    if (match === null || !(code <= 0x10ffff)) return undefined;
    return { text: String.fromCodePoint(code).slice(0, 1), width: match[0].length + 1 };
  }
  const plain = JSON_LETTERS[letter];
  return plain === undefined ? undefined : { text: plain, width: 2 };
}

function entityPiece(text: string, at: number): Piece | undefined {
  const match = /^&(?:#(\d{2,3})|#x([0-9a-fA-F]{2})|(amp|quot|lt|gt|apos));/.exec(text.slice(at, at + 7));
  if (match === null) return undefined;
  const named: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', apos: "'" };
  const code = match[1] === undefined ? Number.parseInt(match[2] ?? '', 16) : Number(match[1]);
  return { text: named[match[3] ?? ''] ?? String.fromCharCode(code), width: match[0].length };
}

function pieceAt(text: string, at: number): Piece | undefined {
  const code = text.charCodeAt(at);
  if (code === 0x1b || code === 0x9b) {
    ESCAPE.lastIndex = at;
    const match = ESCAPE.exec(text);
    return { text: '', width: Math.max(1, match?.[0].length ?? 1) };
  }
  if (code === 0x5c) return backslashPiece(text, at);
  if (code === 0x26) return entityPiece(text, at);
  if (code === 0x25) {
    const hex = /^[0-7][0-9a-fA-F]$/.exec(text.slice(at + 1, at + 3));
    return hex === null ? undefined : { text: String.fromCharCode(Number.parseInt(hex[0], 16)), width: 3 };
  }
  if (code < 0x20 || code >= 0x7f) {
    const point = text.codePointAt(at) ?? code;
    if (isInvisible(point)) return { text: '', width: point > 0xffff ? 2 : 1 };
    // Full-width forms of ASCII.
    if (code >= 0xff01 && code <= 0xff5e) return { text: String.fromCharCode(code - 0xfee0), width: 1 };
  }
  return undefined;
}

const ENCODED = /[^\t\n\r -[\]-~\u00a0-\u00ac\u00ae-\u024f]|%[0-7][0-9a-fA-F]|&#|&[a-z]{2,4};/;

/** JSON in JSON in a log is as deep as escapes go in practice. */
const MAX_ROUNDS = 3;

/** Undoes colours, invisible characters, JSON, URL and HTML escapes. Undefined if there is nothing to undo. */
export function decodedShadow(text: string): Shadow | undefined {
  let shadow = decodedOnce(text);
  for (let round = 1; shadow !== undefined && round < MAX_ROUNDS; round++) {
    const deeper = decodedOnce(shadow.text);
    if (deeper === undefined) break;
    shadow = composed(deeper, shadow);
  }
  return shadow;
}

function decodedOnce(text: string): Shadow | undefined {
  if (!ENCODED.test(text)) return undefined;
  const out: string[] = [];
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  let changed = false;
  for (let at = 0; at < text.length; ) {
    const piece = pieceAt(text, at);
    const width = piece?.width ?? 1;
    const char = piece === undefined ? (text[at] ?? '') : piece.text;
    if (piece !== undefined) changed = true;
    if (char !== '') {
      starts[out.length] = at;
      ends[out.length] = at + width;
      out.push(char);
    }
    at += width;
  }
  return changed ? { text: out.join(''), starts, ends } : undefined;
}

/** A shadow of a shadow, with the offsets of the innermost text. */
export function composed(outer: Shadow, inner: Shadow): Shadow {
  const starts = outer.starts.map((start) => inner.starts[start] ?? 0);
  const ends = outer.ends.map((end) => inner.ends[end - 1] ?? 0);
  return { text: outer.text, starts, ends };
}

const TOKEN_CHAR = /[A-Za-z0-9_\-.+/=]/;
/** A hard wrap: a line's end, perhaps with a backslash, and the next line's indentation, quote or comment sign. */
const WRAP = /\\?\r?\n[ \t>|#*]{0,32}/y;

export interface JoinedShadow extends Shadow {
  /** 1 at each character that began a line: a token may begin or end there. */
  readonly seams: Uint8Array;
}

/** The text with hard wraps inside runs of token characters taken out. Undefined if there are none. */
export function joinedShadow(text: string): JoinedShadow | undefined {
  const out: string[] = [];
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  const seams = new Uint8Array(text.length + 1);
  let changed = false;
  for (let at = 0; at < text.length; ) {
    const char = text[at] ?? '';
    if ((char === '\n' || char === '\r' || char === '\\') && at > 0 && TOKEN_CHAR.test(text[at - 1] ?? '')) {
      WRAP.lastIndex = at;
      const wrap = WRAP.exec(text)?.[0];
      if (wrap !== undefined && TOKEN_CHAR.test(text[at + wrap.length] ?? '')) {
        at += wrap.length;
        seams[out.length] = 1;
        changed = true;
        continue;
      }
    }
    starts[out.length] = at;
    ends[out.length] = at + 1;
    out.push(char);
    at++;
  }
  return changed ? { text: out.join(''), starts, ends, seams } : undefined;
}

/** Offsets of a range of the shadow in the text that it was made from. */
export function sourceRange(shadow: Shadow, start: number, end: number): { start: number; end: number } {
  return { start: shadow.starts[start] ?? 0, end: shadow.ends[end - 1] ?? 0 };
}
