import { describe, expect, test } from 'vitest';
import { parseForeignYaml } from '../../src/format/foreign-yaml.ts';
import { parseXml } from '../../src/format/xml.ts';

describe('XML as data', () => {
  test('names without prefixes, own text, children in order', () => {
    expect(parseXml('<m:a xmlns:m="urn:x"> x<!-- no --><b>1</b><![CDATA[&y]]><b/></m:a>')).toEqual({
      name: 'a',
      text: 'x&y',
      children: [
        { name: 'b', text: '1', children: [] },
        { name: 'b', text: '', children: [] },
      ],
    });
  });

  test.each([
    ['not closed', '<a><b></a>'],
    ['no markup', 'hello'],
    ['nothing', ''],
    ['a document type', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an entity of its own', '<a>&lol;</a>'],
    ['two roots', '<a/><b/>'],
  ])('%s is refused', (_, text) => {
    expect(parseXml(text)).toBeUndefined();
  });

  test('a flood of nested elements is cut', () => {
    const depth = (element: ReturnType<typeof parseXml>): number =>
      element === undefined ? 0 : 1 + depth(element.children[0]);
    expect(depth(parseXml('<a>'.repeat(500) + '</a>'.repeat(500)))).toBeLessThan(50);
  });
});

describe("other programs' YAML as data", () => {
  test('anchors, merge keys and unknown tags are read', () => {
    expect(parseForeignYaml('a: &a { x: 1 }\nb: { <<: *a, y: !Ref z }\n')).toEqual({
      a: { x: 1 },
      b: { x: 1, y: 'z' },
    });
  });

  test.each([
    ['a list', '- a\n'],
    ['nothing', ''],
    ['broken', 'a: [1\n'],
    ['too long', `a: ${'x'.repeat(70_000)}\n`],
    ['brackets without end', `a: ${'['.repeat(1000)}`],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f'].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcde'[at]}`).join(',')}]`).join('\n')}\n`,
    ],
  ])('%s is refused', (_, text) => {
    expect(parseForeignYaml(text)).toBeUndefined();
  });
});
