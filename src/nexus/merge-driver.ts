import { MAX_DOCUMENT_BYTES } from '../core/documents.ts';
import { NexusError } from '../core/error.ts';
import { describeProblem } from '../core/problem.ts';
import { textOf } from '../format/text.ts';
import { mergeFile } from '../merge/merge-file.ts';
import type { OpenConflict } from '../merge/open-conflicts.ts';
import { readMergeInput, writeMergeOutput } from '../repo/merge-input.ts';

/** Files of one merge, as a caller names them. */
export interface MergeInput {
  /** What both sides came from; an empty file where there was nothing. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** Where the file lies in the repository: says whether it is a record, a document or the settings. */
  readonly path: string;
  /** Where the result goes. */
  readonly output: string;
}

/**
 * Merges three versions of one file of memory; needs no repository. The output is there whole or not at all. Throws
 * `bad-value` for what is not text. Returns what is left to be decided.
 */
export function mergeFiles(input: MergeInput, cwd: string): readonly OpenConflict[] {
  const read = (file: string): string => {
    const { text, problem } = textOf(readMergeInput(file, cwd), file, MAX_DOCUMENT_BYTES);
    if (problem === undefined) return text;
    throw new NexusError('usage', 'bad-value', describeProblem(problem));
  };
  const { base, ours, theirs, path, output } = input;
  const { text, conflicts } = mergeFile({ base: read(base), a: read(ours), b: read(theirs) }, path);
  writeMergeOutput(output, cwd, text);
  return conflicts;
}

/**
 * A merge driver for isomorphic-git's `merge({ mergeDriver })`: the same merge as that of git's driver. Conflicts are in
 * the text, to be read and decided; `cleanMerge` is false then.
 */
export function mergeDriver({
  contents: [base = '', ours = '', theirs = ''],
  path,
}: {
  /** What both sides came from, ours, theirs. */
  readonly contents: readonly string[];
  readonly path: string;
}): { readonly cleanMerge: boolean; readonly mergedText: string } {
  const { text, conflicts } = mergeFile({ base, a: ours, b: theirs }, path);
  return { cleanMerge: conflicts.length === 0, mergedText: text };
}
