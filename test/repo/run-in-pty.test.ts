import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOSTILE, SHOW_ARGS, setup } from './nexus-run.ts';

const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');
if (!hasScript) console.warn('skipped: no util-linux script here, so no pseudo-terminal');

describe.skipIf(!hasScript)('on a terminal', () => {
  /** Runs a shell line on a pseudo-terminal of 93 by 31; `keys` are typed when `ready` was shown. */
  async function onTerminal(shell: (nexus: string) => string, keys?: string) {
    const { dir, program, scratch, resultFile, result } = setup();
    const nexus = `'${process.execPath}' '${program}' '${scratch}' '${resultFile}' tty`;
    const line = `stty cols 93 rows 31; ${shell(nexus)}`;
    const child = spawn('script', ['-qefc', line, '/dev/null'], {
      cwd: dir,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, SHELL: '/bin/sh', TERM: 'xterm-256color' },
    });
    let screen = '';
    let typed = keys === undefined;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
      if (typed || !screen.includes('ready')) return;
      typed = true;
      child.stdin.write(keys ?? '');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(readdirSync(scratch)).toEqual([]);
    return { dir, screen, code, result };
  }

  it('the command sees a terminal of the same size, with colours', async () => {
    const script = `'test -t 0 && test -t 1 && test -t 2 && stty size && tput cols && printf "\\033[31mred\\033[0m\\n"; exit 7'`;
    const done = await onTerminal((nexus) => `${nexus} sh -c ${script}`);
    expect(done.screen).toBe('31 93\r\n93\r\n\x1b[31mred\x1b[0m\r\n');
    expect(done.result()).toMatchObject({
      code: 7,
      output: '31 93\n93\n\x1b[31mred\x1b[0m\n',
      truncated: false,
    });
    expect(done.code).toBe(7);
  });

  it('hostile arguments arrive as they are, and run nothing', async () => {
    const quoted = [...SHOW_ARGS, ...HOSTILE].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const done = await onTerminal((nexus) => `${nexus} ${quoted}`);
    expect(JSON.parse(done.result().output)).toEqual(HOSTILE);
    expect(readdirSync(done.dir).sort()).toEqual(['result.json', 'scratch']);
  });

  it('the environment and the open files arrive as they are', async () => {
    const script = `'echo "$SHELL $SHLVL-$PWD"; ls /proc/self/fd | tr "\\n" " "; echo'`;
    const done = await onTerminal(
      (nexus) => `cd /; export SHELL=/bin/strange SHLVL=5; ${nexus} sh -c ${script}; sh -c ${script};
        unset SHELL; ${nexus} sh -c 'echo "\${SHELL-none}"'`,
    );
    const [first, files, , filesWithout, last] = done.screen.split('\r\n');
    expect([first, last]).toEqual(['/bin/strange 5-/', 'none']);
    const without = new Set(filesWithout?.trim().split(' '));
    expect(
      files
        ?.trim()
        .split(' ')
        .filter((fd) => !without.has(fd)),
    ).toEqual([]);
  });

  it('variables that dash would drop do not get lost', async () => {
    const done = await onTerminal((nexus) => `env 'npm_config_a-b=kept' ${nexus} env | grep a-b`);
    expect(done.screen).toBe('npm_config_a-b=kept\r\n');
  });

  it('Ctrl-C reaches the command once, and we wait for it', async () => {
    const script = `const fs = require("fs"); let n = 0;
      process.on("SIGINT", () => { n++; setTimeout(() => { console.log("got " + n); process.exit(9) }, 300) });
      setInterval(() => {}, 1000); console.log("ready");`;
    const done = await onTerminal((nexus) => `${nexus} node -e '${script}'`, '\x03');
    expect(done.screen).toContain('got 1');
    expect(done.code).toBe(9);
  });

  it('Ctrl-C reaches the command once without a pseudo-terminal too', async () => {
    const script = `let n = 0;
      process.on("SIGINT", () => { n++; setTimeout(() => { console.log("got " + n); process.exit(9) }, 300) });
      setInterval(() => {}, 1000); console.log("ready");`;
    const done = await onTerminal(
      (nexus) => `exec ${nexus.replace(/tty$/, 'pipe')} node -e '${script}'`,
      '\x03',
    );
    expect(done.screen).toContain('got 1');
    expect(done.code).toBe(9);
  });

  it('a command that Ctrl-C ends gives 130', async () => {
    // Short waits, for a shell that is about to start the next command may lose the signal.
    const done = await onTerminal(
      (nexus) => `${nexus} sh -c 'echo ready; while :; do sleep 0.05; done'`,
      '\x03',
    );
    expect(done.code).toBe(130);
  });

  it('a signal to us alone reaches the command as it is', async () => {
    const script = `'trap "echo got-int; exit 4" INT; echo ready; kill -INT $NEXUS_TEST_PID; while :; do sleep 0.05; done'`;
    const done = await onTerminal((nexus) => `export NEXUS_TEST_PID=$$; exec ${nexus} sh -c ${script}`);
    expect(done.screen).toContain('got-int');
    expect(done.code).toBe(4);
  });

  it('typed lines arrive', async () => {
    const done = await onTerminal(
      (nexus) => `${nexus} sh -c 'echo ready; read line; echo "got $line"'`,
      'hello\n',
    );
    expect(done.screen).toContain('got hello');
  });

  it('streams that are no terminal are passed by, byte for byte', async () => {
    const script = `'test -t 0 || echo in-piped; test -t 1 && echo out-tty; test -t 2 || echo err-piped; wc -c; printf "e\\000e" >&2'`;
    const done = await onTerminal(
      (nexus) => `head -c 100000 /dev/zero > in; ${nexus} sh -c ${script} < in 2> err`,
    );
    expect(done.screen).toBe('in-piped\r\nout-tty\r\nerr-piped\r\n100000\r\n');
    expect(readFileSync(join(done.dir, 'err'), 'utf8')).toBe('e\0e');
    expect(done.result().output).toContain('100000\n');
    expect(done.result().output).toContain('e\0e');
  });

  it('a terminal on standard error alone is one for the command', async () => {
    const script = `'test -t 1 || echo piped; test -t 2 && echo tty >&2; stty size <&2 >&2'`;
    const done = await onTerminal((nexus) => `${nexus} sh -c ${script} > out`);
    expect(done.screen).toBe('tty\r\n31 93\r\n');
    expect(readFileSync(join(done.dir, 'out'), 'utf8')).toBe('piped\n');
  });

  it('10 MB arrive in order, and only the end is kept', async () => {
    const done = await onTerminal((nexus) => `${nexus} seq 1 1400000`);
    expect(done.screen.length).toBeGreaterThan(10_000_000);
    expect(done.screen).toBe(Array.from({ length: 1_400_000 }, (_, i) => `${i + 1}\r\n`).join(''));
    const { output, truncated } = done.result();
    expect(truncated).toBe(true);
    expect(output.length).toBeLessThanOrEqual(256 * 1024);
    expect(output.endsWith('\n1399999\n1400000\n')).toBe(true);
  });

  it('in the background the command runs without touching the terminal', async () => {
    const done = await onTerminal(
      (nexus) => `set -m; ${nexus} sh -c 'echo from-behind' & wait $!; echo code $?`,
    );
    expect(done.screen).toContain('from-behind');
    expect(done.screen).toContain('code 0');
  });

  it('what is not found ends as in a shell', async () => {
    const done = await onTerminal((nexus) => `${nexus} no-such-command-here`);
    expect([done.screen, done.code]).toEqual(['', 127]);
    expect(done.result().spawnError).toBe('no-such-command-here: command not found');
  });
});
