import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsOfSection } from '../../src/format/field-lines.ts';
import { type Heading, outlineOf, ownText } from '../../src/format/outline.ts';
import {
  addSection,
  appendToSection,
  moveSection,
  removeSection,
  setField,
  setSectionText,
} from '../../src/format/outline-edit.ts';
import { document } from './outline-arbitrary.ts';
import { body } from './record-arbitrary.ts';

const TEXT = `# Bank

## Context   ##

| a | b |
|---|---|
| 1 | 2 |

### Facts
* **Name**: Harbour
* **Stack:**   Python,
  numpy

  and more
* **Stage**:

### Decisions

- [To be filled: why]
<!-- kept -->


## Issues
open
`;

function at(text: string, name: string): Heading {
  const found = outlineOf(text).find((heading) => heading.name === name);
  if (found === undefined) throw new Error(`no heading ${name} in ${text}`);
  return found;
}

describe('literally', () => {
  test('a section gets its text, its sub-sections stay', () => {
    expect(setSectionText(TEXT, at(TEXT, 'Context'), 'new\n\n# Title\n')).toBe(
      TEXT.replace(/\| a[\s\S]*2 \|/, 'new\n\n### Title'),
    );
    expect(setSectionText(TEXT, at(TEXT, 'Issues'), '')).toBe(TEXT.replace('\nopen\n', '\n'));
    expect(setSectionText('## A', at('## A', 'A'), 'x')).toBe('## A\n\nx');
    expect(setSectionText('## A\r\n## B', at('## A\r\n## B', 'A'), 'x\ny')).toBe(
      '## A\r\n\r\nx\r\ny\r\n\r\n## B',
    );
  });

  test('an item joins the list, with its marker; a text becomes a paragraph', () => {
    const text = '## A\n\n* one\n* two\n\n## B\n';
    expect(appendToSection(text, at(text, 'A'), '- three')).toBe(text.replace('two\n', 'two\n* three\n'));
    expect(appendToSection(text, at(text, 'A'), 'three\n\nfour')).toBe(
      text.replace('two\n', 'two\n\nthree\n\nfour\n'),
    );
    expect(appendToSection(text, at(text, 'B'), '- one')).toBe(`${text}\n- one\n`);
  });

  test('a field is set where it stands, whatever it said before', () => {
    expect(setField(TEXT, at(TEXT, 'Facts'), 'stack', 'Go')).toBe(
      TEXT.replace(/ {3}Python,[\s\S]*more/, ' Go'),
    );
    expect(setField(TEXT, at(TEXT, 'Facts'), 'Stage', 'testing\nsince May')).toBe(
      TEXT.replace('**Stage**:', '**Stage**: testing\n  since May'),
    );
    expect(setField(TEXT, at(TEXT, 'Facts'), 'Team Size', 'solo')).toBe(
      TEXT.replace('**Stage**:', '**Stage**:\n* **Team Size**: solo'),
    );
    expect(setField(TEXT, at(TEXT, 'Issues'), 'Owner', 'Ann')).toBe(`${TEXT}\n- **Owner**: Ann\n`);
    expect(fieldsOfSection(TEXT, at(TEXT, 'Facts')).map(({ name, value }) => [name, value])).toEqual([
      ['Name', 'Harbour'],
      ['Stack', 'Python,\nnumpy\n\nand more'],
      ['Stage', ''],
    ]);
  });

  test('a section moves with its sub-sections, and its headings get the depth of the place', () => {
    const issues = at(TEXT, 'Issues');
    const moved = moveSection(TEXT, at(TEXT, 'Context'), { at: issues.end, depth: 3 }) ?? '';
    expect(outlineOf(moved).map(({ name, depth }) => [name, depth])).toEqual([
      ['Bank', 1],
      ['Issues', 2],
      ['Context', 3],
      ['Facts', 4],
      ['Decisions', 4],
    ]);
    expect(moved.startsWith('# Bank\n\n## Issues\nopen\n\n### Context   ##\n\n| a | b |')).toBe(true);
    expect(moved.endsWith('<!-- kept -->\n')).toBe(true);
    const facts = at(TEXT, 'Facts');
    expect(moveSection(TEXT, at(TEXT, 'Context'), { at: facts.end, depth: 3 })).toBeUndefined();
    expect(moveSection(TEXT, at(TEXT, 'Context'), { at: issues.end, depth: 6 })).toBeUndefined();
    const underlined = 'Top\n---\ntext\n\n## Other\n';
    expect(moveSection(underlined, at(underlined, 'Top'), { at: underlined.length, depth: 3 })).toBe(
      '## Other\n\n### Top\ntext\n',
    );
    const hashes = '#a #\n---\n\n## Other\n';
    const lower = moveSection(hashes, at(hashes, '#a #'), { at: hashes.length, depth: 3 }) ?? '';
    expect(outlineOf(lower).map(({ name, depth }) => [name, depth])).toEqual([
      ['Other', 2],
      ['#a #', 3],
    ]);
    const marked = '# One\n\n\ufeffTwo\n===\n\n# Three';
    const place = { at: at(marked, 'Two').start, depth: 2 };
    expect(moveSection(marked, at(marked, 'Two'), place)).toBe('# One\n\n## Two\n\n# Three');
  });
});

