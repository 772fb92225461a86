import type { CommitInfo, TreeChange } from '../core/ports.ts';
import { parseRawDiff } from './raw-diff-parse.ts';
import { parseSeconds } from './seconds.ts';

/** Fixed fields, each ended by NUL, which no commit message can contain. */
export const LOG_FORMAT = 'tformat:%H%x00%P%x00%an%x00%ae%x00%at%x00%ct%x00%s%x00%b';
const FIELDS = 8;

/** Reads `git log -z --format=LOG_FORMAT`. */
export function parseLog(output: string): CommitInfo[] {
  const fields = output.split('\0');
  const commits: CommitInfo[] = [];
  for (let i = 0; i + FIELDS <= fields.length; i += FIELDS) {
    const [
      oid = '',
      parents = '',
      name = '',
      email = '',
      authored = '',
      committed = '',
      subject = '',
      body = '',
    ] = fields.slice(i, i + FIELDS);
    commits.push({
      oid,
      parents: parents === '' ? [] : parents.split(' '),
      authorName: name,
      authorEmail: email,
      authorTime: parseSeconds(authored),
      commitTime: parseSeconds(committed),
      subject,
      body: body.trimEnd(),
      files: [],
    });
  }
  return commits;
}

/** The commit starts with an empty field, which no path can be. */
export const FILES_FORMAT = 'tformat:%x00%H';

/** Reads `git diff-tree --stdin -z --name-only --format=FILES_FORMAT`: commit id → paths in byte order. */
export function parseLogFiles(output: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const fields = output.split('\0');
  let files: string[] = [];
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] ?? '';
    if (field !== '') {
      // Git puts a line break between the header and the first path.
      files.push(files.length === 0 && field.startsWith('\n') ? field.slice(1) : field);
      continue;
    }
    const oid = fields[++i];
    if (oid === undefined || oid === '') break;
    files = [];
    found.set(oid, files);
  }
  return found;
}

/** Reads the same with `--raw --no-abbrev` instead: commit id → what it changed. */
export function parseLogChanges(output: string): Map<string, readonly TreeChange[]> {
  const found = new Map<string, readonly TreeChange[]>();
  const fields = output.split('\0');
  for (let i = 1; i < fields.length; i++) {
    const oid = fields[i++] ?? '';
    const from = i;
    // A head and a path for each change; git puts a line break before the first.
    while (/^\n?:/.test(fields[i] ?? '')) i += 2;
    found.set(oid, parseRawDiff(fields.slice(from, i).join('\0').replace(/^\n/, '')));
  }
  return found;
}
