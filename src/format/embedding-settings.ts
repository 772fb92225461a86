import { EMBEDDING_PROVIDERS, type EmbeddingSettings } from '../core/embeddings.ts';
import type { FieldTable } from '../core/kinds.ts';
import { present } from '../core/present.ts';
import { isObject } from './plain.ts';

/** What a group `recall.embeddings` may hold. */
export const EMBEDDINGS_TABLE: FieldTable = {
  provider: { type: 'choice', choices: EMBEDDING_PROVIDERS },
  url: { type: 'line' },
  model: { type: 'line' },
  key_env: { type: 'line' },
  remote: { type: 'choice', choices: ['allow'] },
  timeout: { type: 'number', min: 10, max: 60_000 },
};

/** Where Ollama listens by itself. */
const OLLAMA = 'http://127.0.0.1:11434';
/** Long enough for a small model that is loaded, short enough that nobody waits. */
const TIMEOUT_MS = 300;

/** What the group says. What is wrong is told, and then nobody is asked: half of an address is another address. */
export function embeddingsIn(
  group: unknown,
  bad: (message: string, hint: string) => void,
): EmbeddingSettings | undefined {
  if (!isObject(group)) return undefined;
  const text = (key: string): string | undefined => {
    const value = Object.hasOwn(group, key) ? group[key] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const fault = (message: string, hint: string): undefined => {
    bad(`recall.embeddings: ${message}`, hint);
    return undefined;
  };
  const provider = EMBEDDING_PROVIDERS.find((name) => name === text('provider'));
  if (provider === undefined) return fault('names no provider', `one of ${EMBEDDING_PROVIDERS.join(', ')}`);
  const model = text('model');
  if (model === undefined) return fault('names no model', 'for example: model: nomic-embed-text');
  const given = text('url') ?? (provider === 'ollama' ? OLLAMA : undefined);
  if (given === undefined) return fault('names no url', 'for example: url: http://127.0.0.1:8080/v1');
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.search + url.hash !== '')
    return fault('url is no plain http address', 'for example: http://127.0.0.1:8080/v1');
  if (url.username + url.password !== '')
    return fault('url holds a password', 'name the environment variable that holds it: key_env');
  const remote = !isLoopback(url.hostname);
  if (remote && text('remote') !== 'allow')
    return fault(
      `${url.hostname} is another machine`,
      'memory and questions would be sent there; if they may be, add: remote: allow',
    );
  const keyEnv = text('key_env');
  if (keyEnv !== undefined && !/^[A-Za-z_]\w*$/.test(keyEnv))
    return fault('key_env is no name of an environment variable', 'the key itself stays out of files');
  if (remote && keyEnv !== undefined && url.protocol === 'http:')
    return fault('a key would go to another machine in the clear', 'an address with https:');
  const timeout = Object.hasOwn(group, 'timeout') ? group.timeout : undefined;
  return {
    provider,
    model,
    url: url.href.replace(/\/+$/, ''),
    ...present({ keyEnv }),
    remote,
    timeout: typeof timeout === 'number' ? timeout : TIMEOUT_MS,
  };
}

/** As `URL` writes hosts: every form of an IPv4 address is four decimal numbers there. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}
