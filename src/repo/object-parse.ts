import { TextDecoder } from 'node:util';
import type { CommitInfo } from '../core/ports.ts';
import { parseSeconds } from './seconds.ts';

/** One name in one tree object. */
export interface NameEntry {
  readonly name: string;
  /** Six octal digits, as `ls-tree` prints them. */
  readonly mode: string;
  readonly oid: string;
}

export interface StoredCommit extends CommitInfo {
  readonly tree: string;
  readonly signed: boolean;
}

export const TREE_MODE = '040000';

const utf8 = new TextDecoder();

/** Reads a tree object of a SHA-1 repository: octal mode, space, name, NUL, 20 bytes (gitformat-pack's "tree"). */
export function parseTreeObject(bytes: Uint8Array): NameEntry[] {
  const entries: NameEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const nul = bytes.indexOf(0, space);
    if (space < 0 || nul < 0 || nul + 21 > bytes.length) break;
    entries.push({
      mode: utf8.decode(bytes.subarray(at, space)).padStart(6, '0'),
      name: utf8.decode(bytes.subarray(space + 1, nul)),
      oid: Buffer.from(bytes.subarray(nul + 1, nul + 21)).toString('hex'),
    });
    at = nul + 21;
  }
  return entries;
}

/** Reads a commit object. Damaged headers give empty fields; only the caller knows whether that matters. */
export function parseCommitObject(oid: string, bytes: Uint8Array): StoredCommit {
  const blank = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('\n\n');
  const headerEnd = blank < 0 ? bytes.length : blank;
  const rawHeaders = Buffer.from(bytes.subarray(0, headerEnd)).toString('latin1');
  const decoder = decoderFor(/^encoding (.+)$/m.exec(rawHeaders)?.[1]);
  const headers = decoder.decode(bytes.subarray(0, headerEnd)).split('\n');
  const header = (key: string) => headers.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1);
  const author = parseIdent(header('author') ?? '');
  const message = blank < 0 ? '' : decoder.decode(bytes.subarray(blank + 2));
  return {
    oid,
    tree: header('tree') ?? '',
    signed: isSigned(bytes),
    parents: headers.filter((line) => line.startsWith('parent ')).map((line) => line.slice(7)),
    authorName: author.name,
    authorEmail: author.email,
    authorTime: author.seconds,
    commitTime: parseIdent(header('committer') ?? '').seconds,
    ...splitMessage(message),
    files: [],
  };
}

/** Is there a signature among the headers of a commit object? Whose it is, and whether it holds, is not looked at. */
export function isSigned(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = text.indexOf('\n\n');
  return /^gpgsig(?:-sha256)? /m.test(text.toString('latin1', 0, end < 0 ? text.length : end));
}

/** The object that an annotated tag names. */
export function parseTagTarget(bytes: Uint8Array): string | undefined {
  return /^object ([0-9a-f]{40})\n/.exec(utf8.decode(bytes.subarray(0, 64)))?.[1];
}

function decoderFor(label: string | undefined): TextDecoder {
  try {
    return label === undefined ? utf8 : new TextDecoder(label);
  } catch {
    return utf8;
  }
}

/** `Name <address> seconds zone`, where each part may be broken. */
function parseIdent(text: string) {
  const open = text.indexOf('<');
  const close = text.indexOf('>', open);
  const date = /(\d+)(?: [+-]\d+)?\s*$/.exec(text.slice(text.lastIndexOf('>') + 1));
  return {
    name: (open < 0 ? text : text.slice(0, open)).trim(),
    email: open < 0 || close < 0 ? '' : text.slice(open + 1, close).trim(),
    seconds: parseSeconds(date?.[1] ?? '0'),
  };
}

/** Git's `%s` is the first paragraph on one line, `%b` what follows it. */
function splitMessage(message: string): { subject: string; body: string } {
  const lines = message.replace(/^(?:[^\S\n]*\n)+/, '').split('\n');
  const end = lines.findIndex((line) => line.trim() === '');
  const first = end < 0 ? lines : lines.slice(0, end);
  const rest = end < 0 ? [] : lines.slice(end);
  return {
    subject: first.map((line) => line.trimEnd()).join(' '),
    body: rest
      .join('\n')
      .replace(/^(?:[^\S\n]*\n)+/, '')
      .trimEnd(),
  };
}
