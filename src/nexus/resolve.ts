import { redactValue } from '../capture/redact/redactor.ts';
import { ARCHIVE_PATH, DOCUMENTS } from '../core/documents.ts';
import { NexusError } from '../core/error.ts';
import { MIN_ID_PREFIX } from '../core/id.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import { decodeText } from '../format/decode.ts';
import { YAML_FILES } from '../format/yaml-files.ts';
import { fromMarkers } from '../merge/from-markers.ts';
import { mergeFile } from '../merge/merge-file.ts';
import { type OpenConflict, openConflicts, sideIn } from '../merge/open-conflicts.ts';
import { settleConflict } from '../merge/settle.ts';
import { type Operation, operationName } from '../repo/git-state.ts';
import { conflictFacet } from '../search/facets.ts';
import { idOfPath, kindOfPath } from '../store/paths.ts';
import { redactorOf } from './admit.ts';
import { type Context, requireMemory } from './context.ts';
import { deletedSide, settleDeleted } from './deleted-side.ts';
import { readText } from './document-files.ts';
import { openIndex } from './index-cache.ts';

/** A conflict, with whose version is which where git can tell: indices of `sides`. */
export interface TracedConflict extends Omit<OpenConflict, 'of'> {
  /** `file`: one side deleted it, which is the version `''`, and the other changed it. */
  readonly of: OpenConflict['of'] | 'file';
  readonly ours?: number;
  readonly theirs?: number;
}

/** A file of memory that a merge left undecided. */
export interface ConflictedFile {
  readonly path: string;
  /** Of a record. */
  readonly id?: string;
  readonly title: string;
  /** Git wrote markers into it that hide the record; what is told here is what is left once they are gone. */
  readonly hidden: boolean;
  /** What git is in the middle of, which says whose versions are ours and theirs. */
  readonly during?: Operation;
  readonly conflicts: readonly TracedConflict[];
}

/** What a person decided. `side` is an index; `both` puts texts one after the other, and lists together. */
export type Choice =
  | { readonly take: 'ours' | 'theirs' | 'both' | 'before' | number }
  | { readonly text: string };

export interface Resolved extends ConflictedFile {
  /** How many were decided; `conflicts` are those that are left. */
  readonly decided: number;
  /** True where git was told already, too. */
  readonly staged?: true;
  /** The file before and after, for who takes the decision back; absent where it was staged. */
  readonly texts?: { readonly before: string; readonly after: string };
}

interface Found {
  readonly shown: ConflictedFile;
  /** What the file says now, and what it would say without markers that hide it. */
  readonly source: string;
  readonly text: string;
}

/** Every file with something to decide, or those that an id, the beginning of one, a document's name or a path means. */
export async function conflictedFiles(context: Context, which?: string): Promise<readonly ConflictedFile[]> {
  return (await find(context, which)).map(({ shown }) => shown);
}

async function find(context: Context, which?: string): Promise<readonly Found[]> {
  requireMemory(context);
  const documents = [...Object.values(DOCUMENTS).map(({ path }) => path), ARCHIVE_PATH, ...YAML_FILES.keys()];
  const unmerged = await unmergedIn(context);
  const records = await doubtfulRecords(context, unmerged);
  const open = [...records, ...documents]
    .filter((path) => which === undefined || means(which, path))
    .flatMap((path) => {
      const source = readText(context, path);
      const isAsked = source !== undefined && (isOpen(path, source) || isHalf(unmerged.get(path)));
      return isAsked ? { path, source } : [];
    });
  const during = context.repository && operationName(context.repository.facts.gitDir);
  const versions = await versionsOf(
    context,
    open.map(({ path }) => path),
    unmerged,
  );
  return open.map(({ path, source }) => {
    const held = versions.get(path) ?? [];
    const whole = isHalf(unmerged.get(path)) ? deletedSide(source, held) : undefined;
    const found =
      whole === undefined ? conflictsOf(path, source, held) : { ...plainly(path, source, [whole]) };
    return { ...found, shown: { ...found.shown, ...(during === undefined ? {} : { during }) } };
  });
}

