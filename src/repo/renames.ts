import type { TreeChange } from '../core/ports.ts';
import { asTreeChange, type PathChange } from './iso-diff.ts';
import { unusualMode } from './raw-diff-parse.ts';

/** Git's default for `-M`: at least half of the larger file. */
const MIN_SIMILARITY = 0.5;
/** Above this many additions or deletions contents are not compared (git's `diff.renameLimit` is 1,000). */
const MAX_COMPARED = 400;

type ReadBlob = (oid: string) => Promise<Uint8Array | undefined>;

/**
 * Joins a deletion and an addition to a rename: first where the contents are the same, then by
 * similarity, best pairs first (gitdiffcore(7), "diffcore-rename"). The order of paths is kept.
 */
export async function pairRenames(changes: readonly PathChange[], read: ReadBlob): Promise<TreeChange[]> {
  const sources = new Map<string, PathChange>();
  for (const change of changes) if (change.after === undefined) sources.set(change.path, change);
  const targets = changes.filter((change) => change.before === undefined);
  const pairs = new Map<string, PathChange>();
  const join = (target: PathChange, source: PathChange) => {
    pairs.set(target.path, source);
    sources.delete(source.path);
  };

  for (const target of targets) {
    const same = [...sources.values()].filter(
      ({ before }) =>
        before?.oid === target.after?.oid && before?.mode.slice(0, 2) === target.after?.mode.slice(0, 2),
    );
    const best = same.find((source) => baseName(source.path) === baseName(target.path)) ?? same[0];
    if (best !== undefined) join(target, best);
  }
  const open = targets.filter((target) => !pairs.has(target.path));
  for (const { target, source } of await similarPairs(open, [...sources.values()], read))
    if (!pairs.has(target.path) && sources.has(source.path)) join(target, source);

  const gone = new Set([...pairs.values()].map((source) => source.path));
  return changes.flatMap((change): TreeChange[] => {
    const source = pairs.get(change.path);
    if (change.after === undefined && gone.has(change.path)) return [];
    if (source?.before === undefined || change.after === undefined) return [asTreeChange(change)];
    const { path } = change;
    const oids = { oldOid: source.before.oid, newOid: change.after.oid, ...unusualMode(change.after.mode) };
    return [{ status: 'renamed', path, oldPath: source.path, ...oids }];
  });
}

interface Pair {
  readonly target: PathChange;
  readonly source: PathChange;
  readonly score: number;
}

async function similarPairs(
  targets: readonly PathChange[],
  sources: readonly PathChange[],
  read: ReadBlob,
): Promise<Pair[]> {
  if (targets.length === 0 || sources.length === 0) return [];
  if (targets.length > MAX_COMPARED || sources.length > MAX_COMPARED) return [];
  const spansOf = async (side: PathChange['after']) => {
    if (side === undefined || !side.mode.startsWith('10')) return undefined;
    const bytes = await read(side.oid);
    return bytes === undefined || bytes.length === 0 ? undefined : countSpans(bytes);
  };
  const before = await Promise.all(sources.map((source) => spansOf(source.before)));
  const after = await Promise.all(targets.map((target) => spansOf(target.after)));
  const pairs: Pair[] = [];
  for (const [i, target] of targets.entries()) {
    for (const [j, source] of sources.entries()) {
      const [left, right] = [before[j], after[i]];
      if (left === undefined || right === undefined) continue;
      const score = similarity(left, right);
      if (score >= MIN_SIMILARITY) pairs.push({ target, source, score });
    }
  }
  const sameName = ({ target, source }: Pair) => (baseName(target.path) === baseName(source.path) ? 1 : 0);
  return pairs.sort((a, b) => b.score - a.score || sameName(b) - sameName(a));
}

interface Spans {
  readonly size: number;
  /** Bytes of the file that lie in spans of this text. */
  readonly bytes: ReadonlyMap<string, number>;
}

/** Git's measure (diffcore-delta.c) counts lines, long ones in pieces of 64 bytes. */
function countSpans(content: Uint8Array): Spans {
  const text = Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1');
  const bytes = new Map<string, number>();
  for (const span of text.match(/[^\n]{64}|[^\n]{0,63}\n|[^\n]{1,63}$/g) ?? [])
    bytes.set(span, (bytes.get(span) ?? 0) + span.length);
  return { size: content.length, bytes };
}

/** Bytes in common spans, as a share of the larger file. */
function similarity(a: Spans, b: Spans): number {
  const larger = Math.max(a.size, b.size);
  if (larger === 0 || Math.min(a.size, b.size) < larger * MIN_SIMILARITY) return 0;
  let common = 0;
  for (const [span, bytes] of a.bytes) common += Math.min(bytes, b.bytes.get(span) ?? 0);
  return common / larger;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
