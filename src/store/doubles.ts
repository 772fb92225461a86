import type { Sameness } from '../core/proposal.ts';
import type { Kind, NexusRecord } from '../core/record.ts';
import { likenessIndex } from './alike.ts';
import { fingerprintOf } from './draft.ts';

/** What a record says, as far as another can say the same. */
export interface Said {
  readonly kind: Kind;
  readonly title: string;
  readonly body: string;
  /** Of an error. */
  readonly signature?: string;
  /** Of a pattern; see `PatternFields`. */
  readonly shape?: string;
}

/** Finds what says the same: **the one measure** of the review, of `dedupe` and of what comes in with a merge. */
export interface Doubles<T> {
  add(said: Said, value: T): void;
  /** What was added first of those that are alike in the surest way. */
  find(said: Said): { readonly value: T; readonly how: Sameness } | undefined;
}

export function doublesIndex<T>(): Doubles<T> {
  const texts = likenessIndex<T>();
  const exact = new Map<string, { readonly value: T; readonly how: Sameness }>();
  return {
    add(said, value) {
      texts.add(said, value);
      const [how, key] = keyOf(said);
      if (key !== '' && !exact.has(key)) exact.set(key, { value, how });
    },
    find(said) {
      const found = exact.get(keyOf(said)[1]);
      if (found !== undefined && found.how !== 'title') return found;
      const value = texts.find(said);
      return value === undefined ? found : { value, how: 'text' };
    },
  };
}

/** By what a record is found without comparing words; an empty text: by nothing. */
function keyOf({ kind, title, signature = '', shape = '' }: Said): readonly [Sameness, string] {
  if (kind === 'error' && signature !== '')
    return ['signature', fingerprintOf({ kind, title, error: { signature } })];
  if (shape !== '') return ['structure', `shape ${shape}`];
  // Two decisions of one name may decide different things; a word is no name.
  return ['title', kind === 'decision' || !/\s/.test(title.trim()) ? '' : fingerprintOf({ kind, title })];
}

export function saidIn({ kind, title, body, error, pattern }: NexusRecord): Said {
  return { kind, title, body, signature: error?.signature ?? '', shape: pattern?.shape ?? '' };
}
