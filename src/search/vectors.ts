import type { Likeness } from '../core/embeddings.ts';
import type { VectorFile } from './vector-file.ts';

/** What lies no farther apart than this lies alike. */
const ROUNDING = 1e-9;

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
  const ofRow = cosines(file, question);
  const ids = [...file.names.keys()];
  const all = Float64Array.from(file.names.values(), ({ row }) => ofRow[row] ?? 0);
  const count = all.length;
  const mean = all.reduce((sum, one) => sum + one, 0) / count;
  const deviation = Math.sqrt(all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / count);
  return {
    count,
    nearest: (most) => {
      const least = all.toSorted().at(-most) ?? Number.NEGATIVE_INFINITY;
      return ids
        .flatMap((id, at) => ((all[at] ?? 0) < least ? [] : [{ id, cosine: all[at] ?? 0 }]))
        .sort((a, b) => b.cosine - a.cosine || (a.id < b.id ? -1 : 1))
        .slice(0, most)
        .map(({ id }) => id);
    },
    of: (id) => {
      const name = file.names.get(id);
      if (name === undefined) return undefined;
      return deviation <= ROUNDING * Math.hypot(...question)
        ? 0
        : ((ofRow[name.row] ?? 0) - mean) / deviation;
    },
  };
}

/** By row; but for the question's length, which is the same for all. */
function cosines(file: VectorFile, question: Float32Array): Float64Array {
  const out = new Float64Array(file.rows);
  const size = question.length;
  let row = 0;
  for (const piece of file.pieces()) {
    for (let from = 0; from < piece.length; from += size) {
      let dot = 0;
      let square = 0;
      for (let at = 0; at < size; at += 1) {
        const one = piece[from + at] ?? 0;
        dot += one * (question[at] ?? 0);
        square += one * one;
      }
      out[row] = square === 0 ? 0 : dot / Math.sqrt(square);
      row += 1;
    }
  }
  return out;
}
