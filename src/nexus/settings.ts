import { NexusError } from '../core/error.ts';
import { SCHEMA_VERSION } from '../core/kinds.ts';
import type { Problem } from '../core/problem.ts';
import { decodeConfig, type NexusConfig } from '../format/config.ts';
import type { Context } from './context.ts';
import { CONFIG_PATH } from './settings-path.ts';

/** The settings and what is wrong with them; defaults where there are none. */
export function readConfig(context: Context): {
  readonly config: NexusConfig;
  readonly problems: readonly Problem[];
} {
  const bytes = context.files.read(CONFIG_PATH);
  return decodeConfig(bytes === undefined ? '' : new TextDecoder().decode(bytes));
}

/** The settings; throws `schema-too-new` rather than misread data of a later version. */
export function loadConfig(context: Context): NexusConfig {
  const { config, problems } = readConfig(context);
  const tooNew = problems.find((problem) => problem.code === 'schema-too-new');
  if (tooNew !== undefined) {
    const hint = `upgrade Nexus; this version reads schema ${SCHEMA_VERSION}`;
    throw new NexusError('broken', 'schema-too-new', `${CONFIG_PATH}: ${tooNew.message}`, hint);
  }
  return config;
}
