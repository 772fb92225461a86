/** Who makes vectors of texts: a server that speaks as OpenAI's does, or Ollama. */
export const EMBEDDING_PROVIDERS = ['openai', 'ollama'] as const;

export type EmbeddingProvider = (typeof EMBEDDING_PROVIDERS)[number];

/** Which model makes vectors, and where it is asked. One clone's own settings, never the tree's. */
export interface EmbeddingSettings {
  readonly provider: EmbeddingProvider;
  /** `http:` or `https:`, without a password, and without a slash at its end. */
  readonly url: string;
  readonly model: string;
  /** Name of the environment variable that holds the key, where one is asked for. */
  readonly keyEnv?: string;
  /** The address is another machine's, and somebody wrote that this may be. */
  readonly remote: boolean;
  /** Milliseconds that a question may take; then words alone answer. */
  readonly timeout: number;
}

/** How near to a question all that has a vector lies. */
export interface Likeness {
  /** How many have one. */
  readonly count: number;
  /** The nearest of them, the nearest first, by id. */
  nearest(most: number): readonly string[];
  /** By how many standard deviations one is nearer than they all are on average; undefined without a vector. */
  of(id: string): number | undefined;
}

/** What became of bringing vectors up to date. */
export interface Embedded {
  readonly provider: EmbeddingProvider;
  readonly model: string;
  /** Numbers of a vector; 0 where there is none yet. */
  readonly dimension: number;
  /** Records and commits that could have one. */
  readonly documents: number;
  /** Those that have one now. */
  readonly embedded: number;
  /** Vectors that were asked for just now. */
  readonly made: number;
}
