import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Example, examplesOf, isAtLeast, skippedLine } from './read-packs.ts';

const run = promisify(execFile);
const examples = examplesOf('python');
const RUNNER = fileURLToPath(new URL('./run_examples.py', import.meta.url));
const LIMIT_MS = 240_000;
const scratch = mkdtempSync(join(tmpdir(), 'nexus-python-'));
const environment = {
  PATH: process.env.PATH,
  HOME: scratch,
  TMPDIR: scratch,
  LANG: 'C.UTF-8',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1',
};

/** Says the version, and which of the import names given as arguments can be found. */
const PROBE = `
import importlib.util, json, platform, sys
found = [name for name in sys.argv[1:] if importlib.util.find_spec(name.split(".")[0])]
print(json.dumps({"version": platform.python_version(), "found": found}))
`;

/** Reads title and source of each example from standard input; prints what does not parse. */
const PARSE = `
import ast, json, sys, warnings
warnings.simplefilter("error")
faults = []
for title, source in json.load(sys.stdin):
    try:
        ast.parse(source, title)
    except (SyntaxError, Warning) as fault:
        faults.append(f"{title}: {fault}")
print(json.dumps(faults))
`;

interface Python {
  readonly version: string;
  readonly found: readonly string[];
}

function python(script: string, args: readonly string[], input = ''): string {
  return execFileSync('python3', ['-c', script, ...args], { input, encoding: 'utf8', env: environment });
}

const modules = [...new Set(examples.flatMap(({ requires }) => requires))].filter(
  (name) => !name.includes('>='),
);

function probe(): Python | undefined {
  try {
    return JSON.parse(python(PROBE, modules)) as Python;
  } catch {
    return undefined;
  }
}

const here = probe();

/** True for a `python>=3.14` above the version here, which may not even parse such an example. */
function isTooNew(name: string): boolean {
  const version = /^python>=(.+)$/.exec(name)?.[1];
  return version !== undefined && !isAtLeast(here?.version ?? '0', version);
}

/** What an example cannot run without, or undefined if it can. */
function lackOf({ requires }: Example): string | undefined {
  if (here === undefined) return 'python3';
  return requires.find((name) => (name.includes('>=') ? isTooNew(name) : !here.found.includes(name)));
}

/** As a person would: a file of its own in a folder of its own, a process of its own. Exit codes by folder. */
async function runAll(all: readonly Example[]): Promise<ReadonlyMap<string, string>> {
  for (const { name, code } of all) {
    mkdirSync(join(scratch, name));
    writeFileSync(join(scratch, name, 'example.py'), code);
  }
  const args = ['-W', 'error::DeprecationWarning:__main__', RUNNER];
  const running = run('python3', args, { cwd: scratch, env: environment, timeout: LIMIT_MS - 10_000 });
  running.child.stdin?.end(all.map(({ name }) => `${join(scratch, name)}\n`).join(''));
  // Where one does not end, those that did are told all the same.
  const { stdout } = await running.catch((fault: { readonly stdout: string }) => fault);
  const told = stdout.split('\n').map((line) => line.split('\t'));
  return new Map(told.map(([folder = '', code = '']) => [folder, code]));
}

describe('Python examples', () => {
  let ended: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    ended = await runAll(examples.filter((example) => lackOf(example) === undefined));
  }, LIMIT_MS);

  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true });
    const skipped = skippedLine(examples.map(lackOf));
    if (skipped !== undefined) console.log(`Python examples: ${skipped}`);
  });

  test.skipIf(here === undefined)('parse', () => {
    const readable = examples.filter(({ requires }) => !requires.some(isTooNew));
    const sources = readable.map(({ title, code }) => [title, code]);
    expect(JSON.parse(python(PARSE, [], JSON.stringify(sources)))).toEqual([]);
  });

  for (const example of examples) {
    const lack = lackOf(example);
    test.skipIf(lack !== undefined)(
      `${example.title} runs${lack === undefined ? '' : ` (no ${lack})`}`,
      () => {
        const folder = join(scratch, example.name);
        const said = (stream: string) => readFileSync(join(folder, stream), 'utf8');
        expect(ended.get(folder), said('stderr')).toBe('0');
        const lines = `${said('stdout')}${said('stderr')}`.split('\n').filter((line) => line !== '');
        expect(lines.slice(1)).toEqual([]);
      },
    );
  }
});
