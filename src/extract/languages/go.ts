import { bodied, type LanguageRules, named } from '../language.ts';
import { childIn, childrenLike, childrenOf, type Syntax, textOf } from '../syntax.ts';

/** `(s *Store[T])` → `Store`. */
function receiver(tree: Syntax, node: number): string | undefined {
  const list = childIn(tree, node, 'receiver');
  if (list === undefined) return undefined;
  return /(\w+)\s*(?:\[[^\]]*\])?\s*\)$/.exec(textOf(tree, list))?.[1];
}

/** A function without a name has that of the variable it is given to. */
function nameOf(tree: Syntax, node: number): string | undefined {
  if (tree.nodes[node]?.type !== 'func_literal') return named(tree, node);
  const list = tree.nodes[node]?.up ?? -1;
  const holder = tree.nodes[list]?.up ?? -1;
  if (tree.nodes[list]?.type !== 'expression_list' || childrenOf(tree, list).length > 1) return undefined;
  const name = childIn(tree, holder, 'left') ?? childIn(tree, holder, 'name');
  return name === undefined ? undefined : textOf(tree, name);
}

/** `if err != nil`, or `if r := recover(); r != nil`. */
function isHandler(tree: Syntax, node: number): boolean {
  if (tree.nodes[node]?.type !== 'if_statement') return false;
  const condition = childIn(tree, node, 'condition');
  const text = condition === undefined ? '' : textOf(tree, condition);
  if (/^\w*[eE]rr(?:or)?\s*!=\s*nil$/.test(text)) return true;
  const start = childIn(tree, node, 'initializer');
  return start !== undefined && /^\w+\s*:=\s*recover\(\)$/.test(textOf(tree, start));
}

export const GO: LanguageRules = {
  functions: new Set(['function_declaration', 'method_declaration', 'method_elem', 'func_literal']),
  classes: new Set(['type_spec']),
  isHandler,
  decisions: new Set(['if_statement', 'for_statement', 'expression_case', 'type_case', 'communication_case']),
  operators: new Set(['&&', '||']),
  nests: new Set([
    'if_statement',
    'for_statement',
    'expression_switch_statement',
    'type_switch_statement',
    'select_statement',
  ]),
  calls: new Set(['call_expression']),
  nameOf,
  ownerOf: receiver,
  hasBody(tree, node) {
    if (tree.nodes[node]?.type !== 'type_spec') return bodied(tree, node);
    const type = childIn(tree, node, 'type');
    return ['struct_type', 'interface_type'].includes(tree.nodes[type ?? -1]?.type ?? '');
  },
  isAsync: () => false,
  decoratorsOf: () => [],
  /** What a struct embeds. */
  basesOf(tree, node) {
    const type = childIn(tree, node, 'type');
    const lists = type === undefined ? [] : childrenLike(tree, type, 'field_declaration_list');
    return lists
      .flatMap((list) => childrenLike(tree, list, 'field_declaration'))
      .filter((field) => childIn(tree, field, 'name') === undefined)
      .map((field) => textOf(tree, childIn(tree, field, 'type') ?? field));
  },
};
