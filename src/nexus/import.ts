import { posix, relative, resolve } from 'node:path';
import type { DocumentName } from '../core/documents.ts';
import { isNexusError, NexusError } from '../core/error.ts';
import { LIMITS } from '../core/kinds.ts';
import type { Problem } from '../core/problem.ts';
import { existing, readGivenPath } from '../repo/given-paths.ts';
import { kindOfPath } from '../store/paths.ts';
import { includedIn } from '../transfer/instructions.ts';
import type { BadItem, FileItem, FillItem, RecordItem, Source, TransferItem } from '../transfer/item.ts';
import {
  belonging,
  detectFormat,
  readSources,
  SOURCE_FORMATS,
  type SourceFormatName,
  sourceFormatNamed,
} from '../transfer/sources.ts';
import { type Context, requireMemory } from './context.ts';
import { alone, requireUnchanged } from './document-files.ts';
import { type DocumentPlan, type FileChange, planDocument } from './import-documents.ts';
import { documentAt, firstTexts, planFile } from './import-files.ts';
import { knownFrom, type PlannedRecord, planRecords } from './import-records.ts';
import { type ImportedItem, type ImportReport, originText } from './import-report.ts';
import { loadConfig } from './settings.ts';

export interface ImportInput {
  /** Files and folders. */
  readonly paths?: readonly string[];
  /** A text, as from standard input. */
  readonly text?: string;
  /** A format's name; without it, told by what is read. */
  readonly format?: string;
  /** Say what would be done, and do nothing. */
  readonly dryRun: boolean;
}

/** The name of a text that came without one. */
const UNNAMED = 'standard input';

/**
 * Takes over what other tools, or another memory, know. All of it is read, redacted and checked before
 * anything is written; what is here already is told and not written again; the sources stay as they are.
 * Throws `bad-value` for a path without anything, or of no known format.
 */
export async function importMemory(context: Context, input: ImportInput): Promise<ImportReport> {
  requireMemory(context);
  loadConfig(context);
  const groups = groupsOf(context, input);
  const known = knownFrom((await context.reader()).all().records);
  const records: PlannedRecord[] = [];
  const changes: FileChange[] = [];
  const first = await firstTexts(
    context,
    groups.flatMap(({ found }) => found.filter(isFile)),
  );
  const here = { known, first, planned: new Map<string, string>() };
  const documents = new Map<DocumentName, DocumentPlan>();
  const documentOf = (name: DocumentName): DocumentPlan => {
    const plan = documents.get(name) ?? planDocument(context, name);
    documents.set(name, plan);
    return plan;
  };
  const items: ImportedItem[] = [];
  for (const { found } of groups) {
    const drafts = planRecords(context, found.filter(isRecord), known);
    const given = found.filter(isFile).map((item) => planFile(context, item, here));
    const fills = [...found.filter(isFill), ...given.flatMap((one) => one.fills ?? [])];
    records.push(...drafts);
    for (const { write: change } of given) {
      const name = change === undefined ? undefined : documentAt(change.path);
      if (change !== undefined && name === undefined) changes.push(change);
      // What else is told of this document goes into the text that is coming in.
      else if (change !== undefined && name !== undefined)
        documents.set(name, planDocument(context, name, change.text));
    }
    items.push(...[...drafts, ...given].map(({ told }) => told));
    for (const item of fills) items.push(documentOf(item.document).add(item));
    items.push(...found.filter(isBad).map(refusal));
  }
  changes.push(...[...documents.values()].flatMap((plan) => plan.change() ?? []));
  if (!input.dryRun) await write(context, records, changes);
  return {
    dryRun: input.dryRun,
    sources: groups.map(({ path, format, files: count }) => ({ path, format, files: count })),
    items,
    problems: groups.flatMap(({ problems }) => problems),
  };
}

interface Group {
  readonly path: string;
  readonly format: SourceFormatName;
  readonly files: number;
  readonly found: readonly TransferItem[];
  readonly problems: readonly Problem[];
}

/** What was given, path by path: each is of one format. */
function groupsOf(context: Context, { paths = [], text, format }: ImportInput): Group[] {
  const forced = format === undefined ? undefined : sourceFormatNamed(format);
  const root = context.repository?.facts.root ?? context.cwd;
  if (paths.length === 0 && text === undefined) throw nothingGiven(root);
  // A whole repository is of no one form: what is meant must be said.
  if (paths.some((path) => resolve(context.cwd, path) === root)) throw nothingGiven(root);
  const given = paths.map((path) => ({ path, ...readGivenPath(path, context.cwd, root) }));
  if (text !== undefined) given.push({ path: UNNAMED, files: [{ path: UNNAMED, text }], problems: [] });
  return given.map(({ path, files, problems }) => {
    const sources: readonly Source[] = files;
    const kind = forced ?? detectFormat(sources);
    if (kind === undefined) throw unknownFormat(path, files.length, problems);
    const own = forced === undefined ? belonging(kind, sources) : sources;
    const here = !relative(root, resolve(context.cwd, path)).startsWith('..');
    const mine = kind === 'instructions' && here ? withIncluded(own, root) : own;
    return { path, format: kind, files: mine.length, found: readSources(kind, mine).map(bounded), problems };
  });
}

