import { bodied, hasWord, type LanguageRules, named, ofType } from '../language.ts';
import { childIn, childrenOf, leading, textOf } from '../syntax.ts';

export const PYTHON: LanguageRules = {
  functions: new Set(['function_definition']),
  classes: new Set(['class_definition']),
  isHandler: ofType('except_clause', 'except_group_clause'),
  decisions: new Set([
    'if_statement',
    'elif_clause',
    'for_statement',
    'while_statement',
    'except_clause',
    'except_group_clause',
    'conditional_expression',
    'case_clause',
    'for_in_clause',
    'if_clause',
    'boolean_operator',
  ]),
  operators: new Set(),
  nests: new Set([
    'if_statement',
    'for_statement',
    'while_statement',
    'try_statement',
    'with_statement',
    'match_statement',
  ]),
  calls: new Set(['call']),
  nameOf: named,
  hasBody: bodied,
  isAsync: (tree, node) => hasWord(tree, node, 'async'),
  decoratorsOf: (tree, node) =>
    tree.nodes[tree.nodes[node]?.up ?? -1]?.type === 'decorated_definition'
      ? leading(tree, node, 'decorator')
      : [],
  basesOf(tree, node) {
    const list = childIn(tree, node, 'superclasses');
    if (list === undefined) return [];
    return childrenOf(tree, list)
      .filter((at) => !['keyword_argument', 'comment'].includes(tree.nodes[at]?.type ?? ''))
      .map((at) => textOf(tree, at));
  },
};
