import { LIMITS } from '../core/kinds.ts';
import type { Problem } from '../core/problem.ts';

/**
 * Bytes as text, or the problem that keeps them from being text. The size is looked at first. A byte
 * order mark stays in the text, so that encoding it again gives the same bytes.
 */
export function textOf(
  bytes: Uint8Array,
  path: string,
  limit: number = LIMITS.record,
):
  | { readonly text: string; readonly problem?: never }
  | { readonly problem: Problem; readonly text?: never } {
  if (bytes.length > limit)
    return {
      problem: {
        code: 'too-big',
        message: `more than ${limit} bytes, which is the limit`,
        file: path,
        hint: 'shorten it or split it into several records',
      },
    };
  const nul = bytes.indexOf(0);
  if (nul >= 0) return notText(bytes, nul, path, 'a NUL byte');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return notText(bytes, firstBadByte(bytes), path, 'a byte that is not UTF-8');
  }
}

function notText(bytes: Uint8Array, offset: number, path: string, what: string): { problem: Problem } {
  let line = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) line++;
  return {
    problem: {
      code: 'not-utf8',
      message: `${what} at offset ${offset}`,
      file: path,
      line,
      hint: 'save the file as UTF-8 text',
    },
  };
}

/** Offset of the byte that makes the text invalid; found by halving, as a longer prefix only stays invalid. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = (good + bad) >> 1;
    if (decodes(bytes.subarray(0, middle + 1))) good = middle + 1;
    else bad = middle;
  }
  return good < bytes.length ? good : Math.max(0, bytes.length - 1);
}

/** True also where the last character is not complete yet. */
function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
