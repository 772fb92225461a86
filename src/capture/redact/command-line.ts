import type { Finding } from './finding.ts';
import { isPlaceholder } from './harmless.ts';

/**
 * Short flags mean different things to different programs, so each rule names its programs: `-p` is a
 * password for mysql and a port for psql. The value is the last group; all runs are bounded.
 */
const RULES: readonly { readonly programs: RegExp; readonly flag: RegExp }[] = [
  {
    programs:
      /\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mariadb-dump|sshpass|plink|pscp|smbclient)\b/,
    flag: /(?<=\s)-p ?(?:'([^'\n]{1,200})'|"([^"\n]{1,200})"|([^\s'"|;&]{3,200}))/g,
  },
  {
    programs:
      /\b(?:docker|podman|buildah|nerdctl|crane|oras|helm|skopeo|cf|ibmcloud|az|oc|twine|argocd|vsce|rclone)\b[^\n|;&]{0,80}\b(?:login|upload|add|account|publish)\b|\btwine\b|\bmongo(?:sh|dump|restore|import|export)?\b/,
    flag: /(?<=\s)-p[ =]?(?:'([^'\n]{1,200})'|"([^"\n]{1,200})"|([^\s'"|;&]{3,200}))/g,
  },
  {
    programs: /\b(?:redis-cli|influx)\b/,
    flag: /(?<=\s)-a (?:'([^'\n]{1,200})'|"([^"\n]{1,200})"|([^\s'"|;&]{3,200}))/g,
  },
  {
    programs: /\b(?:sqlcmd|unzip|zip|bcp|7z|7za|rar|unrar|ncftpput)\b/,
    flag: /(?<=\s)-[pP] ?(?:'([^'\n]{1,200})'|"([^"\n]{1,200})"|([^\s'"|;&/]{4,200}))/g,
  },
  {
    programs: /\b(?:ldapsearch|ldapadd|ldapmodify|ldapwhoami|ldappasswd|ldapdelete)\b/,
    flag: /(?<=\s)-w ?(?:'([^'\n]{1,200})'|"([^"\n]{1,200})"|([^\s'"|;&]{3,200}))/g,
  },
  {
    programs: /\b(?:curl|wget|http|https|xh|hurl|httpie|aria2c|lftp|ab|siege|artifactory|jf|svn)\b/,
    flag: /(?<=\s)(?:-u|--user|--proxy-user|-U|-a|--auth)[ =]?['"]?[^\s:'"]{1,100}:(?:([^\s'"]{1,200}))/g,
  },
  {
    programs: /\b(?:openssl|keytool|jarsigner|gpg|gpg2)\b/,
    flag: /(?:\bpass:|-storepass |-keypass |--passphrase[ =])(?:'([^'\n]{1,200})'|"([^"\n]{1,200})"|([^\s'"|;&]{3,200}))/g,
  },
  {
    programs: /\bhtpasswd\b/,
    flag: /\bhtpasswd -[a-zA-Z]{0,6}b[a-zA-Z]{0,6} \S{1,200} \S{1,100} ([^\s|;&]{3,200})/g,
  },
  { programs: /\bnet use\b/i, flag: /\/user:\S{1,100} ([^\s/|;&]{4,200})/gi },
  { programs: /\bsmbclient\b/, flag: /-U ?['"]?[^\s%'"]{1,100}%([^\s'"]{1,200})/g },
];

const MAX_LINE = 8192;

/** Passwords behind the short flags of well-known programs. */
export function findFlagValues(text: string): Finding[] {
  const findings: Finding[] = [];
  let from = 0;
  while (from < text.length) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    for (let at = from; at < end; at += MAX_LINE) {
      findInLine(text.slice(at, Math.min(end, at + MAX_LINE)), at, findings);
    }
    from = end + 1;
  }
  return findings;
}

function findInLine(line: string, offset: number, findings: Finding[]): void {
  if (!/ (?:-|\/user:|pass:)/i.test(line)) return;
  for (const { programs, flag } of RULES) {
    const program = programs.exec(line);
    if (program === null) continue;
    for (const match of line.matchAll(flag)) {
      const value = match.slice(1).find((group) => group !== undefined) ?? '';
      if (match.index < program.index || isPlaceholder(value) || /^\d{1,5}(?::\d{1,5})?$/.test(value))
        continue;
      if (/^(?:-|\/|\.{1,2}\/)/.test(value)) continue;
      const start = offset + match.index + match[0].lastIndexOf(value);
      findings.push({ rule: 'flag-password', start, end: start + value.length });
    }
  }
}

const SECRET_FLAG =
  /^--?(?:[a-z0-9]{1,30}-){0,4}(?:password|passwd|passphrase|pass|pwd|token|secret|api-?key|apikey|access-?key|secret-?key|private-?key|auth-?token|credentials?)$/i;

/**
 * The arguments of a command with the values of credential flags masked whatever they look like: an
 * argument, unlike a line of prose, is known to be a value. `redact` sees each argument, and the whole.
 */
export function redactArguments(
  command: readonly string[],
  redact: (text: string) => string,
  marker: string,
): readonly string[] {
  const safe = command.map((argument, index) => {
    const before = command[index - 1];
    if (before !== undefined && SECRET_FLAG.test(before) && !argument.startsWith('-')) return marker;
    const equals = argument.indexOf('=');
    if (equals > 0 && SECRET_FLAG.test(argument.slice(0, equals)))
      return argument.slice(0, equals + 1) + marker;
    return redact(argument);
  });
  // Short flags need their program beside them; arguments that hold a newline cannot be told apart there.
  const separator = '\u0000';
  if (safe.some((argument) => argument.includes(separator))) return safe;
  const flags = findFlagValues(safe.map((argument) => argument.replaceAll('\n', ' ')).join(' '));
  let at = 0;
  return safe.map((argument) => {
    const start = at;
    at += argument.length + 1;
    let text = argument;
    for (const { start: from, end } of [...flags].reverse()) {
      if (from >= start && end <= start + argument.length) {
        text = text.slice(0, from - start) + marker + text.slice(end - start);
      }
    }
    return text;
  });
}
