/** A share of 1, to the tenth: `31.2 %`, `50 %`. Half-way between two tenths goes to the even one, as in Python. */
export function percent(share: number): string {
  const value = share * 100;
  const halfWayFromEven = (value * 4) % 4 === 1;
  return `${halfWayFromEven ? `${Math.floor(value)}.2` : Number(value.toFixed(1))} %`;
}

/** A time that something took: `12 s`, `4 min`, `1.5 h`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
