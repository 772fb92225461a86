import { isObject } from '../format/plain.ts';
import { parseToml } from '../format/toml.ts';

/** The tracked files as detection sees them: what others wrote or a program made is not among them. */
export interface Tree {
  readonly files: readonly string[];
  has(path: string): boolean;
  /** The content, without a byte order mark. */
  text(path: string): string | undefined;
  /** A strict JSON object; undefined where it is none. */
  json(path: string): Readonly<Record<string, unknown>> | undefined;
  toml(path: string): Readonly<Record<string, unknown>> | undefined;
  /** Files of these names that tell of the project (not of its examples or tests), top first, then by path. */
  manifests(...names: readonly string[]): readonly string[];
  /** The files below a folder, all of them for the top. */
  below(folder: string): readonly string[];
  /** The first of these files that is there. */
  first(...paths: readonly string[]): string | undefined;
}

/** Manifests of one ecosystem beyond this many are not read. */
const MAX_MANIFESTS = 100;

/** Folders of others' code, and of what programs make. */
const FOREIGN =
  /(?:^|\/)(?:node_modules|bower_components|vendor|vendored|third[_-]party|dist|coverage|generated|__generated__|\.venv|venv|site-packages|\.next|\.nuxt|\.gradle|\.mvn|\.yarn|\.nexus|\.git|Pods|__pycache__|__snapshots__)\//;
const GENERATED =
  /(?:\.min\.(?:js|css)|\.bundle\.js|\.pb\.(?:go|cc|h)|_pb2(?:_grpc)?\.pyi?|_pb\.(?:js|ts)|\.g\.(?:dart|cs)|\.generated\.\w+|\.designer\.cs|_generated\.\w+|\.map)$/i;
/** Folders whose manifests belong to examples, tests and templates. */
const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|spec|specs|e2e|fixtures?|__fixtures__|testdata|test-data|examples?|samples?|demos?|templates?|benchmarks?|bench|docs?)\//i;

export function openTree(files: readonly string[], read: (path: string) => string | undefined): Tree {
  const own = files.filter((path) => !FOREIGN.test(path) && !GENERATED.test(path)).sort();
  const known = new Set(own);
  const text = (path: string): string | undefined =>
    known.has(path) ? read(path)?.replace(/^\uFEFF/, '') : undefined;
  return {
    files: own,
    has: (path) => known.has(path),
    text,
    json: (path) => parseJson(text(path)),
    toml(path) {
      const source = text(path);
      return source === undefined ? undefined : parseToml(source);
    },
    manifests(...names) {
      const wanted = new Set(names);
      return own
        .filter((path) => wanted.has(nameOf(path)) && !ASIDE.test(path))
        .sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1))
        .slice(0, MAX_MANIFESTS);
    },
    below: (folder) =>
      // `0` is the character after `/`: all paths below a folder stand between the two.
      folder === '' ? own : own.slice(placeOf(own, `${folder}/`), placeOf(own, `${folder}0`)),
    first: (...paths) => paths.find((path) => known.has(path)),
  };
}

/** Where a path stands, or would stand, in a sorted list. */
function placeOf(sorted: readonly string[], path: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < path) low = middle + 1;
    else high = middle;
  }
  return low;
}

function parseJson(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function depthOf(path: string): number {
  return path.split('/').length;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Empty for a file at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folder itself, and those above it, up to the top. */
export function upwards(folder: string): string[] {
  const out = [folder];
  for (let at = folder; at !== ''; ) {
    at = folderOf(at);
    out.push(at);
  }
  return out;
}

/** A value inside nested data, where every step is there. */
export function at(data: unknown, ...keys: readonly string[]): unknown {
  let value = data;
  for (const key of keys) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** A text in one line, or undefined where there is none. */
export function words(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const line = value.replace(/\s+/g, ' ').trim();
  return line === '' ? undefined : line;
}

/** The entries of a table; none where it is no table. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
