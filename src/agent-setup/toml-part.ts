import { isObject, sameData } from '../format/plain.ts';
import { parseToml } from '../format/toml.ts';
import { within } from './json-part.ts';
import { stripBlock, tomlMarks, withBlock } from './managed-block.ts';
import type { Part } from './part.ts';

/** TOML readers know no byte order mark. */
function dataOf(text: string): Readonly<Record<string, unknown>> | undefined {
  return parseToml(text.replace(/^\uFEFF/, ''));
}

/** A marked block at the end of a TOML file, there only if the file says the same as before without it. */
function tomlBlock(
  what: Part['what'],
  path: string,
  name: string,
  lines: readonly string[],
  taken: (before: unknown) => string | undefined,
): Part {
  const marks = tomlMarks(name);
  return {
    what,
    path,
    snippet: lines.join('\n'),
    add(text) {
      const rest = text === undefined ? undefined : stripBlock(text, marks);
      const before = dataOf(rest ?? '');
      if (before === undefined) return { why: 'it is not TOML that can be read' };
      const why = taken(before);
      if (why !== undefined) return { why };
      const own = dataOf(lines.join('\n'));
      const there = withBlock(text, lines, marks);
      if (there === text) return { text };
      // In the place of an older block, or, where the order would be another, at the end.
      for (const added of [there, withBlock(rest, lines, marks)]) {
        const after = dataOf(added);
        if (after !== undefined && sameData(after, merged(before, own))) return { text: added };
      }
      return { why: 'a table at its end would not say there what it says' };
    },
    strip: (text) => stripBlock(text, marks),
  };
}

/** Both together: tables are joined, lists are strung together. */
function merged(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (!isObject(a) || !isObject(b)) return b;
  const both: Record<string, unknown> = { ...a };
  for (const key of Object.keys(b)) both[key] = Object.hasOwn(a, key) ? merged(a[key], b[key]) : b[key];
  return both;
}

/** `[mcp_servers.nexus]` of Codex. */
export function tomlServer(path: string): Part {
  const lines = ['[mcp_servers.nexus]', 'command = "nexus"', 'args = ["mcp"]'];
  return tomlBlock('server', path, 'nexus', lines, (before) =>
    within(before, ['mcp_servers', 'nexus']) === undefined
      ? undefined
      : 'it has [mcp_servers.nexus] of its own, which was left alone',
  );
}

/** One hook of Codex. */
export interface TomlHook {
  readonly event: string;
  readonly matcher?: string;
  readonly command: string;
  /** Seconds. */
  readonly timeout: number;
}

/** `[[hooks.…]]` of Codex. */
export function tomlHooks(path: string, hooks: readonly TomlHook[]): Part {
  const lines = hooks.flatMap(({ event, matcher, command, timeout }) => [
    `[[hooks.${event}]]`,
    ...(matcher === undefined ? [] : [`matcher = ${JSON.stringify(matcher)}`]),
    `[[hooks.${event}.hooks]]`,
    'type = "command"',
    `command = ${JSON.stringify(command)}`,
    `timeout = ${timeout}`,
  ]);
  return tomlBlock('hooks', path, 'nexus hooks', lines, () => undefined);
}

/** Does a file of settings hold hooks of somebody's own? */
export function hasTomlHooks(text: string): boolean {
  const hooks = within(dataOf(text), ['hooks']);
  return isObject(hooks) && Object.values(hooks).some(Array.isArray);
}
