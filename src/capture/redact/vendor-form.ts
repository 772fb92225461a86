import type { CharClass } from './characters.ts';
import { bitOf, MEMBERS } from './characters.ts';

/** One step of a form: text as it stands, or a run of `min` to `max` characters of a class. */
export type Step =
  | { readonly text: string }
  | { readonly run: CharClass; readonly bit: number; readonly min: number; readonly max: number };

const PART = /<([a-z0-9]+)(?::(\d+)(-)?(\d+)?)?>/g;
const UUID = '<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>';

function isClass(name: string): name is CharClass {
  return Object.hasOwn(MEMBERS, name);
}

/** Takes a form of vendor-tokens.ts apart. Throws RangeError on a form that is not written right. */
export function parseForm(form: string): readonly Step[] {
  const source = form.replaceAll('<uuid>', UUID);
  const steps: Step[] = [];
  let at = 0;
  for (const match of source.matchAll(PART)) {
    const [whole, name = '', from, dash, to] = match;
    if (match.index > at) steps.push({ text: source.slice(at, match.index) });
    if (!isClass(name) || from === undefined) throw new RangeError(`bad token form: ${form}`);
    const min = Number(from);
    const max = dash === undefined ? min : to === undefined ? Number.POSITIVE_INFINITY : Number(to);
    steps.push({ run: name, bit: bitOf(name), min, max });
    at = match.index + whole.length;
  }
  if (at < source.length) steps.push({ text: source.slice(at) });
  return steps;
}
