import type { EmbeddingSettings } from '../core/embeddings.ts';
import { isNexusError } from '../core/error.ts';
import { writeError } from '../repo/atomic-write.ts';
import { openCacheFiles } from '../repo/cache-files.ts';
import { shortHash } from '../repo/short-hash.ts';
import {
  decodeVectors,
  encodeBlock,
  encodeHead,
  type VectorBlock,
  type VectorFile,
} from '../search/vector-file.ts';
import { type Context, requireRepository } from './context.ts';
import { type Stamp, sameStamp, stampAt } from './stamps.ts';

const FOLDER = 'cache';
const PREFIX = 'vectors-';

/** One file a model: what another model made lies elsewhere in another space. */
function nameOf(settings: EmbeddingSettings): string {
  return `${PREFIX}${shortHash(modelOf(settings))}`;
}

/** All that makes a vector of a text another one. */
function modelOf(settings: EmbeddingSettings): string {
  const { provider, model, textPrefix } = settings;
  const how = [settings.provider === 'onnx' ? settings.pooling : undefined, textPrefix];
  return [provider, model, ...how.filter((part) => part !== undefined)].join(' ');
}

/** What a process that stays keeps of the file, by the file's stamp. */
const held = new WeakMap<
  Context['files'],
  { readonly stamp: Stamp; readonly name: string; readonly file: VectorFile }
>();

/** The vectors of a model; undefined where there are none, or where they are damaged: they are made anew. */
export function openVectors(context: Context, settings: EmbeddingSettings): VectorFile | undefined {
  const folder = requireRepository(context).state.dir(FOLDER);
  const name = nameOf(settings);
  const stamp = stampAt(folder, name);
  const before = held.get(context.files);
  if (before?.name === name && stamp !== undefined && sameStamp(before.stamp, stamp)) return before.file;
  const bytes = openCacheFiles(folder).read(name);
  if (bytes === undefined || stamp === undefined) return undefined;
  try {
    const file = decodeVectors(bytes);
    if (file.model !== modelOf(settings)) return undefined;
    if (context.warm) held.set(context.files, { stamp, name, file });
    return file;
  } catch (cause) {
    if (isNexusError(cause) && cause.code === 'corrupt-index') return undefined;
    throw cause;
  }
}

/**
 * Adds to the vectors of a model. Throws as every write does.
 * @param anew the length of a vector, where what is there is to be replaced by this block alone
 */
export function addVectors(
  context: Context,
  settings: EmbeddingSettings,
  block: VectorBlock,
  anew: number | undefined,
): void {
  const cache = openCacheFiles(requireRepository(context).state.dir(FOLDER));
  const bytes = encodeBlock(block);
  try {
    if (anew === undefined) cache.append(nameOf(settings), bytes);
    else cache.write(nameOf(settings), joined(encodeHead(modelOf(settings), anew), bytes));
  } catch (cause) {
    throw writeError(cause, `.git/nexus/${FOLDER}/${nameOf(settings)}`);
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

/** Removes the vectors of all models but this one, or of all. Returns how many files that were. */
export function removeVectors(context: Context, but?: EmbeddingSettings): number {
  const { state } = requireRepository(context);
  const kept = but === undefined ? undefined : nameOf(but);
  const names = state.listFiles(FOLDER, '').filter((name) => name.startsWith(PREFIX) && name !== kept);
  for (const name of names) state.remove(`${FOLDER}/${name}`);
  return names.length;
}
