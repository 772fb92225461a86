import type { FieldChange } from '../core/change.ts';
import type { Problem } from '../core/problem.ts';
import type { NexusRecord } from '../core/record.ts';
import type { Finding } from '../core/review.ts';
import { finding, type SecretSpan } from './hit.ts';
import { placeFindings } from './places.ts';
import { recordFindings } from './records.ts';
import { settingsFindings } from './settings.ts';
import { textFindings } from './texts.ts';

/** One side of a changed file. */
export interface FileSide {
  /** As git writes it: `100644` for a plain file. */
  readonly mode: string;
  readonly size: number;
  /** Absent where it is no text. */
  readonly text?: string;
  readonly record?: NexusRecord;
  /** What is wrong with it as a record. */
  readonly problems: readonly Problem[];
}

/** What a file is to a memory. */
export type FileRole = 'record' | 'document' | 'settings' | 'questions' | 'attributes' | 'readme' | 'foreign';

/** A file that differs between base and head. */
export interface ReviewFile {
  readonly path: string;
  readonly role: FileRole;
  readonly before?: FileSide;
  readonly after?: FileSide;
  /** Why such a name cannot be held everywhere. */
  readonly badPath?: string;
  /** Of the settings: what changed, setting by setting. */
  readonly settings?: readonly FieldChange[];
  /** Mail addresses: who last wrote it up to base, and who changed it since. */
  readonly writtenBy?: string;
  readonly changedBy?: readonly string[];
}

/** What the rules are given of the rest of the world. */
export interface ReviewFacts {
  /** By start. */
  secretsIn(text: string): readonly SecretSpan[];
  /** That memory named at base. */
  readonly knownHosts: ReadonlySet<string>;
  /** Where each record's file lies at head, by id. */
  readonly pathsById: ReadonlyMap<string, readonly string[]>;
  /** The commands that a record would have people asked about. */
  offered(record: NexusRecord): readonly string[];
}

/** Of one rule in one file, so many are told and the others counted. */
const MAX_TOLD = 8;

/** What there is to say of one changed file. What was in it before is not said again. */
export function checkFile(file: ReviewFile, facts: ReviewFacts): readonly Finding[] {
  const { path, before, after } = file;
  const id = (after?.record ?? before?.record)?.id;
  const at = { path, ...(id === undefined ? {} : { id }) };
  const own = [
    ...placeFindings(file, at),
    ...recordFindings(file, at, facts),
    ...(file.settings === undefined ? [] : settingsFindings(file.settings, at, facts)),
  ];
  if (after === undefined) return own;
  const found = [...sideFindings(path, after, at, facts), ...schemaFindings(file, at, after)];
  const old =
    before === undefined
      ? []
      : [...sideFindings(path, before, at, facts), ...schemaFindings(file, at, before)];
  return fewOfEach([...own, ...withoutOld(found, old)]);
}

type Place = Pick<Finding, 'path' | 'id'>;

/** The name of a file is text that people and agents read, too. */
function sideFindings(
  path: string,
  { text, mode }: FileSide,
  at: Place,
  facts: ReviewFacts,
): readonly Finding[] {
  const named = textFindings(path, at, facts).map(({ line: _, ...rest }) => rest);
  // Where a link leads is told by its own rule.
  return text === undefined || !mode.startsWith('100') ? named : [...named, ...textFindings(text, at, facts)];
}

function schemaFindings({ role }: ReviewFile, at: Place, { problems, record }: FileSide): readonly Finding[] {
  return problems.map(({ message, line, hint }) =>
    finding(
      record === undefined && role !== 'questions' ? 'unreadable-record' : 'schema',
      { ...at, ...(line === undefined ? {} : { line }) },
      hint === undefined ? message : `${message}; ${hint}`,
    ),
  );
}

/** What was there before is not this change's; a secret is told as long as it is there. */
function withoutOld(found: readonly Finding[], old: readonly Finding[]): readonly Finding[] {
  const had = new Map<string, number>();
  const key = ({ rule, message, excerpt }: Finding): string => `${rule}\0${message}\0${excerpt ?? ''}`;
  for (const one of old) had.set(key(one), (had.get(key(one)) ?? 0) + 1);
  return found.filter((one) => {
    const left = had.get(key(one)) ?? 0;
    if (left === 0 || one.rule === 'secret') return true;
    had.set(key(one), left - 1);
    return false;
  });
}

function fewOfEach(found: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  for (const { rule } of found) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const told = new Map<string, number>();
  return found.flatMap((one) => {
    const nth = (told.get(one.rule) ?? 0) + 1;
    told.set(one.rule, nth);
    if (nth > MAX_TOLD) return [];
    const more = (counts.get(one.rule) ?? 0) - MAX_TOLD;
    if (nth < MAX_TOLD || more <= 0) return [one];
    return [{ ...one, message: `${one.message}; and ${more} more in this file` }];
  });
}
