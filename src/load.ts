import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

/**
 * What `nexus.js`, `hook.js` and `textconv.js` are: loads the program of its own name, with what V8 made of it before.
 *
 * A short start spends a third of its time on compiling. V8 can keep what it compiled of a script, functions that were
 * called included (https://v8.dev/blog/improved-code-caching); Node.js keeps it only of modules, and only what is
 * compiled before anything is called. So it is kept here, for each verb what that verb needs, beside the program where
 * that can be written, twice: V8 trusts what it is given, and comparing is quicker than any checksum. Whatever is
 * wrong with it, V8 compiles anew.
 */
const FOLDER = join(import.meta.dirname, 'program');
const PROGRAM = basename(import.meta.filename);
const BEFORE = '(function (exports, require, module, __filename, __dirname) {';

/** So many runs of a verb add what they compiled: the first may have had nothing to do. */
const RUNS = 4;
/** A mistyped command line teaches nothing. */
const USAGE = 2;
/** A name that tells what is in the file; of any other, what was compiled may be of another text. */
const HASHED = /-[\w-]{8}\.js$/;

interface Compiled {
  readonly runs: number;
  /** By file of the program. */
  readonly code: ReadonlyMap<string, Buffer>;
}

const verb = /^[a-z][a-z-]{0,30}$/.exec(process.argv[2] ?? '')?.[0] ?? 'none';
const kept = join(import.meta.dirname, 'compiled', `${process.version}-${process.arch}`);
const file = join(kept, `${PROGRAM}-${verb}`);
const before = readCompiled();
const scripts = new Map<string, Script>();
const loaded = new Map<string, { exports: unknown }>();
const builtin = createRequire(import.meta.url);
/** Ink waits at its top level, which no script can: what draws is an ES module, and kept scripts cannot import one. */
const drawing = {
  start: async (...given: unknown[]): Promise<unknown> =>
    (await import(pathToFileURL(join(import.meta.dirname, 'tui', 'start.js')).href)).start(...given),
};
let isNew = false;

/** Runs a file of the program, once. @returns what it exports */
function load(name: string): unknown {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const filename = join(FOLDER, name);
  const isKept = HASHED.test(name);
  const cachedData = isKept ? before?.code.get(name) : undefined;
  const script = new Script(`${BEFORE}${readFileSync(filename, 'utf8')}\n})`, {
    filename,
    columnOffset: -BEFORE.length,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (isKept) {
    isNew ||= script.cachedDataRejected !== false;
    scripts.set(name, script);
  }
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, required, module, filename, FOLDER);
  return module.exports;
}

function required(name: string): unknown {
  if (name === 'nexus:drawing') return drawing;
  return name.startsWith('./') ? load(name.slice(2)) : builtin(name);
}

/** Two equal halves, each a line of JSON, [runs, [file, bytes]…], and the bytes. */
function readCompiled(): Compiled | undefined {
  try {
    const both = readFileSync(file);
    const half = both.subarray(0, both.length / 2);
    if (!half.equals(both.subarray(half.length))) return undefined;
    let at = half.indexOf(10) + 1;
    const [runs, ...sizes] = JSON.parse(half.toString('latin1', 0, at));
    const code = new Map<string, Buffer>();
    for (const [name, size] of sizes) {
      code.set(name, half.subarray(at, at + size));
      at += size;
    }
    return at === half.length ? { runs, code } : undefined;
  } catch {
    return undefined;
  }
}

/** In one piece or not at all; where it cannot be kept, the next start compiles as this one did. */
function keepCompiled(): void {
  const runs = before?.runs ?? 0;
  if ((!isNew && runs >= RUNS) || process.exitCode === USAGE) return;
  const temp = `${file}.${process.pid}.${process.hrtime.bigint()}`;
  try {
    mkdirSync(kept, { recursive: true });
    const code = new Map(before?.code);
    for (const [name, script] of scripts) code.set(name, script.createCachedData());
    const sizes = [...code].map(([name, { length }]) => [name, length]);
    const half = [Buffer.from(`${JSON.stringify([runs + 1, ...sizes])}\n`), ...code.values()];
    writeFileSync(temp, Buffer.concat([...half, ...half]), { flag: 'wx' });
    renameSync(temp, file);
  } catch {
    try {
      rmSync(temp, { force: true });
    } catch {
      // Nothing of ours is there.
    }
  }
}

process.on('exit', keepCompiled);
load(PROGRAM);
