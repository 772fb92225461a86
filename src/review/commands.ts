import type { RuleName } from '../core/review-rules.ts';
import type { Hit } from './hit.ts';
import { hitsOf, wordFinder } from './regions.ts';

const FETCH = '(?:curl|wget|fetch|aria2c|https?(?=\\s)|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)';
const SHELL =
  '(?:sudo\\s+(?:-\\w+\\s+)*)?(?:/usr/bin/env\\s+|/usr/bin/|/bin/)?(?:ba|z|da|k|fi|c)?sh\\b|(?:sudo\\s+)?(?:python[\\d.]*|node|deno|bun|perl|ruby|php|pwsh|powershell|iex|Invoke-Expression|source|xargs\\s+(?:-\\w+\\s+){0,3}(?:ba|z)?sh)\\b';

interface Row {
  /** As in `steering.ts`. */
  readonly near: string;
  readonly rule: RuleName;
  readonly pattern: RegExp;
  readonly what: string;
}

/** Bounded quantifiers throughout: a long line costs its length. */
const ROWS: readonly Row[] = [
  // A download that is run unseen.
  {
    near: 'curl|wget|fetch|aria2c|http|iwr|irm|invoke',
    rule: 'pipe-to-shell',
    pattern: new RegExp(
      `\\b${FETCH}\\b[^\\n|]{0,400}\\|(?:[^\\n|]{0,80}\\|){0,3}\\s{0,4}(?:${SHELL})`,
      'giu',
    ),
    what: 'a download piped to a shell',
  },
  {
    near: 'curl|wget|fetch|aria2c|http|iwr|irm|invoke',
    rule: 'pipe-to-shell',
    pattern: new RegExp(
      `(?:\\b(?:ba|z|da|k)?sh|\\bsource|\\beval|(?<=^|\\s)\\.|\\bpython[\\d.]*|\\bnode|\\bIEX|\\bInvoke-Expression)\\s{1,4}(?:-\\w+\\s+)?["'(]{0,2}(?:<\\(|\\$\\(|\`|\\()\\s{0,4}(?:&\\s*)?${FETCH}\\b`,
      'gimu',
    ),
    what: 'a download that a shell runs',
  },
  {
    near: 'download|webclient|bitstransfer|certutil|bitsadmin|mshta|regsvr32|rundll32',
    rule: 'pipe-to-shell',
    pattern:
      /\b(?:DownloadString|DownloadFile|Net\.WebClient|Start-BitsTransfer|certutil(?:\.exe)?\s+-urlcache|bitsadmin\s+\/transfer|mshta(?:\.exe)?\s+https?|regsvr32\b[^\n]{0,80}https?:|rundll32\b[^\n]{0,80}https?:)/giu,
    what: 'a download as malware does it on Windows',
  },
  {
    near: 'curl|wget',
    rule: 'pipe-to-shell',
    pattern:
      /\b(?:curl|wget)\b[^\n]{0,300}(?:-o|-O|--output|>)\s{0,4}["']?([\w./~-]{1,120})["']?[^\n]{0,80}(?:&&|;|\n)\s{0,8}(?:chmod\b[^\n]{0,80}(?:&&|;|\n)\s{0,8})?(?:sudo\s+)?(?:(?:ba|z)?sh|python[\d.]*|node|source)?\s{0,4}(?:\.\/)?\1/giu,
    what: 'a download that is run afterwards',
  },
  {
    near: 'base64|openssl|xxd|rev|tr |gunzip|zcat',
    rule: 'pipe-to-shell',
    pattern:
      /\b(?:base64\s+(?:-d|-D|--decode)|openssl\s+(?:enc\s+-d|base64\s+-d)|xxd\s+-r|rev|tr\s+['"A-Za-z-]{3,24}\s+['"A-Za-z-]{3,24}|gunzip\s+-c|zcat)\b[^\n|]{0,200}\|\s{0,4}(?:sudo\s+)?(?:(?:ba|z|da|k)?sh|python[\d.]*|node|perl|eval|source)\b/giu,
    what: 'something decoded and piped to a shell',
  },
  {
    near: 'python|node|deno|perl|ruby|php',
    rule: 'pipe-to-shell',
    pattern:
      /\b(?:python[\d.]*|node|deno|perl|ruby|php)\s+(?:-\w+\s+){0,2}-(?:c|e|r)\s{0,4}["'][^\n]{0,200}(?:urlopen|requests\.get|fetch\(\s{0,2}['"`]https?:|Net::HTTP|file_get_contents|LWP::|exec\(|eval\(|child_process|os\.system|subprocess|b64decode|fromhex|atob\()/giu,
    what: 'a one-liner that fetches or runs code',
  },
  {
    near: 'curl|wget',
    rule: 'pipe-to-shell',
    what: 'a download that is run afterwards',
    pattern:
      /\b(?:curl|wget)\b[^\n]{0,200}\/([\w.-]{1,80})["']?[^\n]{0,80}(?:&&|;|\n)\s{0,8}(?:sudo\s+)?(?:(?:ba|z|da|k)?sh|python[\d.]*|node|perl|ruby|source|chmod\s+\S{1,8})\s+(?:\.\/)?\1(?![\w.-])/giu,
  },
  {
    near: 'curl|wget',
    rule: 'pipe-to-shell',
    what: 'a download whose words are run',
    pattern: /(?:^|[`;]|&&|\|\|)[ \t]*\$\([ \t]*(?:curl|wget)\b/gimu,
  },
  {
    near: 'find',
    rule: 'harmful-command',
    what: 'deletes a whole tree',
    pattern: /\bfind\s+(?:\/|~|\$\{?HOME\}?)\S{0,40}\s[^\n]{0,120}(?:-delete\b|-exec\s+rm\b)/giu,
  },
  {
    near: 'npx|npm|yarn|pip|uv|go|cargo',
    rule: 'risky-command',
    what: 'takes code from an address instead of a registry',
    pattern:
      /\b(?:npx|(?:npm|pnpm|yarn|bun)\s+(?:i|install|add|dlx|exec)|pipx?[\d.]*\s+install|uv\s+(?:add|pip\s+install)|cargo\s+install\s+--git)\s+(?:-{1,2}[\w-]+\s+){0,4}["']?(?:https?:|git\+|git:|github:|ssh:)\S{1,200}/giu,
  },
  {
    near: 'git remote',
    rule: 'risky-command',
    what: 'changes where git pushes to and pulls from',
    pattern: /\bgit\s+remote\s+(?:set-url|add)\s+\S{1,60}\s+\S{1,200}/giu,
  },
  // What nobody undoes, or what opens the machine.
  {
    near: 'rm',
    rule: 'harmful-command',
    pattern:
      /\brm\s+(?:-{1,2}[\w-]+\s+){0,4}-(?:[a-z]*r[a-z]*f|[a-z]*f[a-z]*r)[a-z]*\s+(?:-{1,2}[\w-]+\s+){0,4}["']?(?:\/(?![\w.-]+\/[\w.-]+\/)|~|\$\{?HOME|\*|\.git\b|\.\.?(?:\s|$|\/\s|\/$))/gimu,
    what: 'deletes a whole tree',
  },
  {
    near: 'mkfs|dd|/dev/|shred|:()|wipefs|format-volume|del|remove-item|vssadmin',
    rule: 'harmful-command',
    pattern:
      /\b(?:mkfs(?:\.\w+)?\s+\/dev|dd\s+[^\n]{0,80}\bof=\/dev\/|>\s{0,4}\/dev\/(?:sd|nvme|hd|disk)|shred\s+-|:\(\)\s{0,4}\{\s{0,4}:\|:|wipefs|Format-Volume|del\s+\/[sfq]\s+\/[sfq]|Remove-Item\s[^\n]{0,60}-Recurse\s[^\n]{0,30}-Force\s+[A-Z]:\\|vssadmin\s+delete)/giu,
    what: 'destroys data',
  },
  {
    near: '/dev/|nc|netcat|socat|bash|pty|mkfifo',
    rule: 'harmful-command',
    pattern:
      /\/dev\/(?:tcp|udp)\/|\b(?:nc|ncat|netcat)\s+(?:-\w+\s+){0,4}-\w{0,4}e\b|\bsocat\b[^\n]{0,120}\bexec:|\bbash\s+-i\s*>&|\bpty\.spawn\(|\bmkfifo\b[^\n]{0,80}\bnc\b/giu,
    what: 'opens a shell to another machine',
  },
  {
    near: 'git',
    rule: 'harmful-command',
    pattern:
      /\bgit\s+config\s+(?:--\w+\s+){0,3}(?:--\s+)?["']?(?:core\.(?:hooksPath|fsmonitor|sshCommand|pager|editor|gitProxy|askPass|attributesFile)|(?:http|https)\.[\w.:/-]{0,80}(?:proxy|sslVerify)|url\.\S{1,120}insteadOf|credential\.\S{0,80}helper|alias\.\w+\s+["']?!|diff\.\w+\.textconv|filter\.\w+\.(?:clean|smudge|process)|merge\.\w+\.driver|gpg\.program)\b/giu,
    what: 'changes what git runs or trusts',
  },
  {
    near: '>|crontab|schtasks|launchctl|systemctl|authorized_keys',
    rule: 'harmful-command',
    pattern:
      />{1,2}\s{0,4}["']?(?:~|\$\{?HOME\}?|\/root|\/home\/\w+)\/(?:\.(?:bashrc|zshrc|profile|bash_profile|zprofile|zshenv|config\/fish|ssh|npmrc|pypirc|netrc|gitconfig|aws|kube|docker))|>{1,2}\s{0,4}["']?\/etc\/|\bcrontab\s+(?!-l)|\b(?:schtasks\s+\/create|launchctl\s+(?:load|bootstrap)|systemctl\s+(?:--user\s+)?enable)\b|\bauthorized_keys\b/giu,
    what: 'leaves something behind that runs later',
  },
  {
    near: '/.|/etc/|security|secret|token|printenv|env|mimikatz|id_',
    rule: 'harmful-command',
    pattern:
      /(?:~|\$\{?HOME\}?|\/root|\/home\/\w+)\/\.(?:ssh|aws|gnupg|kube|docker\/config|netrc|npmrc|pypirc|git-credentials|config\/gcloud|azure)\b|\/etc\/(?:shadow|sudoers)\b|\b(?:security\s+find-(?:generic|internet)-password|secretsmanager\s+get-secret-value|gh\s+auth\s+token|gcloud\s+auth\s+print-access-token|kubectl\s+get\s+secrets?\b|printenv\b[^\n]{0,40}\||mimikatz|(?<=[\s/'"`=])id_(?:rsa|ed25519|ecdsa)\b(?!\.pub))/giu,
    what: 'reaches for credentials',
  },
  {
    near: 'npm|yarn|pip|docker|xattr|executionpolicy|setenforce|spctl|ufw|iptables|ld_preload|node_options',
    rule: 'harmful-command',
    pattern:
      /\b(?:npm|pnpm|yarn)\s+config\s+set\s+(?:registry|\/\/|proxy|https-proxy|strict-ssl|ignore-scripts\s+false)|\b(?:npm|pnpm|yarn|npx)\b[^\n]{0,120}--registry[= ]\s{0,4}["']?https?:|\bpip[\d.]*\s[^\n]{0,120}(?:--index-url|--extra-index-url|--trusted-host|-i\s+https?:)|\bdocker\s+run\b[^\n]{0,160}(?:--privileged|-v\s+\/:|--pid[= ]host)|\bxattr\s+-\w*d\w*\s+com\.apple\.quarantine|\bSet-ExecutionPolicy\s+(?:-\w+\s+\w+\s+){0,2}(?:Bypass|Unrestricted)|\b(?:setenforce\s+0|spctl\s+--master-disable|ufw\s+disable|iptables\s+-F)\b|\bLD_PRELOAD=|\bNODE_OPTIONS=["']?[^\n"']{0,40}(?:--require|--import|-r\s)/giu,
    what: 'takes packages or protection from somewhere else',
  },
  // What weakens a check, or has more power than most commands need.
  {
    near: 'git|husky|skip',
    rule: 'risky-command',
    pattern:
      /\bgit\s+(?:commit|push|merge|rebase|am|cherry-pick)\b[^\n`]{0,80}\s(?:--no-verify|-n(?=\s+-m|\s*$))|\bHUSKY(?:_SKIP_HOOKS)?=0|\bSKIP=\w+\s+git\b|\bgit\s+push\b[^\n`]{0,80}\s(?:--force(?!-with-lease)|-f\b|--mirror)|\bgit\s+(?:clean\s+-\w*[xdf]\w*[xdf]|reset\s+--hard\s+origin|filter-branch|update-ref\s+-d|reflog\s+expire)/giu,
    what: 'goes around git’s checks, or throws work away',
  },
  {
    near: 'chmod|chown|node_tls|pythonhttps|git_ssl|curl|wget|verify|rejectunauthorized|stricthostkey',
    rule: 'risky-command',
    pattern:
      /\bchmod\s+(?:-R\s+)?(?:0?777|a\+rwx|u\+s|\+s)\b|\bchown\s+-R\s+\S+\s+\/(?:\s|$)|\b(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|GIT_SSL_NO_VERIFY)\s{0,2}[=:]\s{0,2}["']?(?:0|1|true)|\b(?:curl|wget)\b[^\n|]{0,200}\s(?:-k|--insecure|--no-check-certificate)\b|\bverify\s{0,2}=\s{0,2}False\b|\brejectUnauthorized\s{0,2}:\s{0,2}false\b|\bStrictHostKeyChecking[ =]no\b/giu,
    what: 'turns a protection off',
  },
  {
    near: 'sudo|.env',
    rule: 'risky-command',
    pattern:
      /(?<=^|[`$#;&|]\s{0,4})sudo\s+(?!-[lv]\b)\w[^\n`]{0,80}|\b(?:source|\.)\s+\.env\b|\bcat\s+(?:\S{0,60}\/)?\.env\b/gimu,
    what: 'runs with all rights, or reads settings with secrets',
  },
  {
    near: 'chmod',
    rule: 'risky-command',
    pattern: /\bchmod\s+(?:\+|[ugoa]+\+)x\s+\S{1,120}\s{0,4}(?:&&|;|\n)\s{0,8}(?:sudo\s+)?\.?\/\S/giu,
    what: 'makes a file a program and starts it',
  },
  // What brings foreign code along: usual, and still to be read.
  {
    near: 'npm|yarn|bun|npx|pip|uv|cargo|go|gem|brew|apt|dnf|yum|apk|pacman|docker|git|code',
    rule: 'install-command',
    pattern:
      /(?<=^|[`$#;&|>]\s{0,4})(?:sudo\s+)?(?:(?:npm|pnpm|yarn|bun)\s+(?:i|install|add|create|dlx|exec)\s+(?:-{1,2}[\w-]+\s+){0,4}(?!-)[@\w][^\s`]{1,120}|npx\s+(?:(?:-{1,2}[\w-]+\s+){1,3}[@\w][^\s`]{1,120}|@?[\w/.-]{1,80}@[^\s`]{1,40})|pipx?[\d.]*\s+install\s+(?:-{1,2}[\w-]+\s+){0,4}(?!-|\.)[\w@][^\s`]{1,120}|uvx?\s+(?:add|tool\s+install|pip\s+install)\s+[\w@][^\s`]{1,120}|cargo\s+install\s+\w[^\s`]{1,80}|go\s+(?:install|get|run)\s+[\w.-]+\.\w+\/[^\s`]{1,120}|gem\s+install\s+\w[^\s`]{1,80}|brew\s+(?:install|tap)\s+\w[^\s`]{1,80}|(?:apt|apt-get|dnf|yum|apk|pacman)\s+(?:-\w+\s+){0,2}(?:install|add|-S)\s+(?:-\w+\s+){0,3}\w[^\s`]{1,80}|docker\s+(?:run|pull)\s+(?:-{1,2}[\w-]+(?:[= ]\S{1,40})?\s+){0,6}\w[^\s`]{1,120}|git\s+clone\s+\S{1,160}|code\s+--install-extension\s+\S{1,80})/gimu,
    what: 'brings code from elsewhere onto the machine',
  },
];

/** Commands that a record tells people, or an agent, to run. */
export function commands(text: string): readonly Hit[] {
  const has = wordFinder(text);
  return ROWS.flatMap(({ near, rule, pattern, what }) =>
    has(near) ? hitsOf(text, pattern, rule, what) : [],
  );
}
