import type { Nexus } from '../../nexus.ts';

/** The memory behind a connection, opened by the first that needs it. */
export interface LazyMemory {
  /**
   * One piece of work at a time: a server answers one agent, and two saves of the same thing must see
   * each other. What cannot be opened (no repository yet) is tried again by the next.
   */
  use<T>(work: (nexus: Nexus) => Promise<T>): Promise<T>;
}

export function lazyMemory(open: () => Promise<Nexus>): LazyMemory {
  let opened: Promise<Nexus> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const attempt = async <T>(work: (nexus: Nexus) => Promise<T>): Promise<T> => {
    opened ??= open();
    const nexus = await opened.catch((cause: unknown) => {
      opened = undefined;
      throw cause;
    });
    return work(nexus);
  };
  return {
    use: (work) => {
      const done = last.then(() => attempt(work));
      last = done.catch(() => undefined);
      return done;
    },
  };
}
