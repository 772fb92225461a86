import { type CallToolResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { isNexusError } from '../../core/error.ts';
import type { Withheld } from '../../core/trust.ts';
import { defused, fenced } from '../../present/fence.ts';
import { eachText } from './safe-message.ts';

/** Hints for a host: this server never deletes, and reaches nothing beyond the repository. */
export const READS = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};
export const WRITES = { ...READS, readOnlyHint: false };

/** What a tool found, for a program and for a model. */
export interface Found {
  readonly data: Record<string, unknown>;
  /** From memory: it is fenced before it leaves. */
  readonly memory?: string;
  /** In our own words. */
  readonly words?: string;
}

/** Characters of one result's text; about 8,000 tokens. */
const MAX_TEXT = 32_000;

/** Runs a tool's work and gives its result the form that hosts expect; a failure too. */
export async function answered(work: () => Promise<Found>): Promise<CallToolResult> {
  try {
    const { data, memory, words } = await work();
    const parts = [words, memory === undefined || memory === '' ? undefined : fencedText(memory)];
    const text = parts.filter((part) => part !== undefined).join('\n');
    const structuredContent = fieldsOf(data);
    return { content: [{ type: 'text', text }], structuredContent };
  } catch (cause) {
    return { isError: true, content: [{ type: 'text', text: errorText(cause) }] };
  }
}

/** What is too long for one answer is cut, and says so. */
export function fencedText(memory: string): string {
  return fenced(cut(memory, MAX_TEXT)).trimEnd();
}

function fieldsOf(data: Found['data']): Found['data'] {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, eachText(value, defused)]));
}

/** The same for what answers with content or a protocol error: resources and prompts. */
export async function orProtocolError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code =
      isNexusError(cause) && cause.kind !== 'internal'
        ? ProtocolErrorCode.InvalidParams
        : ProtocolErrorCode.InternalError;
    throw cause instanceof ProtocolError ? cause : new ProtocolError(code, errorText(cause));
  }
}

/** What went wrong and what to do; never a stack. */
export function errorText(cause: unknown): string {
  if (isNexusError(cause))
    return cause.hint === undefined ? cause.message : `${cause.message}\n${cause.hint}`;
  const text = cause instanceof Error ? cause.message : String(cause);
  return `unexpected: ${cut(text.split('\n')[0] ?? '', 300)}; this is a fault in Nexus`;
}

/** The beginning of a text, and that there was more. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}… (${text.length - max} more characters)`;
}

const MAX_ITEMS = 20;
const MAX_ITEM = 600;

/** Data with so many entries of a list, and so much of each text, as one answer may hold. */
export function bounded(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, MAX_ITEM);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(bounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bounded(inner)]));
}

/** Of an answer's data: what was held back of it; nothing where nothing was. */
export function withheldData(withheld: Withheld | undefined) {
  if (withheld === undefined) return {};
  const { minimum, below, flagged } = withheld;
  const some = flagged.slice(0, MAX_ITEMS).map(({ id, rules }) => ({ id, rules: [...rules] }));
  return { withheld: { minimum, below, flagged: some } };
}

/** Of what an agent wrote. */
export const UNREVIEWED = 'It is in the working tree, not committed: unreviewed until a person commits it.';
