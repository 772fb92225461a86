import { signatureOf } from '../capture/signature.ts';
import type { Draft } from '../core/record.ts';

/** Every error record has a signature: it is the key by which the next failure finds it. */
export function withSignature(draft: Draft): Draft {
  if (draft.kind !== 'error' || draft.error?.signature !== undefined) return draft;
  const fields = draft.error ?? {};
  const split = splitType(fields.message ?? draft.title);
  const type = fields.type ?? split.type;
  const message = fields.type === undefined ? split.message : (fields.message ?? draft.title);
  const signature = signatureOf({ ...(type === undefined ? {} : { type }), message });
  return { ...draft, error: { ...fields, ...(type === undefined ? {} : { type }), message, signature } };
}

/** `ModuleNotFoundError: No module named 'x'` → its type and message. */
export function splitType(text: string): { type?: string; message: string } {
  const match =
    /^([A-Za-z_][\w.$]*(?:Error|Exception|Warning|Panic|Fault|Failure)|[A-Z]{1,6}\d{2,6}|error\[[A-Z]\d+\])\s*:\s*(\S[\s\S]*)$/.exec(
      text.trim(),
    );
  return match === null ? { message: text.trim() } : { type: match[1] ?? '', message: match[2] ?? '' };
}

/** A pasted output may hold more than one error; each line may be one that is known. */
export function linesAsSignatures(text: string): string[] {
  return text
    .split('\n')
    .slice(-200)
    .filter((line) => line.length < 1000 && line.includes(':'))
    .map((line) => {
      const { type, message } = splitType(line);
      return signatureOf({ ...(type === undefined ? {} : { type }), message });
    });
}
