import { homedir, hostname, userInfo } from 'node:os';
import { VERSION } from '../../core/version.ts';
import { openNexus } from '../../nexus.ts';
import type { Program } from './main.ts';

/** The user's login name; containers may run under an id that has none. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

export const openFromProcess: Program = {
  version: VERSION,
  open: (io) => {
    const user = userName();
    return openNexus({
      cwd: io.cwd,
      env: io.env,
      clock: io.now,
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      machine: { home: homedir(), host: hostname(), ...(user === undefined ? {} : { user }) },
      warm: false,
    });
  },
};
