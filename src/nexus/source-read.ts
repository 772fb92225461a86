import { join } from 'node:path';
import { createRedactor } from '../capture/redact/redactor.ts';
import { NexusError } from '../core/error.ts';
import { LIMITS, MEMORY_ROOT, SCHEMA_VERSION } from '../core/kinds.ts';
import type { TreeEntry } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { StoredRecord } from '../core/record.ts';
import type { Finding } from '../core/review.ts';
import { type LeftOut, type SourceCounts, type SourceState, sourcePath } from '../core/source.ts';
import { decodeConfig } from '../format/config.ts';
import { isSafePath } from '../repo/memory-path.ts';
import { SourceGit } from '../repo/source-git.ts';
import { isAllowed } from '../review/allowed.ts';
import { checkFile, type ReviewFacts } from '../review/check-file.ts';
import { docOfRecord } from '../search/document.ts';
import { buildSegment } from '../search/segment-write.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import { redactRecordText } from './record-text.ts';
import { loadConfig } from './settings.ts';
import { CONFIG_PATH } from './settings-path.ts';
import { SOURCES, segmentName } from './source-state.ts';
import { fetchUrl } from './source-url.ts';

/** Of a source's memory so many files and bytes are read: what is more is told and left out. */
export const MAX_FILES = 20_000;
export const MAX_BYTES = 64 * 1024 * 1024;
/** Of what is left out so many are named. */
const MAX_NAMED = 100;

const MODES: Readonly<Record<string, string>> = {
  '120000': 'is a link; Nexus follows none',
  '160000': 'is a repository of its own',
};

/** What may be served of a source as of one commit. */
export interface SourceSnapshot {
  readonly counts: SourceCounts;
  readonly records: readonly StoredRecord[];
  /** As the index reads it. */
  readonly segment: Uint8Array;
}

/** The bare repository of a source. */
export function gitOf(context: Context, { state }: Repository, name: string, prompt: boolean): SourceGit {
  return new SourceGit({
    dir: join(state.dir(`${SOURCES}/${name}`), 'git'),
    env: { ...context.env },
    prompt,
  });
}

/**
 * Reads a source's records as of a commit and leaves out what must not be served: what is no plain file, too large, broken,
 * or has what a review finds grave. Throws `schema-too-new`.
 * @param url where to ask for contents that were kept back; absent where nobody is to be asked
 */
export async function readSource(
  context: Context,
  git: SourceGit,
  name: string,
  commit: string,
  url?: string,
): Promise<SourceSnapshot> {
  const entries = await git.tree(commit);
  const { wanted, left } = plainFiles(entries);
  const config = entries.find(({ path, mode }) => path === CONFIG_PATH && mode.startsWith('100'));
  const oids = [...wanted, ...(config === undefined ? [] : [config])].map(({ oid }) => oid);
  const sizes = await sizesOf(git, oids, url);
  if (config !== undefined && (sizes.get(config.oid) ?? 0) <= LIMITS.record)
    refuseNewer(name, (await git.read([config.oid])).get(config.oid));
  const { chosen, tooMuch } = withinLimits(wanted, sizes);
  const blobs = await git.read(chosen.map(({ oid }) => oid));
  const texts = new Map(chosen.map(({ path, oid }) => [path, blobs.get(oid) ?? new Uint8Array()]));
  const { records, problems } = (await context.reader()).at(texts);
  const broken = brokenFiles([...texts.keys()], records, problems);
  const { sound, flagged } = withoutFlagged(context, name, records, texts);
  const living = sound.filter(({ record }) => record.forgotten === undefined);
  const allLeft = [...left, ...tooMuch, ...broken, ...flagged];
  const source = { name, commit };
  return {
    counts: { records: living.length, leftOut: allLeft.length, left: allLeft.slice(0, MAX_NAMED) },
    records: living,
    segment: buildSegment(
      living.map(({ record, path }) => {
        const text = new TextDecoder().decode(texts.get(path));
        return docOfRecord(record, sourcePath(name, path.slice(MEMORY_ROOT.length + 1)), { source, text });
      }),
    ),
  };
}

/** The segment of what is pinned, from what git holds here. */
export async function remakeSegment(context: Context, { name, pin }: SourceState): Promise<void> {
  const repository = requireRepository(context);
  const { segment } = await readSource(context, gitOf(context, repository, name, false), name, pin.commit);
  repository.state.writePrivate(`${SOURCES}/${name}/${segmentName(pin.commit)}`, segment);
}

