import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { lineAt } from './lines.ts';
import { bare } from './plain.ts';

/** Why a text is not what was expected of it. */
export interface JsonFault {
  readonly why: string;
  /** 1-based. */
  readonly line: number;
}

export const BOM = '\uFEFF';

/** Where a text begins behind its byte order mark. */
export function startOf(text: string): number {
  return text.startsWith(BOM) ? BOM.length : 0;
}

/** `ValueExpected` as people read it. */
function inWords(error: ParseError): string {
  return printParseErrorCode(error.error)
    .replace(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .toLowerCase();
}

/** The first key that an object of the tree holds twice: readers disagree on which one counts. */
function doubled(node: Node): Node | undefined {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const key = child.type === 'property' ? child.children?.[0] : undefined;
    if (key !== undefined && seen.has(key.value)) return key;
    seen.add(key?.value ?? child);
    const inside = doubled(child);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** The tree of a JSON text with comments and trailing commas; offsets count from behind a byte order mark. */
export function jsonTree(text: string): { readonly root: Node } | JsonFault {
  const body = text.slice(startOf(text));
  const errors: ParseError[] = [];
  try {
    const root = parseTree(body, errors, { allowTrailingComma: true });
    const [first] = errors;
    if (first !== undefined) return { why: inWords(first), line: lineAt(body, first.offset) };
    if (root === undefined) return { why: 'there is no value', line: 1 };
    const twice = doubled(root);
    if (twice === undefined) return { root };
    return {
      why: `the key ${JSON.stringify(twice.value)} stands there twice`,
      line: lineAt(body, twice.offset),
    };
  } catch {
    // The parser recurses.
    return { why: 'it is nested too deeply', line: 1 };
  }
}

function dataOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(dataOf);
  if (node.type !== 'object') return node.value;
  const value = bare();
  for (const property of node.children ?? []) {
    const [key, of] = property.children ?? [];
    if (key !== undefined && of !== undefined) value[String(key.value)] = dataOf(of);
  }
  return value;
}

/** JSON with comments and trailing commas, as settings files are written, as plain data. */
export function parseJsonc(text: string): { readonly value: unknown } | JsonFault {
  const tree = jsonTree(text);
  return 'root' in tree ? { value: dataOf(tree.root) } : tree;
}
