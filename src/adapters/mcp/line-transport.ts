import type { Readable } from 'node:stream';
import {
  type JSONRPCMessage,
  type MessageExtraInfo,
  ProtocolErrorCode,
  parseJSONRPCMessage,
  type Transport,
} from '@modelcontextprotocol/server';
import { safeMessage } from './safe-message.ts';

/** More in one line is no request that this server knows. */
const MAX_LINE = 8 * 1024 * 1024;
const NEWLINE = 10;

/**
 * One JSON-RPC message a line, both ways. Unlike the package's own, it answers a request whose form is
 * wrong instead of leaving the host to wait, outlives a line that is too long, and lets nothing hidden out.
 */
export class LineTransport implements Transport {
  onmessage?: <T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  /** Resolves when the host is gone, or this side has closed. */
  readonly ended: Promise<void>;
  readonly #input: Readable;
  readonly #write: (line: string, done: (error?: Error | null) => void) => void;
  #parts: Buffer[] = [];
  #size = 0;
  #closed = false;
  #end = (): void => undefined;

  constructor(input: Readable, write: (line: string, done: (error?: Error | null) => void) => void) {
    this.#input = input;
    this.#write = write;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async start(): Promise<void> {
    const close = (): void => void this.close();
    this.#input.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#input.on('end', close);
    this.#input.on('close', close);
    this.#input.on('error', (error) => this.onerror?.(error));
  }

  send(message: JSONRPCMessage): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the host is gone'));
    return new Promise((resolve, reject) => {
      this.#write(`${JSON.stringify(safeMessage(message))}\n`, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#input.pause();
    this.onclose?.();
    this.#end();
  }

  #read(chunk: Buffer): void {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, from);
      this.#keep(chunk.subarray(from, end < 0 ? chunk.length : end));
      if (end < 0) return;
      const line = this.#size > MAX_LINE ? undefined : Buffer.concat(this.#parts).toString('utf8');
      this.#parts = [];
      this.#size = 0;
      if (this.#closed) return;
      if (line === undefined) this.onerror?.(new Error(`a line of more than ${MAX_LINE} bytes was dropped`));
      else if (line.trim() !== '') this.#receive(line);
      from = end + 1;
    }
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > MAX_LINE) this.#parts = [];
    else this.#parts.push(part);
  }

  #receive(line: string): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
      this.onmessage?.(parseJSONRPCMessage(value));
    } catch (cause) {
      this.onerror?.(cause instanceof Error ? cause : new Error(String(cause)));
      const id = idOf(value);
      if (id === undefined) return;
      const error = { code: ProtocolErrorCode.InvalidRequest, message: 'this is no JSON-RPC 2.0 request' };
      this.send({ jsonrpc: '2.0', id, error }).catch((late: Error) => this.onerror?.(late));
    }
  }
}

function idOf(value: unknown): string | number | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('method' in value))
    return undefined;
  const { id } = value;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}
