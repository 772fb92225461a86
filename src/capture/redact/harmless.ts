import { mixOf, readsAsWords, wordiness } from './randomness.ts';

/**
 * Values that stand where a secret would stand and are none. The words are those of documentation,
 * schemas and test data.
 */
const STAND_INS = new Set(
  'auto any array bar basic bearer blank bool boolean bytes changeit changeme char default disabled dummy empty enabled env example fake false file foo hidden inherit int invalid integer key masked missing my-secret mypassword mysecret mytoken na never new nil no none null number object off old on optional pass passphrase passwd password placeholder prompt pwd readonly redacted removed replaceme required sample secret secretstr str string stdin test todo token true type undefined unknown unset uuid valid value write xxx yes'.split(
    ' ',
  ),
);

const OPENS_TEMPLATE =
  /^(?:\$[({A-Za-z_]|\{|<|%[({sdv]|\[|@\{|#\{|&[a-z]|\*[a-z]|!(?:Ref|Sub|vault|env)|env[.(:]|secrets\.|vars\.)/;
const INSTRUCTS =
  /^(?:your|insert|replace|change|enter|put|my|the|some|dummy|fake|example|sample|test)[-_ ](?:.*[-_ ])?(?:here|me|this|password|passwd|pass|secret|token|key|value|pw|it)\b/i;
const MASKED = /[*•]{3}|\.{3}|…|x{4}|X{4}|REDACTED/;

/** `<token>`, `${VAR}`, `xxxx`, `changeme`, `None`: what people write instead of a value. */
export function isPlaceholder(value: string): boolean {
  if (value.length < 3) return true;
  if (OPENS_TEMPLATE.test(value) || MASKED.test(value.slice(0, 200)) || INSTRUCTS.test(value.slice(0, 100)))
    return true;
  if (/^(?:your|YOUR)[-_A-Z]/.test(value)) return true;
  if (value.length <= 40 && new Set(value).size === 1) return true;
  return STAND_INS.has(value.toLowerCase().replace(/^[-_.]+|[-_.!]+$/g, ''));
}

const IDENTIFIER_PATH = /^[A-Za-z_$][\w$]{0,80}(?:(?:\?\.|\.|::|->)[A-Za-z_$][\w$]{0,80}){1,12}$/;

/** Program text that computes a value: `req.body.password`, `settings.TOKEN`, `Config::get`. */
export function isExpression(value: string): boolean {
  return (
    value.length <= 400 && IDENTIFIER_PATH.test(value) && wordiness(value) >= 0.7 && mixOf(value).digits < 3
  );
}

const HEX_ID = /^(?:0x)?(?:[0-9a-f]{7,64}|[0-9A-F]{7,64}|[0-9a-f]{96}|[0-9a-f]{128})$/;
const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
const ULID = /^(?:[0-7][0-9A-HJKMNP-TV-Z]{25}|[0-7][0-9a-hjkmnp-tv-z]{25})$/;
const DIGEST = /^(?:sha-?(?:1|224|256|384|512)|md5|blake[23]b?|h1)[-:=_]/i;
/** The base 64 of what public keys and certificates begin with. */
const PUBLIC_KEY = /^(?:AAAA[BCE][0-9A-Za-z]|MII[A-Za-z0-9]{5})/;

/** Public by nature: object ids, digests, UUIDs, ULIDs, public keys. `before` is the text to its left. */
export function isPublicId(value: string, before: string): boolean {
  if (HEX_ID.test(value) || UUID.test(value) || ULID.test(value)) return true;
  if (DIGEST.test(value) || PUBLIC_KEY.test(value)) return true;
  return /(?:sha-?(?:1|224|256|384|512)|md5|h1|blake[23]b?|integrity|checksum|digest|etag|nonce)["']?[-:= ]{1,3}["']?$/i.test(
    before.slice(-24),
  );
}

/** A name, a path, a version, a date, kebab-case: text made by people, however long. */
export function isNameLike(value: string): boolean {
  if (readsAsWords(value)) return true;
  const parts = value
    .split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Za-z])/)
    .filter((part) => part !== '');
  let plain = 0;
  for (const part of parts) {
    if (/^\d{1,4}$/.test(part) || (/^(?:[A-Z]?[a-z]{2,}|[A-Z]{2,8})$/.test(part) && wordiness(part) >= 0.5)) {
      plain += part.length;
    }
  }
  const solid = parts.reduce((sum, part) => sum + part.length, 0);
  return parts.length <= solid / 2.5 && plain >= solid * 0.85 && wordiness(value) >= 0.7;
}
