import type { Draft } from '../../core/record.ts';
import { findFlagValues, redactArguments } from './command-line.ts';
import { strengthOf } from './credential-names.ts';
import { findCredentials } from './credentials.ts';
import { findRandomRuns } from './entropy.ts';
import { type Finding, markerOf, mergeFindings } from './finding.ts';
import { type Edit, type MachineFacts, machineEdits } from './machine.ts';
import { findPrivateKeys } from './private-keys.ts';
import { looksRandom } from './randomness.ts';
import {
  composed,
  decodedShadow,
  type JoinedShadow,
  joinedShadow,
  type Shadow,
  sourceRange,
} from './shadow.ts';
import { findSecretParameters, findUrlCredentials } from './urls.ts';
import { findVendorTokens } from './vendor-scan.ts';

export interface RedactionContext extends MachineFacts {
  /** Values that a person said are no secrets: compared whole. */
  readonly allow?: readonly string[];
}

type Span = Pick<Finding, 'start' | 'end'>;

interface Redacted {
  readonly text: string;
  /** The secrets; paths and names of the machine are replaced too, but are none. */
  readonly found: readonly Finding[];
}

/**
 * Takes secrets and the machine's names out of text. Pure and linear; an input beyond 256 KiB is for the
 * caller to cut. Whatever it throws means: not redacted, so do not write.
 */
export interface Redactor {
  /** @param harmless parts in which nothing is a secret, as they were judged before. */
  text(input: string, harmless?: readonly Span[]): Redacted;
  /** A command's arguments, where the value of a credential flag is masked whatever it looks like. */
  command(argv: readonly string[]): readonly string[];
}

/** In the order in which they name a finding that several of them have. */
const LAYERS: readonly ((text: string) => readonly Finding[])[] = [
  findPrivateKeys,
  findVendorTokens,
  findUrlCredentials,
  findSecretParameters,
  findCredentials,
  findFlagValues,
  findRandomRuns,
];

export function createRedactor(context: RedactionContext): Redactor {
  const allowed = new Set(context.allow ?? []);
  const editsOf = machineEdits(context);
  const text = (input: string, harmless: readonly Span[] = []): Redacted => {
    const found = findSecrets(input).filter(
      ({ start, end }) =>
        !allowed.has(input.slice(start, end)) &&
        !harmless.some((part) => start >= part.start && end <= part.end),
    );
    const edits: Edit[] = found.map(({ rule, start, end }) => ({ start, end, text: markerOf(rule) }));
    return { text: applyEdits(input, edits, editsOf(input)), found };
  };
  return {
    text,
    command: (argv) => redactArguments(argv, (argument) => text(argument).text, markerOf('credential')),
  };
}

