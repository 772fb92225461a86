import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CodeFile } from '../../src/core/code.ts';
import { codeOf } from '../helpers/code.ts';

/** Counts of the standard library's files by Python's own parser: a JSON line each. */
const COUNT = `
import ast, json, os, sys, sysconfig
top = sysconfig.get_path('stdlib')
paths = []
for folder, folders, names in os.walk(top):
    folders[:] = sorted(f for f in folders if f not in ('site-packages', '__pycache__', 'bad_coding', 'lib2to3'))
    paths += [os.path.join(folder, n) for n in sorted(names) if n.endswith('.py')]
paths = [p for p in paths if os.path.getsize(p) < 300000]
step = max(1, len(paths) // 240)
for path in paths[::step]:
    try:
        text = open(path, encoding='utf-8').read()
        tree = ast.parse(text)
    except (SyntaxError, UnicodeDecodeError, ValueError):
        continue
    n = dict(path=path, functions=0, methods=0, classes=0, async_=0, handlers=0)
    def walk(node, inside):
        stack = [(node, inside)]
        while stack:
            at, scope = stack.pop()
            if isinstance(at, (ast.FunctionDef, ast.AsyncFunctionDef)):
                n['methods' if scope == 'class' else 'functions'] += 1
                n['async_'] += isinstance(at, ast.AsyncFunctionDef)
                scope = 'function'
            elif isinstance(at, ast.ClassDef):
                n['classes'] += 1
                scope = 'class'
            elif isinstance(at, ast.ExceptHandler):
                n['handlers'] += 1
            stack += [(child, scope) for child in ast.iter_child_nodes(at)]
    walk(tree, 'module')
    print(json.dumps(n))
`;

interface Counts {
  readonly path: string;
  readonly functions: number;
  readonly methods: number;
  readonly classes: number;
  readonly async_: number;
  readonly handlers: number;
}

function counted(path: string, { units }: CodeFile): Counts {
  const of = (kind: string): number => units.filter((unit) => unit.kind === kind).length;
  return {
    path,
    functions: of('function'),
    methods: of('method'),
    classes: of('class'),
    async_: units.filter((unit) => unit.async).length,
    handlers: of('handler'),
  };
}

test('counts in the standard library are those of Python itself, file by file', {
  timeout: 300_000,
}, async () => {
  const python = spawnSync('python3', ['-c', COUNT], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (python.error !== undefined || python.status !== 0) {
    console.log('skipped: python3 is not installed, or has no standard library in files');
    return;
  }
  const expected: Counts[] = python.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(expected.length).toBeGreaterThan(200);
  const different: string[] = [];
  for (const want of expected) {
    const found = counted(want.path, await codeOf('a.py', readFileSync(want.path, 'utf8')));
    if (JSON.stringify(found) !== JSON.stringify(want))
      different.push(`${JSON.stringify(found)} is ${JSON.stringify(want)}`);
  }
  expect(different).toEqual([]);
});
