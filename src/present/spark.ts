const BLOCKS = [...'▁▂▃▄▅▆▇█'];
const ASCII = [...'_.:-=+*#'];

/** Numbers from 0 to a maximum as bars of one column each. What is no number is a blank. */
export function spark(values: readonly number[], max: number, ascii: boolean): string {
  return sparkOf(values, max, ascii ? ASCII : BLOCKS);
}

/** The same, drawn with characters of one's own, from nothing to all. */
export function sparkOf(values: readonly number[], max: number, bars: readonly string[]): string {
  return values
    .map((value) => {
      if (!Number.isFinite(value) || !(max > 0)) return ' ';
      const share = Math.min(1, Math.max(0, value / max));
      return bars[Math.round(share * (bars.length - 1))] ?? ' ';
    })
    .join('');
}

/** No more numbers than there are columns: neighbours together, as `join` has them. */
export function binned(
  values: readonly number[],
  columns: number,
  join: (some: readonly number[]) => number,
): readonly number[] {
  if (values.length <= columns || columns <= 0) return values;
  return Array.from({ length: columns }, (_, at) =>
    join(
      values.slice(
        Math.floor((at * values.length) / columns),
        Math.floor(((at + 1) * values.length) / columns),
      ),
    ),
  );
}

/** A share of 1 as a bar that grows to the right. @param parts what is drawn for a part of a column, least first */
export function shareBar(share: number, columns: number, full: string, parts: readonly string[]): string {
  const filled = Math.min(1, Math.max(0, share)) * columns;
  const whole = Math.floor(filled);
  const part = parts[Math.floor((filled - whole) * (parts.length + 1)) - 1] ?? '';
  return full.repeat(whole) + part;
}
