import type { NexusRecord } from '../../src/core/record.ts';
import { checkFile, type FileSide, type ReviewFacts, type ReviewFile } from '../../src/review/check-file.ts';

/** A memory of which nothing else is known; a token is `SECRET` and the digits behind it. */
export const FACTS: ReviewFacts = {
  secretsIn: (text) =>
    [...text.matchAll(/SECRET\d+/g)].map(({ index, 0: whole }) => ({
      rule: 'token',
      start: index,
      end: index + whole.length,
    })),
  knownHosts: new Set(['known.dev']),
  pathsById: new Map(),
  offered: () => [],
};

export const PATH = '.nexus/notes/n.md';

export function side(text: string, over: Partial<FileSide> = {}): FileSide {
  return { mode: '100644', size: text.length, text, problems: [], ...over };
}

/** What is said of a file, `severity rule: message` each. */
export function said(file: Partial<ReviewFile>, facts: Partial<ReviewFacts> = {}): string[] {
  return checkFile({ path: PATH, role: 'record', ...file }, { ...FACTS, ...facts }).map(
    ({ severity, rule, message }) => `${severity} ${rule}: ${message}`,
  );
}

/** Which rules speak of a new text. */
export function rulesOf(text: string): string[] {
  const found = checkFile({ path: PATH, role: 'record', after: side(text) }, FACTS);
  return [...new Set(found.map(({ rule }) => rule))].sort();
}

export function record(over: Partial<NexusRecord> = {}): NexusRecord {
  return {
    id: '01m7ytvkb8wa1krs6wbp1q9803',
    kind: 'decision',
    title: 'Files, not a database',
    created: '2026-01-01T00:00:00Z',
    tags: [],
    files: [],
    supersedes: [],
    derived_from: [],
    extra: {},
    body: '## Decision\n\nfiles\n',
    ...over,
  };
}
