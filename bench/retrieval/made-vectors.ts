import { seeded } from '../../test/search/docs.ts';
import type { VectorModel } from './vector-model.ts';

/** Numbers of a vector: as many as small models make. */
const DIMENSION = 256;

/** A sequence of numbers from 0 to 1 that a text decides. */
function numbers(seed: string): () => number {
  return seeded(hashOf(seed));
}

function hashOf(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return sum | 0;
}

/** A direction that has nothing to do with any other, of length one. */
function direction(seed: string): Float32Array {
  const next = numbers(seed);
  return unit(Float32Array.from({ length: DIMENSION }, () => next() + next() + next() + next() - 2));
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, one) => sum + one * one, 0));
  return length === 0 ? vector : vector.map((one) => one / length);
}

function sum(vectors: readonly (readonly [number, Float32Array])[]): Float32Array {
  const out = new Float32Array(DIMENSION);
  for (const [weight, vector] of vectors)
    for (let at = 0; at < DIMENSION; at += 1) out[at] = (out[at] ?? 0) + weight * (vector[at] ?? 0);
  return out;
}

/** Each word in a place of its own, or of few. */
function wordsOf(text: string): Float32Array {
  const out = new Float32Array(DIMENSION);
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const [word, count] of counts) {
    const hash = hashOf(word) >>> 0;
    const at = (hash >>> 1) % DIMENSION;
    out[at] = (out[at] ?? 0) + (hash % 2 === 0 ? 1 : -1) * Math.log1p(count);
  }
  return out.every((one) => one === 0) ? direction(text) : unit(out);
}

/** Vectors that know nothing. */
const RANDOM: VectorModel = {
  name: 'random',
  vectors: ({ docs }) => ({
    docs: docs.map(({ id }) => direction(`doc ${id}`)),
    question: ({ id }) => direction(`question ${id}`),
  }),
};

/** Words hashed into as many places: a weak twin of the words themselves. */
const WORDS: VectorModel = {
  name: 'words',
  vectors: ({ docs }) => ({
    docs: docs.map(({ title, text }) => wordsOf(`${title}\n${text}`)),
    question: ({ text }) => wordsOf(text),
  }),
};

/** The strongest tie between a question and its answers; each question has one of its own, from nothing to this. */
const TIE = 0.5;

/** Made from the answers themselves, with noise: of some questions it knows nothing, of others it finds what words do not. */
const GOOD: VectorModel = {
  name: 'good',
  vectors: ({ docs }) => {
    const byId = new Map(docs.map(({ id }) => [id, direction(`doc ${id}`)]));
    return {
      docs: [...byId.values()],
      question: ({ id, relevant }) => {
        const tie = (TIE * numbers(`tie ${id}`)()) / relevant.length ** 0.25;
        const answers = relevant.flatMap((one): [number, Float32Array][] => {
          const vector = byId.get(one);
          return vector === undefined ? [] : [[tie, vector]];
        });
        return sum([[1, direction(`question ${id}`)], ...answers]);
      },
    };
  },
};

/** Models that were never trained: vectors made by a rule, the same in every run. */
export const MADE_MODELS: readonly VectorModel[] = [RANDOM, WORDS, GOOD];
