import { join } from 'node:path';
import type { EmbeddingSettings, ServedModel } from '../core/embeddings.ts';
import { NexusError } from '../core/error.ts';
import type { Problem } from '../core/problem.ts';
import { askForVectors } from '../repo/embedding-server.ts';
import { askModel } from '../repo/model-process.ts';
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

/** Texts that are to get vectors: what is asked, or what may answer. */
export type Embeddable = { readonly question: string } | { readonly texts: readonly string[] };

/**
 * Vectors of a question or of some texts; nothing goes to another machine that was not redacted. Throws `no-embeddings`.
 * @param timeout milliseconds for all of them
 */
export function vectorsFor(
  context: Context,
  settings: EmbeddingSettings,
  what: Embeddable,
  timeout: number,
): Promise<readonly Float32Array[]> {
  const [prefix, texts] =
    'texts' in what ? [settings.textPrefix, what.texts] : [settings.queryPrefix, [what.question]];
  const whole = prefix === undefined ? texts : texts.map((text) => `${prefix} ${text}`);
  if (settings.provider !== 'onnx') return vectorsByServer(context, settings, whole, timeout);
  const { model, pooling } = settings;
  const folder = /^~[\\/]/.test(model) ? join(context.machine.home ?? '', model.slice(2)) : model;
  return askModel({ folder, pooling, env: context.env }, whole, timeout);
}

async function vectorsByServer(
  context: Context,
  settings: ServedModel,
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
