/** One secret. Offsets are UTF-16 units of the input, `end` exclusive: the value alone, without quotes or key. */
export interface Finding {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

/** What replaces a value: neither a hash nor a length, so that nothing can be guessed from it. */
export function markerOf(rule: string): string {
  return `[REDACTED:${rule}]`;
}

/** Sorted by start; overlapping ones become one, named by the first in the order of the layers. */
export function mergeFindings(layers: readonly (readonly Finding[])[]): Finding[] {
  const ranked = layers.flatMap((findings, rank) => findings.map((finding) => ({ ...finding, rank })));
  ranked.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: { rule: string; start: number; end: number; rank: number }[] = [];
  for (const next of ranked) {
    if (next.end <= next.start) continue;
    const last = merged.at(-1);
    if (last === undefined || next.start >= last.end) {
      merged.push({ ...next });
      continue;
    }
    last.end = Math.max(last.end, next.end);
    if (next.rank < last.rank) {
      last.rule = next.rule;
      last.rank = next.rank;
    }
  }
  return merged.map(({ rule, start, end }) => ({ rule, start, end }));
}
