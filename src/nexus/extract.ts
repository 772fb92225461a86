import { setImmediate } from 'node:timers/promises';
import type { CodeFile } from '../core/code.ts';
import type { Problem } from '../core/problem.ts';
import { CODE_LIMITS, extractFile } from '../extract/extractor.ts';
import { languageOfPath } from '../extract/language.ts';
import { grammarBytes, parserBytes } from '../repo/grammar-files.ts';
import { readPlainFile } from '../repo/plain-file.ts';
import { type Context, requireRepository } from './context.ts';
import type { KeptCode } from './kept-code.ts';
import { trackedFiles } from './project-facts.ts';

/** Milliseconds for one file: what takes longer is given up. */
const MAX_TIME = 5_000;

export interface ExtractedCode {
  readonly files: readonly CodeFile[];
  /** Files that could not be taken apart, and why. */
  readonly problems: readonly Problem[];
}

/**
 * Takes apart the tracked source files at or below some paths, as they are in the working tree.
 * @param paths relative to the root; none: all. Files in other languages, links and files that are gone are left out.
 */
export async function codeUnits(context: Context, paths: readonly string[]): Promise<ExtractedCode> {
  const files: CodeFile[] = [];
  const problems: Problem[] = [];
  for await (const found of eachCodeFile(context, paths)) {
    if ('units' in found) files.push(found);
    else problems.push(found);
  }
  return { files, problems };
}

/**
 * The same one by one, so that no more than one is held in memory.
 * @param kept what was taken apart before; the caller keeps it.
 */
export async function* eachCodeFile(
  context: Context,
  paths: readonly string[],
  kept?: KeptCode,
): AsyncGenerator<CodeFile | Problem> {
  const { git, facts } = requireRepository(context);
  const wanted = paths.map((path) => path.replace(/\/+$/, ''));
  const isWanted = (path: string): boolean =>
    wanted.length === 0 || wanted.some((at) => at === '.' || at === path || path.startsWith(`${at}/`));
  for (const path of await trackedFiles(git, facts.head)) {
    if (!isWanted(path) || languageOfPath(path) === undefined) continue;
    // One byte more than a text of that length can have: what is too big is seen to be so.
    // Who waits for it may have other things to do meanwhile: a screen, keys to answer.
    await setImmediate();
    const bytes = readPlainFile(facts.root, path, CODE_LIMITS.file * 3 + 1);
    if (bytes === undefined) continue;
    const text = new TextDecoder().decode(bytes);
    const make = () => codeOfText(context, path, text);
    yield await (kept === undefined ? make() : kept.of(path, text, make));
  }
}

/** Takes apart a text that is, or was, a file: one of a commit, or a candidate's. Its path tells the language. */
export async function codeOfText(context: Context, path: string, text: string): Promise<CodeFile | Problem> {
  const started = context.clock();
  return extractFile(
    path,
    text,
    { runtime: parserBytes, grammar: grammarBytes },
    () => context.clock() - started > MAX_TIME,
  );
}
