import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, test } from 'vitest';
import { type Example, examplesOf, isAtLeast, skippedLine } from './read-packs.ts';

const run = promisify(execFile);
const examples = examplesOf('python');
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

/** As a person would: a file of its own in a folder of its own, a process of its own. */
async function outputOf({ name, code }: Example): Promise<string> {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'example.py'), code);
  const args = ['-W', 'error::DeprecationWarning:__main__', 'example.py'];
  const options = { cwd: folder, env: environment, timeout: 50_000 };
  const { stdout, stderr } = await run('python3', args, options);
  return stdout + stderr;
}

describe.concurrent('Python examples', () => {
  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true });
    const skipped = skippedLine(examples.map(lackOf));
    if (skipped !== undefined) console.log(`Python examples: ${skipped}`);
  });

  test.skipIf(here === undefined)('parse', ({ expect }) => {
    const readable = examples.filter(({ requires }) => !requires.some(isTooNew));
    const sources = readable.map(({ title, code }) => [title, code]);
    expect(JSON.parse(python(PARSE, [], JSON.stringify(sources)))).toEqual([]);
  });

  for (const example of examples) {
    const lack = lackOf(example);
    test.skipIf(lack !== undefined)(
      `${example.title} runs${lack === undefined ? '' : ` (no ${lack})`}`,
      async ({ expect }) => {
        const lines = (await outputOf(example)).split('\n').filter((line) => line !== '');
        expect(lines.slice(1)).toEqual([]);
      },
    );
  }
});
