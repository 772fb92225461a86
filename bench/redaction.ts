import { createRedactor } from '../src/capture/redact/redactor.ts';

const RUNS = 7;
const SIZES = [50_000, 100_000] as const;

/** Inputs that make a careless pattern go back and forth; each is repeated up to the size. */
const UNITS: Readonly<Record<string, string>> = {
  'build log': 'step 3/7: compiling src/app/server.ts (12 ms), cache key node-modules-linux, 0 errors\n',
  'key and spaces': `key${' '.repeat(1000)}`,
  'names and signs': 'password=',
  'one letter': 'a',
  'equals signs': '=',
  'nested quotes': '"\'',
  'token prefixes': '-eyJ',
  'dotted prefixes': 'eyJ-.eyJ-',
  'wrapped letters': 'aaaa\n',
  'escape sequences': '\u001b[31m',
  'schemes and signs': 'x://:@',
  paths: '/home/ann/proj/src/',
  'PEM headlines': `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}\n`,
  hexadecimal: '0123456789abcdef',
};

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** How redaction grows with its input: medians at 50 and 100 kB, and the growth exponent (1 is linear). */
export async function redactionBench(): Promise<string[]> {
  const redactor = createRedactor({
    root: '/home/ann/proj',
    home: '/home/ann',
    user: 'annauthor',
    host: 'annbox',
  });
  const lines = ['| input | 50 kB | 100 kB | exponent |', '|---|---|---|---|'];
  for (const [name, unit] of Object.entries(UNITS)) {
    const [half = 0, whole = 0] = SIZES.map((size) => {
      const input = unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
      redactor.text(input);
      return median(
        Array.from({ length: RUNS }, () => {
          const start = performance.now();
          redactor.text(input);
          return performance.now() - start;
        }),
      );
    });
    const exponent = Math.log2(whole / half);
    lines.push(`| ${name} | ${half.toFixed(1)} ms | ${whole.toFixed(1)} ms | ${exponent.toFixed(2)} |`);
  }
  return lines;
}
