import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type TestRepo, tempDir } from './git-repo.ts';
import { PROGRAM } from './nexus-program.ts';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) console.warn('skipped: no tmux here, so no terminal');

const POLL_MS = 50;
const TRIES = 1_000;
/** So many looks in which nothing changed: an answer, a preview and what it cites come one after the other. */
const AT_REST = 6;

/** A person's terminal in a repository: a real shell, in which `nexus` is the built program. */
export class Terminal {
  private readonly socket = `nexus-test-${randomBytes(6).toString('hex')}`;
  private readonly pipe: string;

  /** @param shell what runs in it, `sh` if not told */
  constructor(
    repo: TestRepo,
    columns: number,
    env: NodeJS.ProcessEnv = {},
    { rows = 100, shell = ['sh'] }: { readonly rows?: number; readonly shell?: readonly string[] } = {},
  ) {
    const bin = tempDir();
    this.pipe = join(bin, 'written');
    writeFileSync(join(bin, 'nexus'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`, {
      mode: 0o755,
    });
    const own = { ...repo.env, PATH: `${bin}:${repo.env.PATH}`, PS1: '> ', ENV: '', ...env };
    const words = Object.entries(own).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${value}`],
    );
    const size = ['-x', `${columns}`, '-y', `${rows}`];
    const started = ['env', '-i', 'TERM=screen-256color', ...words, ...shell];
    onTestFinished(() => void this.tmux('kill-server'));
    this.tmux('-f', '/dev/null', 'new-session', '-d', ...size, '-c', repo.dir, ...started);
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
  sees(what: string | RegExp): Promise<string> {
    return this.until(`not seen: ${what}`, (screen) => fits(screen, what));
  }

  /** Waits until something is to be seen, and nothing changes any more for a while: then it can be looked at as a whole. */
  async settles(what: string | RegExp): Promise<string> {
    let last = '';
    let same = 0;
    return this.until(`not seen, or it does not come to rest: ${what}`, (screen) => {
      same = screen === last ? same + 1 : 0;
      last = screen;
      return same >= AT_REST && fits(screen, what);
    });
  }

  /** Waits until something is to be seen no more. */
  seesNo(what: string | RegExp): Promise<string> {
    return this.until(`still seen: ${what}`, (screen) => !fits(screen, what));
  }

  /** Waits until tmux says so of it, by a format as `#{cursor_x}`. */
  tells(format: string, value: string): Promise<string> {
    const look = (): string => this.told(format);
    return this.until(`${format} is not ${value}`, (told) => told === value, look);
  }

  private async until(
    failure: string,
    isSo: (seen: string) => boolean,
    look = (): string => this.screen(),
  ): Promise<string> {
    for (let tries = 0; ; tries++) {
      const seen = look();
      if (isSo(seen)) return seen;
      if (tries > TRIES) throw new Error(`${failure}\n${seen}\n${this.screen()}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Types a line, without waiting for what comes of it. */
  type(line: string): void {
    this.tmux('send-keys', '-l', '--', line);
    this.key('Enter');
  }

  /** Presses keys by their tmux names, as `C-c`. */
  key(...names: readonly string[]): void {
    this.tmux('send-keys', ...names);
  }

  /** Types a text, no Enter behind it. */
  text(text: string): void {
    this.tmux('send-keys', '-l', '--', text);
  }

  /** Pastes as terminals do: between marks, where the program has asked for them. */
  paste(text: string): void {
    this.tmux('set-buffer', '--', text);
    this.tmux('paste-buffer', '-p');
  }

  resize(columns: number, rows: number): void {
    this.tmux('resize-window', '-x', `${columns}`, '-y', `${rows}`);
  }

  /** From now on keeps all that is written to the terminal; {@link written} has it. */
  listen(): void {
    this.tmux('pipe-pane', '-O', `cat >> '${this.pipe}'`);
  }

  written(): string {
    return existsSync(this.pipe) ? readFileSync(this.pipe, 'utf8') : '';
  }

  /** What tmux knows of it by a format, as `#{alternate_on}`. */
  told(format: string): string {
    return this.tmux('display-message', '-p', format).trimEnd();
  }

  /** The window closes under whatever runs in it. */
  close(): void {
    this.tmux('kill-server');
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

function fits(screen: string, what: string | RegExp): boolean {
  return typeof what === 'string' ? screen.includes(what) : what.test(screen);
}
