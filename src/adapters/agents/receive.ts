import { createHash } from 'node:crypto';
import type { Briefing } from '../../core/briefing.ts';
import type { RecallAnswer } from '../../core/recall.ts';
import type { Nexus } from '../../nexus.ts';
import { agentContextText } from '../../present/context-text.ts';
import { fenced } from '../../present/fence.ts';
import type { AgentEvent, CommandEnded } from './agent-event.ts';
import { takesContext } from './reply.ts';

/** Two settings that name the same event start two of us at once; the same event again comes later than this. */
const SAME_EVENT_MS = 10_000;

/** Memory's part in an event: keeps what it teaches, and gives the context for it, fenced; `''` for none. */
export async function receive(event: AgentEvent, nexus: Nexus, now: number): Promise<string> {
  const key = keyOf(event);
  // An event without a name of its own is known by what it says, for as long as two tellings of it may lie apart.
  if (event.identity === undefined && !(await nexus.firstTold(`once/${key}`, SAME_EVENT_MS))) return '';
  switch (event.kind) {
    case 'command':
      return fenced(await commandContext(event, nexus, key, now));
    case 'summary':
      await nexus.observe({
        type: 'summary',
        key: `${key}/${now}`,
        by: event.agent,
        session: event.session,
        text: event.text,
      });
      return '';
    default:
      return '';
  }
}

/** The same for the same event, whichever of an agent's settings told of it. */
function keyOf(event: AgentEvent): string {
  const said =
    event.kind === 'command'
      ? `${event.command}\n${event.failed}\n${event.output}`
      : event.kind === 'session-start'
        ? event.source
        : event.text;
  const identity = event.identity ?? createHash('sha256').update(said).digest('hex');
  return `${event.agent}/${event.session}/${event.kind}/${identity}`;
}

async function commandContext(event: CommandEnded, nexus: Nexus, key: string, now: number): Promise<string> {
  const { known } = await nexus.observe({
    type: 'command',
    key: event.identity === undefined ? `${key}/${now}` : key,
    by: event.agent,
    command: event.command,
    failed: event.failed,
    output: event.output,
    ...(event.exit === undefined ? {} : { exit: event.exit }),
    ...(event.durationMs === undefined ? {} : { duration_ms: event.durationMs }),
    ...(takesContext(event) ? {} : { untold: true }),
  });
  return known === undefined ? '' : agentContextText(await newOf(event, nexus, known), { now });
}

/** What this session of the agent was not told before. */
async function newOf(event: AgentEvent, nexus: Nexus, { hits, problems }: RecallAnswer): Promise<Briefing> {
  const items = [];
  for (const hit of hits)
    if (await nexus.firstTold(`shown/${event.agent}/${event.session}/${hit.id}`))
      items.push({ ...hit, text: hit.snippet });
  return { items, total: items.length, tokens: 0, problems };
}