/** Files that can hold a record with something to decide, by path: the index knows them, and none else is read. */
async function doubtfulRecords(context: Context, unmerged: Unmerged): Promise<readonly string[]> {
  const { index, problems } = await openIndex(context);
  const found = [...index.facet(conflictFacet()), ...problems.map(({ file }) => file), ...unmerged.keys()];
  return [...new Set(found)].filter((path) => kindOfPath(path) !== undefined).sort();
}

type Unmerged = ReadonlyMap<string, readonly (string | undefined)[]>;

/** What git's index holds of each path that is not merged. */
async function unmergedIn({ repository }: Context): Promise<Unmerged> {
  return (await repository?.writer?.unmerged(MEMORY_ROOT)) ?? new Map();
}

/** Has only one side this file? */
function isHalf([, ours, theirs]: readonly (string | undefined)[] = []): boolean {
  return (ours === undefined) !== (theirs === undefined);
}

function isHidden(path: string, source: string): boolean {
  if (idOfPath(path) === undefined || !/^<{7} /m.test(source)) return false;
  const { record, problems } = decodeText(source, path);
  return (
    record === undefined && problems[0]?.code === 'conflict-markers' && fromMarkers(source) !== undefined
  );
}

function isOpen(path: string, source: string): boolean {
  return isHidden(path, source) || openConflicts(source, path).length > 0;
}

function means(which: string, path: string): boolean {
  const asked = which.toLowerCase();
  if (path === which || path.endsWith(`/${asked}.md`) || path.endsWith(`/${asked}.yaml`)) return true;
  return asked.length >= MIN_ID_PREFIX && idOfPath(path)?.startsWith(asked) === true;
}

function conflictsOf(path: string, source: string, [base, ours, theirs]: Versions): Found {
  const sides = isHidden(path, source) ? fromMarkers(source) : undefined;
  const text =
    sides === undefined ? source : mergeFile({ ...sides, base: sides.base ?? base ?? '' }, path).text;
  const conflicts = openConflicts(text, path).map((one) =>
    traced(one, path, ours ?? sides?.a, theirs ?? sides?.b),
  );
  const found = plainly(path, text, conflicts);
  return { ...found, shown: { ...found.shown, hidden: sides !== undefined }, source };
}

function plainly(path: string, text: string, conflicts: readonly TracedConflict[]): Found {
  const id = idOfPath(path);
  const title = decodeText(text, path).record?.title ?? path.slice(path.lastIndexOf('/') + 1);
  const shown = { path, ...(id === undefined ? {} : { id }), title, hidden: false, conflicts };
  return { shown, source: text, text };
}

type Versions = readonly (string | undefined)[];

