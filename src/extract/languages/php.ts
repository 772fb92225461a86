import { bodied, type LanguageRules, listed, named, ofType } from '../language.ts';
import { childIn, childrenLike, type Syntax, textOf } from '../syntax.ts';

/** A function without a name has that of the variable it is given to. */
function nameOf(tree: Syntax, node: number): string | undefined {
  const own = named(tree, node);
  if (own !== undefined) return own;
  const holder = tree.nodes[node]?.up ?? -1;
  if (tree.nodes[holder]?.type !== 'assignment_expression') return undefined;
  const left = childIn(tree, holder, 'left');
  return left === undefined ? undefined : textOf(tree, left);
}

export const PHP: LanguageRules = {
  functions: new Set(['function_definition', 'method_declaration', 'anonymous_function', 'arrow_function']),
  classes: new Set([
    'class_declaration',
    'interface_declaration',
    'trait_declaration',
    'enum_declaration',
    'anonymous_class',
  ]),
  isHandler: ofType('catch_clause'),
  decisions: new Set([
    'if_statement',
    'else_if_clause',
    'for_statement',
    'foreach_statement',
    'while_statement',
    'do_statement',
    'case_statement',
    'match_conditional_expression',
    'catch_clause',
    'conditional_expression',
  ]),
  operators: new Set(['&&', '||', 'and', 'or', 'xor', '??', '??=']),
  nests: new Set([
    'if_statement',
    'for_statement',
    'foreach_statement',
    'while_statement',
    'do_statement',
    'switch_statement',
    'match_expression',
    'try_statement',
  ]),
  calls: new Set([
    'function_call_expression',
    'member_call_expression',
    'nullsafe_member_call_expression',
    'scoped_call_expression',
    'object_creation_expression',
  ]),
  nameOf,
  hasBody: bodied,
  isAsync: () => false,
  decoratorsOf: (tree, node) =>
    childrenLike(tree, node, 'attribute_list').flatMap((at) =>
      childrenLike(tree, at, 'attribute_group').flatMap((group) => childrenLike(tree, group, 'attribute')),
    ),
  basesOf: (tree, node) => listed(tree, childrenLike(tree, node, 'base_clause', 'class_interface_clause')),
};
