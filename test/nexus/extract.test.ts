import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { open } from '../helpers/open-repo.ts';
import { runChild } from '../helpers/run-async.ts';

test('tracked sources at or below a path, as they are in the working tree; no link, nothing untracked', async () => {
  const repo = gitRepo({
    'src/a.py': 'def one(): pass\n',
    'src/deep/b.ts': 'export function two() {}\n',
    'srcs/c.py': 'def other(): pass\n',
    'README.md': '# Text\n',
  });
  writeFileSync(join(repo.dir, 'src/a.py'), 'def changed(): pass\n');
  writeFileSync(join(repo.dir, 'src/untracked.py'), 'def untracked(): pass\n');
  mkdirSync(join(repo.dir, 'more'));
  symlinkSync('../src/a.py', join(repo.dir, 'more/link.py'));
  writeFileSync(join(repo.dir, 'big.py'), 'x = 1\n'.repeat(400_000));
  repo.git('add', 'more', 'big.py');
  const memory = await open(repo);
  const names = async (...paths: string[]): Promise<string[]> =>
    (await memory.codeUnits(paths)).files.flatMap(({ path, units }) =>
      units.map(({ name }) => `${path} ${name}`),
    );
  expect(await names('src')).toEqual(['src/a.py changed', 'src/deep/b.ts two']);
  expect(await names('src/deep/b.ts', 'srcs/')).toEqual(['src/deep/b.ts two', 'srcs/c.py other']);
  expect(await names()).toHaveLength(3);
  expect((await memory.codeUnits([])).problems).toMatchObject([{ code: 'too-big', file: 'big.py' }]);
});

test('the built package takes code apart from wherever it is started', async () => {
  const repo = gitRepo({ 'a.go': 'package p\nfunc Fib(n int) int { return Fib(n-1) + Fib(n-2) }\n' });
  const library = pathToFileURL(fileURLToPath(new URL('../../dist/library/index.js', import.meta.url))).href;
  const program = `
    const { openNexus } = await import(${JSON.stringify(library)});
    const memory = await openNexus({ cwd: process.cwd(), env: process.env, machine: {}, clock: Date.now, random: (n) => new Uint8Array(n), warm: false });
    const { files } = await memory.codeUnits([]);
    console.log(files[0].units[0].name, files[0].units[0].algorithms.join());
  `;
  const { code, output } = await runChild(process.execPath, ['--input-type=module', '-e', program], {
    cwd: repo.dir,
  });
  expect({ code, output }).toEqual({ code: 0, output: 'Fib recursion\n' });
});
