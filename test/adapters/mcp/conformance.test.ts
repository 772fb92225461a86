import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../../../src/adapters/mcp/build-server.ts';
import { lazyMemory } from '../../../src/adapters/mcp/lazy-memory.ts';
import { gitRepo, tempDir } from '../../helpers/git-repo.ts';
import { mcpTool } from '../../helpers/mcp-tools.ts';
import { open, withMemory } from '../../helpers/open-repo.ts';
import { runChild } from '../../helpers/run-async.ts';

const CONFORMANCE = mcpTool('conformance');

/** The suite speaks HTTP alone; Nexus does not, so this bridge is the test's. */
async function bridge(): Promise<string> {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  await (await open(repo)).remember({ kind: 'note', title: 'Staging is read-only on Sundays' });
  const memory = lazyMemory(() => open(repo, { warm: true }));
  const handler = createMcpHandler(() => buildServer(memory, Date.now));
  const server = createServer(async (incoming, outgoing) => {
    const method = incoming.method ?? 'GET';
    const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    const body = method === 'GET' || method === 'HEAD' ? undefined : await text(incoming);
    const request = new Request(`http://127.0.0.1${incoming.url ?? '/'}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const response = await handler.fetch(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await handler.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

describe.skipIf(CONFORMANCE === undefined)('the protocol’s conformance suite', () => {
  test.each(['server-initialize', 'ping', 'tools-list', 'resources-list', 'prompts-list'])(
    '%s',
    async (scenario) => {
      const args = ['server', '--url', await bridge(), '--scenario', scenario];
      const { code, output } = await runChild(CONFORMANCE ?? '', args, { cwd: tempDir() });
      expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/0 failed/) });
    },
  );
});
