import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = new URL('../src', import.meta.url).pathname;
const STAGES = [
  'capture',
  'detect',
  'store',
  'search',
  'recall',
  'learn',
  'advise',
  'merge',
  'review',
  'agent-setup',
  'transfer',
  'execute',
  'extract',
  'propose',
  'present',
];

/** Who may import whom. A part not named here may not exist. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  format: ['core'],
  repo: ['core'],
  capture: ['core'],
  detect: ['core', 'format'],
  store: ['core', 'format'],
  search: ['core'],
  recall: ['core'],
  learn: ['core'],
  advise: ['core'],
  merge: ['core', 'format'],
  review: ['core'],
  'agent-setup': ['core', 'format'],
  transfer: ['core', 'format'],
  execute: ['core'],
  extract: ['core'],
  propose: ['core'],
  present: ['core'],
  nexus: ['core', 'format', 'repo', ...STAGES.filter((stage) => stage !== 'present')],
  'build-packs': ['nexus'],
  'adapters/cli': ['core', 'present', 'nexus', 'adapters/agents', 'adapters/mcp', 'adapters/tui'],
  'adapters/agents': ['core', 'present', 'nexus'],
  'adapters/mcp': ['core', 'present', 'nexus'],
  'adapters/tui': ['core', 'present', 'nexus'],
  'adapters/hooks': ['core', 'present', 'nexus'],
  library: ['core', 'nexus', 'present'],
  bin: ['core', 'adapters/cli'],
  load: [],
  onnx: [],
};

/** Each dependency has one door. */
const ONLY_DOOR: Readonly<Record<string, string>> = {
  'isomorphic-git': 'repo',
  yaml: 'format',
  unified: 'format',
  'remark-parse': 'format',
  minisearch: 'search',
  stemmer: 'search',
  'jsonc-parser': 'format',
  'smol-toml': 'format',
  '@xmldom/xmldom': 'format',
  '@modelcontextprotocol/server': 'adapters/mcp',
  '@modelcontextprotocol/server/stdio': 'adapters/mcp',
  'zod/v4': 'adapters/mcp',
  'web-tree-sitter': 'extract',
  ink: 'adapters/tui',
  react: 'adapters/tui',
};

/** Only faces may print or read the process. */
const FACES = [
  'adapters/cli',
  'adapters/hooks',
  'adapters/agents',
  'adapters/mcp',
  'adapters/tui',
  'bin',
  'load',
  'onnx',
];
/** Only these touch the machine; all others get io, clock and directory as arguments. */
const IMPURE = ['repo', 'nexus', ...FACES];

/** Screens are reducers and views. */
const TERMINAL = ['terminal.ts', 'main.ts', 'watch.ts'];

interface Source {
  readonly file: string;
  readonly part: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function partOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  if (first === 'adapters') return `adapters/${second}`;
  return first.replace(/\.ts$/, '');
}

function walk(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? walk(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const IMPORT =
  /^\s*(?:import|export)\b[^;'"]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^\s*import\s*'([^']+)'/gm;

const sources: readonly Source[] = walk(SRC).map((path) => {
  const file = relative(SRC, path).replaceAll('\\', '/');
  const text = readFileSync(path, 'utf8');
  const imports = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  return { file, part: partOf(file), text, imports };
});

/** Source text without comments and string contents, for word checks. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

function violations(check: (source: Source) => readonly string[]): string[] {
  return sources.flatMap((source) => check(source).map((what) => `${source.file}: ${what}`));
}

describe('architecture', () => {
  test('the walker sees the tree', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(new Set(sources.map((source) => source.part))).toEqual(new Set(Object.keys(MAY_IMPORT)));
  });

  test('imports go down only, and stages do not import each other', () => {
    expect(
      violations(({ file, part, imports }) =>
        imports
          .filter((target) => target.startsWith('.'))
          .map((target) => partOf(posix.normalize(posix.join(dirname(file), target))))
          .filter((target) => target !== part && !(MAY_IMPORT[part] ?? []).includes(target))
          .map((target) => `imports ${target}`),
      ),
    ).toEqual([]);
  });

  test('each dependency has one door', () => {
    expect(
      violations(({ part, imports }) =>
        imports
          .filter((target) => !target.startsWith('.') && !target.startsWith('node:'))
          .filter((target) => ONLY_DOOR[target] !== part)
          .map((target) => `imports ${target}`),
      ),
    ).toEqual([]);
  });

  test('stages, format and core are pure', () => {
    expect(
      violations(({ part, text, imports }) => {
        if (IMPURE.includes(part)) return [];
        const node = imports.filter((target) => target.startsWith('node:'));
        const words =
          codeOf(text).match(/\bprocess\.|\bconsole\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/g) ?? [];
        return [...node, ...words];
      }),
    ).toEqual([]);
  });

  test('of the terminal UI only what has the terminal touches the machine', () => {
    expect(
      violations(({ part, file, text, imports }) => {
        if (part !== 'adapters/tui' || TERMINAL.includes(posix.basename(file))) return [];
        const node = imports.filter((target) => target.startsWith('node:') && target !== 'node:events');
        const words = codeOf(text).match(
          /\bprocess\.|\bconsole\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/g,
        );
        return [...node, ...(words ?? [])];
      }),
    ).toEqual([]);
  });

  test('only faces read the process or print', () => {
    expect(
      violations(({ part, text }) => {
        if (FACES.includes(part) || part === 'repo') return [];
        return codeOf(text).match(/\bprocess\.(?:env|argv|stdout|stderr|stdin|exit|cwd)|\bconsole\./g) ?? [];
      }),
    ).toEqual([]);
  });

  test('the map names every file, and none that is gone', () => {
    const map = readFileSync(join(SRC, 'README.md'), 'utf8');
    const named = new Set([...map.matchAll(/`(?:[\w-]+\/)*([\w-]+\.tsx?)`/g)].map((match) => match[1]));
    const files = new Set(
      sources
        .filter((source) => !source.file.includes('/commands/'))
        .map((source) => source.file.split('/').at(-1)),
    );
    expect([...files].filter((name) => !named.has(name) && !map.includes(`${name} `))).toEqual([]);
    expect([...named].filter((name) => !files.has(name))).toEqual([]);
  });

  test('no file is longer than 500 lines, tests included', () => {
    const tests = walk(new URL('.', import.meta.url).pathname);
    const long = [...walk(SRC), ...tests].filter(
      (path) => readFileSync(path, 'utf8').split('\n').length > 500,
    );
    expect(long).toEqual([]);
  });
});
