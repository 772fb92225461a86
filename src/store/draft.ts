import { KINDS, LIMITS } from '../core/kinds.ts';
import type { Problem, ProblemCode } from '../core/problem.ts';
import type { Draft, Kind, NexusRecord } from '../core/record.ts';
import { isoSeconds } from '../core/time.ts';
import { normaliseCitation } from '../format/citation.ts';
import { decodeText } from '../format/decode.ts';
import { encodeRecord } from '../format/encode.ts';
import { canonicalBody, oneLine, sortedSet } from '../format/lines.ts';

/**
 * The record that a draft makes: canonical form throughout (one-line fields on one line, lists as
 * sorted sets, citations normalised, those that leave the repository left out), and a body cut to the
 * record's limit with a line that says so. Check the draft with `validateDraft` first.
 *
 * @param made `now` is in milliseconds since 1970.
 */
export function recordOf(draft: Draft, made: { readonly id: string; readonly now: number }): NexusRecord {
  const { language, expires, error, pattern, episode, events, errors, recalled, executions } = draft;
  const raw: NexusRecord = {
    id: made.id,
    kind: draft.kind,
    title: nfc(draft.title),
    created: isoSeconds(made.now),
    ...(language === undefined ? {} : { language }),
    tags: sortedSet((draft.tags ?? []).map(nfc)),
    files: sortedSet((draft.files ?? []).flatMap((file) => normaliseCitation(file) ?? [])),
    supersedes: draft.supersedes ?? [],
    derived_from: draft.derived_from ?? [],
    ...(expires === undefined ? {} : { expires }),
    ...(error === undefined ? {} : { error }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(episode === undefined ? {} : { episode }),
    ...(events === undefined ? {} : { events }),
    ...(errors === undefined ? {} : { errors }),
    ...(recalled === undefined ? {} : { recalled }),
    ...(executions === undefined ? {} : { executions }),
    extra: {},
    body: canonicalBody(draft.body ?? '').normalize('NFC'),
  };
  const fitted = fitBody(raw);
  // What a reader of the written file gets; a record that cannot be read back is refused by the store.
  return decodeText(encodeRecord(fitted), '').record ?? fitted;
}

function nfc(text: string): string {
  return oneLine(text.normalize('NFC'));
}

/** Cuts a body so that the whole file keeps to the limit; the cut is told in the body's last line. */
export function fitBody(record: NexusRecord): NexusRecord {
  const size = byteLength(encodeRecord(record));
  if (size <= LIMITS.record) return record;
  const body = canonicalBody(record.body);
  const bare = byteLength(encodeRecord({ ...record, body: '' }));
  const room = LIMITS.record - bare - 64;
  let end = 0;
  for (let high = body.length; end < high; ) {
    const middle = (end + high + 1) >> 1;
    if (byteLength(body.slice(0, middle)) <= room) end = middle;
    else high = middle - 1;
  }
  const line = body.lastIndexOf('\n', end);
  // Whole lines where that costs little; never half of a surrogate pair.
  if (line > end - 200 && line > 0) end = line;
  else if (/[\ud800-\udbff]/.test(body[end - 1] ?? '')) end--;
  return { ...record, body: `${body.slice(0, end)}\n\n… cut by Nexus: ${body.length - end} more characters` };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

const FILE = 'draft';

/** Everything wrong with a draft; none means that `recordOf` makes a record of all of it. */
export function validateDraft(draft: Draft): Problem[] {
  const problems: Problem[] = [];
  const report = (code: ProblemCode, message: string, hint: string): void => {
    problems.push({ code, message, file: FILE, hint });
  };
  const title = oneLine(draft.title);
  if (title === '') report('missing-field', 'no title', 'say in one line what is worth keeping');
  for (const [name, message] of missingParts(draft)) report('missing-field', message, `add ${name}`);
  for (const file of draft.files ?? [])
    if (normaliseCitation(file) === undefined)
      report(
        'bad-citation',
        `not a path inside the repository: ${oneLine(file).slice(0, 120)}`,
        'as in src/app.ts#L10-L20',
      );

  // The reader is the judge of all other fields.
  const probe = { id: '0'.repeat(26), kind: draft.kind, created: isoSeconds(0), extra: {} } as const;
  const { title: _title, kind: _kind, files: _files, body: _body, ...fields } = draft;
  const record: NexusRecord = {
    tags: [],
    supersedes: [],
    derived_from: [],
    ...fields,
    ...probe,
    title: title === '' ? 'x' : title,
    files: (draft.files ?? []).flatMap((file) => normaliseCitation(file) ?? []),
    body: '',
  };
  const text = encodeRecord(record);
  for (const { code, message, hint } of decodeText(text, '').problems) report(code, message, hint ?? '');
  if (byteLength(text) > LIMITS.record - 1024)
    report('too-big', 'the fields alone fill a record', 'shorten the lists');
  return problems;
}

/** What a kind cannot be without: an error that names no error finds nobody. */
function missingParts(draft: Draft): [string, string][] {
  if (!Object.hasOwn(KINDS, draft.kind))
    return [['kind', `unknown kind ${oneLine(String(draft.kind)).slice(0, 40)}`]];
  const { message, signature } = draft.error ?? {};
  if (draft.kind === 'error' && oneLine(message ?? '') === '' && oneLine(signature ?? '') === '')
    return [['error.message', 'an error without a message']];
  return [];
}

/**
 * 16 hexadecimal digits that are the same for records that say the same: FNV-1a, 64 bits
 * (www.isthe.com/chongo/tech/comp/fnv), over the kind and the error's signature, or else the title,
 * compared without case, width and blanks. A tombstone's own is that of what was forgotten.
 */
export function fingerprintOf(record: {
  readonly kind: Kind;
  readonly title: string;
  readonly error?: { readonly signature?: string };
  readonly forgotten?: string;
}): string {
  if (record.forgotten !== undefined) return record.forgotten;
  const key = (record.kind === 'error' ? record.error?.signature : undefined) ?? record.title;
  const normal = oneLine(key).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${record.kind}\0${normal}`))
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, '0');
}