/** Instructions and the files of this repository that they include, each once. What cannot be read is left out, as agents do. */
function withIncluded(sources: readonly Source[], root: string): readonly Source[] {
  const all = [...sources];
  // What is found is looked at in its turn.
  for (const source of all) {
    if (all.length > MAX_INCLUDED) break;
    const near = includedIn(source).map((path) => posix.join(posix.dirname(source.path), path));
    const fresh = near.filter((path) => !path.startsWith('..') && !all.some((one) => one.path === path));
    for (const path of existing([...new Set(fresh)], root)) {
      try {
        // A folder that is a link may lead elsewhere: such a file has another name.
        all.push(...readGivenPath(path, root, root).files.filter((one) => one.path === path));
      } catch (cause) {
        if (!isNexusError(cause)) throw cause;
      }
    }
  }
  return all;
}

const MAX_INCLUDED = 50;

/** Characters of a file that are looked through for secrets; no record is as long. */
const MAX_FILE = 256 * 1024;

/** A text too long to be kept is told, not cut: its author knows best where to. */
function bounded(item: TransferItem): TransferItem {
  if (item.type === 'bad') return item;
  const text = item.type === 'record' ? (item.draft.body ?? '') : item.text;
  const limit = item.type === 'file' ? MAX_FILE : LIMITS.record;
  if (text.length <= limit) return item;
  const title =
    item.type === 'record' ? item.draft.title : item.type === 'file' ? item.path : item.section.join(' / ');
  const why = `${text.length} characters, the limit is ${limit}: split it into several`;
  return { type: 'bad', title, why, from: item.from };
}

/** Where people's memory lies as a rule. */
const USUAL = [
  'memory',
  'memory-bank',
  'CLAUDE.md',
  'AGENTS.md',
  'GEMINI.md',
  '.cursorrules',
  '.github/copilot-instructions.md',
  'docs/adr',
  'docs/decisions',
  'doc/adr',
  'adr',
];

function nothingGiven(root: string): NexusError {
  const here = existing(USUAL, root);
  const hint =
    here.length === 0
      ? 'see: nexus import --help'
      : `found here; try: nexus import --dry-run ${here.join(' ')}`;
  return new NexusError(
    'usage',
    'missing-argument',
    'nexus import needs a file or a folder of its own',
    hint,
  );
}

function unknownFormat(path: string, files: number, problems: readonly Problem[]): NexusError {
  const [first] = problems;
  const why =
    files > 0
      ? 'it is none of the forms that can be read'
      : first === undefined
        ? 'there is no text in it'
        : `${first.file}: ${first.message}`;
  return new NexusError(
    'usage',
    'bad-value',
    `cannot import ${path}: ${why}`,
    `--format: ${Object.keys(SOURCE_FORMATS).join(', ')}`,
  );
}

/**
 * Documents and settings first, all of them or none: who changes one meanwhile is not overwritten. Then
 * records, each whole or not there; what a failure leaves out, the same import adds.
 */
async function write(
  context: Context,
  records: readonly PlannedRecord[],
  changes: readonly FileChange[],
): Promise<void> {
  const store = await context.store();
  const others = changes.filter(({ path }) => kindOfPath(path) === undefined);
  await alone(context, () => {
    for (const { path, before } of others) requireUnchanged(context, path, before);
    for (const { path, text, before } of others) {
      if (before === undefined) context.files.create(path, text);
      else context.files.replace(path, text, before);
    }
  });
  for (const { record } of records) if (record !== undefined) store.add(record);
  for (const { path, text } of changes) if (kindOfPath(path) !== undefined) context.files.create(path, text);
}

function refusal({ title, why, from }: BadItem): ImportedItem {
  return { what: 'file', title, from: originText(from), outcome: 'refused', why, redacted: 0 };
}

const isRecord = (item: TransferItem): item is RecordItem => item.type === 'record';
const isFill = (item: TransferItem): item is FillItem => item.type === 'fill';
const isFile = (item: TransferItem): item is FileItem => item.type === 'file';
const isBad = (item: TransferItem): item is BadItem => item.type === 'bad';
