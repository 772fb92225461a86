import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { KIND_NAMES } from '../../core/kinds.ts';
import { present } from '../../core/present.ts';
import { isUnreviewed, type RecallAnswer, type RecallHit } from '../../core/recall.ts';
import type { NexusRecord } from '../../core/record.ts';
import { doubtLines } from '../../present/doubt-text.ts';
import { recallText, standingText, type TextOptions } from '../../present/recall-text.ts';
import { recordText } from '../../present/record-text.ts';
import { wayText } from '../../present/trust-text.ts';
import type { LazyMemory } from './lazy-memory.ts';
import { answered, cut, READS, withheldData } from './result.ts';
import { ANSWER, HIT, ID } from './shapes.ts';

const MAX_FILES = 8;

/** @param text how an answer is put into words. */
export function registerAskTools(server: McpServer, memory: LazyMemory, text: () => TextOptions): void {
  const answer = async (ask: Promise<RecallAnswer>, snippet: number) => {
    const given = await ask;
    const hits = given.hits.map((hit) => ({ ...hit, snippet: cut(hit.snippet, snippet) }));
    const unasked = given.problems.find(({ code }) => code === 'no-embeddings');
    return {
      ...(unasked === undefined ? {} : { words: unasked.message }),
      data: {
        ...{ total: given.total, searched: given.searched, hits: hits.map(hitData) },
        ...withheldData(given.withheld),
      },
      memory: recallText({ ...given, hits }, text()).trimEnd(),
    };
  };

  server.registerTool(
    'recall',
    {
      title: 'Recall',
      description:
        'Finds records of this repository (decisions, patterns, solutions, errors, notes, past sessions) and its commits, by words, a file path or an id. Tells why things are as they are; useful before unfamiliar code is changed.',
      inputSchema: z.object({
        query: z.string().min(1).max(1_000).describe('Words, a path or an id'),
        kinds: z
          .array(z.enum([...KIND_NAMES, 'commit']))
          .max(7)
          .optional(),
        limit: z.number().int().min(1).max(20).optional().describe('5 if not given'),
      }),
      outputSchema: ANSWER,
      annotations: READS,
    },
    ({ query, kinds, limit = 5 }) =>
      answered(() =>
        memory.use((nexus) =>
          answer(nexus.recall({ text: query, limit, ...(kinds === undefined ? {} : { kinds }) }), 600),
        ),
      ),
  );

  server.registerTool(
    'fix',
    {
      title: 'Known fix',
      description:
        'Finds what resolved an error in this repository before, by its signature, then by type and words. Takes a message or a whole output. Useful when a command, test or build fails.',
      inputSchema: z.object({
        error: z
          .string()
          .min(1)
          .max(1_000_000)
          .describe('The message or output; the end of a long one is read'),
        limit: z.number().int().min(1).max(10).optional().describe('3 if not given'),
      }),
      outputSchema: ANSWER,
      annotations: READS,
    },
    ({ error, limit = 3 }) =>
      answered(() => memory.use((nexus) => answer(nexus.fix({ text: error, limit }), 2_000))),
  );

  server.registerTool(
    'show',
    {
      title: 'Show a record',
      description: 'One record in full, by its id or the beginning of it. (A commit is shown by git.)',
      inputSchema: z.object({ id: ID }),
      outputSchema: z.object({
        id: z.string(),
        kind: z.string(),
        title: z.string(),
        path: z.string(),
        created: z.string(),
        tags: z.array(z.string()),
        files: z.array(z.string()),
        body: z.string(),
        retired: z.string().optional(),
        freshness: HIT.shape.freshness.optional(),
        standing: HIT.shape.standing.optional(),
        unreviewed: z.boolean().optional(),
        wrong: HIT.shape.wrong,
        inConflict: HIT.shape.inConflict,
        against: HIT.shape.against,
        ...{ merged: HIT.shape.merged, signed: HIT.shape.signed, weaker: HIT.shape.weaker },
        author: z.string().optional(),
        commit: z.string().optional(),
      }),
      annotations: READS,
    },
    ({ id }) =>
      answered(() =>
        memory.use(async (nexus) => {
          const stored = await nexus.show(id);
          const record = { ...stored.record, body: cut(stored.record.body, MAX_BODY) };
          // What is not served any more has no hit, and so no standing.
          const { hits } = await nexus.recall({ text: record.id, limit: 1 });
          const hit = hits.find((one) => one.id === record.id);
          const used = await nexus.usefulness(record.id);
          return {
            data: recordData(record, stored.path, hit),
            memory: `${[factsLine(hit), ...doubtLines(hit ?? {}, text().now)].join('\n')}\n${recordText({ record, path: stored.path }, text(), used).trimEnd()}`,
          };
        }),
      ),
  );
}

const MAX_BODY = 24_000;

function hitData(hit: RecallHit): z.infer<typeof HIT> {
  const { reasons: why, standing } = hit;
  return HIT.parse({
    ...hit,
    files: hit.files.slice(0, MAX_FILES),
    unreviewed: isUnreviewed(standing),
    why,
  });
}

function recordData(record: NexusRecord, path: string, hit: RecallHit | undefined) {
  const { id, kind, title, created, tags, files, body, retired } = record;
  return {
    ...{ id, kind, title, path, created, tags: [...tags], files: [...files], body },
    ...(retired === undefined ? {} : { retired }),
    ...(hit === undefined
      ? {}
      : { freshness: hit.freshness, standing: hit.standing, unreviewed: isUnreviewed(hit.standing) }),
    ...present({ wrong: hit?.wrong, author: hit?.author, commit: hit?.commit }),
    ...present({ merged: hit?.merged, signed: hit?.signed, weaker: hit?.weaker }),
    ...(hit?.inConflict === undefined ? {} : { inConflict: [...hit.inConflict] }),
    ...(hit?.against === undefined ? {} : { against: [...hit.against] }),
  };
}

/** What git and the tree say of a record. */
function factsLine(hit: RecallHit | undefined): string {
  if (hit === undefined) return 'not served any more';
  const { author, freshness } = hit;
  return [freshness, author, standingText(hit, true), ...wayText(hit), hit.weaker]
    .filter((fact) => fact !== undefined && fact !== '')
    .join(' · ');
}
