import { type ErrorFormat, lineFormat, type Match, match } from './format.ts';

const NPM_LINE = /^npm (?:ERR!|error) ?(.*)$/;

/** npm says in its own lines: a code, then the story; what a script printed is told by other formats. */
function findNpm(lines: readonly string[]): Match | undefined {
  const told = lines.flatMap((line, at) => {
    const text = NPM_LINE.exec(line)?.[1];
    return text === undefined ? [] : [{ at, text: text.trim() }];
  });
  const first = told[0];
  const last = told.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const code = told.map(({ text }) => /^code (\S+)$/.exec(text)?.[1]).find((found) => found !== undefined);
  const story = told.find(
    ({ text }) =>
      text !== '' &&
      !/^(?:code|syscall|path|errno|dest|cwd|A complete log|command|signal|while resolving|lifecycle script|workspace|location)\b/i.test(
        text,
      ),
  );
  if (story === undefined) return undefined;
  const message = story.text.replace(/^\d{3} /, '');
  return match(code, message, {}, first.at, Math.min(last.at, first.at + 14));
}

const SHELL_LEAD = String.raw`(?:(?:-?(?:ba|da|z|k|a|fi)?sh|\/(?:usr\/)?bin\/(?:ba|da|z)?sh|[^\s:]{1,200}\.sh|env|nohup|exec|sudo|xargs|time)(?:\[\d+\])?: )?(?:line \d+: |\d+: )?`;

