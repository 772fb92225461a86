/** The git hooks that Nexus takes part in; each has a shim of that name in the package's `hooks/`. */
export const HOOK_NAMES = [
  'pre-commit',
  'post-commit',
  'post-merge',
  'post-checkout',
  'post-rewrite',
  'pre-push',
] as const;
export type HookName = (typeof HOOK_NAMES)[number];

/** The shims of the merge driver and of git's diffs, beside those of the hooks. */
export const MERGE_SHIM = 'merge';
export const TEXTCONV_SHIM = 'textconv';
export const DRIVER_SECTION = '[merge "nexus"]';

const BEGIN = '# >>> nexus >>>';
const END = '# <<< nexus <<<';
const FIRST_LINE = `${BEGIN} remembers errors and fixes; remove with: nexus hooks uninstall`;
/** No block of ours is longer; a begin without its end must not swallow someone's lines. */
const LONGEST = 60;

function marked(lines: readonly string[]): string {
  return `${[FIRST_LINE, ...lines, END].join('\n')}\n`;
}

/** The shim of the clone that a hook runs in; git runs hooks at the top of the working tree. */
function otherHome(hook: HookName | typeof MERGE_SHIM | typeof TEXTCONV_SHIM): string {
  return `$(git rev-parse --git-common-dir 2>/dev/null || echo .git)/nexus/hooks/${hook}`;
}

/**
 * The lines for a hook that is a shell script. They are the same on every machine, since husky's files are
 * committed; leave standard input to whoever comes after them (git-lfs needs every byte of pre-push's);
 * leave exit code 0; bear `set -eu`; and end in comments, so that a checkout with CRLF changes nothing.
 */
export function shellBlock(hook: HookName): string {
  return marked([
    `nexus_hook="\${GIT_DIR:-.git}/nexus/hooks/${hook}" # in the main working tree`,
    `[ -x "$nexus_hook" ] || nexus_hook="${otherHome(hook)}" # in all others`,
    'if [ -x "$nexus_hook" ]; then "$nexus_hook" "$@" </dev/null || :; fi # takes no input, never fails',
  ]);
}

/**
 * Hooks in git's configuration (git-hook(1), git 2.54 and later). Git adds `"$@"` to a command, hence the
 * function; and gives each hook its own standard input, so that pre-push may read it.
 */
export function configBlock(textconv = false): string {
  const hooks = HOOK_NAMES.flatMap((hook) => {
    const command = `f() { h="${otherHome(hook)}"; [ ! -x "$h" ] || "$h" "$@" || :; }; f`;
    return [`[hook "${configHookName(hook)}"]`, `\tevent = ${hook}`, `\tcommand = ${configText(command)}`];
  });
  return marked([...hooks, ...driverLines(textconv)]);
}

/** For git's configuration where the hooks stand elsewhere. */
export function driverBlock(textconv = false): string {
  return marked(driverLines(textconv));
}

/**
 * The merge driver that `.nexus/.gitattributes` names (gitattributes(5)). A name without a driver is fatal to every
 * merge, and a driver that is not there leaves our side alone without a word: so git's own text merge stands in for it.
 */
function driverLines(textconv: boolean): readonly string[] {
  const plain = 'git merge-file -q --marker-size="$4" -L ours -L base -L theirs "$2" "$1" "$3"';
  const command = `f() { h="${otherHome(MERGE_SHIM)}"; if [ -x "$h" ]; then "$h" "$@"; else ${plain}; fi; }; f %O %A %B %L %P`;
  return [
    DRIVER_SECTION,
    '\tname = memory by field and section',
    `\tdriver = ${configText(command)}`,
    '[diff "nexus"]',
    '\txfuncname = "^#{1,6} .*$"',
    ...(textconv ? [TEXTCONV_KEY + configText(textconvCommand())] : []),
  ];
}

const TEXTCONV_KEY = '\ttextconv = ';

/** Git starts it for each version of a file that it shows, and ends where it fails. It stands at the top of the tree. */
function textconvCommand(): string {
  const here = `h="\${GIT_DIR:-.git}/nexus/hooks/${TEXTCONV_SHIM}"`;
  return `f() { ${here}; [ -x "$h" ] || h="${otherHome(TEXTCONV_SHIM)}"; if [ -x "$h" ]; then "$h" "$1"; else cat <"$1"; fi; }; f`;
}

