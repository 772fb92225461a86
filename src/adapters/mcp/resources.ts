import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { isNexusError } from '../../core/error.ts';
import type { StoredRecord } from '../../core/record.ts';
import { defused } from '../../present/fence.ts';
import type { TextOptions } from '../../present/recall-text.ts';
import { recordText } from '../../present/record-text.ts';
import { briefingText } from './context-tool.ts';
import type { LazyMemory } from './lazy-memory.ts';
import { fencedText, orProtocolError } from './result.ts';

/** The newest so many are listed; every record can be read. */
const LISTED = 50;
const MARKDOWN = 'text/markdown';

export function registerResources(server: McpServer, memory: LazyMemory, text: () => TextOptions): void {
  registerContext(server, memory, () => text().now);
  server.registerResource(
    'record',
    new ResourceTemplate('nexus://record/{id}', { list: () => listed(memory) }),
    {
      title: 'Record',
      description: `A record of this repository's memory, by its id; the newest ${LISTED} are listed`,
      mimeType: MARKDOWN,
    },
    (uri, { id }) =>
      orProtocolError(async () => {
        const stored = await memory.use((nexus) => nexus.show(String(id)));
        return {
          contents: [{ uri: uri.href, mimeType: MARKDOWN, text: fencedText(recordText(stored, text())) }],
        };
      }),
  );
}

/** @param now milliseconds since 1970. */
function registerContext(server: McpServer, memory: LazyMemory, now: () => number): void {
  server.registerResource(
    'context',
    'nexus://context',
    { title: 'Context', description: 'What is worth knowing now of this repository', mimeType: MARKDOWN },
    (uri) =>
      orProtocolError(async () => {
        const briefing = await memory.use((nexus) => nexus.context({}));
        return { contents: [{ uri: uri.href, mimeType: MARKDOWN, text: briefingText(briefing, now()) }] };
      }),
  );
}

async function listed(memory: LazyMemory) {
  try {
    const { records } = await memory.use((nexus) => nexus.list({ limit: LISTED }));
    return { resources: records.map(entryOf) };
  } catch (cause) {
    // A host lists when it connects: where there is no repository, there are no records.
    if (isNexusError(cause) && cause.kind !== 'internal') return { resources: [] };
    throw cause;
  }
}

function entryOf({ record }: StoredRecord) {
  return {
    uri: `nexus://record/${record.id}`,
    name: record.id,
    title: `${record.kind}: ${defused(record.title)}`,
    mimeType: MARKDOWN,
  };
}
