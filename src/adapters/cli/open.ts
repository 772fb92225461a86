import { homedir, hostname, userInfo } from 'node:os';
import type { Progress } from '../../core/ports.ts';
import { present } from '../../core/present.ts';
import { VERSION } from '../../core/version.ts';
import { type Ahead, type AskedAhead, askGitAhead } from '../../nexus/ahead.ts';
import type { OpenOptions } from '../../nexus/context.ts';
import { type Nexus, openNexus } from '../../nexus.ts';
import type { Io } from './io.ts';
import type { Program } from './main.ts';
import { progressOn } from './progress.ts';

/** The user's login name; containers may run under an id that has none. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

function optionsOf(io: Pick<Io, 'env' | 'now'>, cwd: string): Omit<OpenOptions, 'warm'> {
  const user = userName();
  return {
    cwd,
    env: io.env,
    clock: io.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    machine: { home: homedir(), host: hostname(), ...(user === undefined ? {} : { user }) },
  };
}

/** @param ahead what git was asked before, around the same directory */
export function programOf(ahead?: Ahead): Program {
  return {
    version: VERSION,
    open: (io, audience) =>
      openNexus({
        ...optionsOf(io, io.cwd),
        ...present({ audience, ahead }),
        warm: false,
        progress: progressOn(io),
      }),
  };
}

/**
 * For who answers an agent's program that waits, unasked: nothing is told of on the way.
 * @param asks what git is asked at once
 */
export function openForPush(io: Pick<Io, 'env' | 'now'>, cwd: string, asks: AskedAhead): Promise<Nexus> {
  const ahead = askGitAhead({ cwd, env: io.env }, asks);
  return openNexus({ ...optionsOf(io, cwd), ahead, warm: false, audience: 'push' });
}

/** For a process that answers one agent, again and again. */
export function openForAgent(io: Pick<Io, 'env' | 'now'>, cwd: string): Promise<Nexus> {
  return openNexus({ ...optionsOf(io, cwd), warm: true, audience: 'agents' });
}

/** For a process that stays, before a person. @param progress told of long work */
export function openWarm(io: Pick<Io, 'env' | 'now'>, cwd: string, progress?: Progress): Promise<Nexus> {
  return openNexus({ ...optionsOf(io, cwd), warm: true, ...(progress === undefined ? {} : { progress }) });
}
