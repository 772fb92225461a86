import { isComment, type Syntax } from './syntax.ts';

const STRING = /string|heredoc|char_literal|rune_literal|character_literal|regex/;
/** Beyond that, what is looked for in the words of a unit is not looked for. */
const MAX = 20_000;

/** The source of a node without comments and the contents of strings; `''` of what is too long. */
export function plainCode(tree: Syntax, index: number): string {
  const root = tree.nodes[index];
  if (root === undefined || root.end - root.start > MAX) return '';
  let out = '';
  let from = root.start;
  for (let at = index + 1; at < root.next; ) {
    const node = tree.nodes[at];
    if (node === undefined) break;
    const isString = node.named && STRING.test(node.type);
    if (!isString && !isComment(node.type)) {
      at += 1;
      continue;
    }
    out += tree.text.slice(from, node.start) + (isString ? "''" : '');
    from = Math.max(from, node.end);
    at = node.next;
  }
  return out + tree.text.slice(from, root.end);
}
