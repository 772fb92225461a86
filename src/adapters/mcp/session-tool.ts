import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { NexusError } from '../../core/error.ts';
import type { EntryKind, SessionOverview, SessionSummary } from '../../core/session.ts';
import type { Nexus } from '../../nexus.ts';
import { agentContextText } from '../../present/context-text.ts';
import { hostOf } from './host.ts';
import type { LazyMemory } from './lazy-memory.ts';
import { answered, bounded, type Found, UNREVIEWED, WRITES } from './result.ts';
import { LINE, OVERVIEW, SUMMARY } from './shapes.ts';

/** What is told in a session, by the action that tells it. */
const TOLD = {
  note: 'note',
  decide: 'decision',
  prefer: 'preference',
  pattern: 'pattern',
  block: 'blocker',
  unblock: 'blocker',
} as const satisfies Record<string, EntryKind>;

const LINES = z.array(LINE).max(20);

const INPUT = z.object({
  action: z.enum(['start', 'note', 'decide', 'prefer', 'pattern', 'block', 'unblock', 'end', 'status']),
  text: z
    .string()
    .max(2_000)
    .optional()
    .describe('What is told; at the start the focus. Of a decision or pattern: its title, in one line'),
  body: z.string().max(32_000).optional().describe('decide, pattern: markdown with the reasons'),
  files: LINES.optional().describe('decide, pattern: files it is about'),
  accomplished: LINES.optional().describe('end: what was done; the commits of the session if not given'),
  next: LINES.optional().describe('end: next steps'),
});
type Input = z.infer<typeof INPUT>;

const OUTPUT = z.object({
  id: z.string().optional(),
  path: z.string().optional(),
  redacted: z.number().optional(),
  joined: z.boolean().optional(),
  closed: z.object({ id: z.string(), path: z.string().optional() }).optional(),
  overview: OVERVIEW.optional(),
  session: SUMMARY.optional(),
});

/** @param now milliseconds since 1970. */
export function registerSessionTool(server: McpServer, memory: LazyMemory, now: () => number): void {
  server.registerTool(
    'session',
    {
      title: 'Session',
      description:
        'A stretch of work, from start to end. The start tells what the last one left: focus, next steps, preferences, blockers, open errors. Notes, decisions, preferences, patterns and blockers told in between go with the next commit; the end writes the summary that the next start shows. Files are written uncommitted, so unreviewed.',
      inputSchema: INPUT,
      outputSchema: OUTPUT,
      annotations: { ...WRITES, idempotentHint: false },
    },
    (given, { mcpReq }) =>
      answered(() => memory.use((nexus) => acted(nexus, given, hostOf(server, mcpReq.envelope), now()))),
  );
}

async function acted(nexus: Nexus, given: Input, by: string, now: number): Promise<Found> {
  const { action, text = '', body, files, accomplished, next } = given;
  if (action === 'start') return started(nexus, text, by, now);
  if (action === 'status') {
    const session = await nexus.sessionStatus();
    if (session === undefined) return { data: {}, words: 'No session is open.' };
    return { data: dataOf({ id: session.id, session }), memory: summaryText(session) };
  }
  if (action === 'end') {
    const lists = {
      ...(accomplished === undefined ? {} : { accomplished }),
      ...(next === undefined ? {} : { next }),
    };
    const { session, path } = await nexus.sessionEnd({ by, ...lists });
    const episode =
      path === undefined ? 'There was nothing to tell.' : `Its summary is in ${path}. ${UNREVIEWED}`;
    return { data: dataOf({ id: session.id, path }), words: `The session ended. ${episode}` };
  }
  if (text.trim() === '')
    throw new NexusError('usage', 'missing-argument', `the action ${action} needs a text`);
  const { id, path, redacted } = await nexus.sessionAdd({
    kind: TOLD[action],
    text,
    by,
    ...(action === 'unblock' ? { resolved: true } : {}),
    ...(body === undefined ? {} : { body }),
    ...(files === undefined ? {} : { files }),
  });
  const words = path === undefined ? 'Kept for the next commit.' : `Kept in ${path}. ${UNREVIEWED}`;
  return { data: dataOf({ id, path, redacted }), words };
}

async function started(nexus: Nexus, focus: string, by: string, now: number): Promise<Found> {
  const { session, joined, overview, closed } = await nexus.sessionStart({ by, focus });
  const left = closed === undefined ? undefined : { id: closed.session.id, path: closed.path };
  const also = left === undefined ? '' : ' One that was left open was closed.';
  const state =
    joined === true ? 'was started by a person and stays open; what is told goes into it.' : 'is open.';
  return {
    data: dataOf({ id: session.id, joined, closed: left, overview }),
    words: `Session ${session.id} ${state}${also}`,
    memory: overviewText(overview, now),
  };
}

/** Only what the schema names, and of that so much as an answer may hold; what is absent stays absent. */
function dataOf(value: unknown): Record<string, unknown> {
  return OUTPUT.parse(bounded(JSON.parse(JSON.stringify(value))));
}

/** What is known when a session starts; `''` where nothing is. @param now milliseconds since 1970. */
function overviewText(overview: SessionOverview, now: number): string {
  return agentContextText({ overview, items: [], total: 0, tokens: 0, problems: [] }, { now });
}

/** An open session so far, a line for each thing that was told. */
export function summaryText(session: SessionSummary): string {
  const { title, started, focus } = session;
  const lists = (
    ['accomplished', 'decisions', 'patterns', 'preferences', 'blockers', 'notes', 'next'] as const
  ).flatMap((name) => session[name].map((line) => `${name}: ${line}`));
  return [`${focus ?? title} (since ${started})`, ...lists].join('\n');
}