/** Whether our block in git's configuration has git show what hides in records. */
export function hasTextconv(text: string): boolean {
  const lines = linesOf(text);
  return blocksIn(lines).some(({ from, to }) =>
    lines.slice(from, to).some((line) => line.startsWith(TEXTCONV_KEY)),
  );
}

function configText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A name equal to an event's is an error to git. */
function configHookName(hook: HookName): string {
  return `nexus-${hook}`;
}

/** For `lefthook-local.yml`: `commands` is understood by all versions, beside `jobs` too. */
export function lefthookBlock(): string {
  return marked(
    HOOK_NAMES.flatMap((hook) => [
      `${hook}:`,
      '  commands:',
      '    nexus:',
      `      run: 'h="${otherHome(hook)}"; [ ! -x "$h" ] || "$h" {0} </dev/null || :'`,
    ]),
  );
}

/** For `.git/info/exclude`. */
export function excludeBlock(path: string): string {
  return marked([`/${path}`]);
}

/** Where complete blocks stand: indices of lines, the end exclusive. */
function blocksIn(lines: readonly string[]): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from: number | undefined;
  lines.forEach((line, at) => {
    if (line.startsWith(BEGIN)) from = at;
    else if (from !== undefined && line.trimEnd() === END) {
      if (at - from <= LONGEST) found.push({ from, to: at + 1 });
      from = undefined;
    }
  });
  return found;
}

/** Lines with their line ends, so that joining them gives the text again. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

export function hasBlock(text: string): boolean {
  return blocksIn(linesOf(text)).length > 0;
}

/** The text without any of our blocks; all other bytes stay. */
export function stripBlock(text: string): string {
  const lines = linesOf(text);
  for (const { from, to } of [...blocksIn(lines)].reverse()) lines.splice(from, to - from);
  return lines.join('');
}

function lineEndOf(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
}

/**
 * The block below the shebang and the comments that follow it, before anything that may end the script: we
 * run, and then the host's own lines decide. Husky 8's first line starts the script anew, so it stays before us.
 */
export function insertInScript(text: string, block: string): string {
  const lines = linesOf(text);
  const again = lines.findIndex((line) => /^\s*\.\s.*\bhusky\.sh\b/.test(line));
  let at = again + 1;
  if (again < 0) while (lines[at]?.startsWith('#') === true && !lines[at]?.startsWith(BEGIN)) at++;
  return joined(lines.slice(0, at).join(''), block, lines.slice(at).join(''), lineEndOf(text));
}

export function appendBlock(text: string, block: string): string {
  return joined(text, block, '', lineEndOf(text));
}

function joined(head: string, block: string, tail: string, lineEnd: string): string {
  const gap = head === '' || head.endsWith('\n') ? '' : lineEnd;
  return head + gap + block.replaceAll('\n', lineEnd) + tail;
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh', 'zsh', 'busybox']);

/** Is this hook a script for a shell that understands our lines? Without a shebang git has it run by `sh`. */
export function isShellScript(text: string): boolean {
  if (text.includes('\0')) return false;
  // Scripts of other languages that begin as shell and hand themselves over.
  if (/^[^#\n]*\bexec\b[^\n]*\s"?\$\{?0\}?"?(?:\s|$)/m.test(linesOf(text).slice(0, 20).join('')))
    return false;
  const shebang = /^#!\s*(\S+)([^\n]*)/.exec(text);
  if (shebang === null) return true;
  const words = (shebang[2] ?? '').trim().split(/\s+/);
  const named = baseOf(shebang[1] ?? '');
  const program = named === 'env' ? (words.find((word) => !/^-|=/.test(word)) ?? '') : named;
  return SHELLS.has(baseOf(program));
}

function baseOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.exe$/, '');
}

/** Nothing that a script would do: a shebang, blank lines, or not even that. */
export function isEmptyScript(text: string): boolean {
  return /^(?:#![^\n]*)?\s*$/.test(text);
}
