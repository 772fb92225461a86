import { type Content, type FileName, type FileState, sameName } from './file-state.ts';

/** One file that an installation changed. */
export interface RecordedFile {
  readonly name: FileName;
  /** What stood there before Nexus; undefined if nothing did. */
  readonly before: FileState | undefined;
  /** SHA-256 of what was written, in hex. */
  readonly written: string;
}

/** `install.json`: what is needed to restore every byte. */
export interface InstallRecord {
  /** Seconds since 1970 of the first installation. */
  readonly at: number;
  readonly files: readonly RecordedFile[];
  /** Folders that were made for these files. */
  readonly folders: readonly FileName[];
}

const VERSION = 1;

/** Git's own settings may hold the password of a remote: no copy of them is kept. Our marked lines go without one. */
export function encodeRecordFile(record: InstallRecord): string {
  const files = record.files.filter(({ name }) => name.base !== 'common' || name.path !== 'config');
  return `${JSON.stringify({ version: VERSION, ...record, files }, undefined, 2)}\n`;
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asName(value: unknown): FileName | undefined {
  const { base, path } = fields(value);
  if ((base !== 'root' && base !== 'common') || typeof path !== 'string') return undefined;
  return path.split('/').includes('..') ? undefined : { base, path };
}

function asState(value: unknown): FileState | undefined {
  const { content, mode } = fields(value);
  const { encoding, data } = fields(content);
  if ((encoding !== 'utf8' && encoding !== 'base64') || typeof data !== 'string') return undefined;
  const checked: Content = { encoding, data };
  return typeof mode === 'number' ? { content: checked, mode: mode & 0o777 } : undefined;
}

function asFile(value: unknown): readonly RecordedFile[] {
  const { name, before, written } = fields(value);
  const checked = asName(name);
  if (checked === undefined || typeof written !== 'string') return [];
  const state = asState(before);
  // A damaged copy is no reason to delete the file that it was taken of.
  return before !== undefined && state === undefined ? [] : [{ name: checked, before: state, written }];
}

/** Undefined for anything that is not such a file; our marked blocks can be removed without it. */
export function decodeRecordFile(text: string | undefined): InstallRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  const { version, at, files, folders } = fields(value);
  if (version !== VERSION || typeof at !== 'number') return undefined;
  return {
    at,
    files: Array.isArray(files) ? files.flatMap(asFile) : [],
    folders: Array.isArray(folders) ? folders.flatMap((folder) => asName(folder) ?? []) : [],
  };
}

/** The record after these files and folders were written; `gone` are files that hold nothing of ours any more. */
export function mergeRecords(
  old: InstallRecord | undefined,
  added: InstallRecord,
  gone: readonly FileName[],
): InstallRecord {
  const replaced = [...gone, ...added.files.map((file) => file.name)];
  const kept = (old?.files ?? []).filter((file) => !replaced.some((name) => sameName(name, file.name)));
  const folders = [...(old?.folders ?? [])];
  for (const folder of added.folders)
    if (!folders.some((other) => sameName(other, folder))) folders.push(folder);
  return { at: old?.at ?? added.at, files: [...kept, ...added.files], folders };
}
