import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { type AdviceAnswer, type AdvisedRecord, isAdvised } from '../../core/advice.ts';
import { present } from '../../core/present.ts';
import { isUnreviewed } from '../../core/recall.ts';
import { adviceText } from '../../present/advice-text.ts';
import type { TextOptions } from '../../present/recall-text.ts';
import type { LazyMemory } from './lazy-memory.ts';
import { answered, cut, READS, withheldData } from './result.ts';
import { HIT, LINE, WITHHELD } from './shapes.ts';

const RECORD = HIT.pick({
  id: true,
  kind: true,
  title: true,
  freshness: true,
  standing: true,
  unreviewed: true,
  merged: true,
  signed: true,
  weaker: true,
  pack: true,
  source: true,
  wrong: true,
}).extend({ does: z.string(), reason: z.string().optional(), unless: z.string().optional() });
const FACT = z.object({ text: z.string(), from: z.string() });

const OUTPUT = z.object({
  types: z.array(z.string()),
  patterns: z.array(RECORD),
  avoid: z.array(RECORD),
  errors: z.array(RECORD),
  decided: z.array(RECORD),
  preferences: z.array(FACT),
  facts: z.array(FACT),
  history: z.object({ approach: z.string(), confidence: z.number(), similar: z.number() }).optional(),
  withheld: WITHHELD.optional(),
});

/** @param text how an answer is put into words. */
export function registerAdviseTool(server: McpServer, memory: LazyMemory, text: () => TextOptions): void {
  server.registerTool(
    'advise',
    {
      title: 'Advice',
      description:
        'Before something is designed or built: what sort of problem a request is, the patterns that answer it (of this repository first, then of the knowledge that comes with Nexus), what to avoid, known errors, and the decisions, preferences and facts of this project that bear on it.',
      inputSchema: z.object({
        request: z.string().min(1).max(4_000).describe('What is wanted, in plain words'),
        file: LINE.optional().describe('The path that it is about'),
        limit: z.number().int().min(1).max(10).optional().describe('Patterns; 5 if not given'),
      }),
      outputSchema: OUTPUT,
      annotations: READS,
    },
    ({ request, file, limit }) =>
      answered(() =>
        memory.use(async (nexus) => {
          const answer = await nexus.advise({ request, ...present({ file, limit }) });
          const told = adviceText(answer, text()).trimEnd();
          return { data: dataOf(answer), ...(isAdvised(answer) ? { memory: told } : { words: told }) };
        }),
      ),
  );
}

function dataOf(answer: AdviceAnswer): z.infer<typeof OUTPUT> {
  const facts = (all: AdviceAnswer['facts']) => all.map(({ text, from }) => ({ text, from }));
  return {
    types: answer.types.map(({ title }) => title),
    patterns: answer.patterns.map(recordData),
    avoid: answer.avoid.map(recordData),
    errors: answer.errors.map(recordData),
    decided: answer.decided.map(recordData),
    preferences: facts(answer.preferences),
    facts: facts(answer.facts),
    ...present({ history: answer.history }),
    ...withheldData(answer.withheld),
  };
}

function recordData(record: AdvisedRecord): z.infer<typeof RECORD> {
  const { why: reason, standing } = record;
  return RECORD.parse({
    ...record,
    title: cut(record.title, 600),
    unreviewed: isUnreviewed(standing),
    ...present({ reason }),
  });
}
