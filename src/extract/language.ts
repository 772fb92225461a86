import type { CodeLanguage } from '../core/code.ts';
import { childIn, childrenOf, isComment, type Syntax, textOf } from './syntax.ts';

/** How units look in one language: types of its grammar's nodes, and where names and bases stand. */
export interface LanguageRules {
  readonly functions: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** What holds members of a class that stands elsewhere, as Rust's `impl`. */
  readonly extensions?: ReadonlySet<string>;
  /** Nodes that answer an error. */
  readonly isHandler: (tree: Syntax, node: number) => boolean;
  /** Nodes that are one decision each. */
  readonly decisions: ReadonlySet<string>;
  /** Of those, the ones that decide nothing, as the default of a switch. */
  readonly isNoDecision?: (tree: Syntax, node: number) => boolean;
  /** Operators that are one decision each. */
  readonly operators: ReadonlySet<string>;
  /** Nodes in which one stands deeper. */
  readonly nests: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  /** Undefined: no unit, as a callback without a name. */
  readonly nameOf: (tree: Syntax, node: number) => string | undefined;
  /** The class of a function that does not stand in it. */
  readonly ownerOf?: (tree: Syntax, node: number) => string | undefined;
  /** Of a function in a class: is it one of its methods? */
  readonly isMember?: (tree: Syntax, node: number) => boolean;
  readonly hasBody: (tree: Syntax, node: number) => boolean;
  readonly isAsync: (tree: Syntax, node: number) => boolean;
  /** Nodes of its decorators, attributes or annotations. */
  readonly decoratorsOf: (tree: Syntax, node: number) => readonly number[];
  /** As written. */
  readonly basesOf: (tree: Syntax, node: number) => readonly string[];
}

/** What stands in the field for names. */
export const named = (tree: Syntax, node: number): string | undefined => {
  const name = childIn(tree, node, 'name');
  return name === undefined ? undefined : textOf(tree, name);
};

/** Is there more than a declaration? */
export const bodied = (tree: Syntax, node: number): boolean => childIn(tree, node, 'body') !== undefined;

/** Does one of some words stand directly in a node? */
export function hasWord(tree: Syntax, node: number, word: string): boolean {
  return childrenOf(tree, node).some((at) => tree.nodes[at]?.type === word);
}

/** A test for some types of nodes. */
export const ofType =
  (...types: readonly string[]) =>
  (tree: Syntax, node: number): boolean =>
    types.includes(tree.nodes[node]?.type ?? '');

/** Texts of the named children of some nodes. */
export function listed(tree: Syntax, nodes: readonly number[]): string[] {
  return nodes
    .flatMap((node) => childrenOf(tree, node))
    .filter((at) => tree.nodes[at]?.named === true && !isComment(tree.nodes[at]?.type ?? ''))
    .map((at) => textOf(tree, at));
}

/** Languages by the ends of their files' names. */
const LANGUAGE_OF: Readonly<Record<string, CodeLanguage>> = {
  py: 'python',
  pyi: 'python',
  pyw: 'python',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  go: 'go',
  rs: 'rust',
  java: 'java',
  cs: 'c-sharp',
  rb: 'ruby',
  rake: 'ruby',
  gemspec: 'ruby',
  php: 'php',
  cpp: 'cpp',
  cc: 'cpp',
  cxx: 'cpp',
  hpp: 'cpp',
  hh: 'cpp',
  hxx: 'cpp',
};

/** The language of a file by its name; undefined: none that we can take apart. A `.h` may be C, so it is none. */
export function languageOfPath(path: string): CodeLanguage | undefined {
  const end = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(LANGUAGE_OF, end) ? LANGUAGE_OF[end] : undefined;
}
