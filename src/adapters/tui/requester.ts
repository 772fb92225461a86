import type { Nexus } from '../../nexus.ts';
import { failureOf } from './failure.ts';
import { type Ask, type Failed, REQUESTS, type Reply } from './requests.ts';

/**
 * Asks memory for screens, after what was typed is painted. Of one slot only the newest question is asked, and only its
 * answer is told: a key that comes first takes the place of a question that was not asked yet.
 */
export class Requester {
  readonly #memory: Promise<Nexus>;
  readonly #tell: (to: number, event: Reply | Failed) => void;
  readonly #waiting = new Map<string, { readonly from: number; readonly ask: Ask }>();
  readonly #newest = new Map<string, number>();
  #count = 0;
  #isPlanned = false;
  #isStopped = false;

  constructor(memory: Promise<Nexus>, tell: (to: number, event: Reply | Failed) => void) {
    this.#memory = memory;
    this.#tell = tell;
  }

  ask(from: number, ask: Ask): void {
    this.#waiting.set(`${from} ${ask.slot}`, { from, ask });
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => this.#askAll());
  }

  /** Nothing is told any more. */
  stop(): void {
    this.#isStopped = true;
  }

  #askAll(): void {
    this.#isPlanned = false;
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const [slot, { from, ask }] of all) void this.#askOne(slot, from, ask);
  }

  async #askOne(slot: string, from: number, ask: Ask): Promise<void> {
    this.#count += 1;
    const number = this.#count;
    this.#newest.set(slot, number);
    const event = await answerTo(this.#memory, ask);
    if (this.#isStopped || this.#newest.get(slot) !== number || this.#waiting.has(slot)) return;
    this.#tell(from, event);
  }
}

/** What memory answers, or how it fails; never throws. */
export async function answerTo(memory: Promise<Nexus>, ask: Ask): Promise<Reply | Failed> {
  const { request, slot } = ask;
  try {
    // The table's types hold question and answer together; TypeScript cannot follow them through a union.
    const asked = REQUESTS[request] as (memory: Nexus, question: unknown) => Promise<never>;
    return { type: 'reply', request, slot, answer: await asked(await memory, ask.question) } as Reply;
  } catch (cause) {
    return { type: 'failed', request, slot, ...failureOf(cause) };
  }
}
