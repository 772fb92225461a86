import { NexusError } from '../core/error.ts';
import { LIMITS } from '../core/kinds.ts';
import type { MemoryFiles } from '../core/ports.ts';
import { type Problem, problemsInWords } from '../core/problem.ts';
import type { NexusRecord, StoredRecord } from '../core/record.ts';
import { decodeText } from '../format/decode.ts';
import { editRecord, type FieldChanges } from '../format/edit.ts';
import { encodeRecord } from '../format/encode.ts';
import { oneLine } from '../format/lines.ts';
import { textOf } from '../format/text.ts';
import { fingerprintOf, fitBody } from './draft.ts';
import { idOfPath, pathOf, tombstonePath } from './paths.ts';
import { openReader, type Reader } from './read.ts';

/** Records in their files. Writing is by the port's atomic calls; nothing is written that cannot be read back. */
export interface Store extends Reader {
  /** Writes a new file. A body over the limit is cut, and says so; anything else wrong throws `invalid-record`. */
  add(record: NexusRecord): StoredRecord;
  /** Changes fields or text in place. Throws `invalid-record` and writes nothing if any change cannot be made. */
  edit(stored: StoredRecord, changes: FieldChanges): StoredRecord;
  /** Puts a person's whole new text in place of the old one; throws `invalid-record` if it is not sound. */
  rewrite(stored: StoredRecord, text: string): StoredRecord;
  /** The record stays, and is not recalled any more. */
  retire(id: string, reason: string): StoredRecord;
  /** Puts a tombstone in the record's place: its id, kind, time and fingerprint, none of its words. */
  forget(id: string, fingerprint?: string): StoredRecord;
}

export function openStore(files: MemoryFiles): Store {
  const reader = openReader(files);

  const current = (path: string): string => {
    const bytes = files.read(path);
    if (bytes === undefined) throw new NexusError('not-found', 'unknown-id', `${path} is gone`);
    const { text, problem } = textOf(bytes, path);
    if (problem !== undefined) throw invalid([problem]);
    return text;
  };
  const edit = (stored: StoredRecord, changes: FieldChanges): StoredRecord => {
    const before = current(stored.path);
    const { text, problems } = editRecord(before, changes, stored.path);
    if (problems.length > 0) throw invalid(problems);
    const record = sound(text, stored, decodeText(before, stored.path).problems);
    if (text !== before) files.replace(stored.path, text, before);
    return { record, path: stored.path };
  };

  return {
    ...reader,
    add(given) {
      const record = fitBody(given);
      const path = pathOf(record);
      const text = encodeRecord(record);
      const written = sound(text, { record, path }, []);
      files.create(path, text);
      return { record: written, path };
    },
    edit,
    rewrite(stored, text) {
      const before = current(stored.path);
      const record = sound(text, stored, decodeText(before, stored.path).problems);
      if (text !== before) files.replace(stored.path, text, before);
      return { record, path: stored.path };
    },
    retire(id, reason) {
      if (oneLine(reason) === '')
        throw new NexusError('usage', 'missing-argument', 'say why the record is retired');
      return edit(reader.find(id), { set: { retired: reason } });
    },
    forget(id, fingerprint) {
      const { record, path } = reader.find(id);
      if (record.forgotten !== undefined) return { record, path };
      const tombstone: NexusRecord = {
        id: record.id,
        kind: record.kind,
        title: '(forgotten)',
        created: record.created,
        tags: [],
        files: [],
        supersedes: [],
        derived_from: [],
        forgotten: fingerprint ?? fingerprintOf(record),
        extra: {},
        body: '',
      };
      const place = tombstonePath(path, record.id);
      const text = encodeRecord(tombstone);
      // The tombstone first: if we stop between the two, the tombstone is the one that counts.
      files.create(place, text);
      for (const { path: other } of files.list().files)
        if (other !== place && idOfPath(other) === record.id) files.remove(other);
      if (idOfPath(path) !== record.id) files.remove(path);
      return { record: sound(text, { record: tombstone, path: place }, []), path: place };
    },
  };
}

/** The record that a text holds. Throws unless it is this record, within the limits, with no problem that is new. */
function sound(text: string, stored: StoredRecord, known: readonly Problem[]): NexusRecord {
  const size = new TextEncoder().encode(text).length;
  if (size > LIMITS.record) {
    const hint = 'shorten it or split it into several records';
    throw invalid([
      { code: 'too-big', message: `${size} bytes, the limit is ${LIMITS.record}`, file: stored.path, hint },
    ]);
  }
  const { record, problems } = decodeText(text, stored.path);
  const old = new Set(known.map((problem) => `${problem.code} ${problem.message}`));
  const fresh = problems.filter((problem) => !old.has(`${problem.code} ${problem.message}`));
  if (record === undefined || fresh.length > 0) throw invalid(fresh.length > 0 ? fresh : problems);
  if (record.id === stored.record.id && record.kind === stored.record.kind) return record;
  const hint = 'make a new record that supersedes this one';
  throw invalid([{ code: 'bad-field', message: 'id and kind cannot be changed', file: stored.path, hint }]);
}

function invalid(problems: readonly Problem[]): NexusError {
  const { message, hint } = problemsInWords(problems);
  return new NexusError('usage', 'invalid-record', message, hint);
}
