const BLOCKS = [...'▁▂▃▄▅▆▇█'];
const ASCII = [...'_.:-=+*#'];

/** Numbers from 0 to a maximum as bars of one column each. What is no number is a blank. */
export function spark(values: readonly number[], max: number, ascii: boolean): string {
  const bars = ascii ? ASCII : BLOCKS;
  return values
    .map((value) => {
      if (!Number.isFinite(value) || !(max > 0)) return ' ';
      const share = Math.min(1, Math.max(0, value / max));
      return bars[Math.round(share * (bars.length - 1))] ?? ' ';
    })
    .join('');
}
