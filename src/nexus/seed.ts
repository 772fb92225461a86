import { resolve } from 'node:path';
import { NexusError } from '../core/error.ts';
import { isIdPrefix, shortId } from '../core/id.ts';
import { countKnowledge, type KnowledgeCounts } from '../core/knowledge.ts';
import { nearest } from '../core/nearest.ts';
import { isPackName, PACK_NAMES, PACKS, type PackName } from '../core/pack.ts';
import { type Problem, problemsInWords } from '../core/problem.ts';
import type { Kind, NexusRecord, StoredRecord } from '../core/record.ts';
import { editConfig } from '../format/config-edit.ts';
import { existing, readGivenPath } from '../repo/given-paths.ts';
import type { BadItem, RecordItem } from '../transfer/item.ts';
import { copyOf, readKnowledgeFolder } from '../transfer/knowledge-folder.ts';
import { type Context, requireMemory } from './context.ts';
import { alone } from './document-files.ts';
import { knownFrom, planRecords } from './import-records.ts';
import { type ImportedItem, originText } from './import-report.ts';
import { recordsOfSource } from './others.ts';
import { recordsOfPack } from './packs.ts';
import { loadConfig } from './settings.ts';
import { CONFIG_PATH } from './settings-path.ts';

export interface PackState extends KnowledgeCounts {
  readonly name: PackName;
  readonly title: string;
  /** Recalled here. */
  readonly on: boolean;
  readonly records: number;
  /** How many have a living copy here, which stands for them. */
  readonly copied: number;
}

/** Which of a pack's or a folder's records are meant; what is not said excludes none. */
export interface SeedChoice {
  /** Beginnings of ids, tags, words of titles; a record that fits one of them is meant. */
  readonly only?: readonly string[];
  readonly kinds?: readonly Kind[];
  readonly categories?: readonly string[];
}

export interface SeedOptions extends SeedChoice {
  readonly dryRun?: boolean;
}

/** What was, or would be, written, by sort; and what became of each item. */
export interface SeedReport extends KnowledgeCounts {
  readonly from: string;
  readonly dryRun: boolean;
  readonly items: readonly ImportedItem[];
  /** Files that were not read. */
  readonly problems: readonly Problem[];
}

/** Every pack there is, whether it is in use, and what became of it here. */
export async function listPacks(context: Context): Promise<readonly PackState[]> {
  const { packs } = loadConfig(context);
  const copies = copiesOf((await context.reader()).all().records);
  return Promise.all(
    PACK_NAMES.map(async (name) => {
      const records = (await recordsOfPack(name)).map(({ record }) => record);
      return {
        name,
        title: PACKS[name].title,
        on: packs.includes(name),
        records: records.length,
        copied: records.filter(({ id }) => copies.has(id)).length,
        ...countKnowledge(records),
      };
    }),
  );
}

/** Living records by what each was made from, or stands for. */
function copiesOf(records: readonly StoredRecord[]): ReadonlyMap<string, NexusRecord> {
  return new Map(
    records.flatMap(({ record }) =>
      record.retired === undefined
        ? [...record.derived_from, ...record.supersedes].map((id) => [id, record] as const)
        : [],
    ),
  );
}

/**
 * Copies knowledge into this memory for editing: a pack's, another repository's, or what lies in a folder (see `readKnowledgeFolder`). A copy
 * stands for its original; what was copied before, or is remembered already, is left out and told. Throws `bad-value`
 * for what is neither, and for a choice that nothing fits.
 */
export async function seedKnowledge(
  context: Context,
  from: string,
  options: SeedOptions = {},
): Promise<SeedReport> {
  requireMemory(context);
  loadConfig(context);
  const { found, problems } = isPackName(from)
    ? await packItems(from)
    : ((await sourceItems(context, from)) ?? folderItems(context, from));
  const meant = chosen(found.filter(isRecord), options, from);
  const { records } = (await context.reader()).all();
  const copies = copiesOf(records);
  const before = meant.flatMap((item): ImportedItem[] => {
    const copy = copyIn(copies, item);
    if (copy === undefined) return [];
    const { title, kind } = item.draft;
    const why = `copied before: ${shortId(copy.id)}`;
    return [
      { what: kind, title, from: originText(item.from), outcome: 'duplicate', why, id: copy.id, redacted: 0 },
    ];
  });
  const fresh = meant.filter((item) => copyIn(copies, item) === undefined);
  const planned = planRecords(context, fresh, knownFrom(records));
  const made = planned.flatMap(({ record }) => record ?? []);
  const dryRun = options.dryRun === true;
  if (!dryRun) {
    const store = await context.store();
    for (const record of made) store.add(record);
  }
  const refused = found.filter(isBad).map(
    ({ title, why, from: origin }): ImportedItem => ({
      what: 'file',
      title,
      from: originText(origin),
      outcome: 'refused',
      why,
      redacted: 0,
    }),
  );
  const items = [...planned.map(({ told }) => told), ...before, ...refused];
  return { from, dryRun, ...countKnowledge(made), items, problems };
}

interface Found {
  readonly found: readonly (RecordItem | BadItem)[];
  readonly problems: readonly Problem[];
}

