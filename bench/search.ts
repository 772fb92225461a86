import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryIndex } from '../src/search/memory-index.ts';
import type { SearchDoc, SearchIndex, SearchQuery } from '../src/search/search-index.ts';
import { SegmentIndex } from '../src/search/segment-index.ts';
import { buildSegment } from '../src/search/segment-write.ts';
import { anyWord, generatedDoc, seeded } from '../test/search/docs.ts';

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

/** One line per figure. How good the answers are: `npm run bench:recall`. */
export function searchBench(): readonly string[] {
  return [...SIZES.map(segmentRow), ...MEMORY_SIZES.map(memoryRow)];
}
