import { stripControls } from './plain-text.ts';

/** Longest signature, in characters; what is cut is told apart by a hash at the end. */
export const MAX_SIGNATURE = 300;
const HASHED = /…#[0-9a-f]{16}$/;
/** Of a longer message only the beginning counts. */
const MAX_INPUT = 8192;

/**
 * The key of an error: readable, and the same for every occurrence. `Type: message`, where all that
 * differs from one run or machine to the next became `<n>` or was dropped (directories, lines,
 * numbers, addresses, hashes, times, versions), and the names that carry the meaning stay.
 * Applied to its own result it changes nothing.
 */
export function signatureOf(error: { readonly type?: string; readonly message: string }): string {
  const type = (error.type ?? '').trim();
  const message = error.message.trim();
  const whole =
    type === '' || message.startsWith(`${type}:`) ? message : message === '' ? type : `${type}: ${message}`;
  const suffix = whole.length <= MAX_SIGNATURE ? (HASHED.exec(whole)?.[0] ?? '') : '';
  const text = settled(whole.slice(0, Math.min(whole.length - suffix.length, MAX_INPUT)));
  if (text.length + suffix.length <= MAX_SIGNATURE) return text + suffix;
  const kept = MAX_SIGNATURE - 24;
  const space = text.lastIndexOf(' ', kept);
  const head = settled(text.slice(0, space > kept / 2 ? space : kept));
  return `${head}…#${fnv1a64(text.slice(head.length))}`;
}

/** One change can make room for the next, so the rules run until nothing moves; they only shorten or stay. */
function settled(text: string): string {
  let now = text;
  for (let round = 0; round < 8; round++) {
    const next = normalised(now);
    if (next === now) return now;
    now = next;
  }
  return now;
}

function normalised(text: string): string {
  return stripControls(text)
    .replace(/[\u2018\u2019\u201c\u201d"`´]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(ADDRESS, (url) => urlName(url))
    .replace(QUOTED_PATH, (_found, path: string) => `'${baseName(path)}'`)
    .replace(PATH, (path) => baseName(path))
    .replace(POSITION, '$1')
    .replace(TEMPORARY, '<n>')
    .replace(VARIABLE, (_found, status: string | undefined) => status ?? '<n>')
    .replace(/(?:<n>[-+.,:/x]){1,16}<n>/g, '<n>')
    .trim();
}

const ADDRESS = /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s'<>()[\]{}]{1,1000}/gi;

/** The address without user, query and fragment. */
function urlName(url: string): string {
  const scheme = url.slice(0, url.indexOf('://') + 3);
  if (/^file:/i.test(scheme)) return url.slice(scheme.length);
  const rest = url.slice(scheme.length).split(/[?#]/, 1)[0] ?? '';
  const slash = rest.indexOf('/');
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  return scheme + authority.slice(authority.lastIndexOf('@') + 1) + (slash < 0 ? '' : rest.slice(slash));
}

/**
 * Absolute paths, paths from `.` or `~`, and relative ones that end in a file name with an extension;
 * `and/or`, `@scope/name` and `text/html` are none. URLs have letters and a colon before their slashes.
 */
const PATH =
  /(?<![\w.@:/\\~%>-])(?:(?:[A-Za-z]:)?[\\/]{1,2}|~[\\/]|\.{1,2}[\\/])[^\s'<>|*?:;,()[\]{}\\/]{1,200}(?:[\\/]{1,2}[^\s'<>|*?:;,()[\]{}\\/]{0,200}){0,60}|(?<![\w.@:/\\~%>-])[\w.@+-]{1,100}(?:[\\/][\w.@+-]{1,100}){0,40}[\\/][\w@+-][\w.@+-]{0,80}\.[A-Za-z][A-Za-z0-9]{0,7}(?![\w/])/g;

/** In quotes a path may hold spaces and signs. */
const QUOTED_PATH = /(?<!\w)'((?:[A-Za-z]:)?[\\/][^'<>|*?]{1,400}|~[\\/][^'<>|*?]{1,400})'/g;

function baseName(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '');
  return parts.at(-1) ?? '';
}

/** Line and column behind a file name: `app.py:12:3`, `main.ts(4,2)`, `A.java:[3,5]`. */
const POSITION =
  /([\w-]\.[A-Za-z][A-Za-z0-9]{0,7})(?::\d{1,7}(?::\d{1,7})?(?:-\d{1,7})?(?![\w.])|\(\d{1,7}(?:,\s?\d{1,7})?\)|:\[\d{1,7},\d{1,7}\])/g;

/** Names that only a temporary file has. */
const TEMPORARY =
  /(?<![\w-])(?:tmp(?=[a-z_]*[0-9A-Z_])[A-Za-z0-9_]{6,12}|tmp\.[A-Za-z0-9]{6,12}|pytest-\d{1,6}|npx-[0-9a-f]{6,16}|go-build\d{4,})(?![\w-])/g;

/** In the order of trial: what is longer and more particular goes first. */
const VARIABLE = new RegExp(
  [
    // An HTTP status is a name written as a number.
    String.raw`(?<=\bHTTP(?:\/\d(?:\.\d)?)?\s|\b[Ss]tatus(?:\s?[Cc]ode)?:?\s)([1-5]\d\d)(?![\w.])`,
    String.raw`\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b`,
    String.raw`\b0[xX][0-9a-fA-F]{1,64}\b`,
    // Dates and times (ISO 8601 and what logs make of it).
    String.raw`(?<!\w)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\w)`,
    String.raw`(?<!\w)\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?!\w)`,
    // Hashes: hexadecimal, with a digit in them.
    String.raw`(?<![A-Za-z0-9])(?=[a-f]{0,64}\d)[0-9a-f]{7,128}(?![A-Za-z0-9])`,
    String.raw`(?<![A-Za-z0-9])(?=[A-F]{0,64}\d)[0-9A-F]{12,128}(?![A-Za-z0-9])`,
    '(?<![A-Za-z0-9])[0-7][0-9a-hjkmnp-tv-z]{25}(?![A-Za-z0-9])',
    // Durations and sizes, with their unit: 900ms and 1.2s are one.
    String.raw`(?<![\w.])[-+]?\d{1,20}(?:[.,]\d{1,12})?\s?(?:ns|µs|us|ms|s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?|days?|[KMGT]i?B|[kKMGT]b|bytes|B|%)(?![\w%])`,
    // Versions: 3.11, v1.2.3-beta.1, ^4.0; and in a name, python3.11.
    String.raw`(?<![\w.])[vV^~]?\d{1,8}(?:\.(?:\d{1,8}|x|\*)){1,5}(?:-[a-z]{1,10}\.?\d{1,6})?(?:[-+](?=[0-9a-f]*\d)[0-9a-f]{7,40})?(?!\w)`,
    String.raw`(?<=[A-Za-z])\d{1,4}\.\d{1,4}(?:\.\d{1,6})?(?![\w.])`,
    String.raw`(?<![\w.])[vV]\d{1,6}(?!\w)`,
    String.raw`(?<!\w)(?:(?<=[\s(=:[,])[-+])?\d{1,40}(?:[_,]\d{3}){0,10}(?:[eE][-+]?\d{1,4})?(?![A-Za-z0-9_])`,
  ].join('|'),
  'g',
);

/** FNV-1a, 64 bits, over UTF-16 units (Fowler, Noll and Vo; RFC 9923 has the constants), in hexadecimal. */
export function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    hash ^= BigInt(text.charCodeAt(i));
    hash = BigInt.asUintN(64, hash * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
