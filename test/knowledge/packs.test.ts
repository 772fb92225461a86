import { describe, expect, test } from 'vitest';
import { slugOf } from '../../src/core/id.ts';
import { KINDS } from '../../src/core/kinds.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { examplesIn, isAtLeast, type PackFile, packFiles, skippedLine } from './read-packs.ts';

const CATEGORIES = [
  'code',
  'architecture',
  'problem-solving',
  'library',
  'anti-pattern',
  'design',
  'best-practice',
  'mapping',
];
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  pattern: [
    'Problem',
    'Solution',
    'Example',
    'Why it works',
    'When to use',
    'When not to use',
    'Pitfalls',
    'Related',
  ],
  error: ['Context', 'Resolution', 'Example', 'Pitfalls', 'Related'],
};
/** What an example in a pack of this name is written in. */
const EXAMPLES_IN: Readonly<Record<string, string>> = { python: 'python', typescript: 'ts' };

/** All faults of all files, so that one run names them all. */
function faults(check: (file: PackFile) => readonly string[]): string[] {
  return packFiles.flatMap((file) => check(file).map((fault) => `${file.pack}/${file.path}: ${fault}`));
}

function relatedIn(file: PackFile): readonly string[] {
  const text = file.sections.find(({ name }) => name === 'Related')?.text ?? '';
  return text.split('\n').map((line) => line.replace(/^- /, ''));
}

function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, i) => names.indexOf(name) !== i);
}

describe('knowledge packs', () => {
  test('each file is an ordinary record in canonical form', () => {
    expect(faults(({ problems }) => problems.map(({ message }) => message))).toEqual([]);
    expect(faults(({ record, text }) => (encodeRecord(record) === text ? [] : ['not canonical']))).toEqual(
      [],
    );
    expect(faults(({ record }) => Object.keys(record.extra))).toEqual([]);
  });

  test('each lies where its kind, title and id put it', () => {
    const place = ({ record: { kind, title, id } }: PackFile): string =>
      `${KINDS[kind].folder}/${slugOf(title)}-${id}.md`;
    expect(faults((file) => (place(file) === file.path ? [] : [`belongs at ${place(file)}`]))).toEqual([]);
  });

  test('no two have one id, and no two of a pack one title', () => {
    expect(repeated(packFiles.map(({ record }) => record.id))).toEqual([]);
    expect(repeated(packFiles.map(({ pack, record }) => `${pack}: ${record.title}`))).toEqual([]);
  });

  test('fields say what can be filtered by', () => {
    expect(
      faults(({ pack, record: { kind, language, created, tags, files, pattern, error } }) => {
        const wrong: string[] = [];
        if (language !== pack) wrong.push(`language ${language}`);
        if (created !== '2026-11-21T00:00:00Z') wrong.push(`created ${created}`);
        if (tags.length < 3 || tags.length > 8) wrong.push(`${tags.length} tags`);
        if (files.length > 0) wrong.push('cites files');
        if (kind === 'pattern') {
          if (!CATEGORIES.includes(pattern?.category ?? '')) wrong.push(`category ${pattern?.category}`);
          if (pattern?.complexity === undefined) wrong.push('no complexity');
          if ((pattern?.anti === true) !== (pattern?.category === 'anti-pattern')) wrong.push('anti');
        } else if (kind !== 'error' || error?.type === undefined || error.message === undefined)
          wrong.push('neither a pattern nor an error with type and message');
        return wrong;
      }),
    ).toEqual([]);
  });

  test('sections are the agreed ones, in order, none empty', () => {
    expect(
      faults(({ record, sections }) => {
        const names = sections.map(({ name }) => name);
        const wanted = SECTIONS[record.kind] ?? [];
        const empty = sections.filter(({ text }) => text === '').map(({ name }) => `${name} is empty`);
        return names.join() === wanted.join() ? empty : [`has ${names.join(', ')}`];
      }),
    ).toEqual([]);
  });

  test('every Related title is another record of the pack', () => {
    expect(
      faults((file) => {
        const titles = packFiles.filter(({ pack }) => pack === file.pack).map(({ record }) => record.title);
        const related = relatedIn(file);
        const count = related.length < 2 || related.length > 5 ? [`${related.length} related`] : [];
        const lost = related.filter((title) => title === file.record.title || !titles.includes(title));
        return [...count, ...repeated(related), ...lost.map((title) => `no such record: ${title}`)];
      }),
    ).toEqual([]);
  });

  test('each has one example, in the pack’s language, that asserts what it shows', () => {
    expect(
      faults((file) => {
        const examples = examplesIn(file);
        const [example] = examples;
        if (example === undefined || examples.length > 1) return [`${examples.length} examples`];
        if (example.language !== EXAMPLES_IN[file.pack]) return [`an example in ${example.language}`];
        return /\bassert\b/.test(example.code) ? [] : ['an example that asserts nothing'];
      }),
    ).toEqual([]);
  });

  test('what an example asks for is understood', () => {
    expect(isAtLeast('3.11.7', '3.12')).toBe(false);
    expect(isAtLeast('3.12.0', '3.12')).toBe(true);
    expect(isAtLeast('22.1.0', '9')).toBe(true);
    expect(skippedLine([undefined, 'fastapi', 'python>=3.12', 'fastapi'])).toBe(
      '3 of 4 not run, for want of fastapi (2), python>=3.12 (1)',
    );
    expect(skippedLine([undefined])).toBeUndefined();
  });
});
