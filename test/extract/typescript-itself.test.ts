import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CodeFile } from '../../src/core/code.ts';
import { codeOf } from '../helpers/code.ts';
import { sourceFiles, spread } from '../helpers/source-files.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** What is used of the TypeScript compiler. */
interface Compiler {
  readonly SyntaxKind: Readonly<Record<string, number>>;
  readonly ScriptTarget: { readonly Latest: number };
  createSourceFile(name: string, text: string, target: number, parents: boolean): TreeNode;
  forEachChild(node: TreeNode, each: (child: TreeNode) => void): void;
}

interface TreeNode {
  readonly kind: number;
  readonly parent?: TreeNode;
  readonly body?: TreeNode;
  readonly name?: TreeNode;
  readonly right?: TreeNode;
  readonly initializer?: TreeNode;
  readonly modifiers?: readonly TreeNode[];
  readonly operatorToken?: TreeNode;
  readonly parseDiagnostics?: readonly unknown[];
}

/** A compiler with an interface for programs is not among our dependencies: `.ci/run` installs one elsewhere. */
function compiler(): Compiler | undefined {
  const tools = process.env.NEXUS_CODE_TOOLS ?? '';
  const path = join(tools, 'node_modules', 'typescript', 'lib', 'typescript.js');
  if (tools === '' || !existsSync(path)) {
    console.log('skipped: no TypeScript compiler with an interface for programs in NEXUS_CODE_TOOLS');
    return undefined;
  }
  return createRequire(import.meta.url)(path);
}

type Counts = Record<'functions' | 'methods' | 'classes' | 'async' | 'handlers', number>;

/** Counted by the compiler's own tree; undefined where it finds an error itself. */
function countBy(ts: Compiler, path: string, text: string): Counts | undefined {
  const kinds = ts.SyntaxKind;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  if ((file.parseDiagnostics ?? []).length > 0) return undefined;
  const counts: Counts = { functions: 0, methods: 0, classes: 0, async: 0, handlers: 0 };
  const is = (node: TreeNode | undefined, ...names: readonly string[]): boolean =>
    node !== undefined && names.some((name) => kinds[name] === node.kind);
  const hasName = (node: TreeNode): boolean => {
    if (node.name !== undefined || is(node, 'Constructor')) return true;
    let value = node;
    while (
      is(value.parent, 'ParenthesizedExpression', 'AsExpression', 'SatisfiesExpression', 'NonNullExpression')
    )
      value = value.parent ?? value;
    const { parent } = value;
    if (is(node, 'FunctionDeclaration')) return true;
    if (is(parent, 'BinaryExpression'))
      return parent?.right === value && is(parent?.operatorToken, 'EqualsToken');
    return is(parent, 'VariableDeclaration', 'PropertyAssignment', 'PropertyDeclaration', 'ExportAssignment');
  };
  const waiting: TreeNode[] = [file];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const isMember = is(node, 'MethodDeclaration', 'Constructor', 'GetAccessor', 'SetAccessor');
    if (is(node, 'ClassDeclaration', 'ClassExpression')) counts.classes += 1;
    else if (is(node, 'CatchClause')) counts.handlers += 1;
    else if (isMember || is(node, 'FunctionDeclaration', 'FunctionExpression', 'ArrowFunction')) {
      if (node.body !== undefined && hasName(node)) {
        const ofClass = is(node.parent, 'ClassDeclaration', 'ClassExpression');
        const ofField = is(node.parent, 'PropertyDeclaration');
        counts[ofClass || ofField ? 'methods' : 'functions'] += 1;
        if ((node.modifiers ?? []).some((word) => is(word, 'AsyncKeyword'))) counts.async += 1;
      }
    }
    ts.forEachChild(node, (child) => void waiting.push(child));
  }
  return counts;
}

function counted({ units }: CodeFile): Counts {
  const of = (kind: string): number => units.filter((unit) => unit.kind === kind).length;
  return {
    functions: of('function'),
    methods: of('method'),
    classes: of('class'),
    async: units.filter((unit) => unit.async).length,
    handlers: of('handler'),
  };
}

const NAMES = ['functions', 'methods', 'classes', 'async', 'handlers'] as const;

test.each([
  ['JavaScript of dependencies', 'node_modules', /\.[cm]?js$/, /\/\.bin\/|\.min\./],
  ['TypeScript of dependencies', 'node_modules', /\.[cm]?ts$/, /\/\.bin\//],
  ['our sources and tests', '.', /\.ts$/, /node_modules|\/dist\b|\.git\b/],
] as const)(
  'counts in %s are those of the TypeScript compiler',
  { timeout: 300_000 },
  async (_, folder, end, skip) => {
    const ts = compiler();
    if (ts === undefined) return;
    const sum = (list: readonly Counts[], name: (typeof NAMES)[number]): number =>
      list.reduce((all, one) => all + one[name], 0);
    const expected: Counts[] = [];
    const found: Counts[] = [];
    const different: string[] = [];
    for (const path of spread(sourceFiles(join(ROOT, folder), end, 12_000, skip), 260)) {
      const text = readFileSync(path, 'utf8');
      if (text.split('\n').some((line) => line.length > 5_000)) continue;
      const want = countBy(ts, path, text);
      if (want === undefined) continue;
      const have = counted(await codeOf(path, text));
      expected.push(want);
      found.push(have);
      if (JSON.stringify(want) !== JSON.stringify(have))
        different.push(`${path.slice(ROOT.length)}: ${JSON.stringify(have)} is ${JSON.stringify(want)}`);
    }
    expect(expected.length).toBeGreaterThan(200);
    for (const name of NAMES) {
      const want = sum(expected, name);
      expect(Math.abs(sum(found, name) - want), `${name}: ${different.join('\n')}`).toBeLessThanOrEqual(
        want / 100,
      );
    }
    expect(different.length, different.join('\n')).toBeLessThanOrEqual(expected.length / 100);
  },
);
