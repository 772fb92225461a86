import { safeText } from '../../present/safe-text.ts';

/** Characters of each text of a failure: what a caller sent may be echoed in it. */
const MAX_ERROR = 2_000;

/**
 * A message as it may leave: control, invisible and direction-changing characters are made visible
 * in every text, whoever wrote it, so that a model reads what a person would see. The caller's own id comes back as it was.
 */
export function safeMessage(message: object): object {
  return fields(message, (value, key) => {
    if (key === 'id') return value;
    return eachText(value, key === 'error' || isFailure(value) ? (text) => safe(brief(text)) : safe);
  });
}

function isFailure(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'isError' in result && result.isError === true;
}

function brief(text: string): string {
  return text.length <= MAX_ERROR ? text : `${text.slice(0, MAX_ERROR)}…`;
}

function safe(text: string): string {
  return safeText(text, { newlines: true });
}

/** The same data with every text in it changed; keys stay. */
export function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => eachText(inner, change));
  if (typeof value !== 'object' || value === null) return value;
  return fields(value, (inner) => eachText(inner, change));
}

function fields(value: object, change: (inner: unknown, key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)]));
}
