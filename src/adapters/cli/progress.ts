import type { Progress } from '../../core/ports.ts';
import { beginningText, progressText } from '../../present/progress-text.ts';
import { changingLine } from './changing-line.ts';
import type { Io } from './io.ts';

/** Work of which nothing is heard for so long is wondered about. */
const SILENCE_MS = 1_000;
const EVERY_MS = 100;

/**
 * Tells of long work on standard error: to a terminal in a line that changes, and is gone when the work is done;
 * elsewhere in one line where thousands of records are to be read.
 */
export function progressOn(io: Io): Progress {
  const line = changingLine(io);
  let begun: number | undefined;
  let shown = Number.NEGATIVE_INFINITY;
  let told = false;
  let timer: NodeJS.Timeout | undefined;
  return (step) => {
    clearTimeout(timer);
    if (step === undefined) {
      begun = undefined;
      line.set('');
      return;
    }
    if (!io.stderrIsTTY) {
      if (!told && step.what === 'records') io.err(`nexus: ${beginningText(step)}\n`);
      told ||= step.what === 'records';
      return;
    }
    const now = io.now();
    begun ??= now;
    const show = (): void => line.set(progressText(step));
    if (now - begun >= SILENCE_MS && now - shown >= EVERY_MS) {
      shown = now;
      show();
    } else if (begun === now) {
      // Where this waits for git, no step comes that could show itself.
      timer = setTimeout(show, SILENCE_MS);
    }
  };
}
