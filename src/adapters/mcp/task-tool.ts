import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { NexusError } from '../../core/error.ts';
import { MAX_COUNT, MAX_SECONDS } from '../../core/execution.ts';
import { present } from '../../core/present.ts';
import type { Nexus } from '../../nexus.ts';
import { hostOf } from './host.ts';
import type { LazyMemory } from './lazy-memory.ts';
import { answered, bounded, type Found, WRITES } from './result.ts';
import { LINE } from './shapes.ts';

const NAME = z.string().min(1).max(100);
const NAMES = z.array(NAME).max(20);

const INPUT = z.object({
  op: z.enum(['recommend', 'done']).describe('recommend: before a task. done: after it'),
  description: LINE.describe('The task, in one line'),
  category: NAME.describe('As in backend, frontend, testing'),
  type: NAME.optional().describe('As in api, refactoring'),
  dependencies: NAMES.optional().describe('Tasks that come before it'),
  success: z.boolean().optional().describe('done: needed'),
  approach: NAME.optional().describe(
    'done: standard, incremental, parallel, api_heavy or a name of your own',
  ),
  success_factors: NAMES.optional().describe('done: what made it succeed'),
  tools: NAMES.optional().describe('done: what was used'),
  duration_s: z.number().min(0).max(MAX_SECONDS).optional(),
  api_calls: z.number().int().min(0).max(MAX_COUNT).optional(),
});
type Input = z.infer<typeof INPUT>;

const COUNTED = z.array(z.object({ name: z.string(), count: z.number() }));
const OUTPUT = z.object({
  approach: z.string(),
  confidence: z.number().optional(),
  similar: z.number().optional(),
  approaches: COUNTED.optional(),
  success_factors: COUNTED.optional(),
  tools: COUNTED.optional(),
  recommendations: z.array(z.string()).optional(),
  success: z.boolean().optional(),
  complexity: z.string().optional(),
  kept: z.boolean().optional(),
});

/** @param mayWrite throws when there were too many writes. */
export function registerTaskTool(server: McpServer, memory: LazyMemory, mayWrite: () => void): void {
  server.registerTool(
    'task',
    {
      title: 'How a task is done',
      description:
        'Before a task (recommend): the approach with which similar tasks succeeded here, what made them succeed, what they used. After it (done): how it went, which the next commit carries and later recommendations count.',
      inputSchema: INPUT,
      outputSchema: OUTPUT,
      annotations: { ...WRITES, idempotentHint: false },
    },
    (given, { mcpReq }) =>
      answered(() =>
        memory.use((nexus) => {
          if (given.op === 'recommend') return recommended(nexus, given);
          mayWrite();
          return done(nexus, given, hostOf(server, mcpReq.envelope));
        }),
      ),
  );
}

async function recommended(nexus: Nexus, given: Input): Promise<Found> {
  const { description, category, type, dependencies } = given;
  const advice = await nexus.recommend({ description, category, ...present({ type, dependencies }) });
  const { approach, confidence, similar, recommendations } = advice;
  const counted = (all: readonly (readonly [string, number])[]) =>
    all.map(([name, count]) => ({ name, count }));
  const head = `${approach} (confidence ${confidence.toFixed(2)}, ${similar} similar)`;
  return {
    data: OUTPUT.parse(
      bounded({
        ...{ approach, confidence, similar, recommendations },
        approaches: counted(advice.approaches),
        success_factors: counted(advice.success_factors),
        tools: counted(advice.tools),
      }),
    ),
    ...(similar === 0 ? { words: 'Nothing like it was told yet.' } : {}),
    memory: [head, ...recommendations].join('\n'),
  };
}

async function done(nexus: Nexus, { op: _, success, ...told }: Input, by: string): Promise<Found> {
  if (success === undefined)
    throw new NexusError('usage', 'missing-argument', 'done needs success: true or false');
  const { description, category, ...rest } = told;
  const { id, execution } = await nexus.recordExecution({
    ...{ description, category, success, by },
    ...present(rest),
  });
  const { approach, complexity } = execution;
  const kept = id !== undefined;
  return {
    data: OUTPUT.parse(bounded({ approach, success, complexity, kept })),
    words: kept
      ? `Kept for the next commit: ${success ? 'succeeded' : 'failed'}.`
      : 'Not kept: this repository captures nothing.',
  };
}
