import type { EmbeddingSettings } from '../../src/core/embeddings.ts';
import { embeddable } from '../../src/nexus/embed.ts';
import { vectorsFor } from '../../src/nexus/embeddings.ts';
import { contextOfRecords } from '../../src/nexus/given-records.ts';
import { decodeVectors, encodeBlock, encodeHead, type VectorFile } from '../../src/search/vector-file.ts';
import { quantised } from '../../src/search/vectors.ts';
import type { Collection, Query } from './sets.ts';

interface Vectors {
  /** One for each document, in their order. */
  readonly docs: readonly Float32Array[];
  question(query: Query): Float32Array;
}

/** What makes vectors of the documents and the questions of a collection. */
export interface VectorModel {
  readonly name: string;
  vectors(collection: Collection): Vectors | Promise<Vectors>;
}

const BATCH = 16;
const PATIENCE_MS = 10 * 60_000;

/** A real one, asked as the product asks it. */
export function namedModel(
  settings: EmbeddingSettings,
  machine: { readonly home: string },
  env: NodeJS.ProcessEnv,
): VectorModel {
  const context = { ...contextOfRecords({ records: [] }), machine, env };
  return {
    name: settings.model,
    vectors: async ({ docs, queries }) => {
      const made: Float32Array[] = [];
      for (let from = 0; from < docs.length; from += BATCH) {
        const texts = docs.slice(from, from + BATCH).map(({ title, text }) => embeddable(title, text));
        made.push(...(await vectorsFor(context, settings, { texts }, PATIENCE_MS)));
      }
      const asked = new Map<string, Float32Array>();
      for (const { id, text } of queries) {
        const [vector] = await vectorsFor(context, settings, { question: text }, PATIENCE_MS);
        if (vector !== undefined) asked.set(id, vector);
      }
      return { docs: made, question: ({ id }) => asked.get(id) ?? new Float32Array() };
    },
  };
}

/** As the cache has them, rounded as it rounds. */
export function fileOf(vectors: readonly Float32Array[], ids: readonly string[]): VectorFile {
  const rows = vectors.map((vector) => ({ hash: '0'.repeat(32), vector: quantised(vector) }));
  const names = new Map(ids.map((id, row) => [id, { mark: '', row }]));
  const parts = [encodeHead('bench', vectors[0]?.length ?? 0), encodeBlock({ names, rows })];
  return decodeVectors(Buffer.concat(parts));
}
