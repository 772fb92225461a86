import { bodied, type LanguageRules, listed, named, ofType } from '../language.ts';
import { childIn, childrenLike, childrenOf, textOf } from '../syntax.ts';

export const C_SHARP: LanguageRules = {
  functions: new Set([
    'method_declaration',
    'constructor_declaration',
    'destructor_declaration',
    'operator_declaration',
    'local_function_statement',
  ]),
  classes: new Set([
    'class_declaration',
    'struct_declaration',
    'record_declaration',
    'interface_declaration',
    'enum_declaration',
  ]),
  isHandler: ofType('catch_clause'),
  decisions: new Set([
    'if_statement',
    'for_statement',
    'foreach_statement',
    'while_statement',
    'do_statement',
    'switch_section',
    'switch_expression_arm',
    'catch_clause',
    'conditional_expression',
  ]),
  /** `default:` and `_ =>`. */
  isNoDecision(tree, node) {
    const type = tree.nodes[node]?.type;
    if (type !== 'switch_section' && type !== 'switch_expression_arm') return false;
    const [first = -1] = childrenOf(tree, node);
    return ['default', 'discard'].includes(tree.nodes[first]?.type ?? '');
  },
  operators: new Set(['&&', '||', '??', '??=']),
  nests: new Set([
    'if_statement',
    'for_statement',
    'foreach_statement',
    'while_statement',
    'do_statement',
    'switch_statement',
    'try_statement',
    'lock_statement',
    'using_statement',
  ]),
  calls: new Set(['invocation_expression', 'object_creation_expression']),
  nameOf(tree, node) {
    const name = named(tree, node);
    if (tree.nodes[node]?.type === 'destructor_declaration') return `~${name ?? ''}`;
    const operator = childIn(tree, node, 'operator');
    return name ?? (operator === undefined ? undefined : `operator ${textOf(tree, operator)}`);
  },
  hasBody: (tree, node) => bodied(tree, node) || tree.nodes[node]?.type === 'record_declaration',
  isAsync: (tree, node) => childrenLike(tree, node, 'modifier').some((at) => textOf(tree, at) === 'async'),
  decoratorsOf: (tree, node) => childrenLike(tree, node, 'attribute_list'),
  basesOf: (tree, node) => listed(tree, childrenLike(tree, node, 'base_list')),
};
