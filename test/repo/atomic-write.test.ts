import { spawn, spawnSync } from 'node:child_process';
import {
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
import { createFileDurably, replaceFileDurably, writeError } from '../../src/repo/atomic-write.ts';
import { removeStaleTemps, tempName } from '../../src/repo/stale-temps.ts';
import { tempDir } from '../helpers/git-repo.ts';
import { canMount, childProgram } from './child-program.ts';

const bytes = (text: string) => Buffer.from(text);

/** Writes numbered files until it ends, and says each name once the write was acknowledged. */
const STORM = `
import { createFileDurably, replaceFileDurably } from './atomic-write.ts';
const [dir, prefix, count] = process.argv.slice(2);
for (let i = 0; i < Number(count); i++) {
  const name = prefix + '-' + i;
  const body = (name + '\\n').repeat(700) + 'end';
  try {
    if (i % 2 === 0) createFileDurably(dir + '/' + name + '.md', Buffer.from(body));
    else replaceFileDurably(dir + '/' + name + '.md', Buffer.from(body));
    process.stdout.write(name + '\\n');
  } catch (error) {
    process.stdout.write('failed ' + error.code + ' ' + error.kind + '\\n');
    break;
  }
}
`;

function isWhole(dir: string, file: string): boolean {
  const name = file.slice(0, -'.md'.length);
  return readFileSync(join(dir, file), 'utf8') === `${`${name}\n`.repeat(700)}end`;
}

describe('createFileDurably', () => {
  it('makes the file with its bytes and mode, and leaves nothing else', () => {
    const dir = tempDir();
    createFileDurably(join(dir, 'a.md'), bytes('text\0ü'), { mode: 0o600 });
    expect(readFileSync(join(dir, 'a.md'), 'utf8')).toBe('text\0ü');
    expect(statSync(join(dir, 'a.md')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['a.md']);
  });

  it.each(['file', 'dangling link', 'folder'])('gives a conflict where a %s is in the way', (kind) => {
    const dir = tempDir();
    const path = join(dir, 'a.md');
    if (kind === 'file') writeFileSync(path, 'old');
    else if (kind === 'folder') mkdirSync(path);
    else symlinkSync(join(dir, 'elsewhere'), path);
    expect(() => createFileDurably(path, bytes('new'))).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
    expect(readdirSync(dir)).toEqual(['a.md']);
  });
});

it('writes aside in the given folder, and without it where that cannot serve', () => {
  const dir = tempDir();
  const aside = tempDir();
  createFileDurably(join(dir, 'a'), bytes('1'), { temps: () => aside });
  replaceFileDurably(join(dir, 'a'), bytes('2'), {
    temps: () => aside,
    unchanged: () => readdirSync(aside).length === 1 && readdirSync(dir).length === 1,
  });
  const broken = () => {
    throw new Error('no such folder');
  };
  replaceFileDurably(join(dir, 'b'), bytes('3'), { temps: broken });
  createFileDurably(join(dir, 'c'), bytes('4'), { temps: () => join(aside, 'missing') });
  expect(readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'))).toEqual(['2', '3', '4']);
  expect(readdirSync(aside)).toEqual([]);
});

describe('replaceFileDurably', () => {
  it('replaces, and keeps the old file when it was changed meanwhile', () => {
    const path = join(tempDir(), 'a');
    replaceFileDurably(path, bytes('1'));
    replaceFileDurably(path, bytes('2'), { unchanged: () => true });
    expect(() => replaceFileDurably(path, bytes('3'), { unchanged: () => false })).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
    expect(readFileSync(path, 'utf8')).toBe('2');
    expect(readdirSync(join(path, '..'))).toEqual(['a']);
  });

  it('says what is wrong without an absolute path', () => {
    const dir = tempDir();
    const write = () =>
      replaceFileDurably(join(dir, 'gone', 'a.md'), bytes(''), { label: '.nexus/notes/a.md' });
    expect(write).toThrow(expect.objectContaining({ code: 'write-failed', kind: 'broken' }));
    expect(write).toThrow('cannot write .nexus/notes/a.md: ENOENT');
  });
});

it.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EROFS', 'read-only'],
  ['EACCES', 'read-only'],
  ['EPERM', 'read-only'],
  ['EIO', 'write-failed'],
])('%s is %s', (code, expected) => {
  const error = writeError(Object.assign(new Error('x'), { code }), 'a.md');
  expect([error.code, error.kind]).toEqual([expected, 'broken']);
  expect(error.message).not.toContain('\n');
});

it('removes only temporary files that are old', () => {
  const dir = tempDir();
  const hour = 3_600_000;
  for (const name of ['.nexus-tmp-old', '.nexus-tmp-new', 'record.md']) writeFileSync(join(dir, name), '');
  const now = Date.now();
  utimesSync(join(dir, '.nexus-tmp-old'), new Date(now - 2 * hour), new Date(now - 2 * hour));
  utimesSync(join(dir, 'record.md'), new Date(now - 2 * hour), new Date(now - 2 * hour));
  symlinkSync(join(dir, 'record.md'), join(dir, '.nexus-tmp-link'));
  expect(removeStaleTemps(dir, now)).toBe(1);
  expect(readdirSync(dir).sort()).toEqual(['.nexus-tmp-link', '.nexus-tmp-new', 'record.md']);
  expect(removeStaleTemps(join(dir, 'missing'), now)).toBe(0);
});

it('removes at once what a writer left that is gone, and never what one is writing', () => {
  const dir = tempDir();
  const ended = spawnSync('true').pid;
  const mine = tempName();
  for (const name of [mine, mine.replace(`-${process.pid}-`, `-${ended}-`)])
    writeFileSync(join(dir, name), '');
  expect(removeStaleTemps(dir)).toBe(1);
  expect(readdirSync(dir)).toEqual([mine]);
});

it('survives kill -9 at any time: no torn file, no acknowledged file missing', async () => {
  const program = childProgram(STORM);
  const dir = tempDir();
  let acknowledged = 0;
  let killedWhileWriting = 0;
  for (let round = 0; round < 32; round++) {
    const child = spawn(process.execPath, [program, dir, `r${round}`, '100000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (said === '') setTimeout(() => child.kill('SIGKILL'), Math.random() * 30);
      said += text;
    });
    await new Promise((resolve) => child.on('close', resolve));
    const names = said.split('\n').slice(0, -1);
    acknowledged += names.length;
    if (child.signalCode === 'SIGKILL') killedWhileWriting++;
    expect(names.filter((name) => !isWhole(dir, `${name}.md`))).toEqual([]);
  }
  const files = readdirSync(dir).filter((name) => name.endsWith('.md'));
  expect(files.filter((name) => !isWhole(dir, name))).toEqual([]);
  expect(killedWhileWriting).toBe(32);
  expect(acknowledged).toBeGreaterThan(32);
});

const mounts = canMount();
if (!mounts) console.warn('skipped: no user namespaces with mounts here, so no full or read-only disk');

describe.skipIf(!mounts)('on a bad disk', () => {
  function inNamespace(script: string, ...args: string[]): string {
    const done = spawnSync('unshare', ['-rm', 'sh', '-ec', script, 'sh', ...args], { encoding: 'utf8' });
    expect(done.stderr).toBe('');
    return done.stdout;
  }

  it('says that it is full, keeps what was acknowledged, leaves no half file, and goes on when there is room', () => {
    const out = inNamespace(
      `mount -t tmpfs -o size=128k none "$3"
       "$1" "$2" "$3" a 1000
       ls -A "$3" | grep -c nexus-tmp || true
       for f in "$3"/*.md; do tail -c 3 "$f"; echo; done | sort | uniq -c | tr -s ' '
       rm "$3"/a-0.md "$3"/a-1.md "$3"/a-2.md
       "$1" "$2" "$3" b 2`,
      process.execPath,
      childProgram(STORM),
      tempDir(),
    ).split('\n');
    const failedAt = out.indexOf('failed disk-full broken');
    expect(failedAt).toBeGreaterThan(3);
    expect(out.slice(failedAt + 1)).toEqual(['0', ` ${failedAt} end`, 'b-0', 'b-1', '']);
  });

  it('says that it is read-only', () => {
    const out = inNamespace(
      'mount -t tmpfs none "$3"; mount -o remount,ro "$3"; "$1" "$2" "$3" a 1',
      process.execPath,
      childProgram(STORM),
      tempDir(),
    );
    expect(out).toBe('failed read-only broken\n');
  });
});
