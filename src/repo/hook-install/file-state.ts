import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/** Bytes in a form that JSON keeps. */
export interface Content {
  readonly encoding: 'utf8' | 'base64';
  readonly data: string;
}

export interface FileState {
  readonly content: Content;
  /** Permission bits. */
  readonly mode: number;
}

/** The two folders that an installation may write in. */
export interface Place {
  /** Top of the working tree. */
  readonly root: string;
  /** The git directory that all working trees share. */
  readonly commonDir: string;
}

/** A file of this clone, told so that it means the same after the clone was moved. */
export interface FileName {
  readonly base: 'root' | 'common';
  /** `/`-separated. */
  readonly path: string;
}

export function absolute(place: Place, name: FileName): string {
  return join(name.base === 'root' ? place.root : place.commonDir, name.path);
}

/** As people see it, without this machine's folders. */
export function shownName(name: FileName): string {
  return name.base === 'root' ? name.path : `.git/${name.path}`;
}

export function sameName(a: FileName, b: FileName): boolean {
  return a.base === b.base && a.path === b.path;
}

function below(folder: string, path: string): string | undefined {
  const rest = relative(folder, path);
  const outside = rest === '' || rest === '..' || rest.startsWith(`..${sep}`) || isAbsolute(rest);
  return outside ? undefined : rest.split(sep).join('/');
}

/** The name of an absolute path, or undefined outside of this clone. */
export function nameOf(place: Place, path: string): FileName | undefined {
  const common = below(place.commonDir, path);
  if (common !== undefined) return { base: 'common', path: common };
  const inRoot = below(place.root, path);
  // Another git directory, such as a submodule's, is not part of the working tree.
  return inRoot === undefined || inRoot.split('/').includes('.git')
    ? undefined
    : { base: 'root', path: inRoot };
}

/** One character per byte: insertions of ASCII leave all other bytes alone, whatever their encoding. */
export function textOf(state: FileState | undefined): string {
  if (state === undefined) return '';
  return Buffer.from(state.content.data, state.content.encoding).toString('latin1');
}

export function bytesOf(state: FileState): Buffer {
  return Buffer.from(state.content.data, state.content.encoding);
}

function contentOf(bytes: Buffer): Content {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes)
    ? { encoding: 'utf8', data: text }
    : { encoding: 'base64', data: bytes.toString('base64') };
}

/** @param text one character per byte, see `textOf`. */
export function stateOf(text: string, mode: number): FileState {
  return { content: contentOf(Buffer.from(text, 'latin1')), mode };
}

export function sameState(a: FileState | undefined, b: FileState | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.mode === b.mode && textOf(a) === textOf(b);
}

export function digestOf(state: FileState): string {
  return createHash('sha256').update(bytesOf(state)).digest('hex');
}

/** Undefined if there is nothing; `'other'` for folders, broken links and what cannot be read. */
export function readState(path: string): FileState | 'other' | undefined {
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
    const stat = statSync(path);
    if (!stat.isFile()) return 'other';
    return { content: contentOf(readFileSync(path)), mode: stat.mode & 0o777 };
  } catch {
    return 'other';
  }
}

/** Follows links, also where only the folder exists yet. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
