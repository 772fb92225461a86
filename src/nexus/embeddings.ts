import type { EmbeddingSettings } from '../core/embeddings.ts';
import { NexusError } from '../core/error.ts';
import type { Problem } from '../core/problem.ts';
import { askForVectors } from '../repo/embedding-server.ts';
import type { Context } from './context.ts';
import { readLocalConfig } from './trust-settings.ts';

/** Who makes vectors here, by this clone's own settings; where those are wrong nobody does, and why. */
export function embeddingsOf(context: Context): {
  readonly settings?: EmbeddingSettings;
  readonly problems: readonly Problem[];
} {
  const { config, problems } = readLocalConfig(context);
  return config.embeddings === undefined ? { problems } : { settings: config.embeddings, problems: [] };
}

/**
 * Vectors of some texts; nothing goes to another machine that was not redacted. Throws `no-embeddings`.
 * @param timeout milliseconds for all of them
 */
export async function vectorsFor(
  context: Context,
  settings: EmbeddingSettings,
  texts: readonly string[],
  timeout: number,
): Promise<readonly Float32Array[]> {
  const { keyEnv } = settings;
  const key = keyEnv === undefined ? undefined : context.env[keyEnv];
  if (keyEnv !== undefined && (key ?? '') === '')
    throw new NexusError(
      'broken',
      'no-embeddings',
      `${keyEnv} is not set`,
      'key_env of recall.embeddings names it',
    );
  if (!settings.remote) return askForVectors(settings, texts, key, timeout);
  const redactor = (await import('./admit.ts')).redactorOf(context);
  return askForVectors(
    settings,
    texts.map((text) => redactor.text(text).text),
    key,
    timeout,
  );
}
