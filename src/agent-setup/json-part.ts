import { parseJsonc } from '../format/jsonc.ts';
import {
  addItem,
  addMember,
  type JsonEdit,
  type JsonPath,
  newJson,
  removeJson,
} from '../format/jsonc-edit.ts';
import { isObject, sameData } from '../format/plain.ts';
import type { Added, Part } from './part.ts';

/** The value under these keys, or undefined. */
export function within(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}

function fromEdit(edit: JsonEdit): Added {
  return edit.text === undefined ? { why: `line ${edit.line}: ${edit.why}` } : { text: edit.text };
}

/** Applies steps to a text, one after the other, until one fails. */
function stepwise(text: string | undefined, steps: readonly Step[]): Added {
  let now = text;
  for (const { keys, isItem, value } of steps) {
    if (now === undefined) {
      now = newJson(keys, isItem ? [value] : value);
      continue;
    }
    const done = fromEdit(isItem ? addItem(now, keys, value) : addMember(now, keys, value));
    if (done.text === undefined) return done;
    now = done.text;
  }
  return now === undefined ? { why: 'there is nothing to put there' } : { text: now };
}

interface Step {
  readonly keys: readonly string[];
  readonly isItem: boolean;
  readonly value: unknown;
}

/** Takes entries out, the last first, so that the places of the others stay right. */
function without(text: string, paths: readonly JsonPath[]): string | undefined {
  let now: string = text;
  for (const path of [...paths].reverse()) {
    const left = removeJson(now, path);
    if (left.why !== undefined) return text;
    if (left.text === undefined) return undefined;
    now = left.text;
  }
  return now;
}

function dataOf(text: string): unknown {
  const parsed = parseJsonc(text);
  return 'value' in parsed ? parsed.value : undefined;
}

function snippetOf(steps: readonly Step[]): string {
  const whole = stepwise(undefined, steps);
  return (whole.text ?? '').trimEnd();
}

/** Is this how `nexus mcp` is started? Whatever else a person adds to the entry stays theirs. */
function startsNexus(entry: unknown): boolean {
  if (!isObject(entry)) return false;
  const { command, args } = entry;
  const words = Array.isArray(command) ? command : [command, ...(Array.isArray(args) ? args : [])];
  return words[0] === 'nexus' && words[1] === 'mcp';
}

/** The entry `nexus` in a table of MCP servers. */
export function serverEntry(path: string, table: readonly string[], entry: unknown): Part {
  const keys = [...table, 'nexus'];
  const steps = [{ keys, isItem: false, value: entry }];
  return {
    what: 'server',
    path,
    snippet: snippetOf(steps),
    add(text) {
      const there = text === undefined ? undefined : within(dataOf(text), keys);
      if (text === undefined || there === undefined) return stepwise(text, steps);
      if (startsNexus(there)) return { text };
      return { why: `it has a server "nexus" of its own in ${table.join('.')}, which was left alone` };
    },
    strip: (text) => (startsNexus(within(dataOf(text), keys)) ? without(text, [keys]) : text),
  };
}

/** One hook: the event's name and what stands in its list. */
export interface HookEntry {
  readonly event: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** How settings hold hooks. */
export interface HookFile {
  readonly agent: string;
  readonly hooks: readonly HookEntry[];
  /** What the file must say besides, under a key of its own. */
  readonly version?: number;
}

/** Commands of ours, of whatever release, in a hook or in a group of hooks. */
function isOurs(hook: unknown, agent: string): boolean {
  if (!isObject(hook)) return false;
  return [hook.command, hook.bash].some(
    (line) => typeof line === 'string' && new RegExp(`^nexus hook ${agent}(?![\\w-])`).test(line),
  );
}

/** Where our hooks stand: whole groups that hold nothing else, and single hooks in groups of others. */
function oursIn(value: unknown, agent: string): readonly JsonPath[] {
  const events = within(value, ['hooks']);
  if (!isObject(events)) return [];
  return Object.keys(events).flatMap((event) => {
    const entries = events[event];
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((entry: unknown, index): readonly JsonPath[] => {
      const at: JsonPath = ['hooks', event, index];
      const inner = isObject(entry) ? entry.hooks : undefined;
      if (!Array.isArray(inner)) return isOurs(entry, agent) ? [at] : [];
      const found = inner.flatMap((hook: unknown, place) =>
        isOurs(hook, agent) ? [[...at, 'hooks', place]] : [],
      );
      return found.length > 0 && found.length === inner.length ? [at] : found;
    });
  });
}

/** A version that stands behind hooks which are all ours came with them. */
function versionIsOurs(before: unknown, after: unknown, version: number | undefined): boolean {
  if (version === undefined || !isObject(before) || !isObject(after)) return false;
  const keys = Object.keys(before);
  return (
    before.version === version &&
    !Object.hasOwn(after, 'hooks') &&
    keys.indexOf('hooks') >= 0 &&
    keys.indexOf('hooks') < keys.indexOf('version')
  );
}

function stripHooks(text: string, { agent, version }: HookFile): string | undefined {
  const before = dataOf(text);
  const left = without(text, oursIn(before, agent));
  if (left === undefined || left === text) return left;
  return versionIsOurs(before, dataOf(left), version) ? without(left, [['version']]) : left;
}

/** Are exactly our hooks there? */
function areThere(value: unknown, { agent, hooks }: HookFile): boolean {
  const places = oursIn(value, agent);
  return (
    places.length === hooks.length &&
    hooks.every(({ event, value: wanted }) => {
      const list = within(value, ['hooks', event]);
      return Array.isArray(list) && list.some((entry) => sameData(entry, wanted));
    })
  );
}

/** Our hooks in a settings file, behind those that are there. */
export function hookEntries(path: string, file: HookFile): Part {
  const steps: Step[] = file.hooks.map(({ event, value }) => ({
    keys: ['hooks', event],
    isItem: true,
    value,
  }));
  const version: Step[] =
    file.version === undefined ? [] : [{ keys: ['version'], isItem: false, value: file.version }];
  return {
    what: 'hooks',
    path,
    snippet: snippetOf([...steps, ...version]),
    add(text) {
      const value = text === undefined ? undefined : dataOf(text);
      if (text !== undefined && areThere(value, file)) return { text };
      const rest = text === undefined ? undefined : stripHooks(text, file);
      const old = rest === undefined ? undefined : dataOf(rest);
      // Who has hooks without a version knows why.
      const needsVersion = within(old, ['version']) === undefined && within(old, ['hooks']) === undefined;
      return stepwise(rest, needsVersion ? [...steps, ...version] : steps);
    },
    strip: (text) => stripHooks(text, file),
  };
}
