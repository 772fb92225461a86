import type { ContextQuery } from '../core/briefing.ts';
import type { Context } from './context.ts';

/** Does an answer come at once? */
export type Readiness = 'ready' | 'behind' | 'being-made';

/**
 * `ready` where a briefing needs only be put together, in well under a second whatever the size of the memory: the
 * index is as the tree is, and what the overview tells of was parsed or is small. `being-made` where another
 * process reads the whole memory for the first time: whoever asks now would do the same once more.
 */
export async function readiness(
  context: Context,
  { recordsOnly }: Pick<ContextQuery, 'recordsOnly'>,
): Promise<Readiness> {
  if (context.repository === undefined) return 'ready';
  const { indexReadiness } = await import('./cached-index.ts');
  // What will put it together is loaded while git looks at the tree.
  const [index] = await Promise.all([indexReadiness(context), import('./briefing.ts')]);
  if (index !== 'ready' || recordsOnly === true) return index;
  const { areSectionsReady } = await import('./written-sections.ts');
  return areSectionsReady(context) ? 'ready' : 'behind';
}
