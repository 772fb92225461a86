import type { Problem } from '../core/problem.ts';
import type { NexusRecord } from '../core/record.ts';
import type { Finding } from '../core/review.ts';
import { hiddenCharacters } from './characters.ts';
import { excerptOf, finding, type Hit, lineFinder, type SecretSpan } from './hit.ts';

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

/** A file that differs between base and head. */
export interface ReviewFile {
  readonly path: string;
  readonly before?: FileSide;
  readonly after?: FileSide;
}

/** What the rules are given of the rest of the world. */
export interface ReviewFacts {
  /** By start. */
  secretsIn(text: string): readonly SecretSpan[];
}

/** Rules that need a text alone. */
const TEXT_RULES: readonly ((text: string, facts: ReviewFacts) => readonly Hit[])[] = [hiddenCharacters];

/** Of one rule in one file, so many are told and the others counted. */
const MAX_TOLD = 8;

/** What there is to say of one changed file by itself. What was in it before is not said again. */
export function checkFile(file: ReviewFile, facts: ReviewFacts): readonly Finding[] {
  const { path, before, after } = file;
  if (after === undefined) return [];
  const id = (after.record ?? before?.record)?.id;
  const at = { path, ...(id === undefined ? {} : { id }) };
  const found = [...textFindings(path, after.text, at, facts), ...schemaFindings(at, after)];
  const old =
    before === undefined
      ? []
      : [...textFindings(path, before.text, at, facts), ...schemaFindings(at, before)];
  return fewOfEach(withoutOld(found, old));
}

type Place = Pick<Finding, 'path' | 'id'>;

function textFindings(
  path: string,
  text: string | undefined,
  at: Place,
  facts: ReviewFacts,
): readonly Finding[] {
  const named = hitFindings(
    path,
    TEXT_RULES.flatMap((rule) => rule(path, facts)),
    at,
    facts,
  ).map(({ line: _, ...rest }) => rest);
  return text === undefined
    ? named
    : [
        ...named,
        ...hitFindings(
          text,
          TEXT_RULES.flatMap((rule) => rule(text, facts)),
          at,
          facts,
        ),
      ];
}

function hitFindings(text: string, hits: readonly Hit[], at: Place, facts: ReviewFacts): readonly Finding[] {
  const secrets = facts.secretsIn(text);
  const lineOf = lineFinder(text);
  const all: readonly Hit[] = [
    ...hits,
    ...secrets.map(
      ({ rule, start, end }): Hit => ({
        rule: 'secret',
        start,
        end,
        message: `what looks like a secret (${rule})`,
      }),
    ),
  ];
  return all.map((hit) =>
    finding(
      hit.rule,
      { ...at, line: lineOf(hit.start), excerpt: excerptOf(text, hit, secrets) },
      hit.message,
      hit.severity,
    ),
  );
}

function schemaFindings(at: Place, { problems, record }: FileSide): readonly Finding[] {
  return problems.map(({ message, line, hint }) =>
    finding(
      record === undefined ? 'unreadable-record' : 'schema',
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
    return nth < MAX_TOLD || more <= 0
      ? [one]
      : [{ ...one, message: `${one.message}; and ${more} more in this file` }];
  });
}
