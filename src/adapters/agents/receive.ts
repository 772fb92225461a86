import { createHash } from 'node:crypto';
import type { Briefing } from '../../core/briefing.ts';
import { present } from '../../core/present.ts';
import type { RecallAnswer } from '../../core/recall.ts';
import { withheldTogether } from '../../core/trust.ts';
import type { Nexus } from '../../nexus.ts';
import { agentContextText } from '../../present/context-text.ts';
import { fenced } from '../../present/fence.ts';
import type { AgentEvent, CommandEnded, Prompted, SessionStarted, Worked } from './agent-event.ts';
import { canPayOff, nameOf, takesContext } from './reply.ts';

/** Two settings that name the same event start two of us at once; the same event again comes later than this. */
const SAME_EVENT_MS = 10_000;

/**
 * Memory's part in an event: keeps what it teaches, and gives the context for it, fenced; `''` for none.
 * @param lookUp false to keep what failed without a look at what is known of it.
 */
export async function receive(
  event: AgentEvent,
  nexus: Nexus,
  now: number,
  lookUp: boolean,
): Promise<string> {
  if (event.kind === 'worked') return fenced(agentContextText(await owedTo(event, nexus), { now }));
  const key = keyOf(event);
  // An event without a name of its own is known by what it says, for as long as two tellings of it may lie apart.
  if (event.identity === undefined && !(await nexus.firstTold(`once/${key}`, SAME_EVENT_MS))) return '';
  switch (event.kind) {
    case 'session-start':
      return takesContext(event) ? fenced(agentContextText(await startOf(event, nexus), { now })) : '';
    case 'prompt':
      return (await isFirst(event, nexus, key)) ? fenced(await promptContext(event, nexus, now)) : '';
    case 'command':
      return fenced(await commandContext(event, nexus, key, now, lookUp));
    case 'summary':
      await nexus.observe({
        type: 'summary',
        key: `${key}/${now}`,
        by: event.agent,
        session: event.session,
        text: event.text,
      });
      return '';
  }
}

/** One with a name of its own is told once, however late the second telling. */
async function isFirst(event: Prompted, nexus: Nexus, key: string): Promise<boolean> {
  return event.identity === undefined || nexus.firstTold(`once/${key}`);
}

/** After a compaction nothing of what was shown may be left: then all of it is shown again. */
function startOf(event: SessionStarted, nexus: Nexus): Promise<Briefing> {
  return /^(?:compact|clear)$/.test(event.source) ? nexus.context({}) : nexus.contextOnce(nameOf(event), {});
}

async function promptContext(event: Prompted, nexus: Nexus, now: number): Promise<string> {
  const query = { task: event.text, recordsOnly: true };
  return agentContextText(await nexus.contextOnce(nameOf(event), query), { now });
}

/** The same for the same event, whichever of an agent's settings told of it. */
function keyOf(event: Exclude<AgentEvent, Worked>): string {
  const said =
    event.kind === 'command'
      ? `${event.command}\n${event.failed}\n${event.output}`
      : event.kind === 'session-start'
        ? event.source
        : event.text;
  const identity = event.identity ?? createHash('sha256').update(said).digest('hex');
  return `${event.agent}/${event.session}/${event.kind}/${identity}`;
}

async function commandContext(
  event: CommandEnded,
  nexus: Nexus,
  key: string,
  now: number,
  lookUp: boolean,
): Promise<string> {
  const { known } = await nexus.observe({
    type: 'command',
    key: event.identity === undefined ? `${key}/${now}` : key,
    by: event.agent,
    command: event.command,
    failed: event.failed,
    output: event.output,
    ...(event.exit === undefined ? {} : { exit: event.exit }),
    ...(event.durationMs === undefined ? {} : { duration_ms: event.durationMs }),
    ...(lookUp && takesContext(event) ? {} : { owed: nameOf(event) }),
  });
  const own = known === undefined ? NOTHING : await newOf(event, nexus, known);
  // After it was kept: what has just passed is owed no more.
  const owed = lookUp && canPayOff(event) ? await owedTo(event, nexus) : NOTHING;
  return agentContextText(both(own, owed), { now });
}

const NOTHING: Briefing = { items: [], total: 0, tokens: 0, problems: [] };

function both(a: Briefing, b: Briefing): Briefing {
  const withheld = withheldTogether(a.withheld, b.withheld);
  return { ...a, items: [...a.items, ...b.items], total: a.total + b.total, ...present({ withheld }) };
}

/** The known fixes of failures that could not be told at once. */
async function owedTo(event: AgentEvent, nexus: Nexus): Promise<Briefing> {
  let all = NOTHING;
  for (const known of await nexus.owedFixes(nameOf(event))) all = both(all, await newOf(event, nexus, known));
  return all;
}

/** What this session of the agent was not told before. */
async function newOf(
  event: AgentEvent,
  nexus: Nexus,
  { hits, problems, withheld }: RecallAnswer,
): Promise<Briefing> {
  const items = [];
  for (const hit of hits)
    if (await nexus.firstTold(`shown/${event.agent}/${event.session}/${hit.id}`))
      items.push({ ...hit, text: hit.snippet });
  return { items, total: items.length, tokens: 0, problems, ...present({ withheld }) };
}
