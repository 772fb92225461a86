import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildResult } from '../../src/repo/run-child.ts';
import { tempDir } from '../helpers/git-repo.ts';
import { childProgram } from './child-program.ts';

/** Runs what follows its first three arguments: scratch folder, file for the result, `tty` or `pipe`. */
const RUNNER = `
import { writeFileSync } from 'node:fs';
import { runChild } from './run-child.ts';
const [scratch, resultFile, mode, ...command] = process.argv.slice(2);
const result = await runChild({
  command, cwd: process.cwd(), env: process.env, stdin: 'inherit',
  stdout: process.stdout, stderr: process.stderr, isTTY: mode === 'tty', scratch,
});
writeFileSync(resultFile, JSON.stringify(result));
process.exitCode = result.code;
`;

/** Everything for a real process that runs a command through `runChild`. */
export function setup() {
  const dir = tempDir();
  const scratch = join(dir, 'scratch');
  mkdirSync(scratch);
  const resultFile = join(dir, 'result.json');
  const result = (): ChildResult => JSON.parse(readFileSync(resultFile, 'utf8'));
  return { dir, scratch, resultFile, result, program: childProgram(RUNNER) };
}

/** Arguments that a shell would take for something else. */
export const HOSTILE = [
  'a b',
  "it's",
  '"',
  '$(touch owned)',
  '`id`',
  '$HOME',
  'line\nbreak',
  '',
  '-n',
  '--',
  '\\',
  '*',
  '~',
  'ü🙂',
  ';',
  '&',
];
/** A command that prints the arguments behind it as JSON. */
export const SHOW_ARGS = ['node', '-e', 'process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--'];
