import { fileURLToPath } from 'node:url';
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  SHARE_ENV,
  Worker,
} from 'node:worker_threads';
import type { ShellResult } from './git-repo.ts';

const OTHER_SIDE = new URL('./program-thread.mjs', import.meta.url);
const LIMIT_MS = 60_000;

interface ProgramThread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly answered: Int32Array;
}

interface Answer {
  readonly result: ShellResult;
  /** The thread went with it. */
  readonly ended: boolean;
}

let thread: ProgramThread | undefined;

function start(program: string): ProgramThread {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(fileURLToPath(OTHER_SIDE), {
    workerData: { program, port: port2, answered },
    transferList: [port2],
    env: SHARE_ENV,
    execArgv: [],
  });
  worker.unref();
  // What ended it was answered.
  worker.on('error', () => undefined);
  return { worker, port: port1, answered };
}

function become(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (env[name] === undefined) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (process.env[name] !== value) process.env[name] = value;
}

/**
 * Runs the built program in a thread of this process and waits for its end: nearly all of what a start of Node.js
 * costs is paid once. Folder and variables are the process's own meanwhile.
 */
export function runInThread(
  program: string,
  args: readonly string[],
  place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly input: string },
): ShellResult {
  const own = { cwd: process.cwd(), env: { ...process.env } };
  thread ??= start(program);
  const { port, answered, worker } = thread;
  try {
    process.chdir(place.cwd);
    Atomics.store(answered, 0, 0);
    port.postMessage({ args, env: place.env, input: place.input });
    Atomics.wait(answered, 0, 0, LIMIT_MS);
    const answer = receiveMessageOnPort(port)?.message as Answer | undefined;
    if (answer === undefined) void worker.terminate();
    if (answer === undefined || answer.ended) thread = undefined;
    return answer?.result ?? { code: 128, stdout: '', stderr: `nexus ${args.join(' ')} did not end` };
  } finally {
    process.chdir(own.cwd);
    become(own.env);
  }
}
