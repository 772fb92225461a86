/** How sure a name makes us that its value is a secret. */
export type Strength = 'password' | 'secret' | 'weak';

const PASSWORDS = new Set(['password', 'passwd', 'passphrase', 'passcode', 'pwd', 'pass', 'pw', 'passwort']);
const SECRETS = new Set([
  'secret',
  'token',
  'credential',
  'credentials',
  'creds',
  'authorization',
  'apikey',
  'apitoken',
  'apisecret',
  'authtoken',
  'accesstoken',
  'refreshtoken',
  'accesskey',
  'secretkey',
  'privatekey',
  'clientsecret',
  'bearer',
  'jwt',
]);
const WEAK = new Set([
  'key',
  'auth',
  'cookie',
  'session',
  'sessionid',
  'sid',
  'signature',
  'sig',
  'salt',
  'tokens',
  'secrets',
  'keys',
]);
/** What makes a `key` a secret one. */
const KEY_OF = new Set(
  'access account admin api app application auth client consumer crypt cryption customer deploy encryption decryption fernet hmac jwt license management master private secret service session shared signing ssh storage subscription write'.split(
    ' ',
  ),
);
/** Words that may follow the one that matters: `API_KEY_PROD`, `tokenValue`, `password2`. */
const NEUTRAL = new Set(
  'value val prod production dev staging stage live test testing b64 base64 plain plaintext text string str new old current confirmation confirm header env raw id base'.split(
    ' ',
  ),
);

/** Where a credential may be named; a name is judged whole by `strengthOf`. */
export const CREDENTIAL_WORD =
  /pass|pwd|pw\b|secret|token|key|cred|auth|bearer|cookie|session|sid\b|signature|sig\b|jwt|salt/gi;

export function strengthOf(name: string): Strength | undefined {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  while (words.length > 1 && NEUTRAL.has(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  if (
    PASSWORDS.has(last) ||
    /^(?:db|my|root|admin|user|pg|smtp|mysql)(?:pass|pwd|passwd|password)$/.test(last)
  )
    return 'password';
  if (SECRETS.has(last)) return 'secret';
  if (last === 'key' && KEY_OF.has(words.at(-2) ?? '')) return 'secret';
  if (last === 'auth' && words.length > 1) return 'secret';
  return WEAK.has(last) ? 'weak' : undefined;
}
