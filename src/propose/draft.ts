import type { CodeUnit } from '../core/code.ts';
import { codeBlock, withoutMargin } from '../core/code-block.ts';
import type { Draft } from '../core/record.ts';
import { type Candidate, family, filesOf } from './candidate.ts';
import { MEANINGS } from './meanings.ts';
import { meanSomething, ownName, wordsOf } from './words.ts';

/** Places that a record cites at most; there may be more. */
export const MAX_PLACES = 10;
/** Lines of the example. */
const MAX_LINES = 30;
const MAX_TITLE = 110;

/** A pattern's record with what the code tells; a person completes it. */
export function draftOf(candidate: Candidate): Draft {
  const { example, places, seen, key } = candidate;
  return {
    kind: 'pattern',
    title: titleOf(candidate),
    language: family(example),
    tags: [...seen],
    files: shown(candidate).map(citationOf),
    pattern: { category: 'code', complexity: mostOf(places.map(({ complexity }) => complexity)), shape: key },
    body: bodyOf(candidate),
  };
}

export function citationOf({ path, from, to }: CodeUnit): string {
  return from === to ? `${path}#L${from}` : `${path}#L${from}-L${to}`;
}

/** The places that are cited: the example first, then those of other files. */
function shown({ places, example }: Candidate): CodeUnit[] {
  const files = new Set<string>([example.path]);
  const others = places.filter((unit) => unit !== example);
  const fresh = others.filter(({ path }) => !files.has(path) && files.add(path));
  return [example, ...fresh, ...others.filter((unit) => !fresh.includes(unit))].slice(0, MAX_PLACES);
}

function titleOf(candidate: Candidate): string {
  const { by, places, seen, words, calls, example, subject } = candidate;
  const [first] = seen;
  const name = first === undefined ? undefined : MEANINGS[first].title;
  const many = `(${places.length} places)`;
  const as = `as in ${ticked(examples(candidate))}`;
  if (by === 'success') {
    const what = sentence(wordsOf(ownName(example.name)).join(' ') || 'a handler');
    return clip(name === undefined ? `${what}, as it worked` : `${what}: ${lower(name)}`);
  }
  if (by === 'habit') return clip(`${name}, ${as}`, many);
  if (by === 'base') return clip(`Kinds of \`${subject}\`, ${as}`, many);
  if (by === 'mark') return clip(`Marked with \`${subject}\`, ${as}`, many);
  if (by === 'calls') return clip(`${ticked(calls)} go together`, many);
  const common = meanSomething(words) ? words.join(' ') : '';
  const via = calls.length === 0 ? '' : ` by ${ticked(calls.slice(0, 3))}`;
  const head = example.kind === 'handler' ? ['errors handled', common && `in ${common}`] : [common];
  const what = [name, ...head.filter((part) => part !== '')].filter((part) => part !== undefined).join(': ');
  if (what === '') return clip(`One shape${via}, ${as}`, many);
  // One word in common does not say which is meant.
  return clip(`${sentence(what)}${via}${words.length > 1 ? '' : `, ${as}`}`, many);
}

/** Names of a few places. */
function examples(candidate: Candidate): string[] {
  const names = shown(candidate).map(({ name, path }) => (name === '' ? path : name));
  return [...new Set(names)].slice(0, 2);
}

function clip(text: string, tail = ''): string {
  const room = MAX_TITLE - tail.length - 1;
  const cut = text.length <= room ? text : `${text.slice(0, room - 1).trimEnd()}…`;
  return tail === '' ? cut : `${cut} ${tail}`;
}

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

function ticked(names: readonly string[]): string {
  const all = names.map((name) => `\`${name}\``);
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

function mostOf<T>(values: readonly T[]): T {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

function bodyOf(candidate: Candidate): string {
  const { seen } = candidate;
  const [first] = seen;
  const meaning = first === undefined ? undefined : MEANINGS[first];
  return [
    `## Problem\n\n${meaning?.problem ?? problemOf(candidate)}`,
    `## Solution\n\n${solutionOf(candidate)}`,
    `### Example\n\n${exampleText(candidate.example)}`,
    `## When to use\n\n${meaning?.use ?? useOf(candidate)}`,
  ].join('\n\n');
}

function problemOf({ by, places, words, example, subject, calls }: Candidate): string {
  if (by === 'base') return `Several things are a \`${subject}\`, each in its own way.`;
  if (by === 'mark') return `The same is to hold for several functions: what \`${subject}\` does.`;
  if (by === 'calls')
    return `Whoever calls one of ${ticked(calls)} is likely to need the other${calls.length > 2 ? 's' : ''}.`;
  if (by === 'success') return `What \`${example.name}\` is for.`;
  const kind =
    example.kind === 'handler' ? 'The same kind of failure is answered' : 'The same kind of task is done';
  const what = meanSomething(words) ? ` (${words.join(' ')})` : '';
  return `${kind}${what} in ${places.length} places.`;
}

function solutionOf(candidate: Candidate): string {
  const { places, calls, by, methods = [], confidence = 0 } = candidate;
  const cited = shown(candidate);
  const lines: string[] = [];
  if (by === 'calls')
    lines.push(
      confidence === 1
        ? 'No function calls one of them without the rest.'
        : `Of the functions that call any one of them, at least ${Math.round(confidence * 100)} % call all.`,
    );
  else if (calls.length > 0) lines.push(`Each calls ${ticked(calls.slice(0, 6))}.`);
  if (methods.length > 0) lines.push(`All have ${ticked(methods.slice(0, 8))}.`);
  if (by === 'shape')
    lines.push(
      `${places.length} places of ${filesOf(places).length} files have one structure, under names of their own.`,
    );
  lines.push(
    '',
    ...cited.map((unit) => `- \`${unit.name === '' ? 'top level' : unit.name}\` in ${unit.path}`),
  );
  if (places.length > cited.length) lines.push(`- and ${places.length - cited.length} more`);
  return lines.join('\n').trim();
}

function useOf({ by, places, example, subject, calls }: Candidate): string {
  if (by === 'base') return `Another kind of \`${subject}\` is added.`;
  if (by === 'mark') return `Another function is to be treated like these.`;
  if (by === 'calls') return `A new function calls ${ticked(calls.slice(0, 1))}.`;
  const folders = new Set(places.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  const [only] = folders;
  const where = folders.size === 1 && only !== undefined && only !== '' ? ` in \`${only}\`` : '';
  return example.kind === 'handler'
    ? `An error is handled${where} where one of these handlers fits.`
    : `Another of the same kind is written${where}; or when these are to share their code.`;
}

/** Fenced, its indentation taken off; a long one is cut. */
function exampleText(unit: CodeUnit): string {
  const all = withoutMargin(unit.text).split('\n');
  const text = all.slice(0, MAX_LINES);
  if (all.length > text.length) text.push(`… ${all.length - text.length} more lines`);
  return codeBlock(family(unit), text.join('\n'));
}
