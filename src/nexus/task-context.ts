import type { ConsensusTask } from '../core/consensus.ts';
import type { RecallHit, RecallKind } from '../core/recall.ts';
import { bodySections } from '../core/sections.ts';
import type { TaskContext, TaskKnowledge } from '../core/task-context.ts';
import { cutText } from '../recall/budget.ts';
import { passing } from '../recall/gate.ts';
import { kindFacet, NOT_SERVED } from '../search/facets.ts';
import { advise } from './advise.ts';
import type { Context } from './context.ts';
import { type OpenIndex, openIndexWithOthers } from './index-cache.ts';
import { recall } from './recall.ts';

export interface TaskContextOptions {
  /** At most so many patterns, and so many fixes. */
  readonly top?: number;
}

const DEFAULT_TOP = 2;
/** Records that are looked at. */
const CANDIDATES = 24;
/** Characters of one record. */
const MAX_TEXT = 2_400;
/** Sections that whoever works needs; what else there is explains. */
const NEEDED = new Set(['solution', 'example', 'pitfalls', 'resolution', 'outcome', 'ruled out']);

/**
 * What memory knows for a task: the patterns that its words find, and known errors that surely bear on it, with their
 * fixes. With a language only what is of it.
 */
export async function taskContext(
  context: Context,
  task: Pick<ConsensusTask, 'description' | 'language'>,
  { top = DEFAULT_TOP }: TaskContextOptions = {},
): Promise<TaskContext> {
  const text = task.description.trim();
  if (text === '' || top < 1) return { patterns: [], fixes: [] };
  const language = task.language?.toLowerCase();
  const hitsOf = async (kinds: readonly RecallKind[], limit: number): Promise<readonly RecallHit[]> =>
    (await recall(context, { text, kinds, limit, ...(language === undefined ? {} : { language }) })).hits;
  const opened = await openIndexWithOthers(context);
  const patterns = (await bearing(context, text, await hitsOf(['pattern', 'solution'], CANDIDATES))).slice(
    0,
    top,
  );
  const sure = sureErrors(opened, text);
  const fixes = sure.size === 0 ? [] : (await hitsOf(['error'], CANDIDATES)).filter(({ id }) => sure.has(id));
  return {
    patterns: patterns.map((hit) => knowledge(opened, hit)),
    fixes: fixes.slice(0, top).map((hit) => knowledge(opened, hit)),
  };
}

/** One's own records, and of the packs' those that advice would bring: a pack has some words of nearly every task. */
async function bearing(
  context: Context,
  request: string,
  hits: readonly RecallHit[],
): Promise<readonly RecallHit[]> {
  if (hits.every(({ pack }) => pack === undefined)) return hits;
  const { patterns, avoid } = await advise(context, { request, limit: CANDIDATES });
  const places = new Map([...patterns, ...avoid].map(({ id }, place) => [id, place]));
  const placeOf = ({ id }: RecallHit): number => places.get(id) ?? places.size;
  return hits
    .filter((hit) => hit.pack === undefined || places.has(hit.id))
    .sort((a, b) => placeOf(a) - placeOf(b));
}

/** Nobody asked for errors: those alone that are surely meant. */
function sureErrors(opened: OpenIndex, text: string): ReadonlySet<string> {
  const { asked, hits } = opened.index.search({
    text,
    all: [[kindFacet('error')]],
    none: NOT_SERVED,
    limit: CANDIDATES,
  });
  const passed = passing(hits, { asked, searched: opened.index.size }, ({ stored, tokens, score }) => ({
    kind: stored.kind,
    tokens,
    score,
  }));
  return new Set(passed.map(({ one }) => one.stored.id));
}

function knowledge(opened: OpenIndex, { id, title, pack, path, snippet }: RecallHit): TaskKnowledge {
  const body = (path === undefined ? undefined : opened.bodyOf(path)) ?? snippet;
  const needed = bodySections(body).filter(({ name }) => NEEDED.has(name.toLowerCase()));
  const text = needed.length === 0 ? body.trim() : needed.map(sectionText).join('\n\n');
  return { id, title, ...(pack === undefined ? {} : { pack }), text: cutText(text, MAX_TEXT) };
}

function sectionText({ name, text }: { readonly name: string; readonly text: string }): string {
  return `### ${name}\n\n${text}`;
}
