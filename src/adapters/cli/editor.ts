import { mkdtempSync, readFileSync, rmSync, type Stats, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NexusError } from '../../core/error.ts';
import { wordsOf } from '../../core/shell-words.ts';
import { inForeground } from './foreground.ts';
import type { Edited, Io } from './io.ts';

/** More than the coarsest of those clocks, which counts by two seconds. */
const OLDER_S = 10;

/**
 * The editor as git picks it, a command with its words: started by them, without a shell, so that nothing in a file
 * name or a setting is run. Undefined where none is set. Throws `refused`.
 */
export async function openEditor(
  env: Io['env'],
  text: string,
  fileName: string,
): Promise<Edited | undefined> {
  const editor = [env.GIT_EDITOR, env.VISUAL, env.EDITOR].find(
    (value) => value !== undefined && value.trim() !== '',
  );
  if (editor === undefined) return undefined;
  const words = wordsOf(editor);
  if (words === undefined)
    throw new NexusError(
      'usage',
      'refused',
      `the editor is more than a command with its words: ${editor}`,
      'put it into a script, and set $EDITOR to that',
    );
  const folder = mkdtempSync(join(tmpdir(), 'nexus-edit-'));
  const file = join(folder, fileName);
  try {
    writeFileSync(file, text, { mode: 0o600 });
    const before = aged(file);
    if ((await started(env, editor, [...words, file])) !== 0)
      throw new NexusError('usage', 'refused', 'the editor ended with an error; nothing was changed');
    const left = readFileSync(file, 'utf8');
    return { text: left, isSaved: left !== text || isWritten(before, statSync(file)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Looks older than it is, so that it is seen when it is written again, however coarse the clock of its disk. */
function aged(file: string): Stats {
  const { atimeMs, mtimeMs } = statSync(file);
  utimesSync(file, atimeMs / 1000, mtimeMs / 1000 - OLDER_S);
  return statSync(file);
}

/** In place, or as another file under its name. */
function isWritten(before: Stats, now: Stats): boolean {
  return now.mtimeMs !== before.mtimeMs || now.ino !== before.ino;
}

async function started(env: Io['env'], editor: string, words: readonly string[]): Promise<number> {
  try {
    return await inForeground(words, { env });
  } catch {
    throw new NexusError('usage', 'refused', `the editor cannot be started: ${editor}`, 'set $EDITOR');
  }
}
