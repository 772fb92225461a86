import { NexusError } from '../core/error.ts';

/** Numbers of a vector; the largest models have half as many. */
const MAX_DIMENSION = 8192;

/** Why there is no vector. */
export function noVectors(what: string, hint?: string, cause?: unknown): NexusError {
  return new NexusError('broken', 'no-embeddings', what, hint, cause);
}

/**
 * What somebody answers who was asked for so many vectors, all of one length. Throws `no-embeddings`.
 * @param hint what it may be if they are not there
 */
export function vectorsIn(answer: unknown, count: number, hint: string): readonly Float32Array[] {
  const vectors = Array.isArray(answer) ? answer.map(vectorOf) : [];
  const length = vectors[0]?.length ?? 0;
  if (vectors.length !== count || vectors.some((vector) => vector?.length !== length))
    throw noVectors('its answer does not hold one vector for each text', hint);
  return vectors.filter((vector) => vector !== undefined);
}

/** A vector of nothing but zeros says nothing, and points nowhere. */
function vectorOf(value: unknown): Float32Array | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_DIMENSION) return undefined;
  const isVector = value.every((one) => typeof one === 'number' && Number.isFinite(one));
  return isVector && value.some((one) => one !== 0) ? Float32Array.from(value as number[]) : undefined;
}
