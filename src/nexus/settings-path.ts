import { MEMORY_ROOT } from '../core/kinds.ts';
import type { Context } from './context.ts';

export const CONFIG_PATH = `${MEMORY_ROOT}/config.yaml`;

/** This clone's own, below the local state. */
export const LOCAL_FILE = 'config.yaml';

/** Without YAML, which a cold recall does not load: that the word stands in this clone's own settings is enough to look closer. */
export function namesEmbeddings({ repository }: Context): boolean {
  return repository?.state.readText(LOCAL_FILE)?.includes('embeddings') === true;
}
