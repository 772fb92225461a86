import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import type { Briefing } from '../../core/briefing.ts';
import { isUnreviewed } from '../../core/recall.ts';
import { agentContextText } from '../../present/context-text.ts';
import type { LazyMemory } from './lazy-memory.ts';
import { answered, bounded, cut, fencedText, READS, withheldData } from './result.ts';
import { ITEM, LINE, OVERVIEW, WITHHELD } from './shapes.ts';

const OUTPUT = z.object({
  overview: OVERVIEW.optional(),
  items: z.array(ITEM),
  total: z.number(),
  tokens: z.number(),
  withheld: WITHHELD.optional(),
});

const SILENT = 'Nothing is known here that surely bears on this.';

/** @param now milliseconds since 1970. */
export function registerContextTool(server: McpServer, memory: LazyMemory, now: () => number): void {
  server.registerTool(
    'context',
    {
      title: 'Context',
      description:
        'What is worth knowing before work begins: the project, the last session, preferences, blockers, and the decisions, patterns and errors that surely bear on the task or, without one, on the branch and the changed files. Empty where nothing does. Where hooks are installed, the same arrives by itself when a session starts.',
      inputSchema: z.object({
        task: z.string().max(4_000).optional().describe('What is about to be done'),
        files: z.array(LINE).max(50).optional().describe('Paths that it concerns'),
        budget: z.number().int().min(100).max(8_000).optional().describe('Tokens; 1500 if not given'),
      }),
      outputSchema: OUTPUT,
      annotations: READS,
    },
    ({ task, files, budget }) =>
      answered(() =>
        memory.use(async (nexus) => {
          const briefing = await nexus.context({
            ...(task === undefined ? {} : { task }),
            ...(files === undefined ? {} : { files }),
            ...(budget === undefined ? {} : { budget }),
          });
          const memory = agentContextText(briefing, { now: now() });
          return { data: dataOf(briefing), ...(memory === '' ? { words: SILENT } : { memory }) };
        }),
      ),
  );
}

function dataOf({ overview, items, total, tokens, withheld }: Briefing): z.infer<typeof OUTPUT> {
  const told = items.map((item) => {
    const { text, standing, reasons: why } = item;
    return { ...item, text: cut(text, 2_000), unreviewed: isUnreviewed(standing), why };
  });
  return OUTPUT.parse({
    ...(overview === undefined ? {} : { overview: bounded(overview) }),
    ...{ items: told, total, tokens },
    ...withheldData(withheld),
  });
}

/** A briefing as one text, for what is no tool. */
export function briefingText(briefing: Briefing, now: number): string {
  const text = agentContextText(briefing, { now });
  return text === '' ? SILENT : fencedText(text);
}
