const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface Interrupts {
  readonly signal: AbortSignal;
  /** As a shell has it for the signal that came; 130 if none did. */
  exitCode(): number;
  /** Signals end the process again. */
  stop(): void;
}

/** Takes what is meant to end us as a request to stop in good order. */
export function interrupts(): Interrupts {
  const off = new AbortController();
  let exit: number = SIGNALS.SIGINT;
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  const take = (name: keyof typeof SIGNALS): void => {
    exit = SIGNALS[name];
    off.abort();
  };
  for (const name of names) process.on(name, take);
  return {
    signal: off.signal,
    exitCode: () => exit,
    stop: () => {
      for (const name of names) process.off(name, take);
    },
  };
}
