import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile } from '../src/extract/extractor.ts';
import { grammarBytes, parserBytes } from '../src/repo/grammar-files.ts';
import { sourceFiles, spread } from '../test/helpers/source-files.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FILES = 300;
const SOURCE = { runtime: parserBytes, grammar: grammarBytes };

/** Folders with real code in a language; what is not on this machine is left out. */
function corpora(): { readonly name: string; readonly folder: string; readonly end: RegExp }[] {
  const python = spawnSync('python3', ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'], {
    encoding: 'utf8',
  });
  const given = process.argv.find((word) => word.startsWith('--data='))?.slice('--data='.length);
  return [
    { name: 'Python, its library', folder: (python.stdout ?? '').trim(), end: /\.py$/ },
    { name: 'TypeScript, this repository', folder: join(ROOT, 'src'), end: /\.ts$/ },
    { name: 'JavaScript, dependencies', folder: join(ROOT, 'node_modules'), end: /\.[cm]?js$/ },
    ...(given === undefined
      ? []
      : [{ name: given, folder: given, end: /\.(?:py|[cm]?[jt]sx?|go|rs|java|cs|rb|php|cc|cpp|hpp)$/ }]),
  ].filter(({ folder }) => folder !== '' && existsSync(folder));
}

/** Files and characters a second on real code, and the most memory that was held; `--data=<folder>` adds one's own. */
export async function extractBench(): Promise<string[]> {
  const lines = ['| code | files | files/s | MB/s | units | memory, most |', '|---|---|---|---|---|---|'];
  for (const { name, folder, end } of corpora()) {
    const texts = spread(sourceFiles(folder, end, 12_000), FILES).map((path) => ({
      path,
      text: readFileSync(path, 'utf8'),
    }));
    // The grammar is loaded, and the code warm, before the clock starts.
    for (const { path, text } of texts.slice(0, 10)) await extractFile(path, text, SOURCE);
    let units = 0;
    let most = 0;
    let size = 0;
    const start = performance.now();
    for (const { path, text } of texts) {
      const found = await extractFile(path, text, SOURCE);
      if ('units' in found) units += found.units.length;
      size += text.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    const seconds = (performance.now() - start) / 1000;
    lines.push(
      `| ${name} | ${texts.length} | ${(texts.length / seconds).toFixed(0)} | ${(size / seconds / 1e6).toFixed(2)} | ${units} | ${(most / 2 ** 20).toFixed(0)} MB |`,
    );
  }
  return lines;
}