const isRecord = (item: RecordItem | BadItem): item is RecordItem => item.type === 'record';
const isBad = (item: RecordItem | BadItem): item is BadItem => item.type === 'bad';

function copyIn(copies: ReadonlyMap<string, NexusRecord>, { draft }: RecordItem): NexusRecord | undefined {
  return originalsOf(draft).flatMap((id) => copies.get(id) ?? [])[0];
}

/** What a copy is a copy of. */
function originalsOf({ derived_from = [], supersedes = [] }: RecordItem['draft']): readonly string[] {
  return [...derived_from, ...supersedes];
}

async function packItems(pack: PackName): Promise<Found> {
  const found = (await recordsOfPack(pack)).map(
    ({ record, path }): RecordItem => ({ type: 'record', draft: copyOf(record), from: { file: path } }),
  );
  return { found, problems: [] };
}

/**
 * Of another repository; one that is superseded there is left out. A copy supersedes its original: who clones this
 * repository has no such source, and would look in vain for what it was derived from.
 */
async function sourceItems(context: Context, name: string): Promise<Found | undefined> {
  const { listSources } = await import('./sources.ts');
  if (!listSources(context).sources.some((source) => source.name === name)) return undefined;
  const all = await recordsOfSource(context, name);
  const superseded = new Set(all.flatMap(({ record }) => record.supersedes));
  const found = all
    .filter(({ record }) => record.retired === undefined && !superseded.has(record.id))
    .map(({ record, path }): RecordItem => {
      const { derived_from: _, ...draft } = copyOf(record);
      return { type: 'record', draft: { ...draft, supersedes: [record.id] }, from: { file: path } };
    });
  return { found, problems: [] };
}

function folderItems(context: Context, path: string): Found {
  const root = context.repository?.facts.root ?? context.cwd;
  if (existing([path], context.cwd).length === 0 && !/[/\\]/.test(path)) throw neither(path);
  if (resolve(context.cwd, path) === root)
    throw new NexusError('usage', 'bad-value', 'a whole repository is no knowledge', 'name a folder in it');
  const { files, problems } = readGivenPath(path, context.cwd, root);
  const markdown = files.filter((file) => /\.(?:md|markdown)$/i.test(file.path));
  if (markdown.length === 0 && problems.length === 0)
    throw new NexusError('usage', 'bad-value', `there is no markdown in ${path}`, 'see: nexus seed --help');
  return { found: readKnowledgeFolder(markdown), problems };
}

function neither(name: string): NexusError {
  const guess = nearest(name, PACK_NAMES);
  return new NexusError(
    'usage',
    'bad-value',
    `${name} is neither a pack nor a folder here`,
    guess === undefined ? `packs: ${PACK_NAMES.join(', ')}` : `did you mean ${guess}?`,
  );
}

function chosen(
  items: readonly RecordItem[],
  { only = [], kinds = [], categories = [] }: SeedChoice,
  from: string,
): readonly RecordItem[] {
  const lost = only.find((word) => !items.some((item) => isMeant(item, word)));
  if (lost !== undefined)
    throw new NexusError('usage', 'bad-value', `nothing in ${from} fits "${lost}"`, hintFor(from));
  const meant = items.filter(
    (item) =>
      (only.length === 0 || only.some((word) => isMeant(item, word))) &&
      (kinds.length === 0 || kinds.includes(item.draft.kind)) &&
      (categories.length === 0 || categories.includes(item.draft.pattern?.category ?? '')),
  );
  if (meant.length === 0 && items.length > 0)
    throw new NexusError('usage', 'bad-value', `nothing in ${from} fits all of that`, hintFor(from));
  return meant;
}

function hintFor(from: string): string {
  return isPackName(from) ? `see: nexus list --pack ${from}` : 'see: nexus seed --help';
}

function isMeant({ draft }: RecordItem, word: string): boolean {
  const low = word.toLowerCase();
  if (isIdPrefix(low) && originalsOf(draft).some((id) => id.startsWith(low))) return true;
  return (
    (draft.tags ?? []).some((tag) => tag.toLowerCase() === low) || draft.title.toLowerCase().includes(low)
  );
}

/** Changes which packs are recalled here, in the settings file; what else stands there stays. Those in use after it. */
export async function switchPacks(
  context: Context,
  change: { readonly on: readonly string[]; readonly off: readonly string[] },
): Promise<readonly PackName[]> {
  requireMemory(context);
  for (const name of [...change.on, ...change.off]) if (!isPackName(name)) throw neither(name);
  return alone(context, () => {
    const { packs } = loadConfig(context);
    const wanted = PACK_NAMES.filter(
      (name) => (packs.includes(name) || change.on.includes(name)) && !change.off.includes(name),
    );
    if (wanted.join() === [...packs].sort().join()) return wanted;
    const text = new TextDecoder().decode(context.files.read(CONFIG_PATH) ?? new Uint8Array());
    const edited = editConfig(text, { set: { packs: wanted } });
    if (edited.problems.length > 0) {
      const { message, hint } = problemsInWords(edited.problems);
      throw new NexusError('broken', 'refused', message, hint);
    }
    context.files.replace(CONFIG_PATH, edited.text, text);
    return wanted;
  });
}
