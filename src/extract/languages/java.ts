import { bodied, type LanguageRules, listed, named, ofType } from '../language.ts';
import { childrenLike, childrenOf } from '../syntax.ts';

export const JAVA: LanguageRules = {
  functions: new Set(['method_declaration', 'constructor_declaration', 'compact_constructor_declaration']),
  classes: new Set([
    'class_declaration',
    'interface_declaration',
    'enum_declaration',
    'record_declaration',
    'annotation_type_declaration',
  ]),
  isHandler: ofType('catch_clause'),
  decisions: new Set([
    'if_statement',
    'for_statement',
    'enhanced_for_statement',
    'while_statement',
    'do_statement',
    'switch_label',
    'catch_clause',
    'ternary_expression',
  ]),
  isNoDecision: (tree, node) =>
    tree.nodes[node]?.type === 'switch_label' &&
    !childrenOf(tree, node).some((at) => tree.nodes[at]?.named === true),
  operators: new Set(['&&', '||']),
  nests: new Set([
    'if_statement',
    'for_statement',
    'enhanced_for_statement',
    'while_statement',
    'do_statement',
    'switch_expression',
    'try_statement',
    'try_with_resources_statement',
    'synchronized_statement',
  ]),
  calls: new Set(['method_invocation', 'object_creation_expression']),
  nameOf: named,
  hasBody: bodied,
  isAsync: () => false,
  decoratorsOf: (tree, node) =>
    childrenLike(tree, node, 'modifiers').flatMap((at) =>
      childrenLike(tree, at, 'marker_annotation', 'annotation'),
    ),
  basesOf: (tree, node) => [
    ...listed(tree, childrenLike(tree, node, 'superclass')),
    ...listed(
      tree,
      childrenLike(tree, node, 'super_interfaces', 'extends_interfaces').flatMap((at) =>
        childrenLike(tree, at, 'type_list'),
      ),
    ),
  ],
};
