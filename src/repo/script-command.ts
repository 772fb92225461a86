import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which `script` command there is: their arguments have nothing in common. */
export type ScriptKind = 'util-linux' | 'bsd';

export function scriptKind(): ScriptKind | undefined {
  if (process.platform === 'darwin' || process.platform === 'freebsd') return 'bsd';
  if (process.platform !== 'linux') return undefined;
  const done = spawnSync('script', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return done.stdout?.includes('util-linux') ? 'util-linux' : undefined;
}

/**
 * True if this process belongs to the group that the terminal's keys reach. In the background, `script`
 * would be stopped for touching the terminal, where the command alone may run and write.
 */
export function inForeground(): boolean {
  try {
    // proc_pid_stat(5): state, ppid, pgrp, session, tty_nr, tpgid follow the name in parentheses.
    const fields = readFileSync('/proc/self/stat', 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[2] === fields[5];
  } catch {
    const done = spawnSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' });
    const [group, foreground] = (done.stdout ?? '').trim().split(/\s+/);
    return group !== undefined && group !== '' && group === foreground;
  }
}

/** One word for a POSIX shell that stands for exactly these characters (XCU 2.2.2). */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The kernel's limit for one argument is 128 KiB (MAX_ARG_STRLEN). */
const MAX_LINE = 100_000;

/**
 * True if a shell in between changes nothing: dash drops variables whose names are not words, such as
 * exported functions of bash or npm's settings.
 */
export function shellKeeps(env: NodeJS.ProcessEnv): boolean {
  const odd = Object.keys(env).filter((name) => env[name] !== undefined && !/^[A-Za-z_]\w*$/.test(name));
  if (odd.length === 0) return true;
  const probe = spawnSync('/bin/sh', ['-c', 'exec env'], {
    env: { PATH: env.PATH, 'a-b': 'kept' },
    encoding: 'utf8',
  });
  return probe.stdout?.includes('a-b=kept') ?? false;
}

/** File descriptors that the shell inside the pseudo-terminal finds besides the terminal itself. */
export interface PtyFds {
  /** The shell writes its process id here, which becomes the command's. */
  readonly pid: number;
  /** What the command writes to the terminal is copied here. */
  readonly log: number;
  /** Standard streams that are no terminal, each with the descriptor that stands in for it: passed by. */
  readonly passed: readonly (readonly [stream: number, fd: number])[];
}

/** The line that the shell inside runs: it only rearranges descriptors and becomes the command. */
export function ptyShellLine(command: readonly string[], fds: PtyFds, shell: string | undefined): string {
  const own = shell === undefined ? 'unset SHELL' : `SHELL=${shellQuote(shell)}; export SHELL`;
  const redirects = [`${fds.pid}>&-`, `${fds.log}>&-`];
  for (const [stream, fd] of fds.passed) {
    redirects.push(stream === 0 ? `<&${fd} ${fd}<&-` : `${stream}>&${fd} ${fd}>&-`);
  }
  return `echo "$$" >&${fds.pid}; ${own}; exec ${command.map(shellQuote).join(' ')} ${redirects.join(' ')}`;
}

/** Arguments for `script`, or undefined where the line is too long for it. */
export function scriptArgs(kind: ScriptKind, line: string, fds: PtyFds): readonly string[] | undefined {
  if (Buffer.byteLength(line) > MAX_LINE) return undefined;
  const log = `/dev/fd/${fds.log}`;
  // -q no notes on the terminal, -e the command's exit code, -f and -t0 write at once.
  if (kind === 'util-linux') return ['-q', '-e', '-f', '-c', line, log];
  return ['-q', '-t', '0', log, '/bin/sh', '-c', line];
}

/** Takes the line with which util-linux begins a log out of a stream of chunks; newer ones have it with `-q` too. */
export function withoutHeader(line: string, keep: (chunk: Uint8Array) => void) {
  // Some versions write the command as it is, others make spaces of its line breaks.
  const marks = [line, line.replaceAll('\n', ' ')].map((text) => Buffer.from(text));
  const limit = (marks[0]?.length ?? 0) + 4096;
  let head: Buffer | undefined = Buffer.alloc(0);
  const pass = (bytes: Buffer) => {
    head = undefined;
    if (bytes.length > 0) keep(bytes);
  };
  const headerEnd = (bytes: Buffer) => {
    for (const mark of marks) {
      const at = bytes.indexOf(mark);
      const end = at < 0 ? -1 : bytes.indexOf(']\n', at + mark.length);
      if (end >= 0) return end + 2;
    }
    return undefined;
  };
  return {
    push(chunk: Uint8Array): void {
      if (head === undefined) {
        keep(chunk);
        return;
      }
      head = Buffer.concat([head, chunk]);
      const end = headerEnd(head);
      if (end !== undefined) pass(head.subarray(end));
      else if (head.length > limit) pass(head);
    },
    end(): void {
      if (head !== undefined) pass(head);
    },
  };
}

/** The text without util-linux's last line, and with the line ends that the command wrote. */
export function withoutTrailer(text: string): string {
  return text.replace(/\n[^\n]*\[(?:COMMAND_EXIT_CODE="-?\d+"|<[^<>\n]*>)\]\n$/, '').replaceAll('\r\n', '\n');
}
