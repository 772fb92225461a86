import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_LOG, openState } from '../../src/repo/state-files.ts';
import { tempDir } from '../helpers/git-repo.ts';
import { childProgram } from './child-program.ts';

const mode = (path: string) => statSync(path).mode & 0o777;

describe('state files', () => {
  it('are private, whatever was there before', () => {
    const common = tempDir();
    mkdirSync(join(common, 'nexus'), { mode: 0o755 });
    const state = openState(common);
    state.writePrivate('journal/a/1.json', '{}');
    expect(mode(join(common, 'nexus'))).toBe(0o700);
    expect(mode(state.dir('journal/a'))).toBe(0o700);
    expect(mode(join(common, 'nexus/journal/a/1.json'))).toBe(0o600);
    expect(state.readText('journal/a/1.json')).toBe('{}');
    state.remove('journal/a/1.json');
    state.remove('journal/a/1.json');
    expect(state.readText('journal/a/1.json')).toBeUndefined();
  });

  it('never leave their folder', () => {
    const state = openState(tempDir());
    for (const path of ['../x', '/etc/x', 'a/../../x', 'a\\b', 'a\0']) {
      expect(() => state.writePrivate(path, '')).toThrow(expect.objectContaining({ code: 'internal' }));
      expect(() => state.dir(path)).toThrow(expect.objectContaining({ code: 'internal' }));
    }
  });

  it('do not follow links', () => {
    const common = tempDir();
    const elsewhere = tempDir();
    writeFileSync(join(elsewhere, 'x.json'), '1');
    const state = openState(common);
    symlinkSync(elsewhere, join(state.dir(''), 'journal'));
    symlinkSync(join(elsewhere, 'x.json'), join(state.dir('inbox'), 'x.json'));
    expect(() => state.writePrivate('journal/1.json', '')).toThrow(
      expect.objectContaining({ code: 'refused' }),
    );
    expect(state.readText('inbox/x.json')).toBeUndefined();
    expect(readdirSync(elsewhere)).toEqual(['x.json']);
  });

  it('lists what can be read and names what cannot', () => {
    const state = openState(tempDir());
    const dir = state.dir('journal');
    state.writePrivate('journal/b.json', '{"b":1}');
    state.writePrivate('journal/a.json', '[1]');
    writeFileSync(join(dir, 'torn.json'), '{"a":');
    writeFileSync(join(dir, 'zero.json'), '');
    mkdirSync(join(dir, 'folder.json'));
    writeFileSync(join(dir, 'notes.txt'), 'not ours');
    const entries = state.listJson('journal');
    expect(entries.map((entry) => [entry.name, entry.problem?.code ?? entry.value])).toEqual([
      ['a.json', [1]],
      ['b.json', { b: 1 }],
      ['folder.json', 'bad-journal'],
      ['torn.json', 'bad-journal'],
      ['zero.json', 'bad-journal'],
    ]);
    expect(entries[3]?.problem?.file).toMatch(/^[^/]+\/nexus\/journal\/torn\.json$/);
    expect(state.listJson('nothing')).toEqual([]);
  });

  it('keeps the log bounded, one line per entry', () => {
    const common = tempDir();
    const state = openState(common);
    const log = join(common, 'nexus/nexus.log');
    state.appendLog('two\nlines');
    expect(readFileSync(log, 'utf8')).toBe('two lines\n');
    expect(mode(log)).toBe(0o600);
    for (let i = 0; i < 700; i++) state.appendLog(`${i} ${'x'.repeat(1000)}`);
    expect(statSync(log).size).toBeLessThanOrEqual(MAX_LOG);
    expect(statSync(`${log}.1`).size).toBeLessThanOrEqual(MAX_LOG);
    expect(readFileSync(log, 'utf8').split('\n').at(-2)).toMatch(/^699 /);
    expect(readdirSync(join(common, 'nexus')).sort()).toEqual(['nexus.log', 'nexus.log.1']);
  });
});

describe('withLock', () => {
  const options = { staleMs: 60_000 };

  it('runs one at a time, gives the result, and is free again after an error', async () => {
    const state = openState(tempDir());
    const inner = await state.withLock('drain', () => state.withLock('drain', () => 1, options), options);
    expect(inner).toBeUndefined();
    await expect(state.withLock('drain', () => Promise.reject(new Error('no')), options)).rejects.toThrow(
      'no',
    );
    expect(await state.withLock('drain', async () => 2, options)).toBe(2);
    expect(readdirSync(state.dir('locks'))).toEqual([]);
  });

  it('waits for another to come to an end, where it is asked to', async () => {
    const state = openState(tempDir());
    let end = (): void => undefined;
    const first = state.withLock('drain', () => new Promise<void>((resolve) => (end = resolve)), options);
    const second = state.withLock('drain', () => 2, { ...options, waitMs: 60_000 });
    expect(await state.withLock('drain', () => 3, { ...options, waitMs: 30 })).toBeUndefined();
    end();
    await first;
    expect(await second).toBe(2);
  });

  it('takes over from a process that was killed, and from one that is too old', async () => {
    const program = childProgram(`
      import { openState } from './state-files.ts';
      await openState(process.argv[2]).withLock('drain', () => new Promise((resolve) => {
        process.stdout.write('held');
        setTimeout(resolve, 60_000);
      }), { staleMs: 60_000 });
    `);
    const common = tempDir();
    const state = openState(common);
    const child = spawn(process.execPath, [program, common], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(await state.withLock('drain', () => 1, options)).toBeUndefined();
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    expect(await state.withLock('drain', () => 2, options)).toBe(2);

    const lock = join(state.dir('locks'), 'drain');
    mkdirSync(lock);
    const owner = { token: 'x', pid: process.pid, host: 'elsewhere' };
    writeFileSync(join(lock, 'owner'), JSON.stringify(owner));
    expect(await state.withLock('drain', () => 3, options)).toBeUndefined();
    utimesSync(lock, new Date(0), new Date(0));
    expect(await state.withLock('drain', () => 4, options)).toBe(4);
    expect(existsSync(lock)).toBe(false);
  });

  it('lets one process in at a time, also when all find a stale lock', async () => {
    const program = childProgram(`
      import { appendFileSync } from 'node:fs';
      import { openState } from './state-files.ts';
      const [common, log] = process.argv.slice(2);
      const state = openState(common);
      for (let done = 0; done < 20; ) {
        const got = await state.withLock('drain', () => {
          appendFileSync(log, 'in ');
          for (let i = 0; i < 1e5; i++);
          appendFileSync(log, 'out ');
          return 'ran';
        }, { staleMs: 60_000 });
        if (got === 'ran') done++;
        else await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      }
    `);
    const common = tempDir();
    const log = join(common, 'log');
    const lock = join(openState(common).dir('locks'), 'drain');
    mkdirSync(lock);
    writeFileSync(join(lock, 'owner'), '{}');
    utimesSync(lock, new Date(0), new Date(0));
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, [program, common, log], { stdio: 'inherit' }),
    );
    const codes = await Promise.all(
      children.map((child) => new Promise((resolve) => child.on('close', resolve))),
    );
    expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
    expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(120));
  });
});
