import { createHash } from 'node:crypto';
import type { Embedded, EmbeddingSettings } from '../core/embeddings.ts';
import { NexusError } from '../core/error.ts';
import { describeProblem } from '../core/problem.ts';
import type { StoredDoc } from '../core/recall.ts';
import { VERSION } from '../core/version.ts';
import { shortHash } from '../repo/short-hash.ts';
import { stateFacet } from '../search/facets.ts';
import type { VectorFile, VectorName } from '../search/vector-file.ts';
import { quantised } from '../search/vectors.ts';
import { redactorOf } from './admit.ts';
import { type Context, requireRepository } from './context.ts';
import { embeddingsOf, vectorsFor } from './embeddings.ts';
import { type OpenIndex, openIndexWithOthers } from './index-cache.ts';
import { addVectors, openVectors, removeVectors } from './vector-cache.ts';

/** Characters of title and text that a vector is made of: what small models read. */
const MAX_TEXT = 2_000;
/** Texts that are sent at once. */
const BATCH = 32;
/** Milliseconds for them: a model that sleeps is loaded first. */
const BATCH_MS = 60_000;
/** No build takes longer; one whose process is gone is taken over anyway. */
const STALE_MS = 24 * 60 * 60_000;
/** With a commit only so many: the machine is somebody's who is working. */
const MOST_BEHIND_A_COMMIT = 128;

const FORGOTTEN = stateFacet('forgotten');

/** For a person who asked for it: throws where nobody is named, where there is no answer, or another process is at it. */
export async function embed(context: Context): Promise<Embedded> {
  const { settings, problems } = embeddingsOf(context);
  if (settings === undefined) {
    const [first] = problems;
    throw new NexusError(
      'usage',
      'no-embeddings',
      first === undefined ? 'nobody is named here who makes vectors' : describeProblem(first),
      'recall: {embeddings: {provider: ollama, model: nomic-embed-text}} in .git/nexus/config.yaml',
    );
  }
  const made = await locked(context, settings, Number.POSITIVE_INFINITY);
  if (made !== undefined) return made;
  throw new NexusError('broken', 'conflict', 'another process makes vectors here', 'wait for it to end');
}

/** In the background, behind a commit: a few, and nothing where nobody is named or another process is at it. */
export async function embedSome(context: Context): Promise<void> {
  const { settings } = embeddingsOf(context);
  if (settings !== undefined) await locked(context, settings, MOST_BEHIND_A_COMMIT);
}

/** How many of what could have a vector have one; nobody is asked. */
export async function countVectors(
  context: Context,
  settings: EmbeddingSettings,
): Promise<Pick<Embedded, 'documents' | 'embedded' | 'dimension'>> {
  return counted(docsOf(await openIndexWithOthers(context)), openVectors(context, settings));
}

function locked(context: Context, settings: EmbeddingSettings, most: number): Promise<Embedded | undefined> {
  const { state } = requireRepository(context);
  return state.withLock('vectors', () => broughtUp(context, settings, most), { staleMs: STALE_MS });
}

/** Whatever may be found, each once. */
function docsOf({ index }: OpenIndex): readonly StoredDoc[] {
  const { hits } = index.search({ text: '', none: [FORGOTTEN], limit: index.size });
  return [...new Map(hits.map(({ stored }) => [stored.id, stored])).values()];
}

interface Wanted {
  readonly id: string;
  readonly mark: string;
  readonly hash: string;
  readonly text: string;
}

async function broughtUp(context: Context, settings: EmbeddingSettings, most: number): Promise<Embedded> {
  const opened = await openIndexWithOthers(context);
  const docs = docsOf(opened);
  const before = tidied(context, settings, opened, docs);
  // Behind a commit nothing is asked where nothing is missing.
  const file = most === Number.POSITIVE_INFINITY ? await ofThisModel(context, settings, before) : before;
  const rows = new Map<string, number>();
  for (let row = 0; row < (file?.rows ?? 0); row += 1) rows.set(file?.hash(row) ?? '', row);
  const same = new Map<string, VectorName>();
  const wanted: Wanted[] = [];
  for (const one of unknownOf(context, opened, docs, file)) {
    const row = rows.get(one.hash);
    if (row !== undefined) same.set(one.id, { mark: one.mark, row });
    else wanted.push(one);
    if (wanted.length >= most) break;
  }
  if (file !== undefined && same.size > 0)
    addVectors(context, settings, { names: same, rows: [] }, undefined);
  let dimension = file?.dimension;
  let next = file?.rows ?? 0;
  for (let from = 0; from < wanted.length; from += BATCH) {
    const batch = wanted.slice(from, from + BATCH);
    const texts = batch.map(({ text }) => text);
    const vectors = await vectorsFor(context, settings, { texts }, BATCH_MS);
    const length = vectors[0]?.length ?? 0;
    if (dimension !== undefined && length !== dimension)
      throw new NexusError(
        'broken',
        'no-embeddings',
        `it makes vectors of ${length} numbers, and made some of ${dimension}`,
        'run: nexus embed',
      );
    const block = {
      names: new Map(batch.map(({ id, mark }, at) => [id, { mark, row: next + at }])),
      rows: batch.map(({ hash }, at) => ({ hash, vector: quantised(vectors[at] ?? new Float32Array()) })),
    };
    addVectors(context, settings, block, dimension === undefined ? length : undefined);
    dimension = length;
    next += batch.length;
  }
  removeVectors(context, settings);
  const { provider, model } = settings;
  return { provider, model, ...counted(docs, openVectors(context, settings)), made: wanted.length };
}

