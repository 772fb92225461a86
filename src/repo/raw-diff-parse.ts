import type { TreeChange, TreeEntry } from '../core/ports.ts';

const STATUS: Readonly<Record<string, TreeChange['status']>> = {
  A: 'added',
  C: 'added',
  D: 'deleted',
  M: 'modified',
  R: 'renamed',
  T: 'modified',
  U: 'modified',
};

/**
 * Reads `--raw -z --no-abbrev` of diff-tree and diff-index: `:mode mode oid oid status` NUL path NUL,
 * with a second path for renames (git-diff-tree(1), RAW OUTPUT FORMAT). An unmerged path is one change.
 */
export function parseRawDiff(output: string): TreeChange[] {
  const fields = output.split('\0');
  const changes = new Map<string, TreeChange>();
  for (let i = 0; i < fields.length; ) {
    const header = fields[i++] ?? '';
    if (!header.startsWith(':')) continue;
    const [, newMode = '', before = '', after = '', letter = ''] = header.split(' ');
    const status = STATUS[letter[0] ?? ''];
    const first = fields[i++] ?? '';
    const moved = letter.startsWith('R') || letter.startsWith('C');
    const path = moved ? (fields[i++] ?? '') : first;
    if (status === undefined) continue;
    changes.set(path, {
      status,
      path,
      ...(status === 'renamed' ? { oldPath: first } : {}),
      ...(status === 'added' || isNull(before) ? {} : { oldOid: before }),
      ...(status === 'deleted' || isNull(after) ? {} : { newOid: after }),
      ...(status === 'deleted' ? {} : unusualMode(newMode)),
    });
  }
  return [...changes.values()];
}

/** A plain file's mode is not told. */
export function unusualMode(mode: string): { readonly newMode?: string } {
  return mode === '100644' ? {} : { newMode: mode };
}

/** All zeros stand for "no object". */
function isNull(oid: string): boolean {
  return /^0+$/.test(oid);
}

/** Reads `ls-tree -r -z`: `mode type oid` TAB path NUL. */
export function parseTree(output: string): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (const line of output.split('\0')) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    const [mode = '', , oid = ''] = line.slice(0, tab).split(' ');
    entries.push({ path: line.slice(tab + 1), mode, oid });
  }
  return entries;
}
