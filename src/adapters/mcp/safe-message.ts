import { safeText } from '../../present/safe-text.ts';

/** Of an error's message: what a caller sent may be echoed in it. */
const MAX_ERROR = 1_000;

/**
 * A message as it may leave: control, invisible and direction-changing characters are made visible
 * in every text, whoever wrote it, so that a model reads what a person would see. The caller's own id comes back as it was.
 */
export function safeMessage<T>(message: T): T {
  return mapped(message) as T;
}

function mapped(message: unknown): unknown {
  if (typeof message !== 'object' || message === null) return message;
  return fields(message, (value, key) => {
    if (key === 'id') return value;
    return key === 'error' ? safeError(safe(value)) : safe(value);
  });
}

const safe = (value: unknown): unknown => eachText(value, (text) => safeText(text, { newlines: true }));

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

function safeError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('message' in error)) return error;
  const { message } = error;
  if (typeof message !== 'string' || message.length <= MAX_ERROR) return error;
  return { ...error, message: `${message.slice(0, MAX_ERROR)}…` };
}
