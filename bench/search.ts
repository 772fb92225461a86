import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { MemoryIndex } from '../src/search/memory-index.ts';
import type { SearchDoc, SearchIndex, SearchQuery } from '../src/search/search-index.ts';
import { SegmentIndex } from '../src/search/segment-index.ts';
import { buildSegment } from '../src/search/segment-write.ts';
import { anyWord, generatedDoc, makeDoc, seeded } from '../test/search/docs.ts';

const VOCABULARY = 50_000;
const SIZES = [1_000, 10_000, 100_000];
/** At 100,000 documents MiniSearch takes minutes; what it costs shows at 10,000 already. */
const MEMORY_SIZES = [1_000, 10_000];

function* corpus(size: number): Generator<SearchDoc> {
  for (let n = 0; n < size; n += 1) yield generatedDoc(n, 0, VOCABULARY, 80);
}

function queries(): readonly SearchQuery[] {
  const random = seeded(99);
  return Array.from({ length: 200 }, () => ({
    text: Array.from({ length: 2 + Math.floor(random() * 4) }, () => anyWord(random, VOCABULARY)).join(' '),
    limit: 10,
  }));
}

function quantiles(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}

function timed<T>(run: () => T): { readonly value: T; readonly ms: number } {
  const start = performance.now();
  const value = run();
  return { value, ms: performance.now() - start };
}

function warm(index: SearchIndex): string {
  const asked = queries();
  for (const query of asked.slice(0, 30)) index.search(query);
  return quantiles(asked.map((query) => timed(() => index.search(query)).ms));
}

function segmentRow(size: number): string {
  const dir = mkdtempSync(join(tmpdir(), 'nexus-bench-'));
  try {
    const built = timed(() => buildSegment(corpus(size)));
    const file = join(dir, 'segment');
    writeFileSync(file, built.value);
    const total = built.value.length;
    const fd = openSync(file, 'r');
    let bytes = 0;
    let reads = 0;
    const reader = {
      size: total,
      read(offset: number, length: number): Uint8Array {
        const out = new Uint8Array(length);
        readSync(fd, out, 0, length, offset);
        bytes += length;
        reads += 1;
        return out;
      },
    };
    const open = (): SegmentIndex => new SegmentIndex([{ reader, deleted: [] }]);
    const asked = queries();
    const cold = asked.map((query) => timed(() => open().search(query)).ms);
    const perQuery = `${Math.round(bytes / asked.length / 1024)} kB in ${Math.round(reads / asked.length)} reads`;
    const row =
      `segment ${size}: build ${(built.ms / 1000).toFixed(2)} s, ${Math.round(total / size)} bytes/doc; ` +
      `opened anew ${quantiles(cold)}, ${perQuery}; kept open ${warm(open())}`;
    closeSync(fd);
    return row;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function memoryRow(size: number): string {
  const before = process.memoryUsage().heapUsed;
  const built = timed(() => new MemoryIndex(corpus(size)));
  const heap = (process.memoryUsage().heapUsed - before) / 1e6;
  return `memory ${size}: build ${(built.ms / 1000).toFixed(2)} s, ${Math.round(heap)} MB; ${warm(built.value)}`;
}

interface Collection {
  readonly docs: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly queries: readonly { readonly text: string; readonly relevant: readonly string[] }[];
}

/** Normalised discounted cumulative gain of the first ten, binary relevance. */
function ndcg10(ranked: readonly string[], relevant: readonly string[]): number {
  const gain = (at: number): number => 1 / Math.log2(at + 2);
  const ideal = relevant.slice(0, 10).reduce((sum, _, at) => sum + gain(at), 0);
  const got = ranked.slice(0, 10).reduce((sum, id, at) => sum + (relevant.includes(id) ? gain(at) : 0), 0);
  return ideal === 0 ? 0 : got / ideal;
}

type Ask = (text: string) => readonly string[];

function plainMiniSearch({ docs }: Collection): Ask {
  const index = new MiniSearch({ fields: ['title', 'text'] });
  index.addAll(docs.map(({ id, title, text }) => ({ id, title, text })));
  return (text) =>
    index
      .search(text)
      .slice(0, 10)
      .map(({ id }) => String(id));
}

function nexus({ docs }: Collection): Ask {
  const segment = buildSegment(
    docs.map(({ id, title, text }) => makeDoc(id, { fields: { title, body: text } })),
  );
  const reader = { size: segment.length, read: (at: number, n: number) => segment.subarray(at, at + n) };
  const index = new SegmentIndex([{ reader, deleted: [] }]);
  return (text) => index.search({ text, limit: 10 }).hits.map(({ key }) => key);
}

function qualityRows(root: string): string[] {
  const rows: string[] = [];
  const sums = [0, 0];
  const sets = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of sets) {
    const scores: [number[], number[]] = [[], []];
    for (const file of readdirSync(join(root, name)).filter((path) => path.endsWith('.json'))) {
      const collection = JSON.parse(readFileSync(join(root, name, file), 'utf8')) as Collection;
      for (const [way, make] of [plainMiniSearch, nexus].entries()) {
        const ask = make(collection);
        for (const { text, relevant } of collection.queries) scores[way]?.push(ndcg10(ask(text), relevant));
      }
    }
    const means = scores.map((list) => (100 * list.reduce((a, b) => a + b, 0)) / list.length);
    for (const [way, mean] of means.entries()) sums[way] = (sums[way] ?? 0) + mean;
    rows.push(`nDCG@10 ${name}: MiniSearch ${means[0]?.toFixed(1)}, Nexus ${means[1]?.toFixed(1)}`);
  }
  const macro = sums.map((sum) => (sum / sets.length).toFixed(1));
  return [...rows, `nDCG@10 macro-average: MiniSearch ${macro[0]}, Nexus ${macro[1]}`];
}

/** One line per figure. Retrieval quality only where the sets lie beside the project. */
export async function searchBench(): Promise<string[]> {
  const sets = '../shared/data';
  return [
    ...SIZES.map(segmentRow),
    ...MEMORY_SIZES.map(memoryRow),
    ...(existsSync(sets) ? qualityRows(sets) : []),
  ];
}
