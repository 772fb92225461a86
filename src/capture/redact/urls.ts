import type { Finding } from './finding.ts';
import { isNameLike, isPlaceholder, isPublicId } from './harmless.ts';
import { looksRandom } from './randomness.ts';

const MAX_AUTHORITY = 512;
const AUTHORITY_END = /[\s"'`<>\\|{}^]/;

/** Passwords in `scheme://user:password@host` (RFC 3986, 3.2.1), and tokens in a user's place. */
export function findUrlCredentials(text: string): Finding[] {
  const findings: Finding[] = [];
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    const end = authorityEnd(text, start);
    const info = text.slice(start, end);
    const host = info.lastIndexOf('@');
    if (host <= 0 || /^[?#]/.test(info)) continue;
    const slash = info.indexOf('/');
    // `https://example.org/a:b@c` has no credentials; a password may hold a slash only after its colon.
    const colon = info.indexOf(':');
    if (
      slash >= 0 &&
      slash < host &&
      (colon < 0 || colon > slash || !/^[\w.-]+(?:[:/?#]|$)/.test(info.slice(host + 1)))
    )
      continue;
    if (slash >= 0 && slash < host && /^:\d{1,5}\//.test(info.slice(colon))) continue;
    if (colon >= 0 && colon < host) {
      const password = info.slice(colon + 1, host);
      if (password !== '' && !isTemplate(password)) {
        findings.push({ rule: 'url-password', start: start + colon + 1, end: start + host });
      }
      const user = info.slice(0, colon);
      if (/^(?:x-oauth-basic|x-access-token|)$/.test(password) && user.length >= 16 && looksRandom(user)) {
        findings.push({ rule: 'url-password', start, end: start + colon });
      }
    } else if (host >= 16 && looksRandom(info.slice(0, host)) && !isNameLike(info.slice(0, host))) {
      findings.push({ rule: 'url-password', start, end: start + host });
    }
  }
  return findings;
}

function authorityEnd(text: string, from: number): number {
  let at = from;
  const limit = Math.min(text.length, from + MAX_AUTHORITY);
  while (at < limit && !AUTHORITY_END.test(text[at] ?? '')) {
    if (at > from && text.startsWith('://', at)) break;
    at++;
  }
  return at;
}

/** A stand-in that is no password even in a URL; words such as `password` may well be one here. */
function isTemplate(password: string): boolean {
  return (
    /^(?:[<{[$%*]|x{3}|\.\.\.|REDACTED|your[-_])/i.test(password) ||
    /^(?:password|pass|pw|pwd|secret)$/i.test(password)
  );
}

/** Query and form parameters whose value signs or opens something (AWS SigV4, Azure SAS, GCS, OAuth 2). */
const PARAMETER =
  /[?&;](?:sig|signature|x-amz-signature|x-amz-security-token|x-amz-credential|x-goog-signature|awsaccesskeyid|access_token|refresh_token|id_token|auth_token|token|auth|api[_-]?key|apikey|key|code|secret|client_secret|password|passwd|pwd|jwt|session|sessionid|sid|ticket|subscription-key|hapikey|private_token)=([^&\s"'`<>#;\\]{6,2048})/gi;

export function findSecretParameters(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const match of text.matchAll(PARAMETER)) {
    const value = match[1] ?? '';
    const start = match.index + match[0].length - value.length;
    if (isPlaceholder(value)) continue;
    const password = /(?:password|passwd|pwd|secret)=$/i.test(
      match[0].slice(0, match[0].length - value.length),
    );
    const firm = /(?:token|api[_-]?key|apikey|signature|sig|jwt)=$/i.test(
      match[0].slice(0, match[0].length - value.length),
    );
    if (password || (looksRandom(value) && !isNameLike(value) && (firm || !isPublicId(value, '')))) {
      findings.push({ rule: 'url-parameter', start, end: start + value.length });
    }
  }
  return findings;
}
