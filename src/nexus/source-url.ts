import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NexusError } from '../core/error.ts';

/** What git would take for the name of a program (`ext::…`), or for an option. */
const HELPER = /^(?:[A-Za-z0-9+.-]*::|-)/;
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
const SCHEMES = ['https', 'ssh', 'http', 'git', 'file'];
/** `user@host:path`, as ssh's own tools write it. */
const SCP = /^(?:([^/@:\s]+)@)?[^/:\s]+:(?!\/\/)/;

/**
 * An address as it may be kept: without a password, and of a local one the absolute path. Throws `bad-value`, and in its
 * message never says the address, for it may hold a token.
 * @param cwd what a relative path begins at
 */
export function sourceUrl(given: string, cwd: string): string {
  const url = given.trim();
  if (url === '' || /[\p{Cc}\s]/u.test(url)) throw bad('an address has no spaces and is not empty');
  if (HELPER.test(url)) throw bad('this is no address of a git repository');
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined) return checkedUrl(url, scheme);
  const user = SCP.exec(url);
  if (user === null) return resolve(cwd, url);
  return url;
}

/** What git is given for it: a path as an address, so that git sends only what is asked for. */
export function fetchUrl(url: string): string {
  return SCHEME.test(url) || SCP.test(url) ? url : pathToFileURL(url).href;
}

function checkedUrl(url: string, scheme: string): string {
  if (!SCHEMES.includes(scheme))
    throw bad(`nothing is fetched by ${scheme}`, `one of ${SCHEMES.join(', ')}, or a path`);
  const [, user = '', rest = ''] = /^[^:]+:\/\/(?:([^/]*)@)?(.*)$/.exec(url) ?? [];
  const hidden = scheme === 'ssh' ? user.includes(':') : user !== '';
  if (hidden || /[?#]/.test(rest))
    throw bad(
      'the address holds a user, a password or a token, which would be kept in a file',
      'leave it away and let git ask a credential helper: git help credentials',
    );
  if (rest === '' || rest.startsWith('-')) throw bad('the address names no host');
  return url;
}

function bad(
  message: string,
  hint = 'for example https://example.org/team/memory.git, or ../other',
): NexusError {
  return new NexusError('usage', 'bad-value', message, hint);
}
