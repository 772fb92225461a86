import { NexusError } from '../core/error.ts';
import { type Execution, MAX_COUNT, MAX_SECONDS, type TaskFacts } from '../core/execution.ts';
import { isoSeconds, parseWhen } from '../core/time.ts';
import { oneLine } from '../format/lines.ts';
import { executionOf } from '../learn/execution-of.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import { timeWrong } from './execution-times.ts';
import { addEvent } from './journal.ts';
import { loadConfig } from './settings.ts';

/** A task and how it was done; every `Execution` is one. What is not told has its default. */
export interface ToldExecution extends TaskFacts, Partial<Omit<Execution, keyof TaskFacts>> {
  readonly success: boolean;
  /** The program that did it, where no person did. */
  readonly by?: string;
}

export interface RecordedExecution {
  /** Absent where nothing is kept: capture is off, or `NEXUS=0`. */
  readonly id?: string;
  readonly execution: Execution;
}

/** Characters of a task, and of a name. A field's limit leaves room for what redaction puts in. */
const MAX_TASK = 300;
const MAX_NAME = 100;
/** Names of each sort in one execution. */
const MAX_NAMES = 20;

/**
 * Makes an execution wait for the next commit's episode. Throws `bad-value` for what cannot be, so that no wrong
 * number is ever counted, and `not-initialised`.
 */
export function recordExecution(context: Context, told: ToldExecution): RecordedExecution {
  requireMemory(context);
  const execution = soundExecution(told, context.clock());
  if (context.env.NEXUS === '0' || !loadConfig(context).capture.episodes) return { execution };
  const id = context.newId();
  const { by } = told;
  addEvent(requireRepository(context), {
    type: 'execution',
    id,
    at: context.clock(),
    execution,
    ...(by === undefined ? {} : { by }),
  });
  return { id, execution };
}

/** The execution in the form in which it is kept. @param now milliseconds since 1970. */
export function soundExecution(told: ToldExecution, now: number): Execution {
  const description = told.description ?? told.task;
  const approach = name('approach', told.approach);
  const type = name('type', told.type);
  const task: TaskFacts = {
    category: name('category', told.category) ?? 'general',
    ...(type === undefined ? {} : { type }),
    ...(description === undefined ? {} : { description }),
    dependencies: told.dependencies ?? [],
    ...(told.effort === undefined ? {} : { effort: within('effort', told.effort, MAX_COUNT) }),
  };
  if (typeof told.success !== 'boolean') throw wrong('success is not true or false');
  const made = executionOf(
    task,
    {
      ...(approach === undefined ? {} : { approach }),
      success: told.success,
      duration_s: milliseconds(within('duration_s', told.duration_s ?? 0, MAX_SECONDS)),
      api_calls: Math.round(within('api_calls', told.api_calls ?? 0, MAX_COUNT)),
      success_factors: names(told.success_factors),
      tools: names(told.tools),
    },
    timeOf(told.at, now),
  );
  return {
    ...made,
    ...(made.task === undefined ? {} : { task: cut(made.task, MAX_TASK) }),
    // Complexity counts all of them.
    dependencies: names(told.dependencies),
    complexity: told.complexity ?? made.complexity,
  };
}

function timeOf(at: string | undefined, now: number): string {
  const ms = at === undefined ? now : parseWhen(at, now);
  if (ms === undefined || !/^\d{4}-/.test(at ?? '2026-'))
    throw wrong(`at is not a time such as ${isoSeconds(0)}: ${at ?? ''}`);
  const why = timeWrong(ms, now);
  if (why !== undefined) throw wrong(`${isoSeconds(ms)} is ${why}: is a clock wrong?`);
  return isoSeconds(ms);
}

/** More digits than a clock has are noise in a review. */
function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function within(field: string, value: number, max: number): number {
  if (typeof value === 'number' && value >= 0 && value <= max) return value;
  throw wrong(`${field} is not a number from 0 to ${max}: ${String(value)}`);
}

function name(field: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const line = cut(oneLine(String(text)), MAX_NAME);
  if (line === '') throw wrong(`${field} says nothing`);
  return line;
}

function names(texts: readonly string[] | undefined): readonly string[] {
  const lines = (texts ?? []).map((text) => cut(oneLine(String(text)), MAX_NAME));
  return lines.filter((text) => text !== '').slice(0, MAX_NAMES);
}

function cut(text: string, max: number): string {
  const chars = [...text];
  return chars.length <= max ? text : `${chars.slice(0, max - 1).join('')}…`;
}

function wrong(message: string): NexusError {
  return new NexusError(
    'usage',
    'bad-value',
    `an execution cannot be kept: ${message}`,
    'correct it, or leave it out',
  );
}
