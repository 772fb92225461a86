import { belongsToEmoji, isControl, isUnsafe } from '../core/hidden-characters.ts';
import type { RuleName } from '../core/review-rules.ts';
import type { Hit } from './hit.ts';

/** Anything that might be hidden; what it is, is looked at one by one. */
const CANDIDATE =
  /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\u2800]/gu;

const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
const TAG = /[\u{e0000}-\u{e007f}]/u;
const SELECTOR = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
/** Flags of England, Scotland and Wales: a black flag, tags, the end of tags. */
const SUBDIVISION_FLAG =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;
/** Scripts whose letters are joined, or kept from it, by zero-width characters. */
const JOINING =
  /[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Gurmukhi}\p{sc=Gujarati}\p{sc=Oriya}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Kannada}\p{sc=Malayalam}\p{sc=Sinhala}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Thai}\p{sc=Tibetan}\p{M}]/u;
const RIGHT_TO_LEFT = /[\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}]/u;

/** Hidden characters, those of one class in one line together. */
export function hiddenCharacters(text: string): readonly Hit[] {
  const found = new Map<string, { rule: RuleName; start: number; end: number; chars: string[] }>();
  const flags = [...text.matchAll(SUBDIVISION_FLAG)].map(
    ({ index, 0: flag }) => [index, index + flag.length] as const,
  );
  let line = 0;
  let counted = 0;
  for (const { index, 0: char } of text.matchAll(CANDIDATE)) {
    const rule = ruleOf(text, index, char);
    if (rule === undefined || flags.some(([from, to]) => index >= from && index < to)) continue;
    for (let at = text.indexOf('\n', counted); at >= 0 && at < index; at = text.indexOf('\n', counted)) {
      line++;
      counted = at + 1;
    }
    const key = `${rule} ${line}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { rule, start: index, end: index + char.length, chars: [char] });
    else {
      known.end = index + char.length;
      known.chars.push(char);
    }
  }
  return [...found.values()].map(({ rule, start, end, chars }) => ({
    rule,
    start,
    end,
    message: told(rule, chars),
  }));
}

function ruleOf(text: string, at: number, char: string): RuleName | undefined {
  if (char === '\n' || char === '\t') return undefined;
  const after = charAt(text, at + char.length);
  // A byte order mark in its place, and the ends of lines of another system.
  if ((char === '\ufeff' && at === 0) || (char === '\r' && after === '\n')) return undefined;
  if (isControl(char)) return 'control-character';
  if (BIDI.test(char)) return 'bidi-control';
  if (TAG.test(char)) return 'tag-character';
  const before = charBefore(text, at);
  if (SELECTOR.test(char)) {
    if (SELECTOR.test(before) || SELECTOR.test(after)) return 'tag-character';
    // One behind a sign of which there are two forms, or a Han character of which there are more.
    return /[\p{Extended_Pictographic}\p{sc=Han}\p{Sm}\p{So}\p{Emoji}]/u.test(before)
      ? undefined
      : 'invisible-character';
  }
  if (char === '\u2800') return text.startsWith('\u2800\u2800', at) ? 'invisible-character' : undefined;
  if (!isUnsafe(char) || belongsToEmoji(char, before, after)) return undefined;
  const joins = char === '\u200c' || char === '\u200d';
  if (joins && JOINING.test(before)) return undefined;
  const directs = char === '\u200e' || char === '\u200f' || char === '\u061c';
  if (directs && RIGHT_TO_LEFT.test(text.slice(Math.max(0, at - 40), at + 40))) return undefined;
  return 'invisible-character';
}

function charAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function charBefore(text: string, at: number): string {
  if (at === 0) return '';
  const low = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff && at > 1 ? text.slice(at - 2, at) : text.slice(at - 1, at);
}

/** Kinds of characters that are named in one finding. */
const NAMED = 4;

function told(rule: RuleName, chars: readonly string[]): string {
  const names = [...new Set(chars.map(codeName))];
  const some = names.length > NAMED ? `${names.slice(0, NAMED).join(', ')} …` : names.join(', ');
  const what: Readonly<Partial<Record<RuleName, string>>> = {
    'control-character': 'control',
    'bidi-control': 'direction-changing',
    'tag-character': 'undrawn',
  };
  const many = `${chars.length} ${what[rule] ?? 'invisible'} character${chars.length === 1 ? '' : 's'} (${some})`;
  const spelt = rule === 'tag-character' ? spelling(chars) : '';
  return spelt === '' ? many : `${many}, which spell “${spelt}”`;
}

function codeName(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What tags, or bytes as variation selectors, say to whoever reads code points. */
function spelling(chars: readonly string[]): string {
  const codes = chars.map((char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 0xe0020 && code < 0xe007f) return code - 0xe0000;
    if (code >= 0xfe00 && code <= 0xfe0f) return code - 0xfe00;
    return code >= 0xe0100 && code <= 0xe01ef ? code - 0xe0100 + 16 : 0;
  });
  const text = codes.map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '')).join('');
  return text.length * 2 < chars.length ? '' : text.slice(0, 80);
}
