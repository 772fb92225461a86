import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Problem } from '../../src/core/problem.ts';
import type { NexusRecord } from '../../src/core/record.ts';
import { decodeText } from '../../src/format/decode.ts';
import { sectionsOf } from '../../src/format/sections.ts';

/** One file of a knowledge pack. */
export interface PackFile {
  readonly pack: string;
  /** Below the pack's folder: `patterns/<slug>-<id>.md`. */
  readonly path: string;
  readonly text: string;
  readonly record: NexusRecord;
  readonly problems: readonly Problem[];
  readonly sections: readonly { readonly name: string; readonly text: string }[];
}

/** The program in a record's Example. */
export interface Example {
  /** `python` or `ts`. */
  readonly language: string;
  /** Import names, and versions as in `python>=3.12`. */
  readonly requires: readonly string[];
  readonly code: string;
  /** The record's file, without folder and ending. */
  readonly name: string;
  readonly title: string;
}

const KNOWLEDGE = new URL('../../src/knowledge', import.meta.url).pathname;

/** Every file of every pack, whatever it is called. */
export const packFiles: readonly PackFile[] = readdirSync(KNOWLEDGE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(KNOWLEDGE, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .sort()
  .map((place) => {
    const pack = place.slice(0, place.indexOf('/'));
    const path = place.slice(pack.length + 1);
    const text = readFileSync(join(KNOWLEDGE, place), 'utf8');
    const { record, problems } = decodeText(text, `.nexus/${path}`);
    if (record === undefined) throw new Error(`${place}: ${JSON.stringify(problems)}`);
    return { pack, path, text, record, problems, sections: sectionsOf(record.body) };
  });

const FENCE = /^```(\w*)(?: requires ([^\n]+))?\n([\s\S]*?)^```$/gm;

/** The fenced blocks in a record's Example: there is to be one. */
export function examplesIn(file: PackFile): readonly Example[] {
  const text = file.sections.find(({ name }) => name === 'Example')?.text ?? '';
  return [...text.matchAll(FENCE)].map(([, language = '', requires = '', code = '']) => ({
    language,
    requires: requires.split(' ').filter((word) => word !== ''),
    code,
    name: file.path.replace(/^.*\/|\.md$/g, ''),
    title: file.record.title,
  }));
}

export function examplesOf(language: string): readonly Example[] {
  return packFiles.flatMap(examplesIn).filter((example) => example.language === language);
}

/** What a skipped run is told by: `2 of 96 not run: fastapi (2)`; undefined where all ran. */
export function skippedLine(lacking: readonly (string | undefined)[]): string | undefined {
  const reasons = lacking.filter((reason) => reason !== undefined);
  if (reasons.length === 0) return undefined;
  const each = [...new Set(reasons)].sort().map((reason) => {
    return `${reason} (${reasons.filter((other) => other === reason).length})`;
  });
  return `${reasons.length} of ${lacking.length} not run, for want of ${each.join(', ')}`;
}

/** True where `version` (`3.11.7`) is at least what `python>=3.12` or `node>=22` asks for. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [have, want] = [version, wanted].map((text) => text.split('.').map(Number));
  for (const [i, part] of (want ?? []).entries()) {
    const difference = (have?.[i] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
