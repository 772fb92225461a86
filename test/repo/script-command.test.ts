import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ptyShellLine,
  scriptArgs,
  shellQuote,
  withoutHeader,
  withoutTrailer,
} from '../../src/repo/script-command.ts';

const FDS = {
  pid: 3,
  log: 4,
  passed: [
    [0, 5],
    [2, 6],
  ],
} as const;

it('a quoted word is itself again for a shell', () => {
  const word = fc.string({
    unit: fc.constantFrom("'", '"', '\\', '$', '`', '\n', ' ', '-', 'a', 'ü', '*'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const line = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`;
      expect(spawnSync('sh', ['-c', line], { encoding: 'utf8' }).stdout).toBe(
        words.map((each) => `${each}\0`).join(''),
      );
    }),
    { numRuns: 100 },
  );
});

it('the line tells the process id, restores the shell, rearranges descriptors and becomes the command', () => {
  expect(ptyShellLine(['a b', '-c'], FDS, '/bin/zsh')).toBe(
    `echo "$$" >&3; SHELL='/bin/zsh'; export SHELL; exec 'a b' '-c' 3>&- 4>&- <&5 5<&- 2>&6 6>&-`,
  );
});

it('each kind of script has its own arguments', () => {
  expect(scriptArgs('util-linux', 'line', FDS)).toEqual(['-q', '-e', '-f', '-c', 'line', '/dev/fd/4']);
  expect(scriptArgs('bsd', 'line', FDS)).toEqual(['-q', '-t', '0', '/dev/fd/4', '/bin/sh', '-c', 'line']);
  expect(scriptArgs('bsd', 'x'.repeat(130_000), FDS)).toBeUndefined();
});

describe('the log', () => {
  const line = "exec 'a\nb]\n'";
  const log = (command: string) =>
    `Script started on 2026-11-21 [COMMAND="${command}" TERM="x"]\nbody]\nmore`;

  it.each([
    ['with the command as it is', log(line), 'body]\nmore'],
    ['with spaces for line breaks', log(line.replaceAll('\n', ' ')), 'body]\nmore'],
    ['without a header', 'just\noutput]\n', 'just\noutput]\n'],
    ['empty', '', ''],
  ])('loses its header: %s', (_name, text, body) => {
    for (const size of [1, 7, 1000]) {
      let out = '';
      const filter = withoutHeader(line, (chunk) => {
        out += Buffer.from(chunk).toString();
      });
      for (let at = 0; at < text.length; at += size) filter.push(Buffer.from(text.slice(at, at + size)));
      filter.end();
      expect(out).toBe(body);
    }
  });

  it('passes long output on without waiting for a header that does not come', () => {
    let seen = 0;
    const filter = withoutHeader('line', (chunk) => {
      seen += chunk.length;
    });
    filter.push(Buffer.alloc(10_000, 'x'));
    expect(seen).toBe(10_000);
  });

  it('loses its trailer and the carriage returns', () => {
    expect(withoutTrailer('a\r\nb\r\n\nScript done on x [COMMAND_EXIT_CODE="1"]\n')).toBe('a\nb\n');
    expect(withoutTrailer('a\n\nScript done on x [<exceeded>]\n')).toBe('a\n');
    expect(withoutTrailer('a [x]\n')).toBe('a [x]\n');
  });
});