function plainFiles(entries: readonly TreeEntry[]): {
  readonly wanted: readonly TreeEntry[];
  readonly left: readonly LeftOut[];
} {
  const wanted: TreeEntry[] = [];
  const left: LeftOut[] = [];
  for (const entry of entries) {
    const { path, mode } = entry;
    const strange = MODES[mode];
    if (strange !== undefined) left.push({ file: path, message: strange });
    else if (kindOfPath(path) === undefined) continue;
    else if (!isSafePath(path) || path.includes('\ufffd'))
      left.push({ file: path, message: 'has a name that not every system can hold' });
    else wanted.push(entry);
  }
  return { wanted, left };
}

async function sizesOf(
  git: SourceGit,
  oids: readonly string[],
  url: string | undefined,
): Promise<ReadonlyMap<string, number>> {
  const sizes = await git.sizes(oids);
  const missing = oids.filter((oid) => !sizes.has(oid));
  if (missing.length === 0 || url === undefined) return sizes;
  await git.fetchBlobs({ url: fetchUrl(url), ref: undefined }, missing);
  return git.sizes(oids);
}

function withinLimits(
  wanted: readonly TreeEntry[],
  sizes: ReadonlyMap<string, number>,
): { readonly chosen: readonly TreeEntry[]; readonly tooMuch: readonly LeftOut[] } {
  const chosen: TreeEntry[] = [];
  const tooMuch: LeftOut[] = [];
  let bytes = 0;
  for (const entry of wanted) {
    const size = sizes.get(entry.oid);
    const leave = (message: string) => tooMuch.push({ file: entry.path, message });
    if (size === undefined) leave('its content did not come along');
    else if (size > LIMITS.record) leave(`has ${kib(size)}; a record has at most ${kib(LIMITS.record)}`);
    else if (chosen.length >= MAX_FILES) leave(`is beyond the first ${MAX_FILES} files`);
    else if (bytes + size > MAX_BYTES) leave(`is beyond the first ${kib(MAX_BYTES)}`);
    else {
      bytes += size;
      chosen.push(entry);
    }
  }
  return { chosen, tooMuch };
}

function kib(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}

/** Files of which no record came, with the first that is wrong with each. */
function brokenFiles(
  paths: readonly string[],
  records: readonly StoredRecord[],
  problems: readonly Problem[],
): readonly LeftOut[] {
  const served = new Set(records.map(({ path }) => path));
  const first = new Map<string, Problem>();
  for (const problem of problems) if (!first.has(problem.file)) first.set(problem.file, problem);
  return paths.flatMap((file): LeftOut[] => {
    if (served.has(file)) return [];
    const { message = 'is no record', line } = first.get(file) ?? {};
    return [{ file, message, ...(line === undefined ? {} : { line }) }];
  });
}

/** Nobody here reviewed them: what a review would find grave is not served. What our own settings allow, is. */
function withoutFlagged(
  context: Context,
  name: string,
  records: readonly StoredRecord[],
  texts: ReadonlyMap<string, Uint8Array>,
): { readonly sound: readonly StoredRecord[]; readonly flagged: readonly LeftOut[] } {
  const { redact, review } = loadConfig(context);
  const redactor = createRedactor({ allow: redact.allow });
  const facts: ReviewFacts = {
    secretsIn: (text) => redactRecordText(redactor, text).found,
    knownHosts: new Set(),
    pathsById: new Map(records.map(({ record, path }) => [record.id, [path]])),
    offered: () => [],
  };
  const flagged: LeftOut[] = [];
  const sound = records.filter(({ record, path }) => {
    const bytes = texts.get(path) ?? new Uint8Array();
    const after = {
      mode: '100644',
      size: bytes.length,
      text: new TextDecoder().decode(bytes),
      record,
      problems: [],
    };
    const isGrave = (found: Finding): boolean =>
      found.severity === 'high' &&
      !isAllowed({ ...found, path: sourcePath(name, path.slice(MEMORY_ROOT.length + 1)) }, review.allow);
    const grave = checkFile({ path, role: 'record', after }, facts).find(isGrave);
    if (grave === undefined) return true;
    const { rule, line, message } = grave;
    flagged.push({ file: path, message, rule, ...(line === undefined ? {} : { line }) });
    return false;
  });
  return { sound, flagged };
}

function refuseNewer(name: string, bytes: Uint8Array | undefined): void {
  const { problems } = decodeConfig(new TextDecoder().decode(bytes));
  const tooNew = problems.find(({ code }) => code === 'schema-too-new');
  if (tooNew === undefined) return;
  const hint = `upgrade Nexus; this version reads schema ${SCHEMA_VERSION}`;
  throw new NexusError('broken', 'schema-too-new', `${name}: ${tooNew.message}`, hint);
}
