import fc from 'fast-check';
import type { NexusRecord } from '../../src/core/record.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { record } from '../format/record-arbitrary.ts';

/** A record's file, what became of it on two branches, and where it lies. */
export interface Sides {
  readonly path: string;
  readonly base: string;
  readonly a: string;
  readonly b: string;
}

const ID = '01jd3v5t6zk8m9n0p1q2r3s4t5';
const word = fc.constantFrom('retry', 'upload', 'pool', 'no', '12', 'a: b', '#x', 'é', '- item', '');
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
const tags = fc.subarray(['api', 'cache', 'http', 'no', 'retry', '12']);
const names = ['Context', 'Decision', 'Ruled out', 'Notes'] as const;

const bodyLine = fc.oneof(
  fc.constantFrom(
    '',
    '',
    '- one',
    '- two',
    '  more',
    '### Deeper',
    '```',
    '```js',
    '~~~',
    '1. first',
    'let x;',
  ),
  fc.constantFrom('<!-- reviewed 2026-11-01 -->', '<!-- reviewed 2026-11-20 -->', '=======', '<<<<<<< HEAD'),
  words,
);
const text = fc.array(bodyLine, { maxLength: 6 }).map((lines) => lines.join('\n'));

interface Content {
  readonly fields: readonly string[];
  readonly sections: readonly (readonly [name: string, text: string])[];
  readonly end: string;
}

const comment = fc.constantFrom('', '', '', ' # why', ' # said Ann');
const above = fc.constantFrom('', '', '', '# a comment\n', '\n', '# ours\n# theirs\n');
const scalar = (key: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(above, value, comment, fc.boolean())
    .map(([before, told, after, quoted]) =>
      /^[a-z ]+$/.test(told) && !quoted
        ? `${before}${key}: ${told.trim()}${after}\n`
        : `${before}${key}: ${JSON.stringify(told)}${after}\n`,
    );
const list = (key: string, items: fc.Arbitrary<readonly string[]>): fc.Arbitrary<string> =>
  fc
    .tuple(above, items, comment, fc.boolean())
    .map(([before, told, after, flow]) =>
      flow || told.length === 0
        ? `${before}${key}: [${told.map((one) => JSON.stringify(one)).join(', ')}]${after}\n`
        : `${before}${key}:\n${told.map((one) => `  - ${JSON.stringify(one)}${after}\n`).join('')}`,
    );
const group = fc
  .tuple(above, fc.option(words), fc.option(words), fc.option(words))
  .map(([before, type, message, odd]) => {
    const inner = [
      ['type', type],
      ['message', message],
      ['odd', odd],
    ].flatMap(([key, value]) => (value === null ? [] : `  ${key}: ${JSON.stringify(value)}\n`));
    return inner.length === 0 ? '' : `${before}error:\n${inner.join('')}`;
  });

/** The lines of each field that a side may say otherwise; the empty text leaves it out. */
const FIELDS: readonly fc.Arbitrary<string>[] = [
  scalar(
    'title',
    words.filter((told) => told.trim() !== ''),
  ),
  scalar('language', words),
  list('tags', tags),
  list('files', fc.subarray(['src/a.ts', 'src/b.ts#L3', 'README.md'])),
  group,
  list('supersedes', fc.subarray(['01jd3v5t6zk8m9n0p1q2r3s4t6', '01jd3v5t6zk8m9n0p1q2r3s4t7'])),
  scalar('retired', words),
  scalar('owner', words),
  list('people', fc.array(fc.constantFrom('Ann', 'Ben'), { maxLength: 4 })),
];

const optional = (index: number, lines: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  index === 0 ? lines : fc.oneof({ weight: 3, arbitrary: lines }, { weight: 2, arbitrary: fc.constant('') });
const sections = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), text), {
  selector: ([name]) => name,
  maxLength: 4,
});

const content: fc.Arbitrary<Content> = fc.record({
  fields: fc.tuple(...FIELDS.map((lines, index) => optional(index, lines))),
  sections,
  end: fc.constantFrom('\n', '', '\n\n'),
});

function fileOf({ fields, sections: told, end }: Content): string {
  const head = `id: "${ID}"\nkind: error\ncreated: 2026-01-31T12:00:00Z\n`;
  const body = told.map(([name, below]) => `## ${name}\n\n${below}`).join('\n\n');
  return `---\n${head}${fields.join('')}---\n${body === '' ? '' : `\n${body}${end}`}`;
}

/** A side takes some of its parts from what was before, and the others from elsewhere. */
function changed(before: Content, other: Content, keep: readonly boolean[]): Content {
  const stays = (index: number): boolean => keep[index % keep.length] ?? true;
  const held = before.sections.filter((_, index) => stays(index + 9));
  const fresh = other.sections.filter(
    ([name], index) => !stays(index + 4) && !held.some((one) => one[0] === name),
  );
  const lines = held.map(([name, told], index) => {
    const rest = other.sections[index]?.[1].split('\n') ?? [];
    return stays(index + 5) ? ([name, told] as const) : ([name, [told, ...rest].join('\n')] as const);
  });
  return {
    fields: before.fields.map((told, index) => (stays(index) ? told : (other.fields[index] ?? told))),
    sections: [...lines, ...fresh],
    end: stays(13) ? before.end : other.end,
  };
}

const keeps = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.boolean()), {
  minLength: 14,
  maxLength: 14,
});

/** Three files written by hand, whose sides have much in common. */
export const written: fc.Arbitrary<Sides> = fc
  .tuple(content, content, content, keeps, keeps)
  .map(([before, one, other, keepA, keepB]) => ({
    path: `.nexus/errors/x-${ID}.md`,
    base: fileOf(before),
    a: fileOf(changed(before, one, keepA)),
    b: fileOf(changed(before, other, keepB)),
  }));

function mixed(before: NexusRecord, other: NexusRecord, keep: readonly boolean[]): NexusRecord {
  const own = Object.entries(other).filter(([key], index) => {
    const same = ['id', 'kind', 'forgotten'].includes(key) || (keep[index % keep.length] ?? true);
    return !same && (before.kind === other.kind || !['error', 'pattern', 'episode'].includes(key));
  });
  const whole =
    before.kind === other.kind ? own : own.filter(([key]) => !/s$|^re/.test(key) || key === 'tags');
  return { ...before, ...Object.fromEntries(whole) } as NexusRecord;
}

/** Files that hold what is hardest to write down, with little in common. */
export const hostile: fc.Arbitrary<Sides> = fc
  .tuple(record, record, record, keeps, keeps)
  .map(([before, one, other, keepA, keepB]) => ({
    path: `.nexus/x-${before.id}.md`,
    base: encodeRecord(before),
    a: encodeRecord(mixed(before, one, keepA)),
    b: encodeRecord(mixed(before, other, keepB)),
  }));
