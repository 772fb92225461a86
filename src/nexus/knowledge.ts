import type { Knowledge } from '../core/knowledge.ts';
import { draftOfKnowledge } from '../transfer/knowledge.ts';
import type { Context } from './context.ts';
import { type Remembered, remember } from './remember.ts';

/** Keeps what a program knows as a record. Throws as `remember`, and `bad-value` for an unknown type. */
export function addKnowledge(context: Context, knowledge: Knowledge): Promise<Remembered> {
  return remember(context, draftOfKnowledge(knowledge));
}
