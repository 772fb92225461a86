import { contextOfRecords } from '../../src/nexus/given-records.ts';
import { openIndexWithOthers } from '../../src/nexus/index-cache.ts';
import { type Meaning, recallFrom } from '../../src/nexus/recall.ts';
import type { VectorFile } from '../../src/search/vector-file.ts';
import { likenessIn } from '../../src/search/vectors.ts';
import { meanOf, type Quality, qualityOf } from './metrics.ts';
import { sampled } from './run-set.ts';
import type { Collection, Query, RetrievalSet } from './sets.ts';
import { fileOf, type VectorModel } from './vector-model.ts';
import { recordOfDoc } from './ways.ts';

/** What the vectors of a model do on one set. */
export interface MeaningOutcome {
  readonly set: string;
  readonly model: string;
  /** Questions that were asked. */
  readonly queries: number;
  readonly words: Quality;
  readonly fused: Quality;
  /** By the vectors alone. */
  readonly vectors: Quality;
}

const SHOWN = 10;

/** By words, by vectors, and by both as recall puts them together; the vectors are rounded as the cache rounds them. */
export async function meaningOutcomes(
  set: RetrievalSet,
  models: readonly VectorModel[],
  most = Number.POSITIVE_INFINITY,
): Promise<readonly MeaningOutcome[]> {
  const words: Quality[] = [];
  const made = models.map((model) => ({ model, fused: [] as Quality[], vectors: [] as Quality[] }));
  for (const collection of sampled(set.collections, most)) {
    const { ids, ask } = await memoryOf(collection);
    const spaces: { question: (query: Query) => Float32Array; file: VectorFile }[] = [];
    for (const model of models) {
      const { docs, question } = await model.vectors(collection);
      spaces.push({ question, file: fileOf(docs, [...ids.keys()]) });
    }
    for (const query of collection.queries) {
      const relevant = new Set(query.relevant);
      words.push(qualityOf(await ask(query.text), relevant));
      for (const [at, { question, file }] of spaces.entries()) {
        const likeness = likenessIn(file, question(query));
        if (likeness === undefined)
          throw new Error('the vectors of a question and of the documents differ in length');
        const nearest = likeness.nearest(SHOWN).map((id) => ids.get(id) ?? '');
        made[at]?.vectors.push(qualityOf(nearest, relevant));
        made[at]?.fused.push(qualityOf(await ask(query.text, { likeness, problems: [] }), relevant));
      }
    }
  }
  return made.map(({ model, fused, vectors }) => ({
    set: set.name,
    model: model.name,
    queries: words.length,
    words: meanOf(words),
    fused: meanOf(fused),
    vectors: meanOf(vectors),
  }));
}

async function memoryOf({ docs }: Collection) {
  const records = docs.map(recordOfDoc);
  const ids = new Map(records.map(({ id }, at) => [id, docs[at]?.id ?? '']));
  const context = contextOfRecords({ records, clock: () => Date.UTC(2026, 0, 1) });
  const opened = await openIndexWithOthers(context);
  const ask = async (text: string, meaning?: Meaning): Promise<readonly string[]> => {
    const { hits } = await recallFrom(context, opened, { text, limit: SHOWN, snippets: 0 }, meaning);
    return hits.map(({ id }) => ids.get(id) ?? '');
  };
  return { ids, ask };
}
