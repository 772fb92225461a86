import type { Ahead } from '../../nexus/ahead.ts';
import { main } from './main.ts';
import { programOf } from './open.ts';
import { processIo } from './process-io.ts';

/** The command line of this process, run. @returns the exit code */
export function runFromProcess(argv: readonly string[], ahead: Ahead | undefined): Promise<number> {
  return main(argv, processIo(argv), programOf(ahead));
}
