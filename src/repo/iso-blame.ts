import { NexusError } from '../core/error.ts';
import { matchLines } from '../core/line-diff.ts';
import type { BlameLine } from '../core/ports.ts';
import { DateQueue } from './date-queue.ts';
import { oldNameOf } from './iso-history.ts';
import type { IsoObjects } from './iso-objects.ts';
import { type StoredCommit, TREE_MODE } from './object-parse.ts';

/** A file as of a commit, with lines of it whose origin is still open. */
interface Suspect {
  readonly commit: StoredCommit;
  readonly commitTime: number;
  readonly path: string;
  readonly oid: string;
  /** Line here and line of the asked file, 0-based. Two asked lines may come from one line here. */
  open: { readonly line: number; readonly asked: number }[];
}

/**
 * Who last changed each line: lines that a parent has too are its business, the rest is the commit's
 * own. Newest commits first, so that lines which reach a commit by two ways are dealt with together.
 * Undefined if there is no such file.
 */
export async function blameFile(
  objects: IsoObjects,
  start: StoredCommit,
  path: string,
): Promise<BlameLine[] | undefined> {
  const entry = await objects.entryAt(start.tree, path);
  if (entry === undefined || !entry.mode.startsWith('1') || entry.mode === '160000') return undefined;
  const text = await linesOf(objects, entry.oid);
  const owners = new Map<number, StoredCommit>();
  const waiting = new Map<string, Suspect>();
  const queue = new DateQueue<Suspect>();
  const suspect = (commit: StoredCommit, name: string, oid: string, line: number, asked: number) => {
    const key = `${commit.oid}:${name}`;
    let one = waiting.get(key);
    if (one === undefined) {
      one = { commit, commitTime: commit.commitTime, path: name, oid, open: [] };
      waiting.set(key, one);
      queue.push(one);
    }
    one.open.push({ line, asked });
  };
  for (const line of text.keys()) suspect(start, path, entry.oid, line, line);

  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    waiting.delete(`${one.commit.oid}:${one.path}`);
    for (const parent of await originsIn(objects, one)) {
      if (one.open.length === 0) break;
      const match = await matchOf(objects, parent.oid, one.oid);
      one.open = one.open.filter(({ line, asked }) => {
        const there = match === 'same' ? line : (match[line] ?? -1);
        if (there < 0) return true;
        suspect(parent.commit, parent.path, parent.oid, there, asked);
        return false;
      });
    }
    for (const { asked } of one.open) owners.set(asked, one.commit);
  }
  return text.map((content, i) => {
    const { oid, authorName, authorTime, subject } = owners.get(i) ?? start;
    return { line: i + 1, text: content, oid, authorName, authorTime, subject };
  });
}

interface Origin {
  readonly commit: StoredCommit;
  readonly path: string;
  readonly oid: string;
}

/**
 * The file in each parent: under its own name first, then, where there is none, under the one that it
 * was renamed from. A parent with the same content takes all of it (blame.c, `pass_blame`).
 */
async function originsIn(objects: IsoObjects, one: Suspect): Promise<Origin[]> {
  const parents: StoredCommit[] = [];
  for (const oid of one.commit.parents) {
    const commit = await objects.commit(oid);
    if (commit !== undefined) parents.push(commit);
  }
  const origins = new Map<StoredCommit, Origin>();
  for (const search of [async () => one.path, oldNameOf]) {
    for (const commit of parents) {
      if (origins.has(commit)) continue;
      const path = await search(objects, commit, one.commit, one.path);
      const there = path === undefined ? undefined : await objects.entryAt(commit.tree, path);
      if (path === undefined || there === undefined || there.mode === TREE_MODE) continue;
      const origin = { commit, path, oid: there.oid };
      if (there.oid === one.oid) return [origin];
      origins.set(commit, origin);
    }
  }
  return parents.flatMap((commit) => origins.get(commit) ?? []);
}

async function matchOf(objects: IsoObjects, before: string, after: string): Promise<Int32Array | 'same'> {
  if (before === after) return 'same';
  return matchLines(await linesOf(objects, before), await linesOf(objects, after));
}

async function linesOf(objects: IsoObjects, oid: string): Promise<string[]> {
  const bytes = await objects.blob(oid);
  if (bytes === undefined)
    throw new NexusError('broken', 'git-failed', `the contents of blob ${oid} are not in this clone`);
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
