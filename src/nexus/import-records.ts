import { isNexusError } from '../core/error.ts';
import { shortId } from '../core/id.ts';
import type { Draft, NexusRecord, StoredRecord } from '../core/record.ts';
import { oneLine } from '../format/lines.ts';
import { type Likeness, likenessIndex } from '../store/alike.ts';
import { fingerprintOf, recordOf } from '../store/draft.ts';
import { pathOf } from '../store/paths.ts';
import type { RecordItem } from '../transfer/item.ts';
import { admit, redactorOf } from './admit.ts';
import type { Context } from './context.ts';
import type { ImportedItem } from './import-report.ts';
import { originText } from './import-report.ts';

/** What is remembered already, for telling doubles. Grows by what the import adds. */
export interface Known {
  readonly byPrint: Map<string, NexusRecord>;
  readonly byId: Map<string, StoredRecord>;
  readonly alike: Likeness<NexusRecord>;
}

export function knownFrom(records: readonly StoredRecord[]): Known {
  const known: Known = { byPrint: new Map(), byId: new Map(), alike: likenessIndex() };
  for (const stored of records) {
    known.byId.set(stored.record.id, stored);
    remember(known, stored.record);
  }
  return known;
}

function remember(known: Known, record: NexusRecord): void {
  const print = fingerprintOf(record);
  // What was forgotten counts most, then what is served.
  const other = known.byPrint.get(print);
  if (other === undefined || record.forgotten !== undefined || other.retired !== undefined)
    known.byPrint.set(print, record);
  if (record.forgotten === undefined) known.alike.add(record, record);
}

export interface PlannedRecord {
  readonly told: ImportedItem;
  /** Absent where nothing is to be written. */
  readonly record?: NexusRecord;
}

/**
 * Says of each item what would become of it, and makes the records. Nothing is written. An item that
 * is refused hides no other.
 */
export function planRecords(
  context: Context,
  items: readonly RecordItem[],
  known: Known,
): readonly PlannedRecord[] {
  const fresh = new Set<string>();
  const idOfKey = new Map<string, string>();
  const planned = items.map((item) => {
    const one = planOne(context, item, known, fresh);
    if (item.key !== undefined && one.told.id !== undefined) idOfKey.set(item.key, one.told.id);
    return one;
  });
  return planned.map((one, at) => {
    const ids = (items[at]?.replaces ?? []).flatMap((key) => idOfKey.get(key) ?? []);
    const supersedes = ids.filter((id) => id !== one.record?.id).sort();
    return one.record === undefined || supersedes.length === 0
      ? one
      : { ...one, record: { ...one.record, supersedes } };
  });
}

function planOne(context: Context, item: RecordItem, known: Known, fresh: Set<string>): PlannedRecord {
  const { draft, from } = item;
  const base = { what: draft.kind, title: oneLine(draft.title), from: originText(from) };
  let clean: ReturnType<typeof admit>;
  try {
    clean = admit(context, draft);
  } catch (cause) {
    if (!isNexusError(cause) || cause.code !== 'invalid-record') throw cause;
    return { told: { ...base, outcome: 'refused', why: cause.message, redacted: 0 } };
  }
  const named = distinct(clean.draft, item, known, fresh);
  const told = { ...base, title: oneLine(named.title), redacted: clean.redacted };
  const double = known.byPrint.get(fingerprintOf(named)) ?? known.alike.find({ body: '', ...named });
  if (double !== undefined) return { told: { ...told, ...doubleOf(named, double, fresh) } };
  const made = recordOf(named, { id: context.newId(), now: item.created ?? context.clock() });
  const retired = item.retired === undefined ? '' : oneLine(redactorOf(context).text(item.retired).text);
  const record = retired === '' ? made : { ...made, retired };
  remember(known, record);
  fresh.add(record.id);
  return { told: { ...told, outcome: 'new', id: record.id, path: pathOf(record) }, record };
}

/** Two texts of one import under the same title are two records: the second says where it stood. */
function distinct(draft: Draft, { from }: RecordItem, known: Known, fresh: ReadonlySet<string>): Draft {
  const other = known.byPrint.get(fingerprintOf(draft));
  if (other === undefined || !fresh.has(other.id) || saysTheSame(draft, other)) return draft;
  return { ...draft, title: `${draft.title} (${from.section ?? from.file})` };
}

function saysTheSame(draft: Draft, record: NexusRecord): boolean {
  const one = likenessIndex<true>();
  one.add(record, true);
  return one.find({ body: '', ...draft }) === true;
}

function doubleOf(
  draft: Draft,
  double: NexusRecord,
  fresh: ReadonlySet<string>,
): Pick<ImportedItem, 'outcome' | 'why' | 'id'> {
  const id = shortId(double.id);
  if (double.forgotten !== undefined) return { outcome: 'refused', why: `it was forgotten: ${id}` };
  if (fresh.has(double.id)) return { outcome: 'duplicate', why: 'twice in this import', id: double.id };
  return saysTheSame(draft, double)
    ? { outcome: 'duplicate', why: `remembered already: ${id}`, id: double.id }
    : { outcome: 'kept', why: `another text has this title: ${id}`, id: double.id };
}
