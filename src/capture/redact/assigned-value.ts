/** How a value is tied to its name. */
type Tie = 'assign' | 'colon' | 'flag' | 'element' | 'beside';

export interface AssignedValue {
  readonly tie: Tie;
  /** Spaces around the sign: program text rather than an environment line. */
  readonly spaced: boolean;
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

const MAX_SPACES = 16;
export const MAX_VALUE = 1024;
const SCHEMES = /^(?:bearer|basic|token|apikey|digest|bot|negotiate|splunk|sso-key|genie-?key)$/i;
const TYPE_WORDS =
  /^(?:str|string|String|text|bytes|Optional\[str\]|SecretStr|&str|&'static|const|char|var|std::string|any)$/;

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < from + MAX_SPACES && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}

/** Length of a quote at `at`: `"`, `'`, a backtick, or one with backslashes as in JSON inside a string. */
function quoteAt(text: string, at: number): number {
  let end = at;
  while (end < at + 3 && text[end] === '\\') end++;
  return text[end] === '"' || text[end] === "'" || text[end] === '`' ? end - at + 1 : 0;
}

/** What ties the name that ends at `end` to a value, and where that value may begin. */
function tieAt(
  text: string,
  start: number,
  end: number,
): { tie: Tie; spaced: boolean; at: number } | undefined {
  let at = end + quoteAt(text, end);
  if (text[at] === ']') at++;
  const after = skipSpaces(text, at);
  const element = text[start - 1] === '<' && text[end] === '>';
  if (element) return { tie: 'element', spaced: false, at: end + 1 };
  const sign = /^(?:[:?|]{0,2}=>?|={2,3}|!={1,2}|:(?!:))/.exec(text.slice(after, after + 4))?.[0];
  if (sign !== undefined) {
    const tie = sign.includes('=') ? 'assign' : 'colon';
    return { tie, spaced: after > at, at: after + sign.length };
  }
  if (after === at || at >= text.length) return undefined;
  const attribute = /^value[ ]?=[ ]?/i.exec(text.slice(after, after + 8))?.[0];
  if (attribute !== undefined) return { tie: 'assign', spaced: false, at: after + attribute.length };
  const flag = text[start - 1] === '-' || text[start] === '-';
  // `invalid token "…"`, `config set api_key …`: only a value that looks generated will count.
  if (!flag && quoteAt(text, after) === 0 && !/[_A-Z]/.test(text.slice(start + 1, end))) return undefined;
  return { tie: flag ? 'flag' : 'beside', spaced: true, at: after };
}

/** End of an unquoted value. */
function runEnd(text: string, from: number, stop: string): number {
  let at = from;
  const limit = Math.min(text.length, from + MAX_VALUE);
  while (at < limit && text.charCodeAt(at) > 32 && !stop.includes(text[at] ?? '')) at++;
  return at;
}

/**
 * The value given to the name at `start`–`end`: quoted or not, after `=`, `:`, `=>`, in an XML element or
 * attribute, after a command line flag; behind `Bearer` and its like. Looks at most 1,024 characters ahead.
 */
export function assignedValue(text: string, start: number, end: number): AssignedValue | undefined {
  const tied = tieAt(text, start, end);
  if (tied === undefined) return undefined;
  const { tie, spaced } = tied;
  if (tie === 'element') {
    return { tie, spaced, quoted: true, start: tied.at, end: runEnd(text, tied.at, '<') };
  }
  let at = skipSpaces(text, tied.at);
  for (let hops = 0; hops < 3; hops++) {
    const literal = /^[bruf@$]{1,2}(?=["'])/i.exec(text.slice(at, at + 3))?.[0];
    if (literal !== undefined) at += literal.length;
    const quote = quoteAt(text, at);
    if (quote > 0) {
      const value = quotedValue(text, at, quote);
      if (value === undefined) return undefined;
      const scheme = schemeEnd(text, value.start, value.end);
      return { tie, spaced, quoted: true, start: scheme, end: value.end };
    }
    const stop = runEnd(text, at, tie === 'flag' ? '"\'`<>|;' : '"\'`,;(){}[]<>|&');
    const word = text.slice(at, stop);
    const next = skipSpaces(text, stop);
    if (SCHEMES.test(word) && next > stop) at = next;
    else if (TYPE_WORDS.test(word) && text[next] === '=') at = skipSpaces(text, next + 1);
    else {
      let last = stop;
      while (last > at && '.,:!?'.includes(text[last - 1] ?? '')) last--;
      if (text[stop] === '(' || text[stop] === '[') return undefined;
      return { tie, spaced: spaced || at > tied.at, quoted: false, start: at, end: last };
    }
  }
  return undefined;
}

function quotedValue(text: string, at: number, quote: number): { start: number; end: number } | undefined {
  const start = at + quote;
  const mark = text.slice(at, start);
  const limit = Math.min(text.length, start + MAX_VALUE);
  for (let i = start; i < limit; i++) {
    if (text[i] === '\n') return undefined;
    if (text.startsWith(mark, i)) return i === start ? undefined : { start, end: i };
    if (text[i] === '\\' && mark.length === 1) i++;
  }
  // A line that was cut: everything to the end may be the value.
  return limit === text.length ? { start, end: limit } : undefined;
}

function schemeEnd(text: string, start: number, end: number): number {
  const space = text.slice(start, Math.min(end, start + 16)).indexOf(' ');
  return space > 0 && SCHEMES.test(text.slice(start, start + space))
    ? skipSpaces(text, start + space)
    : start;
}
