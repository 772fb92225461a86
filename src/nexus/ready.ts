import type { ContextQuery } from '../core/briefing.ts';
import { isIndexReady } from './cached-index.ts';
import type { Context } from './context.ts';
import { areSectionsReady } from './written-sections.ts';

/**
 * True where a briefing needs only be put together, in well under a second whatever the size of the memory: the
 * index is as the tree is, and what the overview tells of was parsed or is small. Changes nothing.
 */
export async function isReady(
  context: Context,
  { recordsOnly }: Pick<ContextQuery, 'recordsOnly'>,
): Promise<boolean> {
  if (context.repository === undefined) return true;
  if (recordsOnly !== true && !areSectionsReady(context)) return false;
  // What will put it together is loaded while git looks at the tree.
  const [ready] = await Promise.all([isIndexReady(context), import('./briefing.ts')]);
  return ready;
}
