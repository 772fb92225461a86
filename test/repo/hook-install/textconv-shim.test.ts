import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isUnsafe } from '../../../src/core/hidden-characters.ts';
import { tempDir } from '../../helpers/git-repo.ts';
import { put, SHIMS } from './hook-fixture.ts';

const SHIM = join(SHIMS, 'textconv');

/** The pattern by which the shim knows lines in which nothing can hide, as it hands it to grep. */
function patternOfShim(dir: string): string {
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  put(join(bin, 'grep'), `#!/bin/sh\nprintf %s "$2" >'${dir}/pattern'\nexit 1\n`, 0o755);
  const file = join(dir, 'file');
  writeFileSync(file, 'text\n');
  const done = spawnSync('sh', [SHIM, file], {
    env: { PATH: `${bin}:${process.env.PATH}` },
    encoding: 'latin1',
  });
  expect([done.status, done.stdout]).toEqual([0, 'text\n']);
  return join(dir, 'pattern');
}

test('of all characters that are not seen none passes for plain text, nor does a byte that is no UTF-8', () => {
  const dir = tempDir();
  const pattern = readFileSync(patternOfShim(dir));
  const suspect = (lines: readonly Uint8Array[]): number => {
    const file = join(dir, 'lines');
    writeFileSync(file, Buffer.concat(lines.flatMap((line) => [Buffer.from('a'), line, Buffer.from('b\n')])));
    const script = 'LC_ALL=C grep -cavxE "$(cat "$1")" "$2"';
    const done = spawnSync('sh', ['-c', script, 'sh', join(dir, 'pattern'), file], { encoding: 'utf8' });
    return Number(done.stdout);
  };
  expect(pattern.length).toBeGreaterThan(100);
  const chars = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code !== 9 && code !== 10 && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code))
    .filter(isUnsafe)
    .map((char) => Buffer.from(char));
  expect(chars.length).toBeGreaterThan(4000);
  expect(suspect(chars)).toBe(chars.length);
  const alone = Array.from({ length: 0x80 }, (_, at) => Buffer.of(0x80 + at));
  const wrong = ['c0af', 'e080af', 'f08080af', 'eda080', 'f4908080', 'c3', 'e280'].map((hex) =>
    Buffer.from(hex, 'hex'),
  );
  expect(suspect([...alone, ...wrong])).toBe(alone.length + wrong.length);
  expect(suspect([Buffer.from('<U+202E>')])).toBe(1);

  const plain = [
    '<b>',
    'U+202E',
    '\t<<x',
    'éßłжשع',
    'हिन्दी ไทย',
    '漢字かな한글',
    '“quoted” — … € → ✓ ｆ',
    '🎉𠀀',
  ];
  expect(suspect(plain.map((text) => Buffer.from(text)))).toBe(0);
});

test.each(['Node.js', 'grep'])(
  'without %s all of the file is shown, and nothing of it is acted on',
  (what) => {
    const dir = tempDir();
    const file = join(dir, 'a file');
    if (what === 'grep') put(join(dir, 'bin', 'grep'), '#!/bin/sh\nexit 127\n', 0o755);
    const env = { PATH: `${join(dir, 'bin')}:${process.env.PATH}` };
    const show = (text: string): { status: number | null; stdout: string } => {
      writeFileSync(file, text, 'latin1');
      return spawnSync('sh', [SHIM, file], { encoding: 'latin1', env });
    };
    const one = show('a\x1bb\nend');
    expect(one.status).toBe(0);
    expect(one.stdout).toMatch(/^a\^\[b\nend\nnexus: not started, .* \d+ 7\n$/);
    expect(show('a^[b\nend\n\x1b').stdout).not.toBe(show('a^[b\nend\n^[').stdout);
    expect(show('plain\n').stdout).toMatch(/^plain\n/);
  },
);
