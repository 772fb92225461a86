import type { ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { type Ended, exitOf, forwardSignals, startChild } from './child-end.ts';
import { closeQuietly, openPipes, type PipeEnds, type Tail, Tee } from './child-pipe.ts';
import type { RunChildOptions } from './run-child.ts';
import {
  inForeground,
  type PtyFds,
  ptyShellLine,
  scriptArgs,
  scriptKind,
  shellKeeps,
  withoutHeader,
  withoutTrailer,
} from './script-command.ts';

/** Descriptors of `script`; what is passed by to the command follows them. */
const PID_FD = 3;
const LOG_FD = 4;

/** What a run in a pseudo-terminal needs, or undefined where it cannot be had. */
function planPty(options: RunChildOptions) {
  const { stdout, stderr, command, env } = options;
  const screen = stdout.isTTY ? stdout.fd : stderr.isTTY ? stderr.fd : undefined;
  if (!options.isTTY || screen === undefined) return undefined;
  // Not every shell's `exec` knows `--`, so a name that looks like an option cannot be given to one.
  if (command[0]?.startsWith('-') || !inForeground() || !shellKeeps(env)) return undefined;
  const kind = scriptKind();
  if (kind === undefined) return undefined;
  const keyboard = options.stdin === 'inherit' && isatty(0);
  // The one of our two outputs that is no terminal, if there is one.
  const side = !stdout.isTTY ? { fd: 1, out: stdout } : !stderr.isTTY ? { fd: 2, out: stderr } : undefined;
  const passed: [number, number][] = [];
  if (!keyboard) passed.push([0, LOG_FD + 1]);
  if (side !== undefined) passed.push([side.fd, LOG_FD + 1 + passed.length]);
  const fds: PtyFds = { pid: PID_FD, log: LOG_FD, passed };
  const line = ptyShellLine(command, fds, env.SHELL);
  const args = scriptArgs(kind, line, fds);
  if (args === undefined) return undefined;
  const [log, sidePipe] = openPipes(options.scratch, side === undefined ? 1 : 2) ?? [];
  return log === undefined ? undefined : { screen, keyboard, line, args, log, sidePipe, sideOut: side?.out };
}

/** `script` reads keys from a terminal; where our input is something else, from the one that controls us. */
function openTerminal(keyboard: boolean): number | undefined {
  try {
    return keyboard ? 0 : openSync('/dev/tty', 'r+');
  } catch {
    return undefined;
  }
}

function closePipes(pipes: readonly (PipeEnds | undefined)[]): void {
  for (const pipe of pipes) {
    if (pipe === undefined) continue;
    closeQuietly(pipe.writeFd);
    pipe.source.destroy();
  }
}

/** Sends signals to the command, whose process id comes first thing; `script` would make SIGTERM of any. */
function commandBehind(script: ChildProcess) {
  const early: NodeJS.Signals[] = [];
  let digits = '';
  let pid: number | undefined;
  const send = (signal: NodeJS.Signals) => {
    if (pid === undefined) {
      early.push(signal);
      return;
    }
    try {
      process.kill(pid, signal);
    } catch {
      // It has just ended.
    }
  };
  script.stdio[PID_FD]?.on('data', (chunk: Buffer) => {
    digits += chunk.toString('latin1');
    if (pid !== undefined || !digits.includes('\n')) return;
    pid = Number.parseInt(digits, 10);
    for (const signal of early) send(signal);
  });
  return { send, started: () => pid !== undefined };
}

/**
 * Runs in a pseudo-terminal, made by the system's `script`: the command sees a terminal of the right size, keys
 * and Ctrl-C go to it alone, and a copy of its output comes to us through a pipe, never to disk. Undefined, with
 * nothing run, where that is impossible. The command leads a session here, so what it leaves behind in the
 * background gets SIGHUP unless it has made itself a daemon.
 */
export async function runInPty(options: RunChildOptions, tail: Tail): Promise<Ended | undefined> {
  const plan = planPty(options);
  if (plan === undefined) return undefined;
  const { log, sidePipe, keyboard } = plan;
  const terminal = openTerminal(keyboard);
  if (terminal === undefined) {
    closePipes([log, sidePipe]);
    return undefined;
  }
  const passed = [
    ...(keyboard ? [] : [options.stdin === 'inherit' ? 0 : ('ignore' as const)]),
    ...(sidePipe === undefined ? [] : [sidePipe.writeFd]),
  ];
  let command: ReturnType<typeof commandBehind> | undefined;
  // Before the start: the command may be quicker than we are, and what signals us then means it. None is told before we wait.
  const stop = forwardSignals((signal) => command?.send(signal));
  const child = startChild('script', plan.args, {
    cwd: options.cwd,
    env: { ...options.env, SHELL: '/bin/sh' },
    stdio: [terminal, plan.screen, 2, 'pipe', log.writeFd, ...passed],
  });
  for (const fd of [log.writeFd, sidePipe?.writeFd, keyboard ? undefined : terminal]) {
    if (fd !== undefined) closeQuietly(fd);
  }
  if (typeof child === 'string') {
    stop();
    closePipes([log, sidePipe]);
    return undefined;
  }
  command = commandBehind(child);
  const keep = (chunk: Uint8Array) => tail.push(chunk);
  const body = withoutHeader(plan.line, keep);
  const tees = [new Tee(log.source, undefined, body.push)];
  if (sidePipe !== undefined) tees.push(new Tee(sidePipe.source, plan.sideOut, keep));
  try {
    const { errno, ...end } = await exitOf(child);
    await Promise.all(tees.map((tee) => tee.finish()));
    body.end();
    // No process id: `script` gave up before there was a command.
    if (errno !== undefined || (!command.started() && end.code !== 0)) return undefined;
    return { ...end, output: withoutTrailer(tail.text()), truncated: tail.truncated };
  } finally {
    stop();
  }
}
