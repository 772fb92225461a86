import { isAlnum, isIn, runsOf } from './characters.ts';
import type { Finding } from './finding.ts';
import { entropyOf, readsAsWords } from './randomness.ts';
import { parseForm, type Step } from './vendor-form.ts';
import { VENDOR_FORMATS } from './vendor-tokens.ts';

interface Form {
  readonly rule: string;
  readonly head: string;
  readonly steps: readonly Step[];
}

/** Forms by their first two characters, and those that begin with a run. */
const BY_HEAD: (Form[] | undefined)[] = [];
const HEADLESS: Form[] = [];

function slotOf(first: number, second: number): number {
  return first < 128 && second < 128 ? first * 128 + second : -1;
}

for (const format of VENDOR_FORMATS) {
  for (const source of format.forms) {
    const steps = parseForm(source);
    const first = steps[0];
    const head = first !== undefined && 'text' in first ? first.text : '';
    const form = { rule: format.id, head, steps };
    if (head.length < 2) HEADLESS.push(form);
    else {
      const slot = slotOf(head.charCodeAt(0), head.charCodeAt(1));
      const bucket = BY_HEAD[slot];
      if (bucket === undefined) BY_HEAD[slot] = [form];
      else bucket.push(form);
    }
  }
}

type RunEnd = (bit: number, from: number) => number;

/** End of the token that starts at `from`, or -1. */
function matchAt(
  text: string,
  from: number,
  steps: readonly Step[],
  runEnd: RunEnd,
  seams?: Uint8Array,
): number {
  let at = from;
  for (const step of steps) {
    if ('text' in step) {
      if (!text.startsWith(step.text, at)) return -1;
      at += step.text.length;
    } else {
      const length = Math.min(runEnd(step.bit, at) - at, step.max);
      if (length < step.min) return -1;
      at += length;
    }
  }
  return isAlnum(text.charCodeAt(at)) && seams?.[at] !== 1 ? -1 : at;
}

/** `ghp_xxxxxxxx` and `sk-learn-contrib-some-long-name` have a token's form and are none. */
function isSample(text: string, form: Form): boolean {
  const value = text.slice(form.head.length);
  if (value === '') return false;
  const head = value.slice(0, 400);
  return entropyOf(head) < 1.5 || (form.head.length < 12 && readsAsWords(head) && !/[A-Z]{2}/.test(head));
}

/**
 * Every vendor token of the text. A token starts where no letter or digit is before it and ends where
 * none follows. Linear: runs are remembered, and a form has no choice to go back to.
 * @param seams where lines were joined: a token may begin and end there too.
 */
export function findVendorTokens(text: string, seams?: Uint8Array): Finding[] {
  const findings: Finding[] = [];
  const runEnd = runsOf(text);
  let before = 0;
  for (let at = 0; at + 1 < text.length; at++) {
    const code = text.charCodeAt(at);
    if (seams?.[at] === 1) before = 0;
    if (isAlnum(before)) {
      before = code;
      continue;
    }
    let best = -1;
    let rule = '';
    const consider = (form: Form) => {
      const end = matchAt(text, at, form.steps, runEnd, seams);
      if (end > best && !isSample(text.slice(at, end), form)) {
        best = end;
        rule = form.rule;
      }
    };
    const slot = slotOf(code, text.charCodeAt(at + 1));
    for (const form of slot < 0 ? [] : (BY_HEAD[slot] ?? [])) {
      if (text.startsWith(form.head, at)) consider(form);
    }
    for (const form of HEADLESS) {
      const first = form.steps[0];
      if (first !== undefined && 'bit' in first && isIn(code, first.bit) && !isIn(before, first.bit)) {
        consider(form);
      }
    }
    if (best > at) {
      findings.push({ rule, start: at, end: best });
      before = text.charCodeAt(best - 1);
      at = best - 1;
    } else before = code;
  }
  return findings;
}
