import {
  EMBEDDING_PROVIDERS,
  type EmbeddingSettings,
  type ModelFolder,
  POOLINGS,
  type ServedModel,
} from '../core/embeddings.ts';
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
  pooling: { type: 'choice', choices: POOLINGS },
  query_prefix: { type: 'line' },
  text_prefix: { type: 'line' },
  timeout: { type: 'number', min: 10, max: 60_000 },
};

/** Where Ollama listens by itself. */
const OLLAMA = 'http://127.0.0.1:11434';
/** Long enough for a small model that is loaded, short enough that nobody waits. */
const TIMEOUT_MS = 300;
/** A model in a folder is loaded by each program that asks it, once. */
const LOADING_MS = 3_000;

type Text = (key: string) => string | undefined;
type Fault = (message: string, hint: string) => undefined;

/** What the group says. What is wrong is told, and then nobody is asked: half of an address is another address. */
export function embeddingsIn(
  group: unknown,
  bad: (message: string, hint: string) => void,
): EmbeddingSettings | undefined {
  if (!isObject(group)) return undefined;
  const text: Text = (key) => {
    const value = Object.hasOwn(group, key) ? group[key] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const fault: Fault = (message, hint) => {
    bad(`recall.embeddings: ${message}`, hint);
    return undefined;
  };
  const provider = EMBEDDING_PROVIDERS.find((name) => name === text('provider'));
  if (provider === undefined) return fault('names no provider', `one of ${EMBEDDING_PROVIDERS.join(', ')}`);
  const model = text('model');
  if (model === undefined) return fault('names no model', 'for example: model: nomic-embed-text');
  const timeout = Object.hasOwn(group, 'timeout') ? group.timeout : undefined;
  const common = {
    model,
    timeout: typeof timeout === 'number' ? timeout : provider === 'onnx' ? LOADING_MS : TIMEOUT_MS,
    ...present({ queryPrefix: text('query_prefix'), textPrefix: text('text_prefix') }),
  };
  return provider === 'onnx' ? folderIn(text, common, fault) : servedIn(text, { provider, ...common }, fault);
}

function folderIn(
  text: Text,
  common: Omit<ModelFolder, 'provider' | 'pooling'>,
  fault: Fault,
): ModelFolder | undefined {
  if (!/^(?:~?[\\/]|[A-Za-z]:[\\/])/.test(common.model))
    return fault(
      'model is no folder of this machine',
      'its whole path, for example: model: ~/models/all-MiniLM-L6-v2',
    );
  const other = ['url', 'key_env', 'remote'].find((key) => text(key) !== undefined);
  if (other !== undefined) return fault(`${other} is for a server, and onnx is none`, `leave out: ${other}`);
  return { provider: 'onnx', ...common, pooling: POOLINGS.find((one) => one === text('pooling')) ?? 'mean' };
}

function servedIn(
  text: Text,
  common: Omit<ServedModel, 'url' | 'keyEnv' | 'remote'>,
  fault: Fault,
): ServedModel | undefined {
  const given = text('url') ?? (common.provider === 'ollama' ? OLLAMA : undefined);
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
  if (text('pooling') !== undefined) return fault('pooling is for onnx', 'a server does it: leave it out');
  return { ...common, url: url.href.replace(/\/+$/, ''), ...present({ keyEnv }), remote };
}

/** As `URL` writes hosts: every form of an IPv4 address is four decimal numbers there. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}
