import type { Progress, Step } from '../../core/ports.ts';

/** Work that is done sooner is not told of. */
const SILENCE_MS = 300;
const EVERY_MS = 100;

/**
 * What is told of long work → what is shown of it. Shown from within the work, too: where it lets nothing else happen
 * until it is done.
 * @param show the step to be seen; undefined: nothing any more
 */
export function longWork(show: (step: Step | undefined) => void, now: () => number): Progress {
  let begun: number | undefined;
  let shown: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  return (step) => {
    clearTimeout(timer);
    if (step === undefined) {
      if (shown !== undefined) show(undefined);
      begun = undefined;
      shown = undefined;
      return;
    }
    const at = now();
    begun ??= at;
    const tell = (): void => {
      shown = now();
      show(step);
    };
    if (at - begun >= SILENCE_MS && at - (shown ?? begun) >= EVERY_MS) tell();
    // Where this waits for another process, no step comes that could show itself.
    else if (shown === undefined) timer = setTimeout(tell, SILENCE_MS);
  };
}
