import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { NexusError } from '../../core/error.ts';
import { KIND_NAMES, LIMITS } from '../../core/kinds.ts';
import type { Draft } from '../../core/record.ts';
import { MAX_REASON } from '../../core/report.ts';
import { hostOf } from './host.ts';
import type { LazyMemory } from './lazy-memory.ts';
import { answered, UNREVIEWED, WRITES } from './result.ts';
import { ID, LINE } from './shapes.ts';

/** What an agent writes in one go; an episode is a session's. */
const KINDS = KIND_NAMES.filter((kind) => kind !== 'episode');

const REMEMBER = z.object({
  kind: z.enum(KINDS),
  title: LINE.describe('One line that says it'),
  text: z.string().max(32_000).optional().describe('Markdown: the reasons, what was ruled out, how'),
  files: z.array(LINE).max(20).optional().describe('Files it is about: path, path#L10 or path#L10-L20'),
  tags: z.array(z.string().min(1).max(60)).max(10).optional(),
  language: z.string().min(1).max(40).optional(),
  message: z
    .string()
    .min(1)
    .max(LIMITS.line)
    .optional()
    .describe('error: the message, with its type in front'),
  resolution: z.string().min(1).max(8_000).optional().describe('error: what resolved it'),
});

/** @param mayWrite throws when there were too many writes. */
export function registerTellTools(server: McpServer, memory: LazyMemory, mayWrite: () => void): void {
  server.registerTool(
    'remember',
    {
      title: 'Remember',
      description:
        'Writes one record into .nexus/ of the working tree, with secrets taken out. It is unreviewed until a person commits it. For what code does not tell: a decision and its reasons, a pattern, what resolved an error. What is remembered already is refused.',
      inputSchema: REMEMBER,
      outputSchema: z.object({
        id: z.string(),
        kind: z.string(),
        path: z.string(),
        redacted: z.number(),
        standing: z.literal('uncommitted'),
        unreviewed: z.literal(true),
      }),
      annotations: WRITES,
    },
    (given) =>
      answered(async () => {
        mayWrite();
        const { record, path, redacted } = await memory.use((nexus) => nexus.remember(draftOf(given)));
        const { id, kind } = record;
        return {
          data: { id, kind, path, redacted, standing: 'uncommitted', unreviewed: true },
          words: `Remembered ${kind} ${id} as ${path}. ${UNREVIEWED}${redacted === 0 ? '' : ` Secrets taken out: ${redacted}.`}`,
        };
      }),
  );

  const connection = crypto.randomUUID();
  server.registerTool(
    'outcome',
    {
      title: 'Did it help?',
      description:
        'Whether a recalled record helped or is wrong, and why. It is counted with the next commit; what proves wrong comes last in recall, with the reason.',
      inputSchema: z.object({
        id: ID,
        helped: z.boolean().describe('false: it is wrong'),
        note: z.string().max(MAX_REASON).optional().describe('Why, in one line'),
      }),
      outputSchema: z.object({
        id: z.string(),
        helped: z.boolean(),
        note: z.string().optional(),
        kept: z.boolean(),
      }),
      annotations: WRITES,
    },
    (given, { mcpReq }) =>
      answered(() =>
        memory.use(async (nexus) => {
          const { id } = (await nexus.show(given.id)).record;
          const { helped, note = '' } = given;
          mayWrite();
          const { title: _, ...data } = await nexus.outcome({
            ...{ id, helped, note, by: hostOf(server, mcpReq.envelope) },
            key: `mcp/${connection}/${id}/${helped}/${note}`,
          });
          const words = data.kept
            ? `Kept for the next commit: ${id} ${helped ? 'helped' : 'is wrong'}.`
            : 'Not kept: it was told before, or this repository captures nothing.';
          return { data, words };
        }),
      ),
  );
}

function draftOf(given: z.infer<typeof REMEMBER>): Draft {
  const { kind, title, text, files = [], tags = [], language, message, resolution } = given;
  if (kind !== 'error' && (message !== undefined || resolution !== undefined))
    throw new NexusError(
      'usage',
      'bad-value',
      `message and resolution do not fit the kind ${kind}`,
      'use: text',
    );
  const body = [text, resolution === undefined ? undefined : `## Resolution\n\n${resolution.trim()}`]
    .filter((part) => part !== undefined)
    .join('\n\n');
  return {
    kind,
    title,
    files,
    tags,
    ...(body === '' ? {} : { body }),
    ...(language === undefined ? {} : { language }),
    ...(message === undefined ? {} : { error: { message } }),
  };
}