/** Tools whose errors are one line, in the order in which they say more than the shell around them. */
export const TOOLS: readonly ErrorFormat[] = [
  lineFormat(
    'sql',
    { language: 'sql', programs: ['psql', 'mysql', 'mariadb', 'sqlite3', 'sqlcmd'], pick: 'first' },
    [
      {
        pattern:
          /^(?:psql:(?<path>[^\s:]{1,300}):(?<line>\d+): )?(?<type>ERROR|FATAL|PANIC):\s{2}(?<message>.+)$/,
        after: 3,
      },
      { pattern: /^psql: (?:error: )?(?<message>.+)$/, after: 2 },
      { pattern: /^(?<type>ERROR \d{3,5}(?: \([0-9A-Z]{5}\))?)(?: at line (?:\d+))?: (?<message>.+)$/ },
      {
        pattern:
          /^(?:Parse error|Runtime error|Error): (?:near line \d+: |stepping, )?(?<message>(?:no such |near "|UNIQUE constraint|FOREIGN KEY|incomplete input|database is |unable to open).+)$/,
      },
    ],
  ),
  lineFormat('git', { programs: ['git', 'gh', 'git-lfs', 'tig'], pick: 'first' }, [
    { pattern: /^(?<type>fatal): (?<message>.+)$/, after: 2 },
    { pattern: /^ ! \[(?:remote )?rejected\]\s+(?<message>.+)$/, before: 1, after: 2 },
    { pattern: /^git: (?<message>'.{1,80}' is not a git command\.).*$/, after: 3 },
    { pattern: /^(?<message>CONFLICT \(.+)$/ },
    {
      pattern:
        /^error: (?<message>(?:pathspec|failed to push|could not|Your local changes|The following untracked|cannot |unable to |src refspec|patch failed|object ).+)$/,
      after: 3,
    },
  ]),
  lineFormat(
    'docker',
    { programs: ['docker', 'docker-compose', 'podman', 'buildah', 'nerdctl'], pick: 'first' },
    [
      { pattern: /^(?:docker: )?Error response from daemon: (?<message>.+)$/ },
      { pattern: /^ERROR: (?<message>failed to (?:solve|build|push|pull|do request|compute).*)$/, before: 6 },
      {
        pattern:
          /^(?:docker: )?(?<message>(?:Cannot connect to the Docker daemon|Error: No such |unable to prepare context|service ".{1,80}" |no configuration file provided).+)$/,
      },
    ],
  ),
  lineFormat('kubernetes', { programs: ['kubectl', 'helm', 'k9s', 'kustomize', 'oc'], pick: 'first' }, [
    { pattern: /^Error from server(?: \((?<type>\w+)\))?: (?<message>.+)$/ },
    { pattern: /^Error: (?<message>(?:INSTALLATION FAILED|UPGRADE FAILED|release: |chart ).+)$/ },
    {
      pattern:
        /^error: (?<message>(?:unable to recognize|the server doesn't have|You must be logged in|error validating|no matches for kind).+)$/,
    },
  ]),
  lineFormat('terraform', { programs: ['terraform', 'tofu', 'terragrunt'], pick: 'first' }, [
    {
      pattern: /^[│|]\s{1,2}Error: (?<message>.+)$/,
      after: 8,
      place: /^[│|]\s+on (?<path>\S{1,300}) line (?<line>\d+)/,
    },
  ]),
  lineFormat('http-client', { programs: ['curl', 'wget'], pick: 'last' }, [
    { pattern: /^curl: \(\d{1,3}\) (?<message>.+)$/ },
    { pattern: /^wget: (?<message>.+)$/ },
  ]),
  lineFormat('pnpm', { language: 'javascript', programs: ['pnpm', 'yarn'], pick: 'first' }, [
    { pattern: /^\s?(?<type>ERR_PNPM_\w+)\s{1,2}(?<message>.+)$/, after: 3 },
    { pattern: /^(?:➤ )?(?<type>YN\d{4}): .{0,4}(?<message>.*(?:[Ee]rror|could|not|fail).*)$/ },
    {
      pattern:
        /^error (?<message>(?:Couldn't find|An unexpected error|Command "|Missing script|Your lockfile).+)$/,
    },
  ]),
  { id: 'npm', language: 'javascript', programs: ['npm', 'npx'], find: findNpm },
];

/** What the shell or any small program says. These come last: a tool that ran has more to tell. */
export const SHELL: readonly ErrorFormat[] = [
  lineFormat('shell', { language: 'shell', programs: ['sh', 'bash', 'zsh', 'dash'], pick: 'last' }, [
    {
      pattern: new RegExp(
        `^${SHELL_LEAD}(?<message>[^:\\s]{1,200}: (?:command not found|not found|bad interpreter.*))$`,
      ),
    },
    {
      pattern:
        /^(?:-?zsh|fish): (?<message>(?:command not found|no such file or directory|Unknown command|permission denied|no matches found): .+)$/,
    },
    {
      pattern: new RegExp(
        `^${SHELL_LEAD}(?<message>.{0,300}(?:No such file or directory|[Pp]ermission denied|Is a directory|Not a directory|No space left on device|Operation not permitted|Read-only file system|Text file busy|Argument list too long|Address already in use|Connection refused|unbound variable|Exec format error))$`,
      ),
    },
    {
      pattern: new RegExp(`^${SHELL_LEAD}(?<message>syntax error.+|unexpected EOF.+|parse error near.+)$`),
      type: 'syntax error',
    },
    {
      pattern:
        /^(?:.{0,200}: (?:line \d+: +)?(?:\d+ )?)?(?<message>Segmentation fault|Bus error|Illegal instruction|Aborted|Killed)(?: +\(core dumped\))?(?: .*)?$/,
    },
  ]),
  lineFormat('make', { language: 'make', programs: ['make', 'gmake', 'ninja', 'just'], pick: 'first' }, [
    {
      pattern:
        /^(?:g?make|mingw32-make)(?:\[\d+\])?: \*\*\* (?<message>(?:No rule to make target|missing separator|multiple target).+)$/,
    },
    { pattern: /^(?<path>[^\s:]{1,200}):(?<line>\d+): \*\*\* (?<message>.+)$/ },
    {
      pattern:
        /^(?:g?make|mingw32-make)(?:\[\d+\])?: \*\*\* \[(?:(?<path>[^\s:\]]{1,200}):(?<line>\d+): )?(?<message>.+)$/,
      before: 4,
    },
    { pattern: /^ninja: (?:error|build stopped): (?<message>.+)$/, before: 2 },
    { pattern: /^error: (?<message>Recipe `.+|Justfile does not contain .+)$/ },
  ]),
];
