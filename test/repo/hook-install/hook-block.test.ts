import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendBlock,
  configBlock,
  HOOK_NAMES,
  hasBlock,
  insertInScript,
  isShellScript,
  lefthookBlock,
  shellBlock,
  stripBlock,
} from '../../../src/repo/hook-install/hook-block.ts';
import { decodeRecordFile } from '../../../src/repo/hook-install/install-record.ts';
import { tempDir } from '../../helpers/git-repo.ts';
import { put } from './hook-fixture.ts';

const block = shellBlock('pre-commit');
const shells = ['dash', 'bash', 'bash --posix', 'busybox sh', 'zsh', 'ksh'].filter((shell) => {
  const [program = '', ...args] = shell.split(' ');
  return spawnSync(program, [...args, '-c', 'true']).status === 0;
});

describe('insert and strip', () => {
  const line = fc.constantFrom('#!/bin/sh', '# comment', '', 'npm test', 'exec true', 'exit 1', '\té', '#');
  const end = fc.constantFrom('\n', '\r\n');

  test('what was inserted can be taken out again, byte for byte', () => {
    fc.assert(
      fc.property(fc.array(line), end, (lines, lineEnd) => {
        const text = lines.map((each) => each + lineEnd).join('');
        for (const insert of [insertInScript, appendBlock]) {
          const put = insert(text, block);
          expect(hasBlock(put)).toBe(true);
          expect(stripBlock(put)).toBe(text);
        }
      }),
    );
  });

  test('stands below shebang and comments, before anything that may end the script', () => {
    const text = insertInScript('#!/bin/sh\n# checks\n\nexec npm test\n', block);
    expect(text).toBe(`#!/bin/sh\n# checks\n${block}\nexec npm test\n`);
    expect(insertInScript('npm test\n', block)).toBe(`${block}npm test\n`);
  });

  test("stands behind husky 8's first line, which starts the script anew", () => {
    const head = '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n';
    expect(insertInScript(`${head}\nnpm test\n`, block)).toBe(`${head}${block}\nnpm test\n`);
  });

  test('a begin whose end was deleted takes no lines with it', () => {
    const broken = `${block.split('\n')[0]}\nnpm test\n`;
    const text = insertInScript(broken, block);
    expect(stripBlock(text)).toBe(broken);
    expect(hasBlock(broken)).toBe(false);
  });
});

test('shell scripts are told from others', () => {
  const shell = [
    '#!/bin/sh\n',
    '#!/usr/bin/env bash\nx',
    '#! /usr/bin/env -S dash -e\n',
    '#!/bin/sh\r\n',
    'npm test\n',
    '',
    '#!/bin/sh\nexec "$(dirname "$0")/../run" "$@"\n',
  ];
  const others = [
    '#!/usr/bin/env python3\n',
    '#!/usr/bin/perl\n',
    '#!/usr/bin/env -S node --no-warnings\n',
    '#!/usr/bin/env fish\n',
    '\x7fELF\0\0',
    '#!/bin/sh\n\'\'\'exec\' python3 "$0" "$@"\n',
    '#!/bin/sh\n":" //; exec node "$0" "$@"\n',
  ];
  expect(shell.filter((text) => !isShellScript(text))).toEqual([]);
  expect(others.filter((text) => isShellScript(text))).toEqual([]);
});

describe.each(shells)('in %s', (shell) => {
  const [program = '', ...options] = shell.split(' ');
  function run(script: string, home: 'here' | 'missing', input = '') {
    const dir = tempDir();
    execFileSync('git', ['init', '-q', dir]);
    mkdirSync(join(dir, '.git', 'nexus'));
    const shim = '#!/bin/sh\necho "shim $*"\ncat\nexit 3\n';
    if (home === 'here') put(join(dir, '.git', 'nexus', 'hooks', 'pre-commit'), shim, 0o755);
    writeFileSync(join(dir, 'hook'), script);
    const done = spawnSync(program, [...options, 'hook', 'a b', 'c'], { cwd: dir, encoding: 'utf8', input });
    return { code: done.status, out: done.stdout, err: done.stderr };
  }

  test.each(['\n', '\r\n'])(
    'the block bears set -eu, leaves input and exit code alone (line end %j)',
    (end) => {
      const host = `set -eu${end === '\n' ? '' : ' #'}\necho "code $?" #\ncat #\nexit 5 #\n`.replaceAll(
        '\n',
        end,
      );
      const script = insertInScript(`# host${end}set -eu #${end}`, block) + host;
      const input = 'refs/heads/main 1 refs/heads/main 2\n'.repeat(500);
      expect(run(script, 'here', input)).toEqual({ code: 5, out: `shim a b c\ncode 0\n${input}`, err: '' });
      expect(run(script, 'missing', input)).toEqual({ code: 5, out: `code 0\n${input}`, err: '' });
    },
  );

  test('alone in a file it leaves exit code 0', () => {
    expect(run(block, 'here')).toEqual({ code: 0, out: 'shim a b c\n', err: '' });
    expect(run(block, 'missing')).toEqual({ code: 0, out: '', err: '' });
  });
});

test('the same lines on every machine', () => {
  for (const text of [...HOOK_NAMES.map(shellBlock), configBlock(), lefthookBlock()])
    expect(text).not.toMatch(/\/(?:home|work|tmp|Users|root)\b/);
});

test('a damaged install record is no record, and never leaves the clone', () => {
  expect(decodeRecordFile(undefined)).toBeUndefined();
  expect(decodeRecordFile('{"version":1,')).toBeUndefined();
  expect(decodeRecordFile('{"version":2,"at":1}')).toBeUndefined();
  const name = { base: 'root', path: '../../other' };
  const kept = { name: { base: 'root', path: 'a' }, before: { content: 'x', mode: 1 }, written: '0' };
  const text = JSON.stringify({ version: 1, at: 1, files: [{ name, written: '0' }, kept], folders: [name] });
  expect(decodeRecordFile(text)).toEqual({ at: 1, files: [], folders: [] });
});
