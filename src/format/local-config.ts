import type { EmbeddingSettings } from '../core/embeddings.ts';
import type { FieldTable } from '../core/kinds.ts';
import type { Problem } from '../core/problem.ts';
import type { TrustSettings } from '../core/trust.ts';
import { CONFIG_TABLE, trustIn } from './config.ts';
import { EMBEDDINGS_TABLE, embeddingsIn } from './embedding-settings.ts';
import { isObject } from './plain.ts';
import { readSettings } from './settings-text.ts';

/** What one clone decides for itself, out of the tree: no pull and no file of the tree can change it. */
export interface LocalConfig {
  readonly trust: Partial<TrustSettings>;
  /** Who makes vectors for recall; absent where nobody is asked. */
  readonly embeddings?: EmbeddingSettings;
}

/** The groups of the tree's settings that may be local, too. */
const LOCAL = ['trust'] as const;

const TABLE: FieldTable = {
  ...Object.fromEntries(
    LOCAL.flatMap((name) => {
      const spec = CONFIG_TABLE[name];
      return spec === undefined ? [] : [[name, spec]];
    }),
  ),
  recall: { type: 'group', fields: { embeddings: { type: 'group', fields: EMBEDDINGS_TABLE } } },
};

/** As people find it; it lies in the git directory that all worktrees share. */
export const LOCAL_CONFIG_FILE = '.git/nexus/config.yaml';

/** Reads the local settings. What is wrong does not count, and is a problem. */
export function decodeLocalConfig(text: string): {
  readonly config: LocalConfig;
  readonly problems: readonly Problem[];
} {
  const { values, problems, bad, lineOf } = readSettings(text, TABLE, LOCAL_CONFIG_FILE);
  const recall = isObject(values?.recall) ? values.recall : {};
  const embeddings = embeddingsIn(recall.embeddings, (message, hint) =>
    bad(message, lineOf('recall.embeddings'), hint),
  );
  return {
    config: { trust: trustIn(values?.trust), ...(embeddings === undefined ? {} : { embeddings }) },
    problems,
  };
}
