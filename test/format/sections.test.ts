import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replaceSection, sectionsOf } from '../../src/format/sections.ts';
import { body as anyBody } from './record-arbitrary.ts';

function sectionText(body: string, name: string): string | undefined {
  return sectionsOf(body).find((section) => section.name.toLowerCase() === name.toLowerCase())?.text;
}

const BODY = `Intro

## Problem
one

\`\`\`sh
## Not a heading
\`\`\`

<!--
## Nor this
-->

> ## Nor this

- item

  ## Nor this

### Detail

## Solution ##

two
# Top
after
## A \`code\` name
`;

test('sections are what markdown says they are', () => {
  const sections = sectionsOf(BODY);
  expect(sections.map((section) => section.name)).toEqual(['Problem', 'Solution', 'A `code` name']);
  expect(sections[0]?.text.startsWith('one\n\n```sh\n## Not')).toBe(true);
  expect(sections[0]?.text.endsWith('### Detail')).toBe(true);
  expect(sections[1]?.text).toBe('two');
  expect(sectionText(BODY, 'solution')).toBe('two');
  expect(sectionText(BODY, 'Nor this')).toBeUndefined();
});

test('replacing touches that section alone', () => {
  expect(replaceSection(BODY, 'Solution', 'three\nfour\n')).toBe(
    BODY.replace('two\n# Top', 'three\nfour\n\n# Top'),
  );
  const crlf = BODY.replaceAll('\n', '\r\n');
  expect(replaceSection(crlf, 'Solution', 'three\nfour')).toBe(
    BODY.replace('two\n# Top', 'three\nfour\n\n# Top').replaceAll('\n', '\r\n'),
  );
  expect(replaceSection('', 'New', 'text')).toBe('## New\n\ntext\n');
  expect(replaceSection('Intro\n\n', 'New', '')).toBe('Intro\n\n## New\n');
});

test('an open code block or comment cannot swallow what follows', () => {
  for (const open of [
    '```\ncode',
    '~~~~ts\ncode\n~~~',
    '<!-- left open',
    '<pre>\nopen',
    '<?php',
    '<![CDATA[ x',
  ]) {
    const replaced = replaceSection(BODY, 'Problem', open);
    expect(sectionText(replaced, 'Solution')).toBe('two');
    expect(sectionText(replaceSection(`Intro\n\n${open}\n`, 'New', 'text'), 'New')).toBe('text');
  }
});

test('in any body: the other sections and all text before stay, and the new text is found', () => {
  const text = fc.constantFrom('plain', 'two\n\nparts', '- a\n- b', '```\n## x\n```', '> quote', '    code');
  fc.assert(
    fc.property(anyBody, text, fc.nat(5), (body, content, pick) => {
      const sections = sectionsOf(body);
      const old = sections[pick % Math.max(1, sections.length)];
      const name = old?.name ?? 'New';
      fc.pre(name !== '');
      const first = sections.find((section) => section.name.toLowerCase() === name.toLowerCase());
      const out = replaceSection(body, name, content);
      const head = first === undefined ? body.trimEnd() : body.slice(0, first.contentStart);
      expect(out.startsWith(head)).toBe(true);
      expect(out.endsWith(first === undefined ? '' : body.slice(first.end))).toBe(true);
      if (first === undefined || first.end < body.length || content !== '    code')
        expect(sectionText(out, name)?.replace(/\s/g, '')).toContain(content.replace(/\s/g, ''));
    }),
    { numRuns: 1000 },
  );
});
