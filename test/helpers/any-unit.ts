import fc from 'fast-check';

const SURROGATES = 0xd800;
const BEHIND = 0xe000;
const GAP = BEHIND - SURROGATES;

/**
 * Any character that a text may hold, as a unit of `fc.string`. The library's own (`binary`) writes a table of all of
 * them first: seconds, and a hundred megabytes in each process.
 */
export const ANY_UNIT: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - GAP }).map(
  (at) => String.fromCodePoint(at < SURROGATES ? at : at + GAP),
  (value) => {
    const point = typeof value === 'string' ? (value.codePointAt(0) ?? SURROGATES) : SURROGATES;
    const isOne = typeof value === 'string' && value === String.fromCodePoint(point);
    if (!isOne || (point >= SURROGATES && point < BEHIND)) throw new Error('not one character');
    return point < SURROGATES ? point : point - GAP;
  },
);
