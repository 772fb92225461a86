import { type FieldTable, fieldsOf, isKind, KINDS } from '../core/kinds.ts';
import type { Kind } from '../core/record.ts';
import { FenceTracker } from '../format/conflict.ts';
import { conflictLines } from '../format/conflict-block.ts';
import { CONFLICTS, conflictsValue } from '../format/conflict-fields.ts';
import { emitEntry } from '../format/emit.ts';
import { splitFrontMatter } from '../format/front-matter.ts';
import { plainText } from '../format/lines.ts';
import { type ReadEntries, readEntriesOnce, type YamlEntries } from '../format/yaml-entries.ts';
import { YAML_FILES } from '../format/yaml-files.ts';
import { mergeBody } from './body.ts';
import { mergeFields, type Texts } from './fields.ts';
import { formOf, inForm } from './form.ts';
import { type OpenConflict, openConflicts } from './open-conflicts.ts';
import { mergePassage } from './passage.ts';
import { mergeVersions } from './versions.ts';

/** A merged file. */
export interface MergedFile {
  readonly text: string;
  /** What this merge could not decide; it stands in the text, to be read and resolved. */
  readonly conflicts: readonly OpenConflict[];
}

/**
 * Merges one file of memory with what both sides came from: a record by field and section, a living document by
 * section, settings and questions by key. The sides may be swapped: the result is the same to the byte. What only one side
 * changed is as that side has it, and every version of what both changed is in the text.
 * @param path repository-relative; says what sort of file it is.
 */
export function mergeFile(given: Texts, path: string): MergedFile {
  const { base, a, b } = given;
  const read = readEntriesOnce();
  const text = a === b || b === base ? a : a === base ? b : merged(given, path, read);
  const known = new Set([a, b].flatMap((side) => openConflicts(side, path, read).map(({ key }) => key)));
  return { text, conflicts: openConflicts(text, path, read).filter(({ key }) => !known.has(key)) };
}

/** Merged with LF and without a byte order mark, and given the form that the sides would have. */
function merged({ base, a, b }: Texts, path: string, read: ReadEntries): string {
  const [ofBase, ofA, ofB] = [formOf(base), formOf(a), formOf(b)];
  const text = mergeText({ base: plainText(base), a: plainText(a), b: plainText(b) }, path, read);
  return inForm(text, { bom: third(ofBase.bom, ofA.bom, ofB.bom), eol: third(ofBase.eol, ofA.eol, ofB.eol) });
}

function mergeText(texts: Texts, path: string, read: ReadEntries): string {
  const whole = YAML_FILES.get(path);
  if (whole !== undefined) return mergeYaml(texts, whole, read);
  if (!path.endsWith('.md')) return mergePassage(texts);
  const [base, a, b] = [texts.base, texts.a, texts.b].map((text) => halvesOf(text, read));
  if (a === undefined && b === undefined) return mergeBody(texts, []);
  // One side cannot be read: the other stays one that can.
  if (a === undefined || b === undefined) return beside(texts, a === undefined ? texts.b : texts.a, read);
  const forgotten = forgottenIn(base, a, b);
  if (forgotten !== undefined) return forgotten;
  const kind = [kindIn(a.fields), kindIn(b.fields)].sort()[0];
  const table = kind === undefined ? {} : fieldsOf(kind);
  const fields = mergeFields(base?.fields ?? NO_FIELDS, a.fields, b.fields, table);
  const sections = kind === undefined ? [] : KINDS[kind].sections.map((name) => name.toLowerCase());
  const body = mergeBody({ base: base?.body ?? '', a: a.body, b: b.body }, sections);
  const open = third(base?.open, a.open, b.open);
  const close = third(base?.close, a.close, b.close);
  return `${open}${fields}${body !== '' && !close.endsWith('\n') ? `${close}\n` : close}${body}`;
}

/** A base that cannot be read is none. */
const NO_FIELDS: YamlEntries = { entries: [], tail: '' };

function mergeYaml(texts: Texts, table: FieldTable, read: ReadEntries): string {
  const [base, a, b] = [texts.base, texts.a, texts.b].map(read);
  if (a === undefined || b === undefined) return mergePassage(texts);
  return mergeFields(base ?? NO_FIELDS, a, b, table);
}

interface Halves {
  readonly open: string;
  readonly fields: YamlEntries;
  readonly close: string;
  readonly body: string;
}

/** A record's text taken apart; undefined where it has no fields that can be read. */
function halvesOf(text: string, read: ReadEntries): Halves | undefined {
  const split = splitFrontMatter(text);
  const fields = 'message' in split ? undefined : read(split.yaml);
  if ('message' in split || fields === undefined) return undefined;
  const { yaml, yamlStart, body, bodyStart } = split;
  return {
    open: text.slice(0, yamlStart),
    fields,
    close: text.slice(yamlStart + yaml.length, bodyStart),
    body,
  };
}

/**
 * What a side forgot was taken out on purpose, with all its words: the other side's change does not bring it back. That
 * there was one is told; git has its text.
 */
function forgottenIn(base: Halves | undefined, a: Halves, b: Halves): string | undefined {
  const [before, ofA, ofB] = [base, a, b].map((side) => fieldIn(side?.fields, 'forgotten'));
  if (before !== undefined || (ofA === undefined) === (ofB === undefined)) return undefined;
  const { open, fields, close, body } = ofA === undefined ? b : a;
  const told = conflictsValue([{ field: 'forgotten', sides: mergeVersions([], [null], [ofA ?? ofB]) }], []);
  const texts = fields.entries.map(({ text }) => text).join('');
  return `${open}${texts}${emitEntry(CONFLICTS, told, '')}${fields.tail}${close}${body}`;
}

function fieldIn(fields: YamlEntries | undefined, name: string): unknown {
  return fields?.entries.find(({ key }) => key === name)?.value;
}

function kindIn(fields: YamlEntries): Kind | undefined {
  const kind = fieldIn(fields, 'kind');
  return typeof kind === 'string' && isKind(kind) ? kind : undefined;
}

/** Of what is no data: as the side that changed it has it; of two changes the first by text. */
function third(base: string | undefined, a: string, b: string): string {
  if (a === b || b === base) return a;
  return a === base || b < a ? b : a;
}

/** The side that can be read, and below it the other as it is. */
function beside(texts: Texts, readable: string, read: ReadEntries): string {
  const fence = fenceFor(readable === texts.a ? texts.b : texts.a);
  const other = (readable === texts.a ? texts.b : texts.a).split('\n');
  const shown = ['What cannot be read as a record:', '', fence, ...other, fence];
  const fences = new FenceTracker();
  const { body } = halvesOf(readable, read) ?? { body: readable };
  for (const line of body.split('\n')) fences.next(line);
  const end = fences.closing === undefined ? '' : `${fences.closing}\n`;
  const conflict = conflictLines({ before: undefined, sides: [[], shown] });
  return `${readable.replace(/\n*$/, '\n')}${end}\n${conflict.join('\n')}\n`;
}

/** Longer than any in the text. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/~+/g)].map(([run]) => run.length));
  return '~'.repeat(longest + 1);
}
