import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** Why a command cannot be started: the exit code and message that a POSIX shell would give (XCU 2.8.2). */
export interface NotRunnable {
  readonly code: 126 | 127;
  readonly message: string;
}

function look(path: string): 'ok' | 'missing' | 'folder' | 'denied' {
  try {
    if (statSync(path).isDirectory()) return 'folder';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES' ? 'denied' : 'missing';
  }
  try {
    accessSync(path, constants.X_OK);
    return 'ok';
  } catch {
    return 'denied';
  }
}

/** Undefined if the command can be started, as far as can be told without starting it. */
export function whyNotRunnable(name: string, cwd: string, env: NodeJS.ProcessEnv): NotRunnable | undefined {
  if (process.platform === 'win32') return undefined;
  if (name.includes('/')) {
    const found = look(resolve(cwd, name));
    if (found === 'ok') return undefined;
    if (found === 'missing') return { code: 127, message: `${name}: No such file or directory` };
    return { code: 126, message: `${name}: ${found === 'folder' ? 'Is a directory' : 'Permission denied'}` };
  }
  let denied = false;
  for (const dir of name === '' ? [] : (env.PATH ?? '/bin:/usr/bin').split(delimiter)) {
    const found = look(join(resolve(cwd, dir), name));
    if (found === 'ok') return undefined;
    denied ||= found === 'denied';
  }
  if (denied) return { code: 126, message: `${name}: Permission denied` };
  return { code: 127, message: `${name}: command not found` };
}

/** What `spawn` itself reports, in the words of a shell. */
export function spawnFailure(name: string, errno: string | undefined): NotRunnable {
  if (errno === 'ENOENT') return { code: 127, message: `${name}: cannot execute: required file not found` };
  if (errno === 'E2BIG') return { code: 126, message: `${name}: Argument list too long` };
  if (errno === 'EACCES') return { code: 126, message: `${name}: Permission denied` };
  return { code: 126, message: `${name}: cannot execute: ${errno ?? 'unknown error'}` };
}
