import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * A program that tests MCP servers and is too large to depend on: in the folder that NEXUS_MCP_TOOLS
 * names, as `.ci/run` installs it, or on PATH. Says so where it is not there.
 */
export function mcpTool(name: string): string | undefined {
  const tools = process.env.NEXUS_MCP_TOOLS ?? '';
  const folders = [
    ...(tools === '' ? [] : [join(tools, 'node_modules', '.bin')]),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) console.log(`skipped: ${name} is neither in NEXUS_MCP_TOOLS nor on PATH`);
  return found;
}
