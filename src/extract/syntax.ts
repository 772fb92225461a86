/** A syntax tree as plain data, its nodes in the order of the text. Quotes, brackets and separators are not in it. */
export interface SyntaxNode {
  readonly type: string;
  /** False of keywords and operators, whose type is how they are written. */
  readonly named: boolean;
  /** Which part of the node above it is. */
  readonly field: string | undefined;
  /** Offsets into the text, the end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Index of the node above; -1 of the root. */
  readonly up: number;
  /** Index of the node before it under the same node; -1 of the first. */
  readonly before: number;
  /** Index of the first node that is not inside of it. */
  readonly next: number;
}

export interface Syntax {
  readonly text: string;
  readonly nodes: readonly SyntaxNode[];
  /** Places that the grammar could not read. */
  readonly broken: number;
}

/** Undefined for what is no index of a node. */
export function nodeAt(tree: Syntax, index: number): SyntaxNode | undefined {
  return tree.nodes[index];
}

/** The source of a node. */
export function textOf(tree: Syntax, index: number): string {
  const node = tree.nodes[index];
  return node === undefined ? '' : tree.text.slice(node.start, node.end);
}

/** Indexes of the nodes right below one. */
export function childrenOf(tree: Syntax, index: number): number[] {
  const out: number[] = [];
  const end = tree.nodes[index]?.next ?? 0;
  for (let at = index + 1; at < end; at = tree.nodes[at]?.next ?? end) out.push(at);
  return out;
}

/** The first child in a field, if there is one. */
export function childIn(tree: Syntax, index: number, field: string): number | undefined {
  const end = tree.nodes[index]?.next ?? 0;
  for (let at = index + 1; at < end; at = tree.nodes[at]?.next ?? end)
    if (tree.nodes[at]?.field === field) return at;
  return undefined;
}

/** Children of some types. */
export function childrenLike(tree: Syntax, index: number, ...types: readonly string[]): number[] {
  return childrenOf(tree, index).filter((at) => types.includes(tree.nodes[at]?.type ?? ''));
}

/** Siblings of some types that stand right before a node, the first of them first. */
export function leading(tree: Syntax, index: number, ...types: readonly string[]): number[] {
  const out: number[] = [];
  for (let at = tree.nodes[index]?.before ?? -1; at >= 0; at = tree.nodes[at]?.before ?? -1) {
    const type = tree.nodes[at]?.type ?? '';
    if (types.includes(type)) out.unshift(at);
    else if (!isComment(type)) break;
  }
  return out;
}

/** By the type of a node. */
export function isComment(type: string): boolean {
  return type === 'comment' || type === 'line_comment' || type === 'block_comment' || type === 'html_comment';
}
