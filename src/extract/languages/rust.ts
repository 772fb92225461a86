import { bodied, hasWord, type LanguageRules, named } from '../language.ts';
import { childIn, childrenLike, childrenOf, leading, type Syntax, textOf } from '../syntax.ts';

const bare = (text: string): string => text.replace(/<[\s\S]*$/, '').replace(/^.*::/, '');

/** The type of the `impl` that it stands in, or of the `impl` that it is. */
function ownerOf(tree: Syntax, node: number): string | undefined {
  const list = tree.nodes[node]?.up ?? -1;
  const impl = tree.nodes[node]?.type === 'impl_item' ? node : (tree.nodes[list]?.up ?? -1);
  if (tree.nodes[impl]?.type !== 'impl_item') return undefined;
  const type = childIn(tree, impl, 'type');
  return type === undefined ? undefined : bare(textOf(tree, type));
}

/** A closure has the name of the variable that it is given to. */
function nameOf(tree: Syntax, node: number): string | undefined {
  if (tree.nodes[node]?.type !== 'closure_expression') return named(tree, node);
  const holder = tree.nodes[node]?.up ?? -1;
  if (tree.nodes[holder]?.type !== 'let_declaration') return undefined;
  const name = childIn(tree, holder, 'pattern');
  return name === undefined ? undefined : textOf(tree, name);
}

/** An arm for `Err`, or `if let Err(…)`. */
function isHandler(tree: Syntax, node: number): boolean {
  const type = tree.nodes[node]?.type;
  if (type !== 'match_arm' && type !== 'if_expression') return false;
  const pattern = childIn(tree, node, type === 'match_arm' ? 'pattern' : 'condition');
  return pattern !== undefined && /^(?:let\s+)?(?:\w+::)*Err\s*\(/.test(textOf(tree, pattern));
}

export const RUST: LanguageRules = {
  functions: new Set(['function_item', 'function_signature_item', 'closure_expression']),
  classes: new Set(['struct_item', 'enum_item', 'trait_item']),
  extensions: new Set(['impl_item']),
  isHandler,
  decisions: new Set(['if_expression', 'for_expression', 'while_expression', 'loop_expression', 'match_arm']),
  isNoDecision(tree, node) {
    const pattern = childIn(tree, node, 'pattern');
    return tree.nodes[node]?.type === 'match_arm' && pattern !== undefined && textOf(tree, pattern) === '_';
  },
  operators: new Set(['&&', '||', '?']),
  nests: new Set([
    'if_expression',
    'for_expression',
    'while_expression',
    'loop_expression',
    'match_expression',
  ]),
  calls: new Set(['call_expression', 'macro_invocation']),
  nameOf,
  ownerOf,
  hasBody: (tree, node) => bodied(tree, node) || tree.nodes[node]?.type === 'struct_item',
  isAsync: (tree, node) =>
    childrenLike(tree, node, 'function_modifiers').some((at) => hasWord(tree, at, 'async')),
  decoratorsOf: (tree, node) => leading(tree, node, 'attribute_item'),
  basesOf(tree, node) {
    const trait = childIn(tree, node, 'trait');
    if (trait !== undefined) return [textOf(tree, trait)];
    const bounds = childIn(tree, node, 'bounds');
    return bounds === undefined ? [] : childrenOf(tree, bounds).map((at) => textOf(tree, at));
  },
};
