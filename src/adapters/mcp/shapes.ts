import * as z from 'zod/v4';
import { MIN_ID_PREFIX } from '../../core/id.ts';
import { LIMITS } from '../../core/kinds.ts';
import { TRUST_LEVELS } from '../../core/trust.ts';

/** A record's id, or enough of its beginning. */
export const ID = z.string().min(MIN_ID_PREFIX).max(26);
/** A path, a title: what stands on one line. */
export const LINE = z.string().min(1).max(LIMITS.line);

/** A record or commit that was found. */
export const HIT = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  snippet: z.string(),
  freshness: z.enum(['verified', 'moved', 'stale', 'uncited']),
  freshnessDetail: z.string().optional(),
  pack: z.string().optional(),
  source: z.object({ name: z.string(), commit: z.string() }).optional(),
  standing: z.enum(['committed', 'uncommitted', 'waiting', 'pack', 'source']),
  unreviewed: z.boolean(),
  created: z.string(),
  author: z.string().optional(),
  commit: z.string().optional(),
  merged: z.boolean().optional(),
  signed: z.boolean().optional(),
  weaker: z.string().optional(),
  path: z.string().optional(),
  files: z.array(z.string()),
  why: z.array(z.string()),
  wrong: z.string().optional(),
  inConflict: z.array(z.string()).optional(),
  against: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        created: z.string(),
        author: z.string().optional(),
        how: z.string(),
      }),
    )
    .optional(),
});

/** What was held back: how many are not trusted enough, and which are flagged, by which rules. */
export const WITHHELD = z.object({
  minimum: z.enum(TRUST_LEVELS),
  below: z.number(),
  flagged: z.array(z.object({ id: z.string(), rules: z.array(z.string()) })),
});

/** What a question is answered with. */
export const ANSWER = z.object({
  total: z.number(),
  searched: z.object({ records: z.number(), commits: z.number() }),
  hits: z.array(HIT),
  withheld: WITHHELD.optional(),
});

/** What passed the gate of a briefing. */
export const ITEM = HIT.pick({
  title: true,
  source: true,
  freshness: true,
  freshnessDetail: true,
  standing: true,
  unreviewed: true,
  created: true,
  author: true,
  merged: true,
  signed: true,
  weaker: true,
  path: true,
  why: true,
  inConflict: true,
  against: true,
}).extend({ id: z.string(), kind: z.string(), text: z.string() });

/** A session, as told so far or as its episode has it. */
export const SUMMARY = z.object({
  id: z.string(),
  title: z.string(),
  started: z.string(),
  focus: z.string().optional(),
  accomplished: z.array(z.string()),
  next: z.array(z.string()),
  decisions: z.array(z.string()),
  patterns: z.array(z.string()),
  preferences: z.array(z.string()),
  blockers: z.array(z.string()),
  notes: z.array(z.string()),
  path: z.string().optional(),
});
/** What the next start is told; what is not known is absent or empty. */
export const OVERVIEW = z.object({
  project: z.string().optional(),
  lastSession: SUMMARY.optional(),
  focus: z.string().optional(),
  preferences: z.array(z.string()),
  blockers: z.array(z.string()),
  openErrors: z.array(z.object({ signature: z.string(), command: z.string() })),
});
