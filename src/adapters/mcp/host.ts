import { CLIENT_INFO_META_KEY, type McpServer } from '@modelcontextprotocol/server';

/**
 * Who is at the other end, as it may stand in a record.
 * @param envelope of a request since protocol 2026-07-28, which names its sender; before, the first request did.
 */
export function hostOf(server: McpServer, envelope: unknown): string {
  const info = fieldOf(envelope, CLIENT_INFO_META_KEY) ?? server.server.getClientVersion();
  const name = fieldOf(info, 'name');
  const plain = (typeof name === 'string' ? name : '').toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-');
  return /[a-z]/.test(plain) ? plain.slice(0, 40) : 'agent';
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}
