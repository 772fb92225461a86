/** Who makes vectors of texts: a server that speaks as OpenAI's does, Ollama, or a model in a folder of ONNX files. */
export const EMBEDDING_PROVIDERS = ['openai', 'ollama', 'onnx'] as const;

export type EmbeddingProvider = (typeof EMBEDDING_PROVIDERS)[number];

/** How a text's vector is made of those of its tokens: their mean, or the first one's. */
export const POOLINGS = ['mean', 'cls'] as const;

/** Which model makes vectors, and where it is asked. One clone's own settings, never the tree's. */
export type EmbeddingSettings = ServedModel | ModelFolder;

interface EmbeddingModel {
  /** Its name, or its folder. */
  readonly model: string;
  /** Milliseconds that a question may take; then words alone answer. */
  readonly timeout: number;
  /** What some models want to stand before a question, and before a text that may answer one. */
  readonly queryPrefix?: string;
  readonly textPrefix?: string;
}

/** A model that a server runs. */
export interface ServedModel extends EmbeddingModel {
  readonly provider: Exclude<EmbeddingProvider, 'onnx'>;
  /** `http:` or `https:`, without a password, and without a slash at its end. */
  readonly url: string;
  /** Name of the environment variable that holds the key, where one is asked for. */
  readonly keyEnv?: string;
  /** The address is another machine's, and somebody wrote that this may be. */
  readonly remote: boolean;
}

/** A model on this machine's disk: `model` is a path from the root or from the home directory (`~/`). */
export interface ModelFolder extends EmbeddingModel {
  readonly provider: 'onnx';
  readonly pooling: (typeof POOLINGS)[number];
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
