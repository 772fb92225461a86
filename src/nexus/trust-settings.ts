import { type Audience, lowerTrust, type TrustLevel } from '../core/trust.ts';
import { DEFAULT_CONFIG, decodeConfig, type NexusConfig } from '../format/config.ts';
import { decodeLocalConfig, type LocalConfig } from '../format/local-config.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { committedIds } from './committed.ts';
import type { Context } from './context.ts';
import { readConfig } from './settings.ts';
import { CONFIG_PATH, LOCAL_FILE } from './settings-path.ts';

/** This clone's own settings, and what is wrong with them. */
export function readLocalConfig({ repository }: Context): ReturnType<typeof decodeLocalConfig> {
  return decodeLocalConfig(repository?.state.readText(LOCAL_FILE) ?? '');
}

/** What this clone's own settings say of trust, for people to see. */
export function localTrust(context: Context): LocalConfig['trust'] {
  return readLocalConfig(context).config.trust;
}

const held = new WeakMap<Context['files'], { readonly oid: string; readonly config: NexusConfig }>();

/** The settings as the commit at HEAD has them: what nobody committed allows nothing. The defaults where it has none. */
export async function committedConfig(context: Context): Promise<NexusConfig> {
  const { repository, files } = context;
  const [oid] = await committedIds(context, [CONFIG_PATH]);
  if (repository === undefined || oid === undefined) return DEFAULT_CONFIG;
  const before = held.get(files);
  if (before?.oid === oid) return before.config;
  const here = files.read(CONFIG_PATH);
  const same = here !== undefined && gitBlobId(here, repository.facts.objectFormat) === oid;
  const bytes = same ? here : (await repository.git.readBlobs([oid])).get(oid);
  const { config } = decodeConfig(bytes === undefined ? '' : new TextDecoder().decode(bytes));
  held.set(files, { oid, config });
  return config;
}

/**
 * The least that an audience is served. A file that needs trust does not decide on it: of what is committed and what
 * lies in the tree the stricter counts, and only what this clone says for itself, out of the tree, goes before both.
 */
export async function minimumFor(
  context: Context,
  audience: Audience,
  committed: NexusConfig,
): Promise<TrustLevel> {
  const local = localTrust(context)[audience];
  if (local !== undefined) return local;
  const [ours, theirs] = [committed.trust[audience], readConfig(context).config.trust[audience]];
  return lowerTrust(ours, theirs) === ours ? theirs : ours;
}
