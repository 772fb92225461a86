import { isComment, type Syntax } from './syntax.ts';

/** Names stand as one word, literals as another: which they are is no part of the structure. */
const NAME = 'name';
const LITERAL = 'literal';

const LITERALS = new Set([
  'string',
  'integer',
  'float',
  'number',
  'true',
  'false',
  'regex',
  'template_string',
  'interpreted_string_literal',
  'raw_string_literal',
  'rune_literal',
  'int_literal',
  'float_literal',
  'imaginary_literal',
  'boolean_literal',
  'boolean',
  'string_literal',
  'char_literal',
  'integer_literal',
  'real_literal',
  'decimal_integer_literal',
  'decimal_floating_point_literal',
  'hex_integer_literal',
  'octal_integer_literal',
  'binary_integer_literal',
  'character_literal',
  'number_literal',
  'encapsed_string',
  'heredoc',
  'simple_symbol',
  'concatenated_string',
]);

/** What is said about code, and not done by it. */
const SILENT = new Set([
  'decorator',
  'attribute_item',
  'attribute_list',
  'marker_annotation',
  'annotation',
  'type',
  // Before a type in Python; elsewhere how a member is written, which the node above says.
  '->',
  'type_annotation',
  'type_parameters',
  'type_arguments',
  'accessibility_modifier',
  'visibility_modifier',
]);

/** Around a parameter where its type is written, and nowhere else. */
const SEE_THROUGH = 'typed_parameter';
/** What is otherwise the same with and without a type. */
const SAME: Readonly<Record<string, string>> = { typed_default_parameter: 'default_parameter' };

function isName(type: string): boolean {
  return type === 'identifier' || type === 'name' || type.endsWith('identifier') || type === 'constant';
}

/** A text that stands alone, as Python's documentation of a function. */
function isText(tree: Syntax, index: number): boolean {
  const node = tree.nodes[index];
  return node?.type === 'expression_statement' && tree.nodes[index + 1]?.type === 'string';
}

const words = new Map<string, readonly [number, number]>();

/** FNV-1a, 32 bits, from two beginnings. */
function hashed(word: string): readonly [number, number] {
  const known = words.get(word);
  if (known !== undefined) return known;
  let a = 0x811c9dc5;
  let b = 0x01234567;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000193);
  }
  const pair = [mixed(a), mixed(b)] as const;
  // The words are those of the grammars; operators and keywords are few.
  if (words.size < 10_000) words.set(word, pair);
  return pair;
}

/** The last step of murmur3: every bit of it depends on every bit before. */
function mixed(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

/**
 * The fingerprint of each node's structure, by its index: types, keywords and operators in their order, without
 * names, literals, comments, types and decorators. All of them in one pass, from the end to the beginning.
 */
export function shapesOf(tree: Syntax): (index: number) => string {
  const { nodes } = tree;
  const first = new Int32Array(nodes.length);
  const second = new Int32Array(nodes.length);
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index];
    if (node === undefined || isComment(node.type) || SILENT.has(node.type) || isText(tree, index)) continue;
    if (node.type === SEE_THROUGH) continue;
    const isLiteral = node.named && LITERALS.has(node.type);
    const isLeaf = isLiteral || (node.named && isName(node.type) && node.next === index + 1);
    const [a, b] = hashed(isLiteral ? LITERAL : isLeaf ? NAME : (SAME[node.type] ?? node.type));
    const own = isLeaf ? ([a, b] as const) : [a ^ (first[index] ?? 0), b ^ (second[index] ?? 0)];
    const above = nodes[node.up];
    const up = above?.type === SEE_THROUGH ? above.up : node.up;
    const one = mixed(own[0] ?? 0);
    const two = mixed(own[1] ?? 0);
    if (up >= 0) {
      // Multiplied before the next is added, so that the order counts.
      first[up] = (Math.imul(first[up] ?? 0, 0x01000193) + one + 1) | 0;
      second[up] = (Math.imul(second[up] ?? 0, 0x0100018f) + two + 1) | 0;
    }
    first[index] = one;
    second[index] = two;
  }
  return (index) => hex(first[index] ?? 0) + hex(second[index] ?? 0);
}
