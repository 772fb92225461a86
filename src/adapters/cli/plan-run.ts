import { duration } from '../../core/amounts.ts';
import { NexusError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';
import { APPROACHES, type Approach, isApproach, PLAN_LIMITS } from '../../core/plan.ts';
import type { PlanEvent } from '../../nexus/run-plan.ts';
import { knownText } from '../../present/fix-text.ts';
import { countsText, stepText } from '../../present/plan-text.ts';
import { safeJson } from '../../present/safe-json.ts';
import { safeText } from '../../present/safe-text.ts';
import { createStyle } from '../../present/style.ts';
import { type ChangingLine, changingLine } from './changing-line.ts';
import { EXIT, type Invocation, type Parsed } from './command.ts';
import { interrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import { countIn, JSON_SCHEMA, present, textOptions } from './shared.ts';
import { TASK_OPTIONS } from './task-options.ts';

/** `nexus run --plan`: 0 if all is done, 1 if something failed or is left, 130 if it was called off. */
export async function runPlanFile({ io, args, json, nexus }: Invocation): Promise<number> {
  const path = args.text('plan') ?? '';
  if (args.positionals.length > 0)
    throw new NexusError(
      'usage',
      'bad-value',
      '--plan and a command do not go together',
      "a plan's commands stand in its file",
    );
  const idle = ['task', 'factor', 'tool', 'api-calls', ...Object.keys(TASK_OPTIONS)].find((name) =>
    args.has(name),
  );
  if (idle !== undefined)
    throw new NexusError(
      'usage',
      'bad-value',
      `--plan and --${idle} do not go together`,
      'what is told of a task stands in the file',
    );
  const fixes = args.flag('apply-fix') ? await import('./apply-fix.ts') : undefined;
  fixes?.checkAskable(args, json);
  const silent = json || args.flag('quiet');
  const line = changingLine(io);
  const why = fixes?.whyNotAsked(io);
  const recovery = why === undefined ? fixes?.askerAt(io, (talk) => line.alone(talk)) : undefined;
  const stopping = interrupts();
  try {
    const opened = await nexus();
    const done = await opened.runPlan(
      {
        path,
        signal: stopping.signal,
        lines: line.streams,
        ...present({
          approach: approachIn(args),
          jobs: args.has('jobs') ? countIn(args, 'jobs', 1, PLAN_LIMITS.concurrency) : undefined,
          keepGoing: args.flag('keep-going') ? true : undefined,
          recovery,
          watch: silent ? undefined : watcher(io, line, why),
        }),
      },
      io.streams,
    );
    line.set('');
    const statuses = Object.values(done.statuses);
    const whole = statuses.every((status) => status === 'completed' || status === 'skipped');
    const exit = done.aborted ? stopping.exitCode() : whole ? EXIT.ok : EXIT.nothing;
    // Standard output is the commands' own.
    if (json) io.err(`${safeJson({ schema: JSON_SCHEMA, ...done })}\n`);
    else if (!silent) {
      const again = whole && !done.aborted ? '' : '; the same command goes on from here';
      io.err(`nexus: ${done.aborted ? 'stopped: ' : ''}${countsText(statuses)}${again}\n`);
    }
    return exit;
  } finally {
    line.set('');
    stopping.stop();
  }
}

function approachIn(args: Parsed): Approach | undefined {
  const text = args.text('approach');
  if (text === undefined || isApproach(text)) return text;
  const near = nearest(text, APPROACHES);
  throw new NexusError(
    'usage',
    'bad-value',
    `a plan is not done "${text}"`,
    near === undefined ? `approaches: ${APPROACHES.join(', ')}` : `did you mean ${near}?`,
  );
}

/**
 * Tells of a plan as it goes: a line for each step, and what is at work in a line that changes.
 * @param notAsked why nobody is asked about what is known, where that was wanted
 */
function watcher(io: Io, line: ChangingLine, notAsked: string | undefined): (event: PlanEvent) => void {
  const style = createStyle({ color: io.color });
  const atWork = new Set<string>();
  const answered = new Set<string>();
  let total = 0;
  let over = 0;
  const say = (text: string): void => line.print(`nexus: ${text}\n`);
  const show = (): void =>
    line.set(
      atWork.size < 2 ? '' : `nexus: ${over}/${total} done, at work: ${safeText([...atWork].join(', '))}`,
    );
  return (event) => {
    switch (event.type) {
      case 'planned':
        total = event.total;
        over = total - event.open;
        break;
      case 'began':
        atWork.add(event.id);
        show();
        break;
      case 'retry':
        say(
          `${safeText(event.id)} failed: ${safeText(event.failure.message)}; again in ${duration(event.waitMs / 1000)}`,
        );
        break;
      case 'ran': {
        const { failure, known, notStarted } = event.outcome;
        if (notStarted !== undefined) say(safeText(notStarted));
        // Attempt after attempt may fail in the same way.
        const about = `${event.id} ${failure?.signature}`;
        if (known !== undefined && known.hits.length > 0 && !answered.has(about)) {
          answered.add(about);
          line.print(knownText(known, { ...textOptions(io), columns: 0 }));
          if (notAsked !== undefined) say(`not asked whether to run it: ${notAsked}`);
        }
        for (const signature of event.outcome.resolved) say(`resolved: ${safeText(signature)}`);
        break;
      }
      case 'ended': {
        const { id, status, execution, failure, recovered, notRecorded } = event.outcome;
        atWork.delete(id);
        const why = status === 'failed' ? failure?.message : undefined;
        const { duration_s } = execution;
        const end = { id, status, duration_s, recovered: recovered !== undefined, ...present({ why }) };
        say(stepText(`${++over}/${total}`, end, style));
        if (notRecorded !== undefined) say(`not kept: ${safeText(notRecorded)}`);
        show();
        break;
      }
      case 'skipped':
        over++;
        say(`${safeText(event.id)} skipped: something that it needs has failed`);
        break;
      default:
    }
  };
}
