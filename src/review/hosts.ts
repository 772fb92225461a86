import type { Severity } from '../core/review.ts';
import type { Hit } from './hit.ts';
import { hitsOf } from './regions.ts';

const URL =
  /\b(?:https?|ftp|wss?|ssh|git|sftp|rsync|ldaps?|dns|smb):\/\/([^\s"'<>`)\]}|\\]{1,500})|(?<![\w/.-])www\.[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|\bgit@([\w.-]{1,120}):/giu;

/** Names that lead nowhere (RFC 2606, RFC 6761), and this machine. */
const NOWHERE =
  /^(?:localhost|0\.0\.0\.0|127(?:\.\d{1,3}){3}|\[?::1\]?|host\.docker\.internal|.*\.(?:example|test|invalid|localhost|local|internal|lan|home\.arpa)|(?:.*\.)?example\.(?:com|org|net|edu))$/;

/** Names of other machines in the own network, as a manual writes them. */
const PRIVATE =
  /^(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2})$/;

/** Where what is sent is collected, tunnelled or shortened, so that the name says nothing of who reads it. */
const COLLECTORS =
  /(?:^|\.)(?:webhook\.site|requestbin\.\w+|pipedream\.net|requestcatcher\.com|hookbin\.com|beeceptor\.com|mockbin\.\w+|ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|loca\.lt|localhost\.run|serveo\.net|burpcollaborator\.net|oastify\.com|oast\.\w+|interact\.sh|interactsh\.com|dnslog\.\w+|canarytokens\.\w+|pastebin\.com|paste\.ee|hastebin\.com|ghostbin\.\w+|rentry\.co|transfer\.sh|file\.io|0x0\.st|gofile\.io|anonfiles\.com|termbin\.com|ix\.io|sprunge\.us|bit\.ly|tinyurl\.com|t\.co|is\.gd|goo\.gl|ow\.ly|cutt\.ly|rb\.gy|shorturl\.at|t\.ly|tiny\.cc)$/;
const COLLECTING_PATH =
  /^(?:(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/webhooks|hooks\.slack\.com|api\.telegram\.org\/bot|maker\.ifttt\.com|hooks\.zapier\.com|script\.google\.com\/macros|docs\.google\.com\/forms)/;

interface Address {
  readonly host: string;
  /** Without user and port, with its path. */
  readonly rest: string;
  readonly user: string;
}

function addressIn(match: RegExpExecArray): Address | undefined {
  const whole = match[1] ?? match[2] ?? match[0];
  const [authority = ''] = whole.split(/[/?#]/);
  const at = authority.lastIndexOf('@');
  const named = authority.slice(at + 1).replace(/[.,;:!]+$/, '');
  const host = named
    .replace(/:\d{0,5}$/, '')
    .toLowerCase()
    .replace(/^www\.|\.$/g, '');
  // `${base}` and `<host>` are for the reader to fill in.
  if (host === '' || /[${}<>*]|%(?![0-9a-f]{2})/.test(host)) return undefined;
  if (!/[.%]/.test(host) && !/^(?:\[|0x[\da-f]+$|\d{8,10}$)/.test(host)) return undefined;
  return {
    host,
    rest: `${host}${whole.slice(authority.length)}`,
    user: at < 0 ? '' : authority.slice(0, at),
  };
}

/** The hosts that a text names. */
export function hostsIn(text: string): readonly string[] {
  return [...text.matchAll(URL)].flatMap((match) => addressIn(match)?.host ?? []);
}

/** Hosts that this memory did not know, each once, and addresses that say nothing good whatever was known. */
export function hosts(text: string, known: ReadonlySet<string>): readonly Hit[] {
  const told = new Set<string>();
  const strange = hitsOf(text, URL, 'suspicious-host', (match) => {
    const address = addressIn(match);
    return address === undefined ? undefined : strangeness(address);
  });
  const fresh = hitsOf(text, URL, 'new-host', (match) => {
    const address = addressIn(match);
    if (address === undefined || known.has(address.host) || told.has(address.host)) return undefined;
    if (NOWHERE.test(address.host) || PRIVATE.test(address.host) || strangeness(address) !== undefined)
      return undefined;
    told.add(address.host);
    return `the host ${address.host}, which this memory did not name before`;
  });
  return [...strange, ...fresh];
}

function strangeness({ host, rest, user }: Address): string | undefined {
  // `git@` is how one logs in, and a name before the sign looks like the host.
  if (user.includes('.') || /%40/.test(user))
    return `an address that looks like ${user.split(/[:/]/)[0]} and leads to ${host}`;
  if (NOWHERE.test(host) || PRIVATE.test(host)) return undefined;
  if (host.includes('%')) return `an address with encoded letters, ${host}`;
  if (/(?:^|\.)xn--/.test(host)) return `the host ${host}, whose real name is written in other letters`;
  if (
    /^\[[0-9a-f:.]+\]?$/.test(host) ||
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) ||
    /^(?:0x[\da-f]+|\d{8,10})$/.test(host)
  )
    return `an address without a name, ${host}`;
  if (COLLECTORS.test(host) || COLLECTING_PATH.test(rest))
    return `${host}, where anybody collects, tunnels or hides what is sent`;
  return undefined;
}

const SECRETS =
  '(?:secrets?|credentials?|passwords?|(?:api|access|private|ssh|secret|auth)[ _-]?(?:keys?|tokens?)|tokens|env(?:ironment)?(?:\\s+(?:variables?|vars?|file))?|\\.env|source\\s+code|conversation|chat\\s+(?:history|log)|transcript|system\\s+prompt|memory|\\.ssh|keychain|cookies|home\\s+director(?:y|ies)|private\\s+(?:files?|repositor(?:y|ies)))';
const SEND =
  '(?:send|post|upload|exfiltrate|forward|transmit|submit|leak|(?:e-?)?mail|copy|push|report|pipe|write|append)(?:s|ed|ing)?';
const TO =
  '(?:https?:\\/\\/\\S|[\\w.+-]{1,60}@[\\w-]{1,60}\\.\\w{2,}|\\b(?:webhook|pastebin|gist|telegram|discord|slack|remote\\s+server|external\\s+(?:server|service|endpoint)|our\\s+server|this\\s+(?:url|endpoint|address)|the\\s+following\\s+(?:url|endpoint|address)))';

const SECRET_NAME = '(?:TOKEN|KEY|SECRET|PASS|CREDENTIAL|AUTH)';

interface Sending {
  readonly what: string;
  readonly pattern: RegExp;
  /** Where it is usual, too. */
  readonly severity?: Severity;
}

/** Something of the reader's that is to go somewhere. */
const SENDS: readonly Sending[] = [
  {
    what: 'asks to send something that is not to leave',
    pattern: new RegExp(
      `\\b${SEND}\\b(?:[^.\\n]|\\.(?=\\S)){0,80}?(?<!\\w)${SECRETS}(?!\\w)(?:[^.\\n]|\\.(?=\\S)){0,80}?\\b(?:to|at|in|into|via|with)\\b[^.\\n]{0,40}?${TO}`,
      'giu',
    ),
  },
  {
    what: 'asks to write something secret where others read it',
    pattern: new RegExp(
      `\\b(?:include|append|add|embed|put)\\b[^.\\n]{0,40}\\b${SECRETS}\\b[^.\\n]{0,60}\\b(?:to|in|into)\\s+(?:(?:every|the|all|your|each|any)\\s+){0,2}(?:commit\\s+messages?|pull\\s+requests?|answers?|responses?|comments?|urls?|image|query)\\b`,
      'giu',
    ),
  },
  {
    what: 'a request that carries a file, a variable or what a command prints',
    pattern: new RegExp(
      `\\b(?:curl|wget|http)\\b[^\\n|]{0,300}\\s(?:-d|--data(?:-\\w+)?|-F|--form|-T|--upload-file|--post-(?:data|file))[= ]?\\s{0,4}["']?[^\\n"']{0,80}(?:@[~./\\w-]|\\$\\(|\`|\\$\\{?[A-Z_]{0,40}${SECRET_NAME})`,
      'gu',
    ),
  },
  {
    what: 'a request that carries a credential',
    pattern: new RegExp(
      `\\b(?:curl|wget|http)\\b[^\\n|]{0,300}\\s(?:-H|--header|-u|--user)[= ]?\\s{0,4}["']?[^\\n"']{0,80}\\$\\{?[A-Z_]{0,40}${SECRET_NAME}`,
      'gu',
    ),
    severity: 'medium',
  },
  {
    what: 'something of the machine is piped to another',
    pattern:
      /\b(?:env|printenv|set|cat\s+\S{1,120}|tar\s+\S{1,40}\s[^\n|]{0,160}|git\s+(?:log|diff|bundle)[^\n|]{0,80}|history|find\s[^\n|]{0,160})\s{0,4}\|(?:[^\n|]{0,80}\|){0,2}\s{0,4}(?:curl|wget|nc|ncat|netcat|socat|ssh|openssl\s+s_client|mail|sendmail)\b/giu,
  },
  {
    what: 'an address that carries a credential',
    pattern: new RegExp(
      `https?:\\/\\/[^\\s"'<>\`)\\]$]{1,300}[?&/=]\\$\\{?(?:process\\.env\\.|env\\.)?[A-Z_]{0,40}${SECRET_NAME}`,
      'gu',
    ),
  },
  {
    what: 'an address that carries what a command prints',
    pattern: /https?:\/\/[^\s"'<>`)\]$]{1,300}[?&/=][^\s"'<>`)\]$]{0,80}\$\((?!uname|arch)/gu,
    severity: 'medium',
  },
  {
    what: 'an image whose address carries data to where it lies',
    pattern:
      /!\[[^\]\n]{0,200}\]\(\s{0,4}https?:\/\/[^\s)]{1,300}\?[^\s)]{1,300}\)|<img\b[^>\n]{0,300}\bsrc\s{0,2}=\s{0,2}["']?https?:\/\/[^\s"'>]{1,300}\?[^\s"'>]{1,300}/giu,
    severity: 'medium',
  },
  {
    what: 'a look-up whose name carries what a command prints',
    pattern: /\b(?:nslookup|dig|host|ping)\s[^\n]{0,80}(?:\$\(|`[^`\n]{1,80}`\.)[^\n]{0,160}\.[a-z]{2,}/giu,
  },
];

/** Text or commands by which something leaves the machine. */
export function sending(text: string): readonly Hit[] {
  return SENDS.flatMap(({ pattern, what, severity }) =>
    hitsOf(text, pattern, 'exfiltration', what).map((hit) => ({
      ...hit,
      ...(severity === undefined ? {} : { severity }),
    })),
  );
}
