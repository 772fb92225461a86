import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorDraft } from '../../src/capture/error-draft.ts';
import type { RunEvent } from '../../src/capture/journal-event.ts';
import { fixCommands } from '../../src/learn/fix-commands.ts';

const resolution = (text: string): string =>
  `## Context\n\n\`\`\`sh\nnot this\n\`\`\`\n\n## Resolution\n\n${text}\n`;

describe('commands of a resolution', () => {
  test.each([
    ['a shell block, whole', '```sh\ncd web\nnpm ci\n```', ['cd web\nnpm ci']],
    ['each block', '```bash\na\n```\n\nor\n\n~~~ shell\nb\n~~~', ['a', 'b']],
    [
      'what is typed, not what is printed',
      '```console\n$ npm ci\nadded 12\n$ npm test\n```',
      ['npm ci\nnpm test'],
    ],
    [
      'a line that goes on',
      '```console\n$ docker run \\\n> -it alpine\n# done\n```',
      ['docker run \\\n-it alpine'],
    ],
    ['prompts in any shell block', '```sh\n$ npm ci\n```', ['npm ci']],
    [
      'a block in a list',
      '1. first\n\n   ```sh\n   if true; then\n     a\n   fi\n   ```',
      ['if true; then\n  a\nfi'],
    ],
    ['a block with fences in it', '````sh\ncat <<X\n```\nX\n````', ['cat <<X\n```\nX']],
    ['no other language', '```diff\n-a\n+b\n```\n```python\nos.remove("x")\n```\n```\nplain\n```', []],
    ['no block that nothing ends', '```sh\nrm -rf /\nand so on', []],
    [
      'what capture says was run',
      'Run in between:\n\n- `npm ci`\n- ``echo `date` ``\n\nChanged: `a.json`.',
      ['npm ci', 'echo `date`'],
    ],
    ['one line that says so', 'Run `npm ci`.\n\n- Run: `make`', ['npm ci', 'make']],
    ['no other inline code', 'Set `poolSize`.\n\n- `settings.json`\n\nChanged: `a`.', []],
    ['nothing behind the list', 'Run in between:\n\n- `npm ci`\n\nFiles:\n\n- `a.ts`', ['npm ci']],
    ['no half of an inline code', 'Run in between:\n\n- `a` or `b`\n- `c', []],
    ['nothing twice', '```sh\nnpm ci\n```\n\nRun `npm ci`', ['npm ci']],
    ['nothing that was cut or redacted', 'Run in between:\n\n- `curl -H [REDACTED:token] x`\n- `aaa…`', []],
    ['no comment alone', '```sh\n# see the guide\n```', []],
    ['dangerous ones as they are: whoever shows them decides', '```sh\nrm -rf /\n```', ['rm -rf /']],
    ['hidden characters as they are', '```sh\nls \u202e\u200b\u001b[2J#\n```', ['ls \u202e\u200b\u001b[2J#']],
    ['nothing that nobody would read', `\`\`\`sh\n${'true\n'.repeat(10_000)}rm -rf /\n\`\`\``, []],
    ['no line that nobody would read', `\`\`\`sh\ntrue${' '.repeat(9_000)}; rm -rf /\n\`\`\``, []],
  ])('%s', (_, text, commands) => {
    expect(fixCommands(resolution(text))).toEqual(commands);
    expect(fixCommands(`## Solution\n\n${text}\n`)).toEqual(commands);
  });

  test('only from what resolves', () => {
    expect(fixCommands('## Context\n\n```sh\na\n```\n\n## Notes\n\nRun `b`\n')).toEqual([]);
    expect(fixCommands('')).toEqual([]);
  });

  test('what capture writes is read back, whatever was run', () => {
    const run = (id: string, at: number, more: Partial<RunEvent>): RunEvent => ({
      type: 'run',
      id,
      at,
      command: ['make'],
      folder: '',
      exit: 0,
      duration_ms: 1,
      ...more,
    });
    const failure = { message: 'no', signature: 'no', excerpt: 'no' };
    const word = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (command) => {
        const { body } = errorDraft({
          failures: [run('a', 1, { exit: 1, failure })],
          between: [run('b', 2, { command })],
          success: run('c', 3, { fix: { closes: ['a'], changed: ['`x`'], diff: '' } }),
        });
        const [found = '', ...more] = fixCommands(body ?? '');
        expect(more).toEqual([]);
        const words = found.replace(/'((?:[^']|'\\'')*)'/g, (_, inner: string) =>
          inner.replaceAll("'\\''", "'"),
        );
        expect(words).toBe(command.join(' '));
      }),
    );
  });
});
