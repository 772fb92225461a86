import { Agent, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as TlsAgent } from 'node:https';
import type { ServedModel } from '../core/embeddings.ts';
import { noVectors, vectorsIn } from './answered-vectors.ts';

/** Bytes of an answer that are read. */
const MAX_ANSWER = 64 * 1024 * 1024;
/** Characters of what a server says of its failure. */
const MAX_SAID = 200;

/**
 * The one place that speaks HTTP: asks the server that this clone's own settings name for the vectors of some texts, all of
 * one length. It goes there and nowhere else: through no proxy, and after no redirect. Throws `no-embeddings`.
 * @param key sent with it, where the settings name one
 * @param timeout milliseconds for the whole answer
 */
export async function askForVectors(
  settings: ServedModel,
  texts: readonly string[],
  key: string | undefined,
  timeout: number,
): Promise<readonly Float32Array[]> {
  const { provider, url, model } = settings;
  const path = provider === 'ollama' ? '/api/embed' : '/embeddings';
  const answer = await post(new URL(`${url}${path}`), JSON.stringify({ model, input: texts }), key, timeout);
  const found = provider === 'ollama' ? fieldOf(answer, 'embeddings') : dataOf(answer);
  return vectorsIn(found, texts.length, `is ${provider} what listens there?`);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Each entry tells its place. */
function dataOf(answer: unknown): unknown {
  const data = fieldOf(answer, 'data');
  if (!Array.isArray(data)) return undefined;
  const out: unknown[] = [];
  for (const [at, entry] of data.entries()) {
    const index = fieldOf(entry, 'index') ?? at;
    if (typeof index === 'number' && index >= 0 && index < data.length)
      out[index] = fieldOf(entry, 'embedding');
  }
  return Array.from(out);
}

/** An agent of our own takes no proxy from the environment, and leaves no connection open. */
function post(url: URL, body: string, key: string | undefined, timeout: number): Promise<unknown> {
  const isPlain = url.protocol === 'http:';
  return new Promise((resolve, reject) => {
    const late = AbortSignal.timeout(timeout);
    const give = (cause: unknown): void =>
      reject(
        late.aborted
          ? noVectors(`no answer within ${timeout} ms`, 'give it longer: timeout', cause)
          : noVectors(unreached(cause), 'is the server running?', cause),
      );
    const options = {
      method: 'POST',
      signal: late,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
    };
    const asked = isPlain
      ? requestHttp(url, { ...options, agent: new Agent() })
      : requestHttps(url, { ...options, agent: new TlsAgent() });
    asked.on('error', give);
    asked.on('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('error', give);
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > MAX_ANSWER) response.destroy(new Error('its answer has no end'));
        else parts.push(part);
      });
      response.on('end', () => {
        try {
          resolve(read(response.statusCode ?? 0, Buffer.concat(parts).toString('utf8')));
        } catch (cause) {
          reject(cause);
        }
      });
    });
    asked.end(body);
  });
}

function read(status: number, text: string): unknown {
  if (status >= 300 && status < 400)
    throw noVectors(`it sends us elsewhere (${status}), where we do not go`, 'name the address itself: url');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (status === 200) throw noVectors('its answer is no JSON', undefined, cause);
  }
  if (status !== 200) throw noVectors(`it answers ${status}`, saidBy(value));
  return value;
}

/** What a server says of its failure, in a line: `{error: "…"}` or `{error: {message: "…"}}`. */
function saidBy(value: unknown): string | undefined {
  const error = fieldOf(value, 'error');
  const said = typeof error === 'string' ? error : fieldOf(error, 'message');
  return typeof said === 'string' ? `it says: ${said.replace(/\s+/g, ' ').slice(0, MAX_SAID)}` : undefined;
}

function unreached(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  return code === '' ? 'no whole answer' : `no answer (${code})`;
}
