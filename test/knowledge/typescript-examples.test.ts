import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Example, examplesOf, isAtLeast, skippedLine } from './read-packs.ts';

const run = promisify(execFile);
const examples = examplesOf('ts');
const scratch = mkdtempSync(join(tmpdir(), 'nexus-typescript-'));
const modules = new URL('../../node_modules', import.meta.url).pathname;

const SETTINGS = {
  compilerOptions: {
    target: 'esnext',
    lib: ['esnext'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['*/example.mts'],
};

function isInstalled(name: string): boolean {
  return existsSync(join(modules, name));
}

/** What an example cannot run without, or undefined if it can. */
function lackOf({ requires }: Example): string | undefined {
  return requires.find((name) => {
    const version = /^node>=(.+)$/.exec(name)?.[1];
    return version === undefined ? !isInstalled(name) : !isAtLeast(process.versions.node, version);
  });
}

/** Only what is installed can be checked against its types; a newer Node's are not here either. */
const checked = examples.filter((example) => lackOf(example) === undefined);

async function outputOf({ name, code }: Example): Promise<string> {
  const file = join(scratch, name, 'example.mjs');
  const script = await transform(code, { loader: 'ts', format: 'esm', target: 'node20' });
  writeFileSync(file, script.code);
  const environment = { PATH: process.env.PATH, HOME: scratch, TMPDIR: scratch, NO_COLOR: '1' };
  const options = { cwd: join(scratch, name), env: environment, timeout: 50_000 };
  const { stdout, stderr } = await run(process.execPath, [file], options);
  return stdout + stderr;
}

describe.concurrent('TypeScript examples', () => {
  beforeAll(() => {
    symlinkSync(modules, join(scratch, 'node_modules'));
    writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(SETTINGS));
    for (const { name, code } of checked) {
      mkdirSync(join(scratch, name));
      writeFileSync(join(scratch, name, 'example.mts'), code);
    }
  });

  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true });
    const skipped = skippedLine(examples.map(lackOf));
    if (skipped !== undefined) console.log(`TypeScript examples: ${skipped}`);
  });

  test('parse', async ({ expect }) => {
    const faults = await Promise.all(
      examples.map(({ title, code }) =>
        transform(code, { loader: 'ts', target: 'esnext', logLevel: 'silent' }).then(
          () => [],
          (fault: unknown) => [`${title}: ${String(fault)}`],
        ),
      ),
    );
    expect(faults.flat()).toEqual([]);
  });

  test.skipIf(checked.length === 0)('hold under the strict compiler', async ({ expect }) => {
    const compiler = run(join(modules, '.bin', 'tsc'), ['-p', scratch]);
    const said = await compiler.then(
      ({ stdout }) => stdout,
      (fault: { readonly stdout?: string }) => fault.stdout ?? String(fault),
    );
    expect(said).toBe('');
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
