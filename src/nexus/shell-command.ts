import { tmpdir } from 'node:os';
import { wordsOf } from '../core/shell-words.ts';
import { whyNotRunnable } from '../repo/find-command.ts';
import type { Context, Repository } from './context.ts';

/**
 * A line is for a shell. One that is only words is started without, so that it is the same command as on a
 * command line of its own, unless only a shell knows it.
 */
export function shellCommand(context: Context, line: string): readonly string[] {
  const words = wordsOf(line);
  const [program] = words ?? [];
  const known = program !== undefined && whyNotRunnable(program, context.cwd, context.env) === undefined;
  return words !== undefined && known ? words : ['sh', '-c', line];
}

/** Where a command's pipes are made; without such a place it runs all the same. */
export function scratchOf({ state }: Repository): string {
  try {
    return state.dir('scratch');
  } catch {
    return tmpdir();
  }
}
