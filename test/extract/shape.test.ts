import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from '../helpers/code.ts';

async function shape(path: string, text: string): Promise<string | undefined> {
  return (await codeOf(path, text)).units[0]?.shape;
}

const PYTHON = `def NAME0(NAME1, NAME2=LIT0):
    NAME3 = {}
    for NAME4 in NAME1:
        if NAME4 > LIT1 and NAME4 not in NAME3:
            NAME3[NAME4] = NAME2.NAME5(LIT2)
    return NAME3
`;

const TYPESCRIPT = `function NAME0(NAME1, NAME2 = LIT0) {
  const NAME3 = new Map();
  for (const NAME4 of NAME1) {
    if (NAME4 > LIT1 && !NAME3.has(NAME4)) NAME3.set(NAME4, NAME2.NAME5(LIT2));
  }
  return NAME3;
}
`;

/** Names that are words of no language here. */
const word = fc.stringMatching(/^[a-z]{2,8}$/).map((text) => `x_${text}`);
const literal = fc.oneof(fc.nat().map(String), fc.constantFrom("'a'", '"two words"', '1.5', "''"));

function filled(text: string, names: readonly string[], literals: readonly string[]): string {
  return text
    .replace(/NAME(\d)/g, (_, at) => names[Number(at)] ?? '')
    .replace(/LIT(\d)/g, (_, at) => literals[Number(at)] ?? '');
}

test.each([
  ['a.py', PYTHON, '# what it does'],
  ['a.ts', TYPESCRIPT, '// what it does'],
  ['a.js', TYPESCRIPT, '/* what it does */'],
] as const)('in %s, names, literals, comments and blank lines do not count', async (path, text, comment) => {
  const plain = await shape(path, filled(text, ['f', 'a', 'b', 'c', 'd', 'e'], ['1', '2', '3']));
  expect(plain).toMatch(/^[0-9a-f]{16}$/);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(word, { minLength: 6, maxLength: 6 }),
      fc.array(literal, { minLength: 3, maxLength: 3 }),
      fc.nat(5),
      async (names, literals, line) => {
        const lines = filled(text, names, literals).split('\n');
        const at = Math.min(Math.max(1, line), lines.length - 2);
        const indent = /^\s*/.exec(lines[at] ?? '')?.[0] ?? '';
        lines.splice(at, 0, '', `${indent}${comment}`, '');
        return (await shape(path, lines.join('\n'))) === plain;
      },
    ),
    { numRuns: 60 },
  );
});

test('documentation, decorators and types do not count; operators, order and statements do', async () => {
  const python = await shape('a.py', 'def f(a, b):\n    return a + b\n');
  expect(await shape('a.py', 'def g(x: int, y: list[str]) -> int:\n    return x + y\n')).toBe(python);
  const preset = await shape('a.py', 'def f(a, b=1):\n    return a + b\n');
  expect(await shape('a.py', 'def g(x, y: int = 0):\n    return x + y\n')).toBe(preset);
  expect(preset).not.toBe(python);
  expect(await shape('a.py', '@cache\ndef g(x, y):\n    """Adds."""\n    return x + y\n')).toBe(python);
  expect(await shape('a.py', 'def f(a, b):\n    return a - b\n')).not.toBe(python);
  const script = await shape('a.ts', 'function f(a) { first(a); return a; }');
  expect(await shape('a.ts', 'function g<T>(x: T): T {\n  second(x);\n  return x;\n}')).toBe(script);
  expect(await shape('a.ts', 'function f(a) { return a; first(a); }')).not.toBe(script);
  expect(await shape('a.ts', 'function f(a) { if (a) return a; return 1; }')).not.toBe(script);
});

test('the same function in each language of the table has one shape under other names', async () => {
  const pairs = [
    ['a.go', 'package p\nfunc F(a int) int { if a > 1 { return a }; return 0 }', 'F', 'G'],
    ['a.rs', 'fn calc(a: u32) -> u32 { if a > 1 { return a; } 0 }', 'calc', 'other'],
    ['A.java', 'class A { int calc(int a) { if (a > 1) return a; return 0; } }', 'calc', 'other'],
    ['A.cs', 'class A { int Calc(int a) { if (a > 1) return a; return 0; } }', 'Calc', 'Other'],
    ['a.rb', 'def calc(a)\n  return a if a > 1\n  0\nend', 'calc', 'other'],
    ['a.php', '<?php function calc($a) { if ($a > 1) return $a; return 0; }', 'calc', 'other'],
    ['a.cpp', 'int calc(int a) { if (a > 1) return a; return 0; }', 'calc', 'other'],
  ] as const;
  for (const [path, text, name, other] of pairs) {
    const before = await shape(path, text);
    expect(await shape(path, text.replaceAll(name, other).replaceAll('1', '7'))).toBe(before);
    expect(await shape(path, text.replace('>', '<'))).not.toBe(before);
  }
});
