import type { FieldTable } from '../core/kinds.ts';
import type { Problem } from '../core/problem.ts';
import type { TrustSettings } from '../core/trust.ts';
import { CONFIG_TABLE, trustIn } from './config.ts';
import { readSettings } from './settings-text.ts';

/** What one clone decides for itself, out of the tree: no pull and no file of the tree can change it. */
export interface LocalConfig {
  readonly trust: Partial<TrustSettings>;
}

/** The groups of the settings that may be local. */
const LOCAL = ['trust'] as const;

const TABLE: FieldTable = Object.fromEntries(
  LOCAL.flatMap((name) => {
    const spec = CONFIG_TABLE[name];
    return spec === undefined ? [] : [[name, spec]];
  }),
);

/** As people find it; it lies in the git directory that all worktrees share. */
export const LOCAL_CONFIG_FILE = '.git/nexus/config.yaml';

/** Reads the local settings. What is wrong does not count, and is a problem. */
export function decodeLocalConfig(text: string): {
  readonly config: LocalConfig;
  readonly problems: readonly Problem[];
} {
  const { values, problems } = readSettings(text, TABLE, LOCAL_CONFIG_FILE);
  return { config: { trust: trustIn(values?.trust) }, problems };
}
