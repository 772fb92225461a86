import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelFolder } from '../core/embeddings.ts';
import { noVectors, vectorsIn } from './answered-vectors.ts';
import { packageRoot } from './package-root.ts';

/** The program that runs a model; it lies beside ours. */
const PROGRAM = 'onnx.js';
/** A model that gave no answer for so long is not kept in memory, be it at rest or stuck. */
const IDLE_MS = 5 * 60_000;
/** Characters of what went wrong within. */
const MAX_SAID = 200;

/** Which model, and the environment that its process gets. */
export interface AskedModel {
  readonly folder: string;
  readonly pooling: ModelFolder['pooling'];
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Asking {
  give(answer: unknown): void;
  fail(cause: Error): void;
}

interface Running {
  readonly child: ChildProcess;
  readonly asking: Map<number, Asking>;
  asked: number;
}

const running = new Map<string, Running>();

/**
 * Has a model on this machine's disk make the vectors of some texts. It runs in a process of its own, which stays for as long
 * as ours does: native code that fails takes nothing with it, and its memory is not ours. Throws `no-embeddings`.
 * @param timeout milliseconds for all of them, and for loading the model where it is not loaded
 */
export async function askModel(
  model: AskedModel,
  texts: readonly string[],
  timeout: number,
): Promise<readonly Float32Array[]> {
  if (!existsSync(model.folder))
    throw noVectors('there is no such folder', `model is the folder that holds config.json: ${model.folder}`);
  const key = JSON.stringify([model.folder, model.pooling]);
  const process = running.get(key) ?? start(key, model);
  const answer = await new Promise((give, fail) => {
    const id = process.asked++;
    const late = setTimeout(() => {
      process.asking.delete(id);
      fail(noVectors(`no answer within ${timeout} ms`, 'give it longer: timeout'));
    }, timeout);
    const done = (): void => {
      clearTimeout(late);
      process.asking.delete(id);
    };
    process.asking.set(id, {
      give: (value) => {
        done();
        give(value);
      },
      fail: (cause) => {
        done();
        fail(cause);
      },
    });
    // What could not be sent is told by the end of the process.
    process.child.send({ id, texts }, () => undefined);
  });
  return vectorsIn(answer, texts.length, 'is it a model that makes vectors of texts?');
}

function start(key: string, { folder, pooling, env }: AskedModel): Running {
  const child = fork(join(packageRoot(), 'dist', PROGRAM), [folder, pooling], {
    cwd: folder,
    env: { ...env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const asking: Running['asking'] = new Map();
  const idle = setTimeout(() => child.kill('SIGKILL'), IDLE_MS).unref();
  // Nothing waits for it but who asks it.
  child.unref();
  child.channel?.unref();
  const ended = (why: string): void => {
    clearTimeout(idle);
    if (running.get(key)?.child === child) running.delete(key);
    for (const { fail } of [...asking.values()]) fail(noVectors(why, 'the model could not be run'));
  };
  child.on('error', (cause) => ended(`its process could not be started (${cause.message})`));
  child.on('exit', (code, signal) => ended(`its process ended (${signal ?? code})`));
  child.on('message', (message: unknown) => {
    idle.refresh();
    const { id, vectors, failed } = message as { id: number; vectors?: unknown; failed?: unknown };
    if (typeof failed === 'string')
      asking.get(id)?.fail(noVectors('the model could not be run', failed.slice(0, MAX_SAID)));
    else asking.get(id)?.give(vectors);
  });
  const process = { child, asking, asked: 0 };
  running.set(key, process);
  return process;
}
