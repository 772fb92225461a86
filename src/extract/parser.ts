import { Language, type Node, Parser, type Tree } from 'web-tree-sitter';
import type { CodeLanguage } from '../core/code.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

/** The bytes of the parser and of its grammars. */
export interface GrammarSource {
  readonly runtime: () => Uint8Array;
  readonly grammar: (language: CodeLanguage) => Uint8Array;
}

/** Quotes, brackets and separators: they say nothing that the structure does not say. */
const MARKS = new Set(['(', ')', '{', '}', '[', ']', ',', ';', ':', '.', '"', "'", '`', '\n', '"""', "'''"]);

let runtime: Promise<void> | undefined;
/** Never unloaded: a grammar stays in the memory of the parser for good, so one each is all there may be. */
const grammars = new Map<CodeLanguage, Promise<Language>>();

async function grammarOf(language: CodeLanguage, source: GrammarSource): Promise<Language> {
  // A copy with a buffer of its own: bytes of a file may be a view into a shared pool.
  runtime ??= Parser.init({ wasmBinary: source.runtime().slice().buffer });
  await runtime;
  const known = grammars.get(language) ?? Language.load(source.grammar(language));
  grammars.set(language, known);
  return known;
}

/**
 * Parses with a grammar, which is loaded when it is first needed. What it made outside of our memory is freed
 * before it returns. Undefined where the parser was stopped.
 * @param stop asked now and then while it parses.
 */
export async function parse(
  language: CodeLanguage,
  text: string,
  source: GrammarSource,
  stop: () => boolean = () => false,
): Promise<Syntax | undefined> {
  const grammar = await grammarOf(language, source);
  const parser = new Parser();
  let tree: Tree | null = null;
  try {
    parser.setLanguage(grammar);
    tree = parser.parse(text, null, { progressCallback: stop });
    return tree === null ? undefined : plain(tree, text, grammar);
  } finally {
    tree?.delete();
    parser.delete();
  }
}

function plain(tree: Tree, text: string, grammar: Language): Syntax {
  const root: Node = tree.rootNode;
  const isSound = !root.hasError;
  const nodes: { -readonly [Key in keyof SyntaxNode]: SyntaxNode[Key] }[] = [];
  const above: number[] = [];
  const last: number[] = [-1];
  let broken = 0;
  const cursor = tree.walk();
  try {
    for (;;) {
      const type = grammar.types[cursor.nodeTypeId] ?? 'ERROR';
      const named = type === 'ERROR' || grammar.nodeTypeIsNamed(cursor.nodeTypeId);
      if (!isSound && (type === 'ERROR' || cursor.nodeIsMissing)) broken += 1;
      const isKept = named || !MARKS.has(type);
      if (isKept) {
        const index = nodes.length;
        nodes.push({
          type,
          named,
          field: grammar.fields[cursor.currentFieldId] ?? undefined,
          start: cursor.startIndex,
          end: cursor.endIndex,
          up: above.at(-1) ?? -1,
          before: last[above.length] ?? -1,
          next: index + 1,
        });
        last[above.length] = index;
        if (cursor.gotoFirstChild()) {
          above.push(index);
          last[above.length] = -1;
          continue;
        }
      }
      while (!cursor.gotoNextSibling()) {
        const done = above.pop();
        const node = done === undefined ? undefined : nodes[done];
        if (node === undefined || !cursor.gotoParent()) return { text, nodes, broken };
        node.next = nodes.length;
      }
    }
  } finally {
    cursor.delete();
  }
}