/** A model may be another one under the same name: what it made does not go with what it makes. */
async function ofThisModel(
  context: Context,
  settings: EmbeddingSettings,
  file: VectorFile | undefined,
): Promise<VectorFile | undefined> {
  if (file === undefined) return undefined;
  const [vector] = await vectorsFor(context, settings, { question: 'How long is a vector?' }, BATCH_MS);
  if (vector?.length === file.dimension) return file;
  removeVectors(context);
  return undefined;
}

function counted(
  docs: readonly StoredDoc[],
  file: VectorFile | undefined,
): Pick<Embedded, 'documents' | 'embedded' | 'dimension'> {
  return {
    documents: docs.length,
    embedded: docs.filter(({ id }) => file?.names.has(id) === true).length,
    dimension: file?.dimension ?? 0,
  };
}

/** What has no vector yet, or may have changed since it got one: then its text is read, and compared. */
function* unknownOf(
  context: Context,
  opened: OpenIndex,
  docs: readonly StoredDoc[],
  file: VectorFile | undefined,
): Generator<Wanted> {
  const redactor = redactorOf(context);
  for (const stored of docs) {
    const { id, title, path, text = '' } = stored;
    const mark = markOf(stored);
    const known = file?.names.get(id);
    if (known !== undefined && mark !== '' && known.mark === mark) continue;
    const body = path === undefined ? text : (opened.bodyOf(path) ?? text);
    // A commit's message was never redacted, nor what somebody wrote by hand; what is cut is not recognised any more.
    const clean = embeddable(title, body, (text) => redactor.text(text).text);
    const hash = createHash('sha256').update(clean).digest('hex').slice(0, 32);
    if (known !== undefined && known.mark === mark && file?.hash(known.row) === hash) continue;
    yield { id, mark, hash, text: clean };
  }
}

/** What a vector is made of. */
export function embeddable(title: string, body: string, clean = (text: string): string => text): string {
  return clean(`${title}\n\n${body.trim()}`).slice(0, MAX_TEXT);
}

/** What changes where the text does, as far as that is known without reading it; empty where it is not. */
function markOf({ commit, uncommitted, source, pack }: StoredDoc): string {
  if (pack !== undefined) return VERSION;
  const of = source?.commit ?? (uncommitted === true ? undefined : commit);
  return of === undefined ? '' : shortHash(of);
}

/**
 * The vectors that there are, with nothing torn and nothing of what was forgotten. Rows that nobody names are kept for who goes
 * from branch to branch, until they are most.
 */
function tidied(
  context: Context,
  settings: EmbeddingSettings,
  { own }: OpenIndex,
  docs: readonly StoredDoc[],
): VectorFile | undefined {
  const file = openVectors(context, settings);
  if (file === undefined) return undefined;
  const isKnown = (key: string): boolean => file.names.has(own.get(key)?.id ?? '');
  if (file.whole && file.rows <= 2 * docs.length + BATCH && !own.facet(FORGOTTEN).some(isKnown)) return file;
  const names = new Map<string, VectorName>();
  const rows: { readonly hash: string; readonly vector: Int8Array }[] = [];
  const places = new Map<number, number>();
  for (const { id } of docs) {
    const { mark, row } = file.names.get(id) ?? { mark: '', row: -1 };
    if (row < 0) continue;
    const place = places.get(row) ?? rows.length;
    if (place === rows.length) rows.push({ hash: file.hash(row), vector: file.row(row) });
    places.set(row, place);
    names.set(id, { mark, row: place });
  }
  addVectors(context, settings, { names, rows }, file.dimension);
  return openVectors(context, settings);
}
