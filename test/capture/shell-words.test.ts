import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { onlyAnswers, onlyLooks } from '../../src/capture/answering-command.ts';
import { commandLine } from '../../src/capture/journal-event.ts';
import { decidingCommands, withoutFolder, wordsOf } from '../../src/core/shell-words.ts';

describe('a command line as words', () => {
  test.each([
    ['npm test', ['npm', 'test']],
    ['  npm   run "test:unit"  -- --grep=\'a b\' ', ['npm', 'run', 'test:unit', '--', '--grep=a b']],
    ['pytest tests/test_a.py::test_b -q', ['pytest', 'tests/test_a.py::test_b', '-q']],
    ['npm test 2>&1', ['npm', 'test']],
    ['echo it\\ is', ['echo', 'it is']],
  ])('%s', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test.each([
    '',
    'npm test | tail -5',
    'npm test && npm run lint',
    'npm test > log.txt',
    'CI=1 npm test',
    'ls *.ts',
    'echo $HOME',
    'echo "$HOME"',
    'echo $(date)',
    'cat <<EOF\nx\nEOF',
    "echo 'open",
    '(cd a; ls)',
  ])('a shell has more to do: %s', (text) => {
    expect(wordsOf(text)).toBeUndefined();
  });

  test('words that are printed for a shell come back as they were', () => {
    const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/[\n\r']/.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        fc.pre(!/^[A-Za-z_]\w*=/.test(words[0] ?? ''));
        fc.pre(
          !['if', 'for', 'while', 'until', 'case', 'function', 'select', '{', '[[', '!'].includes(
            words[0] ?? '',
          ),
        );
        expect(wordsOf(commandLine(words))).toEqual(words);
      }),
    );
  });

  test('a folder in front is taken off', () => {
    expect(withoutFolder('cd packages/web && npm test')).toEqual({
      folder: 'packages/web',
      command: 'npm test',
    });
    expect(withoutFolder('cd "/w/my app" && npm test')).toEqual({ folder: '/w/my app', command: 'npm test' });
    for (const text of ['cd - && npm test', 'cd $DIR && npm test', 'cd a; npm test', 'cd a', 'cdx && y'])
      expect(withoutFolder(text)).toEqual({ command: text });
  });

  test('what decides how it ends', () => {
    expect(decidingCommands('a; b x && c | d')).toEqual([['b', 'x'], ['d']]);
    expect(decidingCommands('for f in *; do x; done')).toBeUndefined();
  });
});

describe('a failure that is only a "no"', () => {
  test.each([
    ['grep -rn "poolSize" src', ''],
    ['cd src && grep -n poolSize app.mjs', ''],
    ['npm run build 2>&1 | grep -i error', ''],
    ['test -f settings.json', ''],
    ['[ -d dist ]', ''],
    ['git diff --quiet', ''],
    ['git -C packages/web diff --exit-code', ''],
    ['ls missing', "ls: cannot access 'missing': No such file or directory"],
    ['which pnpm', ''],
    ['command -v pnpm >/dev/null 2>&1', ''],
    ['/usr/bin/grep -q x y', ''],
    ['npm test; grep -c FAIL log.txt', '0'],
  ])('%s', (command, output) => {
    expect(onlyAnswers(command, output)).toBe(true);
  });

  test.each([
    ['npm test', 'Error: x'],
    ['npm test && grep x y', ''],
    ['node app.mjs', 'RangeError: connection pool has no size'],
    ['grep -q x y && npm test', 'Error: x'],
    ['git push', 'fatal: no upstream'],
    ['diff a b', '1\n2\n3\n4\n5\n6'],
    ['for f in *; do grep x $f; done', ''],
  ])('%s is more', (command, output) => {
    expect(onlyAnswers(command, output)).toBe(false);
  });

  test('what changes nothing is no step on the way to a fix', () => {
    for (const line of ['ls -la', 'cat a | head -5', "sed -n '1,5p' a", 'git status && git log -3'])
      expect(onlyLooks(line), line).toBe(true);
    for (const line of [
      'npm ci',
      "sed -i 's/a/b/' c",
      'find . -delete',
      'ls && rm a',
      'git config a.b c',
      'echo x > y',
    ])
      expect(onlyLooks(line), line).toBe(false);
  });
});
