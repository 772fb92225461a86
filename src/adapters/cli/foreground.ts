import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface ForegroundOptions {
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a program that has the terminal until it ends, started by its words, not by a shell. Where our own input or
 * output is another's (`id=$(nexus ui --pick)`), it has the terminal all the same.
 * @returns its exit code; as a shell has it for a signal. Rejects where it cannot be started.
 */
export async function inForeground(
  words: readonly string[],
  { cwd, env }: ForegroundOptions,
): Promise<number> {
  const [command = '', ...args] = words;
  const { stdin, stdout } = process;
  const terminal = stdin.isTTY && stdout.isTTY ? undefined : openTerminal();
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        env: { ...env },
        ...(cwd === undefined ? {} : { cwd }),
        stdio: [
          stdin.isTTY ? 'inherit' : (terminal ?? 'inherit'),
          stdout.isTTY ? 'inherit' : (terminal ?? 'inherit'),
          'inherit',
        ],
      });
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
    });
  } finally {
    if (terminal !== undefined) closeSync(terminal);
  }
}

function openTerminal(): number | undefined {
  try {
    return openSync('/dev/tty', 'r+');
  } catch {
    return undefined;
  }
}
