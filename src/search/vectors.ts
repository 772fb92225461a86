import type { Likeness } from '../core/embeddings.ts';
import type { VectorFile } from './vector-file.ts';

/** A vector in bytes: its direction, the largest number as 127; its length is lost, and says nothing. */
export function quantised(vector: Float32Array): Int8Array {
  const largest = vector.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return Int8Array.from(vector, (one) => Math.round((one * 127) / (largest || 1)));
}

/**
 * Compares a question with all that has a vector, one by one: a hundred thousand of them take some tens of milliseconds.
 * Undefined where the question's vector is of another length: then another model made it.
 */
export function likenessIn(file: VectorFile, question: Float32Array): Likeness | undefined {
  if (question.length !== file.dimension) return undefined;
  const cosines = new Map<string, number>();
  let sum = 0;
  let squares = 0;
  for (const [id, { row }] of file.names) {
    const cosine = cosineOf(file.row(row), question);
    cosines.set(id, cosine);
    sum += cosine;
    squares += cosine * cosine;
  }
  const count = cosines.size;
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  const standard = (cosine: number): number => (deviation < 1e-9 ? 0 : (cosine - mean) / deviation);
  return {
    count,
    nearest: (most) =>
      [...cosines]
        .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
        .slice(0, most)
        .map(([id]) => id),
    of: (id) => {
      const cosine = cosines.get(id);
      return cosine === undefined ? undefined : standard(cosine);
    },
  };
}

/** But for the question's length, which is the same for all. */
function cosineOf(row: Int8Array, question: Float32Array): number {
  let dot = 0;
  let square = 0;
  for (let at = 0; at < row.length; at += 1) {
    const one = row[at] ?? 0;
    dot += one * (question[at] ?? 0);
    square += one * one;
  }
  return square === 0 ? 0 : dot / Math.sqrt(square);
}
