import { resolve } from 'node:path';
import {
  defineConfig,
  type InputOptions,
  type OutputOptions,
  type Plugin,
  type PluginContext,
  type RolldownOptions,
} from 'rolldown';

/**
 * How the program is built. It is made of many parts, each loaded when it is asked for. Left to itself a bundler makes a
 * file of each set of modules that the same parts share: hundreds of tiny ones, of which a start would load a
 * hundred, and each costs Node.js as much time as some kilobytes of code. So what most parts share goes together
 * into few files, by what it needs in its turn: what starts light stays light.
 */

type ModuleInfo = Pick<PluginContext, 'getModuleInfo'>;

const PROGRAMS = {
  nexus: 'src/bin.ts',
  hook: 'src/adapters/hooks/main.ts',
  textconv: 'src/adapters/hooks/textconv.ts',
};

const OURS = /^(?!.*[\\/]node_modules[\\/]).*[\\/]src[\\/]/;
const PACKAGE = /.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?([^\\/]+)/;
const source = (path: string): string => resolve('src', path);
/** What git waits for at each version of a file in a diff: nothing is put in its way. */
const TEXTCONV = [resolve(PROGRAMS.textconv)];
/** What asks git while the rest is loaded. */
const AHEAD = [source('adapters/cli/ahead.ts')];
/** A recall from a warm cache; most else starts with these too. */
const RECALL = [
  'adapters/cli/run-from-process',
  'adapters/cli/commands/recall',
  'nexus/recall',
  'nexus/cached-index',
  'nexus/against',
].map((name) => source(`${name}.ts`));
/** Modules that fewer parts share stay where the bundler puts them; measured. */
const SHARED_BY = 10;
/** Too small to make anything heavy. */
const LIGHT = new Set(['stemmer']);

/** Files of ours that these cannot start without, and the packages that those need. */
function startedWith(files: readonly string[], info: ModuleInfo, seen = new Set<string>()): Set<string> {
  for (const file of files) {
    const name = PACKAGE.exec(file)?.[1] ?? file;
    if (seen.has(name)) continue;
    seen.add(name);
    if (name === file) startedWith(info.getModuleInfo(file)?.importedIds ?? [], info, seen);
  }
  return seen;
}

/** What makes a file heavy: the packages that it needs, and redaction with its tables. */
function needsOf(file: string, info: ModuleInfo): string {
  const needs = [...startedWith([file], info)].flatMap((name) => {
    if (name.startsWith(source('capture/redact'))) return ['redaction'];
    return OURS.test(name) || LIGHT.has(name) || name.startsWith('node:') ? [] : [name];
  });
  return [...new Set(needs)].sort().join('-');
}

/** An entry does what it is for as it is loaded, and the loader knows it by its name: it is in no file with others. */
const isProgram = (file: string): boolean => Object.values(PROGRAMS).some((entry) => file === resolve(entry));

function within(roots: readonly string[], name: string) {
  return (file: string, info: ModuleInfo): string | null =>
    startedWith(roots, info).has(file) && !isProgram(file) ? name : null;
}

const SHARED: InputOptions = {
  platform: 'node',
  logLevel: 'warn',
  external: ['react-devtools-core'],
  // Their other entries are CommonJS, or read the environment.
  resolve: {
    alias: {
      'isomorphic-git': resolve('node_modules/isomorphic-git/index.js'),
      yaml: resolve('node_modules/yaml/browser/index.js'),
      'jsonc-parser': resolve('node_modules/jsonc-parser/lib/esm/main.js'),
    },
  },
  transform: {
    target: 'node20.19',
    jsx: { runtime: 'automatic' },
    define: { 'process.env.NODE_ENV': "'production'", 'process.env.DEV': "'false'" },
  },
  // A module that is loaded when asked for may as well be in a file that is there already.
  checks: { ineffectiveDynamicImport: false, eval: false },
};
const CODE: OutputOptions = {
  comments: false,
  topLevelVar: true,
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
};

/** What draws is an ES module; see the loader. */
const drawing: Plugin = {
  name: 'drawing',
  resolveId: (name, from) =>
    from === source('adapters/tui/main.ts') && name === './start.ts'
      ? { id: 'nexus:drawing', external: true }
      : null,
};

/** CommonJS: the loader can keep compiled code of scripts alone. */
const program: RolldownOptions = {
  ...SHARED,
  input: PROGRAMS,
  plugins: [drawing],
  // Asked for by the groups below; no entry is in one.
  preserveEntrySignatures: 'allow-extension',
  output: {
    ...CODE,
    dir: 'dist/program',
    format: 'cjs',
    // A script whose compiled code was kept cannot import.
    dynamicImportInCjs: false,
    strict: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { debugName: 'ahead', name: within(AHEAD, 'ahead'), test: OURS, priority: 4 },
        { debugName: 'text', name: within(TEXTCONV, 'text'), test: OURS, priority: 3 },
        { debugName: 'light', name: within(RECALL, 'light'), test: OURS, priority: 2 },
        {
          debugName: 'shared',
          name: (file, info) => (isProgram(file) ? null : `shared-${needsOf(file, info)}`),
          test: OURS,
          minShareCount: SHARED_BY,
          priority: 1,
        },
      ],
    },
  },
};

/** Tells Node.js what the files of a folder are. */
const typed = (type: 'commonjs' | 'module'): Plugin => ({
  name: 'typed',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: `${JSON.stringify({ type })}\n` });
  },
});

/** A file that is started by itself. */
const script = (name: string, file: string): RolldownOptions => ({
  ...SHARED,
  input: { [name]: source(file) },
  plugins: [typed('commonjs')],
  output: {
    ...CODE,
    dir: 'dist',
    format: 'cjs',
    strict: true,
    banner: '#!/usr/bin/env node',
    entryFileNames: '[name].js',
  },
});

/** As ES modules. */
const modules = (folder: string, name: string, file: string): RolldownOptions => ({
  ...SHARED,
  input: { [name]: source(file) },
  plugins: [typed('module')],
  output: {
    ...CODE,
    dir: `dist/${folder}`,
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
});

export default defineConfig([
  program,
  ...Object.keys(PROGRAMS).map((name) => script(name, 'load.ts')),
  script('onnx', 'onnx.ts'),
  modules('tui', 'start', 'adapters/tui/start.ts'),
  modules('library', 'index', 'library.ts'),
]);