/** Secrets win over the machine's names where both would change the same characters. */
function applyEdits(input: string, secrets: readonly Edit[], machine: readonly Edit[]): string {
  if (secrets.length === 0 && machine.length === 0) return input;
  let out = '';
  let at = 0;
  let next = 0;
  for (const secret of [...secrets, undefined]) {
    const until = secret?.start ?? input.length;
    for (; next < machine.length; next++) {
      const edit = machine[next];
      if (edit === undefined || edit.start >= until) break;
      if (edit.start < at || edit.end > until) continue;
      out += input.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    out += input.slice(at, until);
    if (secret === undefined) break;
    out += secret.text;
    at = secret.end;
  }
  return out;
}

/** All layers, on the text as it is and on its shadows. What is redacted already stays as it is. */
function findSecrets(input: string): Finding[] {
  const layers = LAYERS.map((layer) => [...layer(input)]);
  const decoded = decodedShadow(input);
  if (decoded !== undefined) addFromShadow(layers, decoded, input);
  const joined = joinedShadow(decoded?.text ?? input);
  if (joined !== undefined) layers.push(spanningWraps(joined, decoded));
  return mergeFindings(layers).filter(({ start, end }) => !isMarker(input, start, end));
}

function isMarker(input: string, start: number, end: number): boolean {
  const from = Math.max(0, start - 64);
  const around = input.slice(from, end + 64);
  const open = around.lastIndexOf('[REDACTED:', start - from);
  return open >= 0 && from + around.indexOf(']', open) + 1 >= end;
}

function addFromShadow(layers: Finding[][], shadow: Shadow, input: string): void {
  for (const [index, layer] of LAYERS.entries()) {
    for (const { rule, start, end } of layer(shadow.text)) {
      const range = sourceRange(shadow, start, end);
      // Trailing invisible characters and colours stay outside.
      if (range.end <= input.length) layers[index]?.push({ rule, ...range });
    }
  }
}

/** Lines behind a token that are looked at one by one; each look reads the token again. */
const MAX_PIECES = 128;

/**
 * Tokens that go on in the next line. The lines around a token are joined to it as well, so pieces at
 * either side that do not look generated are given back, unless the token would not be whole without.
 */
function spanningWraps(joined: JoinedShadow, decoded: Shadow | undefined): Finding[] {
  const { text, seams } = joined;
  const shadow = decoded === undefined ? joined : composed(joined, decoded);
  const findings: Finding[] = [];
  const add = (rule: string, start: number, end: number) => {
    if (seams.subarray(start + 1, end).includes(1))
      findings.push({ rule, ...sourceRange(shadow, start, end) });
  };
  const firstSeam = (from: number, to: number) => {
    const found = seams.subarray(from, to).indexOf(1);
    return found < 0 ? -1 : from + found;
  };
  const lastSeam = (from: number, to: number) => {
    const found = seams.subarray(from, to).lastIndexOf(1);
    return found < 0 ? -1 : from + found;
  };
  for (const { rule, start, end } of findVendorTokens(text, seams)) {
    let last = end;
    for (let tries = 0; tries < MAX_PIECES; tries++) {
      const seam = lastSeam(start + 1, last);
      if (seam < 0 || looksGenerated(text.slice(seam, last))) break;
      const [whole] = findVendorTokens(text.slice(start, seam));
      if (whole?.start !== 0 || whole.end !== seam - start) break;
      last = seam;
    }
    add(rule, start, last);
  }
  for (const { rule, start, end } of [...findCredentials(text), ...findRandomRuns(text)]) {
    let first = start;
    let last = end;
    for (let seam = firstSeam(first + 1, last); seam > 0; seam = firstSeam(first + 1, last)) {
      if (looksGenerated(text.slice(first, seam))) break;
      first = seam;
    }
    for (let seam = lastSeam(first + 1, last); seam > 0; seam = lastSeam(first + 1, last)) {
      if (looksGenerated(text.slice(seam, last))) break;
      last = seam;
    }
    add(rule, first, last);
  }
  return findings;
}

function looksGenerated(piece: string): boolean {
  return piece.length >= 8 ? looksRandom(piece) : /\d/.test(piece) && /[A-Za-z]/.test(piece);
}

/** A draft with every text in it redacted, at any depth, names of fields that it does not know included. */
export function redactDraft(draft: Draft, redactor: Redactor): { draft: Draft; found: number } {
  const { kind, ...rest } = draft;
  const { value, found } = redactValue(rest, redactor);
  return { draft: { kind, ...value }, found };
}

/** Plain data of any form with every text in it redacted. */
export function redactValue<T>(value: T, redactor: Redactor): { value: T; found: number } {
  let found = 0;
  const clean = (text: string): string => {
    const result = redactor.text(text);
    found += result.found.length;
    return result.text;
  };
  return { value: walkValue(value, clean, 0) as T, found };
}

const MAX_DEPTH = 16;

function walkValue(value: unknown, clean: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) throw new RangeError('this is nested too deeply to be redacted');
  if (Array.isArray(value)) return value.map((item: unknown) => walkValue(item, clean, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [clean(key), walkField(key, item, clean, depth)]),
  );
}

/** A value whose field name marks it as a secret is judged together with that name. */
function walkField(key: string, item: unknown, clean: (text: string) => string, depth: number): unknown {
  const strength = strengthOf(key);
  if (typeof item !== 'string' || strength === undefined || strength === 'weak') {
    return walkValue(item, clean, depth + 1);
  }
  const lead = `${key}=`;
  const text = clean(lead + item);
  return text.startsWith(lead) ? text.slice(lead.length) : clean(item);
}
