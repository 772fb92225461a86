import { MEMBERS } from '../../../src/capture/redact/characters.ts';
import { parseForm } from '../../../src/capture/redact/vendor-form.ts';
import type { VendorFormat } from '../../../src/capture/redact/vendor-tokens.ts';

/** A number from 0 up to, but not including, 1. */
export type Random = () => number;

/** Mulberry32: small, seeded, so that a failure can be seen again. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(items: readonly T[], random: Random): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

export function randomText(alphabet: string, length: number, random: Random): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

/** A made-up token of the format: any of its forms, runs of a length that the form allows. */
export function sampleOf(format: VendorFormat, random: Random): string {
  return parseForm(pick(format.forms, random))
    .map((step) => {
      if ('text' in step) return step.text;
      const max = Number.isFinite(step.max) ? step.max : step.min + 12;
      return randomText(MEMBERS[step.run], step.min + Math.floor(random() * (max - step.min + 1)), random);
    })
    .join('');
}
