import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { workerData } from 'node:worker_threads';

/**
 * The other side of `program-thread.ts`: runs the built program in this thread, one command line after the other, as
 * if each were a process. What a process has of its own is made anew for each; modules are loaded once.
 */
const { program, port, answered } = workerData;
/** What the program's loader loads. */
const main = join(dirname(program), 'program', basename(program));
const require = createRequire(import.meta.url);

const sinceThreadStart = performance.now.bind(performance);
let startedAt = 0;
performance.now = () => sinceThreadStart() - startedAt;

const command = { isAnswered: true, stdout: [], stderr: [] };

for (const name of ['stdout', 'stderr']) {
  process[name].write = (chunk, encoding, done) => {
    command[name].push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    const told = typeof encoding === 'function' ? encoding : done;
    if (told !== undefined) process.nextTick(told);
    return true;
  };
}

function answer(code, ended) {
  if (command.isAnswered) return;
  command.isAnswered = true;
  const [stdout, stderr] = ['stdout', 'stderr'].map((name) => Buffer.concat(command[name]).toString('utf8'));
  port.postMessage({ result: { code, stdout, stderr }, ended });
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
}

/** This thread shares its variables with the process, so that `os` sees them, too. */
function become(env) {
  for (const name of Object.keys(process.env)) if (env[name] === undefined) delete process.env[name];
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && process.env[name] !== value) process.env[name] = value;
}

/** A process ends when nothing is left that it waits for. */
async function atRest(atStart) {
  while (process.getActiveResourcesInfo().length > atStart)
    await new Promise((resolve) => setTimeout(resolve, 1));
}

function say(error) {
  command.stderr.push(Buffer.from(`${error?.stack ?? error}\n`));
}

async function run({ args, env, input }) {
  Object.assign(command, { isAnswered: false, stdout: [], stderr: [] });
  startedAt = sinceThreadStart();
  become(env);
  process.argv = [process.execPath, program, ...args];
  process.exitCode = undefined;
  const stdin = Readable.from(input === '' ? [] : [Buffer.from(input)]);
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
  const atStart = process.getActiveResourcesInfo().length;
  try {
    delete require.cache[main];
    await require(main).done;
    await atRest(atStart);
    answer(process.exitCode ?? 0, false);
  } catch (error) {
    say(error);
    answer(1, false);
  }
  process.removeAllListeners('uncaughtException');
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
}

// `process.exit` ends this thread: the next command line gets a new one.
process.on('exit', (code) => answer(code, true));
process.on('uncaughtExceptionMonitor', say);
port.on('message', (told) => void run(told));
