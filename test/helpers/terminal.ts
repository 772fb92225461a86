import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type TestRepo, tempDir } from './git-repo.ts';
import { PROGRAM } from './nexus-program.ts';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) console.warn('skipped: no tmux here, so no terminal');

const POLL_MS = 30;
const TRIES = 1_000;

/** A person's terminal in a repository: a real shell, in which `nexus` is the built program. */
export class Terminal {
  private readonly socket = `nexus-test-${randomBytes(6).toString('hex')}`;

  constructor(repo: TestRepo, columns: number, env: NodeJS.ProcessEnv = {}) {
    const bin = tempDir();
    writeFileSync(join(bin, 'nexus'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`, {
      mode: 0o755,
    });
    const own = { ...repo.env, PATH: `${bin}:${repo.env.PATH}`, PS1: '> ', ENV: '', ...env };
    const words = Object.entries(own).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${value}`],
    );
    const size = ['-x', `${columns}`, '-y', '100'];
    const shell = ['env', '-i', 'TERM=screen-256color', ...words, 'sh'];
    onTestFinished(() => void this.tmux('kill-server'));
    this.tmux('-f', '/dev/null', 'new-session', '-d', ...size, '-c', repo.dir, ...shell);
  }

  private tmux(...args: string[]): string {
    const done = spawnSync('tmux', ['-L', this.socket, ...args], { encoding: 'utf8' });
    return done.stdout;
  }

  /** What is to be seen, with each line whole that the terminal had to break; `-e` gives the colours, too. */
  screen(...flags: string[]): string {
    return this.tmux('capture-pane', '-p', '-J', ...flags)
      .replace(/ +$/gm, '')
      .trimEnd();
  }

  /** Waits until something is to be seen. */
  async sees(what: string | RegExp): Promise<string> {
    for (let tries = 0; ; tries++) {
      const screen = this.screen();
      if (typeof what === 'string' ? screen.includes(what) : what.test(screen)) return screen;
      if (tries > TRIES) throw new Error(`not seen: ${what}\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Types a line, without waiting for what comes of it. */
  type(line: string): void {
    this.tmux('send-keys', '-l', '--', line);
    this.key('Enter');
  }

  /** Presses a key by its tmux name, as `C-c`. */
  key(name: string): void {
    this.tmux('send-keys', name);
  }

  /** Runs a line on an empty screen. Returns what it printed, and its exit code on the last line. */
  async run(line: string): Promise<string> {
    this.begin(line);
    return this.ended();
  }

  /** Starts a line that asks; `ended` gives what comes of it. */
  async asks(line: string, question: string | RegExp): Promise<string> {
    this.begin(line);
    return this.sees(question);
  }

  private begin(line: string): void {
    // At once, so that nothing of the last screen is taken for an answer.
    this.tmux('send-keys', '-R');
    this.type(`clear; ${line}; echo "exit $?"`);
  }

  async ended(): Promise<string> {
    const screen = await this.sees(/^exit \d+\n>$/m);
    return screen.replace(/\n>$/, '');
  }
}
