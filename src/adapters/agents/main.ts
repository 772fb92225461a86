import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { AgentName } from '../../core/agents.ts';
import { MEMORY_ROOT } from '../../core/kinds.ts';
import type { Nexus } from '../../nexus.ts';
import type { AgentEvent } from './agent-event.ts';
import { agentEvent } from './payload.ts';
import { canPayOff, nameOf, replyTo, takesContext } from './reply.ts';

/** What a receiver needs of the process it runs in. */
export interface Receiver {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  now(): number;
  /** Opens the repository around a directory. @param index what is known will be looked up */
  open(cwd: string, index: boolean): Promise<Nexus>;
}

export interface Call {
  readonly agent: AgentName;
  /** The event's name, for agents whose payload does not hold it. */
  readonly event?: string;
  /** Works until it is done; without it, for as long as an agent waits. */
  readonly patient: boolean;
}

/** From the start of the process: agents allow 1.5 s and more. */
const LIMIT_MS = 1_250;
/** A large memory takes its time to be read for the first time. */
const PATIENT_LIMIT_MS = 120_000;
const MAX_PAYLOAD = 10 * 1024 * 1024;

/**
 * What an agent's settings start: one event as JSON on standard input, context on standard output where the event
 * takes some. Whatever happens, the agent must not notice: no word on standard error, and an end in time.
 */
export async function agentHook(receiver: Receiver, call: Call): Promise<void> {
  const end = (): void => process.exit(0);
  const timer = setTimeout(end, (call.patient ? PATIENT_LIMIT_MS : LIMIT_MS) - performance.now());
  process.on('uncaughtException', end);
  try {
    await hook(receiver, call);
  } catch {
    // No repository, no permission, no memory: nothing that an agent should hear of.
  } finally {
    clearTimeout(timer);
  }
}

async function hook(receiver: Receiver, call: Call): Promise<void> {
  const text = await readPayload(process.stdin);
  if (receiver.env.NEXUS === '0') return;
  let event: AgentEvent | undefined;
  try {
    if (text === undefined) throw new RangeError(`the payload has more than ${MAX_PAYLOAD} bytes`);
    event = agentEvent(JSON.parse(text), call);
  } catch (cause) {
    if (!hasMemoryAbove(receiver.cwd)) return;
    const nexus = await receiver.open(receiver.cwd, false);
    // What does not parse may hold anything: of it nothing is told.
    const what = cause instanceof SyntaxError ? new Error('the payload is not JSON') : cause;
    await nexus.logFailure(`hook ${call.agent}`, what);
    return;
  }
  if (event === undefined) return;
  const cwd = resolve(receiver.cwd, event.cwd ?? '.');
  if (!hasMemoryAbove(cwd)) return;
  const second = async (): Promise<void> => {
    const { answerOfSecond } = await import('./second-process.ts');
    const args = ['hook', '--patient', call.agent, ...(call.event === undefined ? [] : [call.event])];
    receiver.out(await answerOfSecond(args, text ?? '', receiver.env));
  };
  const command = event.kind === 'command';
  // What failed is to be kept even where nobody waits any longer for what is known of it.
  if (!call.patient && command && readsMemory(event)) return second();
  const [nexus, { receive }] = await Promise.all([
    receiver.open(cwd, readsMemory(event)),
    import('./receive.ts'),
  ]);
  try {
    if (await nexus.isOff()) return;
    const owes = canPayOff(event) && (await nexus.owesFix(nameOf(event)));
    if (event.kind === 'worked' && !owes) return;
    const recordsOnly = event.kind !== 'session-start';
    const index = readsMemory(event) || owes ? await nexus.readiness({ recordsOnly }) : 'ready';
    if (index === 'behind' && !call.patient) return await second();
    // While one process reads a large memory for the first time, no other does, least of all for nobody.
    const lookUp = index !== 'being-made';
    if (!lookUp && !command) return;
    receiver.out(replyTo(event, await receive(event, nexus, receiver.now(), lookUp)));
  } catch (cause) {
    await nexus.logFailure(`hook ${call.agent}`, cause);
  }
}

/** Is memory searched for it? What is only kept takes no time. */
function readsMemory(event: AgentEvent): boolean {
  if (event.kind === 'command') return event.failed;
  return (event.kind === 'session-start' || event.kind === 'prompt') && takesContext(event);
}

/** Undefined past the limit. All of it is read all the same: whoever writes to a closed pipe is told of an error. */
async function readPayload(stdin: AsyncIterable<Uint8Array | string>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= MAX_PAYLOAD) chunks.push(bytes);
  }
  return size > MAX_PAYLOAD ? undefined : Buffer.concat(chunks).toString('utf8');
}

/** Most of what agents do is elsewhere: looking costs nothing, git costs a process. */
function hasMemoryAbove(directory: string): boolean {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, MEMORY_ROOT, 'config.yaml'))) return true;
    if (dirname(at) === at) return false;
  }
}