const pick = fc.nat();

/** A heading of a document, and whether a text before or behind it could be told apart from ours. */
function headingOf(text: string, index: number): Heading | undefined {
  const outline = outlineOf(text);
  return outline[index % outline.length];
}

const shapes = (text: string): string[] => outlineOf(text).map(({ depth, name }) => `${depth} ${name}`);

/** Every heading that was before and behind a place is there, in order. */
function holds(changed: string, text: string, from: number, to: number): void {
  const now = shapes(changed);
  const shapeOf = ({ depth, name }: Heading): string => `${depth} ${name}`;
  const outline = outlineOf(text);
  const head = outline.filter(({ contentStart }) => contentStart <= from).map(shapeOf);
  const tail = outline.filter(({ start }) => start >= to).map(shapeOf);
  expect(now.slice(0, head.length)).toEqual(head);
  expect(now.slice(now.length - tail.length)).toEqual(tail);
}

describe('in any document', () => {
  test('a new text changes that section alone, and the old one brings back every byte', () => {
    fc.assert(
      fc.property(document, pick, body, (text, index, content) => {
        const heading = headingOf(text, index);
        if (heading === undefined) return;
        const changed = setSectionText(text, heading, content);
        const [head, tail] = [text.slice(0, heading.contentStart), text.slice(heading.ownEnd)];
        expect(changed.startsWith(head) && changed.endsWith(tail)).toBe(true);
        holds(changed, text, heading.contentStart, heading.ownEnd);
        const again = outlineOf(changed).find(({ start }) => start === heading.start);
        const old = ownText(text, heading);
        // What the new text brought along as sub-sections stays: nothing is lost by setting.
        const plain = again !== undefined && changed.slice(again.ownEnd) === tail;
        // An underlined heading needs a blank line before it where another text stood without one.
        const spaced = tail === '' || /\n[ \t\r]*\n[ \t\r]*$/.test(text.slice(0, heading.ownEnd));
        if (plain && spaced && old !== '' && content !== '')
          expect(setSectionText(changed, again, old)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  test('what is added stands behind what was there', () => {
    fc.assert(
      fc.property(document, pick, body, (text, index, content) => {
        const heading = headingOf(text, index);
        if (heading === undefined) return;
        const changed = appendToSection(text, heading, content);
        const old = text.slice(0, heading.ownEnd).replace(/[ \t\r\n]+$/, '');
        const tail = text.slice(heading.ownEnd);
        expect(changed.startsWith(old) && changed.endsWith(tail)).toBe(true);
        holds(changed, text, heading.contentStart, heading.ownEnd);
      }),
      { numRuns: 80 },
    );
  });

  test('a field is set and found, and all other lines stay', () => {
    fc.assert(
      fc.property(
        document,
        pick,
        fc.constantFrom('x', 'two words', 'a\nb', '```', '<!-- x', '# x'),
        (text, index, value) => {
          const heading = headingOf(text, index);
          if (heading === undefined) return;
          const changed = setField(text, heading, 'Stage', value);
          const again = outlineOf(changed).find(({ start }) => start === heading.start);
          if (again === undefined) throw new Error('the heading is gone');
          expect(fieldsOfSection(changed, again).find(({ name }) => name === 'Stage')?.value).toBe(value);
          holds(changed, text, heading.contentStart, heading.ownEnd);
          const other = setField(changed, again, 'Stage', 'other');
          const afterOther = outlineOf(other).find(({ start }) => start === heading.start) ?? again;
          const twice = setField(other, afterOther, 'Stage', value);
          expect(twice).toBe(setField(changed, again, 'Stage', value));
        },
      ),
      { numRuns: 80 },
    );
  });

  test('a section is added, taken out again, and moved, and every other heading stays', () => {
    fc.assert(
      fc.property(document, pick, pick, body, (text, index, to, content) => {
        const heading = headingOf(text, index);
        const target = headingOf(text, to);
        if (heading === undefined || target === undefined) return;
        const place = { at: target.end, depth: Math.max(2, target.depth) };
        const added = addSection(text, place, 'New', content);
        holds(added, text, place.at, place.at);
        const fresh = outlineOf(added).find(({ name }) => name === 'New');
        expect(fresh?.depth).toBe(place.depth);

        const { text: rest, removed } = removeSection(text, heading);
        holds(rest, text, heading.start, heading.end);
        expect(text.slice(heading.start).startsWith(removed)).toBe(true);

        const moved = moveSection(text, heading, place);
        if (moved === undefined) return;
        expect(shapes(moved)).toHaveLength(shapes(text).length);
        expect(
          shapes(moved)
            .map((shape) => shape.slice(2))
            .sort(),
        ).toEqual(
          shapes(text)
            .map((shape) => shape.slice(2))
            .sort(),
        );
      }),
      { numRuns: 100 },
    );
  });
});
