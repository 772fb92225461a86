import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Nexus } from '../../nexus.ts';
import { safeText } from '../../present/safe-text.ts';
import { buildServer } from './build-server.ts';
import { lazyMemory } from './lazy-memory.ts';
import { LineTransport } from './line-transport.ts';

export interface ServeOptions {
  open(): Promise<Nexus>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Say on standard error what goes wrong. */
  readonly debug: boolean;
}

/** Work in hand when the host is gone gets so long to end; a write is whole or not at all, whenever it is cut. */
const LAST_WORK_MS = 500;

/** Serves the Model Context Protocol on this process's standard streams until the host is gone. */
export async function serve({ open, now, debug }: ServeOptions): Promise<void> {
  const log = (what: unknown): void => {
    const text = what instanceof Error ? (debug ? what.stack : undefined) : String(what);
    if (debug) process.stderr.write(`nexus mcp: ${safeText(text ?? '', { newlines: true })}\n`);
  };
  const transport = new LineTransport(process.stdin, ownStdout(log));
  process.on('unhandledRejection', log);
  const memory = lazyMemory(open);
  const handle = serveStdio(() => buildServer(memory, now), { transport, onerror: log });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.once(signal, () => void handle.close());
  await transport.ended;
  setTimeout(() => process.exit(0), LAST_WORK_MS).unref();
}

/**
 * Standard output belongs to the protocol: one stray line and the host gives up. What anything else
 * in this process prints there goes to the log.
 */
function ownStdout(log: (what: string) => void): ConstructorParameters<typeof LineTransport>[1] {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array) => {
    log(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk));
    return true;
  };
  return (line, done) => void write(line, done);
}
