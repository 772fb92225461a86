import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runChild } from '../../src/repo/run-child.ts';
import { tempDir } from '../helpers/git-repo.ts';
import { HOSTILE, SHOW_ARGS, setup } from './nexus-run.ts';

function collect(): { stream: PassThrough; text: () => string; bytes: () => Buffer } {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const bytes = () => Buffer.concat(chunks);
  return { stream, bytes, text: () => bytes().toString() };
}

async function piped(command: readonly string[], env: NodeJS.ProcessEnv = process.env, maxCapture?: number) {
  const dir = tempDir();
  const out = collect();
  const err = collect();
  const result = await runChild({
    command,
    cwd: dir,
    env,
    stdin: 'ignore',
    stdout: out.stream,
    stderr: err.stream,
    isTTY: false,
    scratch: dir,
    ...(maxCapture === undefined ? {} : { maxCapture }),
  });
  expect(readdirSync(dir)).toEqual([]);
  return { ...result, out, err };
}

describe('through pipes', () => {
  it('keeps both streams, the exit code and the time', async () => {
    const before = Date.now();
    const done = await piped(['sh', '-c', 'echo out; echo err >&2; exit 3']);
    expect([done.code, done.signal, done.out.text(), done.err.text()]).toEqual([
      3,
      undefined,
      'out\n',
      'err\n',
    ]);
    expect(done.output.split('\n').sort()).toEqual(['', 'err', 'out']);
    expect(done.startedAt).toBeGreaterThanOrEqual(before);
    expect(done.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('passes hostile arguments as they are', async () => {
    const done = await piped([...SHOW_ARGS, ...HOSTILE]);
    expect(JSON.parse(done.out.text())).toEqual(HOSTILE);
  });

  it('gives the child real pipes, which it can open by name', async () => {
    const done = await piped(['sh', '-c', 'echo a > /dev/stdout; echo b > /dev/stderr']);
    expect([done.out.text(), done.err.text(), done.code]).toEqual(['a\n', 'b\n', 0]);
  });

  it('touches no byte and keeps only the end', async () => {
    const script = `const b = Buffer.alloc(256 * 1024, Buffer.from(Array.from({ length: 256 }, (_, i) => i)));
      for (let i = 0; i < 40; i++) require('fs').writeSync(1, b);`;
    const done = await piped(['node', '-e', script]);
    expect(done.out.bytes().length).toBe(40 * 256 * 1024);
    expect(done.out.bytes().every((byte, at) => byte === at % 256)).toBe(true);
    expect(done.truncated).toBe(true);
    const small = await piped(['sh', '-c', 'printf "0123456789é"'], process.env, 4);
    expect([small.output, small.truncated]).toEqual(['89é', true]);
  });

  it.each([
    [['no-such-command-here'], 127, 'no-such-command-here: command not found'],
    [['./missing'], 127, './missing: No such file or directory'],
    [['/'], 126, '/: Is a directory'],
    [[''], 127, ': command not found'],
  ])('%j ends as in a shell', async (command, code, message) => {
    const done = await piped(command);
    expect([done.code, done.spawnError, done.err.text()]).toEqual([code, message, '']);
    expect(spawnSync('bash', ['-c', '"$@"', 'bash', ...command]).status).toBe(code);
  });

  it('tells what is not executable from what cannot start', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'plain'), '#!/bin/sh\n');
    writeFileSync(join(dir, 'broken'), '#!/no/such/interpreter\n');
    chmodSync(join(dir, 'broken'), 0o755);
    expect(await piped([join(dir, 'plain')])).toMatchObject({
      code: 126,
      spawnError: expect.stringContaining('Permission'),
    });
    expect(await piped(['plain'], { PATH: dir })).toMatchObject({ code: 126 });
    expect(await piped([join(dir, 'broken')])).toMatchObject({
      code: 127,
      spawnError: expect.stringContaining('required file'),
    });
  });

  it('says that an argument is too long', async () => {
    const done = await piped(['echo', 'x'.repeat(200_000)]);
    expect([done.code, done.spawnError]).toEqual([126, 'echo: Argument list too long']);
  });

  it.each(['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGSEGV'] as const)('tells an end by %s', async (signal) => {
    const done = await piped(['sh', '-c', `kill -${signal.slice(3)} $$`]);
    const number = { SIGTERM: 15, SIGKILL: 9, SIGINT: 2, SIGSEGV: 11 }[signal];
    expect([done.code, done.signal]).toEqual([128 + number, signal]);
  });

  it('does not wait for what the command leaves behind', async () => {
    const begin = Date.now();
    const done = await piped(['sh', '-c', 'sleep 50 & echo started']);
    expect(done.out.text()).toBe('started\n');
    expect(Date.now() - begin).toBeLessThan(20_000);
  });

  it('keeps the order where both streams go to one file', () => {
    const { dir, program, scratch, resultFile, result } = setup();
    const script = 'for (let i = 0; i < 3000; i++) require("fs").writeSync(1 + (i % 2), i + "\\n")';
    const log = join(dir, 'log');
    const fd = openSync(log, 'w');
    const args = [program, scratch, resultFile, 'pipe', 'node', '-e', script];
    expect(spawnSync(process.execPath, args, { stdio: ['ignore', fd, fd] }).status).toBe(0);
    closeSync(fd);
    const expected = Array.from({ length: 3000 }, (_, i) => `${i}\n`).join('');
    expect(readFileSync(log, 'utf8')).toBe(expected);
    expect(result().output).toBe(expected);
  });

  it('passes standard input', () => {
    const { program, scratch, resultFile } = setup();
    const done = spawnSync(process.execPath, [program, scratch, resultFile, 'pipe', 'wc', '-c'], {
      input: Buffer.alloc(300_000, 1),
    });
    expect(done.stdout.toString().trim()).toBe('300000');
  });

  it('ends the command with SIGPIPE when our reader goes', () => {
    const { program, scratch, resultFile, result } = setup();
    const line = '"$0" "$@" | head -n 2';
    const done = spawnSync(
      'sh',
      ['-c', line, process.execPath, program, scratch, resultFile, 'pipe', 'yes'],
      {
        encoding: 'utf8',
      },
    );
    expect([done.stdout, done.stderr]).toEqual(['y\ny\n', '']);
    expect(result()).toMatchObject({ code: 141, signal: 'SIGPIPE' });
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('forwards %s and waits', async (signal, code) => {
    const { program, scratch, resultFile, result } = setup();
    const script = `trap 'echo got; exit ${code}' ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`;
    // Without a terminal, as in a service: the signal comes to us alone.
    const child = spawn(
      'setsid',
      ['-w', process.execPath, program, scratch, resultFile, 'pipe', 'sh', '-c', `echo $PPID; ${script}`],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.endsWith('ready\n')) process.kill(Number.parseInt(said, 10), signal);
    });
    const exit = await new Promise((resolve) => child.on('close', resolve));
    expect(said).toMatch(/^\d+\nready\ngot\n$/);
    expect([exit, result().code]).toEqual([code, code]);
  });
});
