import { ARCHIVE_PATH, DOCUMENT_NAMES, DOCUMENTS, type DocumentName } from '../core/documents.ts';
import { shortId } from '../core/id.ts';
import { packsFor } from '../core/pack.ts';
import { QUERIES_FILE } from '../core/recall-check.ts';
import { defaultConfigText } from '../format/config.ts';
import { decodeRecord } from '../format/decode.ts';
import { readDocument } from '../format/document.ts';
import { passagesOf } from '../format/foreign-markdown.ts';
import { whyNotWritable } from '../repo/memory-path.ts';
import { fingerprintOf } from '../store/draft.ts';
import { kindOfPath } from '../store/paths.ts';
import type { FileItem, FillItem } from '../transfer/item.ts';
import { fill } from '../transfer/make-item.ts';
import { redactorOf } from './admit.ts';
import type { Context } from './context.ts';
import { readText } from './document-files.ts';
import { isMemoryFile } from './export.ts';
import type { FileChange } from './import-documents.ts';
import type { Known } from './import-records.ts';
import { type ImportedItem, originText } from './import-report.ts';
import { detect, firstDocuments } from './project-facts.ts';
import { redactRecordText } from './record-text.ts';
import { CONFIG_PATH } from './settings-path.ts';

/** What an import of files goes by. */
export interface FilesHere {
  readonly known: Known;
  /** Texts that the same import writes, by path; grows. */
  readonly planned: Map<string, string>;
  /** What `nexus init` would write now, by path: a file that says just this is nobody's work. */
  readonly first: ReadonlyMap<string, string>;
}

/** The first texts of the documents and settings that an import brings. Reading the repository takes its time. */
export async function firstTexts(
  context: Context,
  items: readonly FileItem[],
): Promise<ReadonlyMap<string, string>> {
  const brought = items.flatMap(({ path }) => documentAt(path) ?? []);
  const settings = items.some(({ path }) => path === CONFIG_PATH);
  if (brought.length === 0 && !settings) return new Map();
  const facts = detect(context);
  const first = await firstDocuments(context, [...new Set(brought)], () => facts);
  return new Map([
    ...first.map(({ name, text }) => [DOCUMENTS[name].path, text] as const),
    [CONFIG_PATH, defaultConfigText(packsFor((await facts).languages))],
  ]);
}

export interface PlannedFile {
  readonly told: ImportedItem;
  /** Absent where nothing is to be written. */
  readonly write?: FileChange;
  /** A document that has a text already takes the imported one section by section. */
  readonly fills?: readonly FillItem[];
}

/** What would become of a file of an export. It is written byte for byte, or not at all. */
export function planFile(context: Context, item: FileItem, here: FilesHere): PlannedFile {
  const done = planOne(context, item, here);
  if (done.write !== undefined) here.planned.set(done.write.path, done.write.text);
  return done;
}

function planOne(context: Context, item: FileItem, { known, planned, first }: FilesHere): PlannedFile {
  const { path } = item;
  const kind = kindOfPath(path);
  const base = { what: kind ?? ('file' as const), title: path, from: originText(item.from), redacted: 0 };
  const end = (outcome: ImportedItem['outcome'], why: string, id?: string): PlannedFile => ({
    told: { ...base, outcome, why, ...(id === undefined ? {} : { id }) },
  });
  const strange = isMemoryFile(path) ? whyNotWritable(path) : 'is no file of a memory';
  if (strange !== undefined) return end('refused', `the path ${strange}`);
  const redactor = redactorOf(context);
  const clean = kind === undefined ? redactor.text(item.text) : redactRecordText(redactor, item.text);
  const { text } = clean;
  const onDisk = kind === undefined ? readText(context, path) : textAt(context, path);
  const there = planned.get(path) ?? onDisk;
  if (there === text) return end('duplicate', 'the same file is there');
  const told = { ...base, redacted: clean.found.length };
  if (kind !== undefined) return planRecordFile(path, text, there, known, told, end);
  if (there === undefined || (!planned.has(path) && isUnwritten(path, there, first))) {
    const write = { path, text, ...(there === undefined ? {} : { before: there }) };
    return { told: { ...told, outcome: 'new', path }, write };
  }
  const fills = fillsOf(item, text);
  return fills.length > 0
    ? { told: { ...told, outcome: 'kept', why: 'its sections are added one by one' }, fills }
    : end('kept', 'there already, with another text');
}

function planRecordFile(
  path: string,
  text: string,
  there: string | undefined,
  known: Known,
  told: Omit<ImportedItem, 'outcome'>,
  end: (outcome: ImportedItem['outcome'], why: string, id?: string) => PlannedFile,
): PlannedFile {
  const { record, problems } = decodeRecord(new TextEncoder().encode(text), path);
  if (record === undefined) return end('refused', problems[0]?.message ?? 'not a record');
  const same = known.byId.get(record.id);
  if (same?.record.forgotten !== undefined && record.forgotten === undefined)
    return end('refused', `it was forgotten here: ${shortId(record.id)}`, record.id);
  if (there !== undefined || same !== undefined)
    return end('kept', 'there already, with another text', record.id);
  const double = record.forgotten === undefined ? known.byPrint.get(fingerprintOf(record)) : undefined;
  if (double?.forgotten !== undefined) return end('refused', `it was forgotten here: ${shortId(double.id)}`);
  if (double !== undefined && double.retired === undefined && record.retired === undefined)
    return end('duplicate', `remembered already: ${shortId(double.id)}`, double.id);
  known.byId.set(record.id, { record, path });
  return {
    told: { ...told, title: record.title, outcome: 'new', id: record.id, path },
    write: { path, text },
  };
}

/** A record's text, whatever is wrong with it: it stays as it is. */
function textAt(context: Context, path: string): string | undefined {
  const bytes = context.files.read(path);
  return bytes === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** The document that lies at a path. */
export function documentAt(path: string): DocumentName | undefined {
  return DOCUMENT_NAMES.find((document) => DOCUMENTS[document].path === path);
}

/** True for a file that `nexus init` made and into which nobody wrote since. */
function isUnwritten(path: string, text: string, first: ReadonlyMap<string, string>): boolean {
  if (path === CONFIG_PATH) return text === defaultConfigText() || text === first.get(path);
  if (path === ARCHIVE_PATH || path === QUERIES_FILE) return false;
  if (text === first.get(path)) return true;
  return readDocument(text).every((entry) => entry.text === '' && entry.fields.size === 0);
}

function fillsOf({ path, from }: FileItem, text: string): FillItem[] {
  const name = documentAt(path);
  if (name === undefined) return [];
  return readDocument(text).flatMap(({ address, text: own, fields }) => {
    const section = { ...from, section: address.join(' / ') };
    const values = [...fields].map(([field, value]) => fill(name, address, value, section, field));
    const [passage] = passagesOf(own);
    const lines = (passage?.items ?? []).filter((line) => !isFieldLine(line, fields));
    const rest = [...lines, passage?.prose ?? ''].filter((piece) => piece !== '');
    return [...values, ...rest.map((piece) => fill(name, address, piece, section))];
  });
}

function isFieldLine(line: string, fields: ReadonlyMap<string, string>): boolean {
  return [...fields.keys()].some((name) => line.startsWith(`**${name}**`));
}
