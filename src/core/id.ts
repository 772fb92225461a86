/**
 * Record ids: ULIDs (github.com/ulid/spec) in lower case: 48 bits of time and 80 random bits in
 * Crockford's base 32, 26 characters, sortable by time. Two clones never agree on one by chance.
 */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;
/** The shortest prefix a person may type. */
export const MIN_ID_PREFIX = 4;

/** @param now milliseconds since 1970; @param random at least 10 bytes of which the first 10 are used. */
export function makeId(now: number, random: Uint8Array): string {
  if (random.length < 10) throw new RangeError('an id needs 10 random bytes');
  let bits = BigInt(Math.max(0, Math.trunc(now))) & 0xffffffffffffn;
  for (const byte of random.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = ALPHABET[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
}

export function isId(text: string): boolean {
  return ID.test(text);
}

/** True for what a person may type to mean a record: an id or enough of its beginning. */
export function isIdPrefix(text: string): boolean {
  return text.length >= MIN_ID_PREFIX && text.length <= 26 && /^[0-9a-hjkmnp-tv-z]+$/i.test(text);
}

/**
 * The form shown to people. The first ten characters are the time, so neighbours share most of
 * them; fourteen separate records made within one millisecond in all but one of a million cases.
 */
export function shortId(id: string): string {
  return id.slice(0, 14);
}

/** The file-name part of a title: whole lower-case ASCII words joined by `-`, at most 48 characters, never empty. */
export function slugOf(title: string): string {
  const ascii = title.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  const words = ascii
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const cut = words.length <= MAX_SLUG ? words : words.slice(0, MAX_SLUG + 1).replace(/-[^-]*$/, '');
  const slug = cut.slice(0, MAX_SLUG);
  return slug === '' ? 'record' : slug;
}

const MAX_SLUG = 48;
