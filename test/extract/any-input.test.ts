import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CODE_LANGUAGES, type CodeLanguage } from '../../src/core/code.ts';
import { extractFile } from '../../src/extract/extractor.ts';
import { grammarBytes, parserBytes } from '../../src/repo/grammar-files.ts';
import { codeOf } from '../helpers/code.ts';
import { sourceFiles, spread } from '../helpers/source-files.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const SOURCE = { runtime: parserBytes, grammar: grammarBytes };

const ENDS: Readonly<Record<CodeLanguage, string>> = {
  python: 'py',
  typescript: 'ts',
  tsx: 'tsx',
  javascript: 'js',
  go: 'go',
  rust: 'rs',
  java: 'java',
  'c-sharp': 'cs',
  ruby: 'rb',
  php: 'php',
  cpp: 'cpp',
};

test.each(CODE_LANGUAGES)(
  '%s: nothing, marks, zeros, line ends and depth are no reason to fail',
  async (language) => {
    const name = `a.${ENDS[language]}`;
    const odd = [
      '',
      '\ufeff',
      '\0\0\0',
      '\r\n\r\n',
      '\ud800',
      'x',
      '}{)(',
      `${'('.repeat(4_000)}\n${')'.repeat(4_000)}`,
      `${'{\n'.repeat(10_000)}`,
      `${'if (a) {\n'.repeat(10_000)}${'}\n'.repeat(10_000)}`,
      `<?php\n${'f(\n'.repeat(10_000)}${')\n'.repeat(10_000)}`,
    ];
    for (const text of odd) expect(await extractFile(name, text, SOURCE)).toHaveProperty('units');
  },
  300_000,
);

test('line ends and a mark at the beginning change nothing but the text', async () => {
  const text = 'class A:\n    def f(self):\n        """Says."""\n        return 1\n';
  const shapes = async (source: string): Promise<unknown> =>
    (await codeOf('a.py', source)).units.map(({ name, from, to, shape }) => ({ name, from, to, shape }));
  const plain = await shapes(text);
  expect(await shapes(text.replaceAll('\n', '\r\n'))).toEqual(plain);
  expect(await shapes(`\ufeff${text}`)).toEqual(plain);
});

test('broken code gives what is sound, and says how many places are not', async () => {
  const { units, broken } = await codeOf(
    'a.ts',
    'export function before() { return 1; }\nfunction (((\nexport class After { go() { return 2; } }\n',
  );
  expect(broken).toBeGreaterThan(0);
  expect(units.map(({ name }) => name)).toEqual(expect.arrayContaining(['before', 'After', 'After.go']));
});

test('what is too big, minified, in no language of ours, or takes too long is a problem', async () => {
  const huge = 'x = 1\n'.repeat(200_000);
  expect(await extractFile('a.py', huge, SOURCE)).toMatchObject({ code: 'too-big', file: 'a.py' });
  expect(await extractFile('a.js', `f(${'1,'.repeat(3_000)}1)`, SOURCE)).toMatchObject({ code: 'too-big' });
  expect(await extractFile('notes.txt', 'text', SOURCE)).toMatchObject({ code: 'unreadable' });
  const long = await extractFile('a.py', 'x = 1\n'.repeat(100_000), SOURCE, () => true);
  expect(long).toMatchObject({ code: 'unreadable', message: 'takes too long to parse' });
});

test('sources that were damaged anywhere are taken apart', async () => {
  const top = join(HERE, '..', '..');
  const python = spawnSync('python3', ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'], {
    encoding: 'utf8',
  });
  const own = spread(sourceFiles(join(top, 'src'), /\.ts$/, 1_000), 25);
  const others = python.status === 0 ? sourceFiles(python.stdout.trim(), /\.py$/, 200) : [];
  const files = [...own, ...spread(others, 25)].map((path) => ({
    name: path.endsWith('.py') ? 'a.py' : 'a.ts',
    bytes: readFileSync(path).subarray(0, 20_000),
  }));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 20 }),
      async ({ name, bytes }, changes) => {
        const damaged = Uint8Array.from(bytes);
        for (const [at, value] of changes) damaged[at % Math.max(1, damaged.length)] = value;
        const found = await extractFile(name, new TextDecoder().decode(damaged), SOURCE);
        if (!('units' in found)) return found.code === 'too-big';
        return found.units.every(({ from, to, lines }) => from >= 1 && to >= from && lines === to - from + 1);
      },
    ),
    { numRuns: 150 },
  );
}, 300_000);

test('code that is written to make rules go back and forth', async () => {
  const lines = [
    'x.push(f(1)); x.pop(1); if (x.has(1)) x[1] = f(2);',
    'const a = b.get(1); b.set(1, a); c = (d + e) >> 1;',
    '.map(a).filter(b).map(c)',
    'while (i < j) i++;',
    'a.a.a.a.a.a.a.a.a.a.a.a.a.a',
    'return x = x = x = x = x',
  ];
  for (const line of lines) {
    const text = `function f(x, b) { for (;;) {\n${`${line}\n`.repeat(19_000 / line.length)}} }\n`;
    expect((await codeOf('a.ts', text)).units).not.toEqual([]);
  }
}, 60_000);

test('parsing again and again needs no more memory', async () => {
  const text = readFileSync(join(HERE, '..', '..', 'src', 'extract', 'units.ts'), 'utf8');
  const rounds = async (count: number): Promise<number> => {
    for (let round = 0; round < count; round++) await codeOf('a.ts', text);
    return process.memoryUsage().external;
  };
  const before = await rounds(10);
  expect((await rounds(150)) - before).toBeLessThan(8 * 1024 * 1024);
}, 120_000);
