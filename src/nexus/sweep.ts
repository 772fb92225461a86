import { sweepMemory } from '../repo/memory-files.ts';
import { type Context, requireRepository } from './context.ts';

/** Removes what killed processes left half done. Returns how many files; never throws. */
export function sweep(context: Context): number {
  const { state, facts } = requireRepository(context);
  return state.sweep() + sweepMemory(facts.root);
}