/** What git holds of files: the base and both sides while a merge goes on, else what is committed as ours. */
async function versionsOf(
  context: Context,
  paths: readonly string[],
  unmerged: Unmerged,
): Promise<ReadonlyMap<string, Versions>> {
  const { git, writer } = context.repository ?? {};
  if (git === undefined || writer === undefined || paths.length === 0) return new Map();
  const heads = await git.blobIds(paths.map((path) => ({ rev: 'HEAD', path })));
  const ids = paths.map((path, at) => unmerged.get(path) ?? [undefined, heads[at], undefined]);
  const blobs = await git.readBlobs(ids.flat().flatMap((id) => id ?? []));
  const text = (id: string | undefined): string | undefined => {
    const bytes = id === undefined ? undefined : blobs.get(id);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  return new Map(paths.map((path, at) => [path, (ids[at] ?? []).map(text)]));
}

function traced(
  conflict: OpenConflict,
  path: string,
  oursText: string | undefined,
  theirsText: string | undefined,
): TracedConflict {
  const at = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : sideIn(text, path, conflict);
  const two = conflict.sides.length === 2;
  const [known, other] = [at(oursText), at(theirsText)];
  const ours = known ?? (two && other !== undefined ? 1 - other : undefined);
  const theirs = other ?? (two && ours !== undefined ? 1 - ours : undefined);
  if (ours === theirs) return conflict;
  return {
    ...conflict,
    ...(ours === undefined ? {} : { ours }),
    ...(theirs === undefined ? {} : { theirs }),
  };
}

/**
 * Decides conflicts of one file and writes it; all its other bytes stay. Throws `bad-value` where the file, the part or
 * the version is in no conflict.
 * @param part a field's name, a heading, or a conflict's key; without it all conflicts of the file
 */
export async function resolveConflicts(
  context: Context,
  which: string,
  decision: Choice | undefined,
  part?: string,
): Promise<Resolved> {
  const [file, second] = await find(context, which);
  if (file === undefined) throw notInConflict(which);
  if (second !== undefined) {
    const paths = `${file.shown.path}, ${second.shown.path}`;
    throw new NexusError('usage', 'ambiguous-id', `${which} means several files in conflict`, paths);
  }
  const { shown, source } = file;
  const wanted = shown.conflicts.filter(
    (one) => part === undefined || one.key === part || one.part.toLowerCase() === part.toLowerCase(),
  );
  if (part !== undefined && wanted.length === 0) throw notInConflict(part, shown.conflicts);
  const [whole] = wanted;
  if (decision !== undefined && whole?.of === 'file') {
    await settleDeleted(context, shown.path, whole, decision);
    return { ...shown, conflicts: [], decided: 1, staged: true };
  }
  let { text } = file;
  if (decision !== undefined) {
    if (wanted.length > 1 && ('text' in decision || typeof decision.take === 'number'))
      throw new NexusError(
        'usage',
        'bad-value',
        'there are several conflicts',
        `say which: ${partsOf(wanted)}`,
      );
    for (const one of wanted) {
      const value = 'text' in decision ? typed(context, decision.text) : valueOfTake(one, decision.take);
      const settled = settleConflict(
        text,
        shown.path,
        { ...one, of: one.of === 'field' ? 'field' : 'text' },
        value,
      );
      if (settled === undefined)
        throw new NexusError(
          'broken',
          'conflict',
          `${one.part} cannot be changed safely in ${shown.path}`,
          'edit the file by hand',
        );
      text = settled;
    }
  }
  if (text !== source) context.files.replace(shown.path, text, source);
  const left = openConflicts(text, shown.path);
  return {
    ...shown,
    hidden: false,
    conflicts: left,
    decided: shown.conflicts.length - left.length,
    texts: { before: source, after: text },
  };
}

/** Takes a decision back: the file is in conflict again. Throws `conflict` where it was changed since. */
export function unresolve(
  context: Context,
  { path, before, after }: { readonly path: string; readonly before: string; readonly after: string },
): void {
  requireMemory(context);
  if (!isOpen(path, before) || readText(context, path) !== after)
    throw new NexusError('usage', 'conflict', `${path} was changed since`, 'see what changed: nexus diff');
  context.files.replace(path, before, after);
}

function typed(context: Context, text: string): unknown {
  return redactValue(text.replace(/\n+$/, ''), redactorOf(context)).value;
}

function partsOf(conflicts: readonly Pick<OpenConflict, 'part'>[]): string {
  return conflicts.map(({ part }) => `--part "${part}"`).join(', ');
}

function notInConflict(what: string, conflicts?: readonly Pick<OpenConflict, 'part'>[]): NexusError {
  const hint = conflicts === undefined ? 'see: nexus resolve' : `in conflict: ${partsOf(conflicts)}`;
  return new NexusError('usage', 'bad-value', `${what} is not in conflict`, hint);
}

function valueOfTake(conflict: TracedConflict, take: Extract<Choice, { take: unknown }>['take']): unknown {
  const { sides, of, part, ours, theirs, before } = conflict;
  if (take === 'both') {
    const first = ours ?? 0;
    const inOrder = [sides[first], ...sides.filter((_, at) => at !== first)];
    if (of === 'text') return inOrder.filter((side) => side !== '').join('\n\n');
    if (inOrder.every(Array.isArray)) return [...new Set(inOrder.flat())];
    throw new NexusError(
      'usage',
      'bad-value',
      `${part} can have one value only`,
      'take one, or give another',
    );
  }
  if (take === 'before') {
    if (before !== undefined) return before;
    throw new NexusError('usage', 'bad-value', `${part} said nothing before`, 'take one of the versions');
  }
  const at = take === 'ours' ? ours : take === 'theirs' ? theirs : take;
  if (at !== undefined && at >= 0 && at < sides.length) return sides[at];
  const hint = `take a version by its number: 1 to ${sides.length}`;
  const what =
    typeof take === 'number'
      ? `${part} has no version ${take + 1}`
      : `git cannot tell which version of ${part} is ${take}`;
  throw new NexusError('usage', 'bad-value', what, hint);
}
