import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NexusError } from '../../core/error.ts';
import { openState } from '../state-files.ts';

/** What the shims start. GUI clients have no PATH, hence absolute paths. */
export interface Runtime {
  /** Absolute path of the Node.js executable. */
  readonly node: string;
  /** Absolute path of the hook worker. */
  readonly worker: string;
  /** Version of Nexus. */
  readonly version: string;
}

const NAME = 'runtime';

/** @param home `<common git directory>/nexus`. Written only if it says something else now. */
export function writeRuntime(home: string, runtime: Runtime): void {
  const lines = [runtime.node, runtime.worker, runtime.version];
  // The shims read it line by line.
  if (lines.some((line) => /[\r\n]/.test(line)))
    throw new NexusError('broken', 'refused', 'the path of Node.js or of Nexus contains a line break');
  const text = `${lines.join('\n')}\n`;
  const state = openState(dirname(home));
  if (state.readText(NAME) !== text) state.writePrivate(NAME, text);
}

/** Undefined if there is none, or only a part. */
export function readRuntime(home: string): Runtime | undefined {
  try {
    const [node, worker, version] = readFileSync(join(home, NAME), 'utf8').split('\n');
    if (node === undefined || worker === undefined || version === undefined) return undefined;
    return { node, worker, version };
  } catch {
    return undefined;
  }
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
