import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonc } from '../../src/format/jsonc.ts';
import { addItem, addMember, type JsonEdit, newJson, removeJson } from '../../src/format/jsonc-edit.ts';

const SERVER = { command: 'nexus', args: ['mcp'] };

function textOf(edit: JsonEdit): string {
  if (edit.text !== undefined) return edit.text;
  throw new Error(`${edit.line}: ${edit.why}`);
}

function dataOf(text: string): unknown {
  const parsed = parseJsonc(text);
  if ('value' in parsed) return JSON.parse(JSON.stringify(parsed.value));
  throw new Error(`${parsed.line}: ${parsed.why}\n${text}`);
}

/** Texts that people keep; each must come back byte for byte. */
const SHAPES: readonly string[] = [
  '',
  '\n',
  ' \r\n',
  '\uFEFF',
  '{}',
  '{}\n',
  '{ }',
  '{\n}\n',
  '{\n\n}',
  '// mine\n{}\n',
  '{ // mine\n}\n',
  '{ /* mine */ }',
  '\uFEFF{"a": 1}\n',
  '{"a":1}',
  '{"a":1,}',
  '{ "a": 1 /* one */ }',
  '{ "a": 1 /* one */, }',
  '{\n  "a": 1\n}',
  '{\n  "a": 1,\n}\n',
  '{\n  "a": 1, // one\n}\n',
  '{\n  "a": 1 // one\n}\n',
  '{\n  "a": 1 // one\n  // tail\n}\n',
  '{\r\n    "a": {\r\n        "b": []\r\n    }\r\n}',
  '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n',
  '{\n  "a": 1 ,\n  "b": 2\n}\n',
  '{\n  "a": 1\n  , "b": 2\n}\n',
  '{"list": [], "map": {}}',
  '{"list": [ ], "map": { }}',
  '{\n  "list": [],\n  "map": {}\n}\n',
  '{\n  "list": [\n    {"x": 1}\n  ],\n  "map": {\n    "x": {"y": 1}\n  }\n}\n',
  '{\n  "list": [\n    {"x": 1}, // one\n  ],\n  "map": {\n    "x": {"y": 1}, // one\n  },\n}\n',
  '{\n  "list": [{"x": 1}],\n  "map": {"x": 1}\n}\n',
  '{\n  "list": [1 // one\n  ],\n  "map": {"x": 1 // one\n  }\n}\n',
  '{\n  "list": [ // none\n  ],\n  "map": { /* none */ }\n}\n',
  '{"list": [1, 2,\n   3], "map": {"x": 1,\n   "y": 2}}',
];

describe('an entry goes in and comes out again', () => {
  test.each(SHAPES.map((text) => [JSON.stringify(text), text]))('%s', (_, text) => {
    const blank = text.replace('\uFEFF', '').trim() === '';
    const before = blank ? {} : dataOf(text);
    const one = textOf(addMember(text, ['map', 'nexus'], SERVER));
    const two = textOf(addItem(one, ['list'], { hooks: [SERVER] }));
    expect(dataOf(one)).toMatchObject({ ...(before as object), map: { nexus: SERVER } });
    const list = (dataOf(two) as { list: unknown[] }).list;
    expect(list.at(-1)).toEqual({ hooks: [SERVER] });
    expect(removeJson(two, ['list', list.length - 1]).text).toBe(one);
    expect(removeJson(one, ['map', 'nexus']).text).toBe(text);
    // In the other order, too.
    const rest = removeJson(two, ['map', 'nexus']).text ?? '';
    expect(dataOf(rest)).toHaveProperty('list');
    expect(removeJson(rest, ['list', list.length - 1]).text).toBe(text);
  });

  test('a document that was made for it goes with its last entry', () => {
    const made = newJson(['map', 'nexus'], SERVER);
    expect(made).toBe(
      '{\n  "map": {\n    "nexus": {\n      "command": "nexus",\n      "args": ["mcp"]\n    }\n  }\n}\n',
    );
    expect(removeJson(made, ['map', 'nexus'])).toEqual({});
    const more = textOf(addMember(made, ['other'], true));
    expect(removeJson(more, ['map', 'nexus']).text).toBe('{\n  "other": true\n}\n');
  });

  test('the user’s indentation, line ends and comments are kept', () => {
    const text = '{\r\n\t"map": {\r\n\t\t"a": 1 // one\r\n\t}\r\n}\r\n';
    const added = textOf(addMember(text, ['map', 'nexus'], SERVER));
    expect(added).toBe(
      '{\r\n\t"map": {\r\n\t\t"a": 1, // one\r\n\t\t"nexus": {\r\n\t\t\t"command": "nexus",\r\n\t\t\t"args": ["mcp"]\r\n\t\t}\r\n\t}\r\n}\r\n',
    );
  });

  test('what was added around it meanwhile stays', () => {
    const added = textOf(addMember('{"map": {}}\n', ['map', 'nexus'], 1));
    const edited = added.replace('"nexus": 1', '"x": 0, // keep\n "nexus": 1, "y": 2');
    expect(removeJson(edited, ['map', 'nexus']).text).toBe('{"map": {"x": 0, // keep\n  "y": 2}}\n');
  });

  test('any document, however it is written', () => {
    const space = fc.constantFrom('', ' ', '\n', '\n  ', '\r\n\t', ' // c\n', ' /* c */ ');
    const documents = fc
      .array(fc.tuple(space, space, fc.constantFrom('1', '{}', '[]', '{"x": [1]}')), { maxLength: 4 })
      .chain((members) =>
        fc.tuple(space, fc.boolean(), fc.constantFrom('', '\n', '\r\n')).map(([inner, trailing, end]) => {
          const texts = members.map(([a, b, value], index) => `${a}"k${index}": ${value}${b}`);
          return `{${texts.join(',')}${trailing && texts.length > 0 ? ',' : ''}${inner}}${end}`;
        }),
      );
    fc.assert(
      fc.property(documents, fc.constantFrom('k0', 'k3', 'new'), (text, key) => {
        const edit = addMember(text, [key, 'nexus'], SERVER);
        if (edit.text === undefined) return;
        expect(dataOf(edit.text)).toMatchObject({ [key]: { nexus: SERVER } });
        expect(removeJson(edit.text, [key, 'nexus']).text).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what it keeps its hands off', () => {
  test.each([
    ['{\n  "a": 1,\n  "b": }', 3],
    ['{\n  "a": 1\n  "b": 2\n}', 3],
    ['{\n  "a": 1,\n  "a": 2\n}', 3],
    ['{\n  "map": 1\n}', 2],
    ['[]', 1],
  ])('%j', (text, line) => {
    const edit = addMember(text, ['map', 'nexus'], SERVER);
    expect(edit).toEqual({ why: expect.any(String), line });
  });

  test('what is nested too deeply for a parser', () => {
    expect(addMember('['.repeat(60_000), ['map'], 1)).toEqual({ why: expect.any(String), line: 1 });
  });

  test('keys of every object are keys as any other', () => {
    expect(parseJsonc('{"__proto__": {"x": 1}, "constructor": 2,}')).toEqual({
      value: expect.objectContaining({ constructor: 2 }),
    });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
