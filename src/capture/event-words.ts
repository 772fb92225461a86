import { dataWords, type ToldEvent } from '../core/episode.ts';
import { oneLine } from './draft-text.ts';
import { signatureOf } from './signature.ts';

/** Parts of a type that say that something failed, or that it was put right. */
const FAILED =
  /(?:^|[\W_])(?:errors?|fail(?:ed|s|ure|ures)?|exceptions?|crash(?:ed)?|timed?[\W_]?out)(?:$|[\W_])/i;
const PUT_RIGHT = /(?:^|[\W_])(?:resolved|fixed|recover(?:ed|y)|handled|no)(?:$|[\W_])/i;

export interface EventFailure {
  readonly message: string;
  readonly signature: string;
}

/** What failed, if the event says so by its type, or by its data: `error`, or `passed`, `success` or `ok` that are false. */
export function failureIn({ type, data }: ToldEvent): EventFailure | undefined {
  const fields = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
  const { error, passed, success, ok } = fields;
  const told = typeof error === 'string' && error.trim() !== '';
  const says = FAILED.test(type) && !PUT_RIGHT.test(type) && passed !== true && success !== true;
  if (!told && !says && passed !== false && success !== false && ok !== false) return undefined;
  const name = type.replaceAll('_', ' ');
  const words = [error, fields.message, fields.reason].find(
    (text) => typeof text === 'string' && text.trim() !== '',
  );
  const message = typeof words === 'string' ? oneLine(words) : says ? name : `${name} failed`;
  const kind = fields.error_type;
  const signature = signatureOf({ ...(typeof kind === 'string' ? { type: oneLine(kind) } : {}), message });
  return signature === '' ? undefined : { message, signature };
}

/** An event as a sentence's beginning: `code generation by worker backend: approach conservative, lines 45`. */
export function eventWords(event: ToldEvent): string {
  const words = dataWords(event.data);
  return `${whoDid(event)}${words === '' ? '' : `: ${words}`}`;
}

/** What failed comes first; the rest of its data is in the event. */
export function failureWords(event: ToldEvent, { message }: EventFailure): string {
  return message === event.type.replaceAll('_', ' ') ? eventWords(event) : `${whoDid(event)}: ${message}`;
}

function whoDid({ type, role }: ToldEvent): string {
  const who = role === undefined ? '' : ` by ${role.replaceAll('_', ' ')}`;
  return `${type.replaceAll('_', ' ')}${who}`;
}

/** Paths that the data names as `file` or `files`. */
export function filesIn({ data }: ToldEvent): string[] {
  if (typeof data !== 'object' || data === null) return [];
  const { file, files } = data as Readonly<Record<string, unknown>>;
  return [file, ...(Array.isArray(files) ? files : [files])].filter((path) => typeof path === 'string');
}
