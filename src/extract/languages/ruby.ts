import { type LanguageRules, listed, named, ofType } from '../language.ts';
import { childIn, childrenLike, textOf } from '../syntax.ts';

export const RUBY: LanguageRules = {
  functions: new Set(['method', 'singleton_method']),
  classes: new Set(['class', 'module']),
  isHandler: ofType('rescue', 'rescue_modifier'),
  decisions: new Set([
    'if',
    'unless',
    'elsif',
    'while',
    'until',
    'for',
    'when',
    'in_clause',
    'rescue',
    'rescue_modifier',
    'if_modifier',
    'unless_modifier',
    'while_modifier',
    'until_modifier',
    'conditional',
  ]),
  operators: new Set(['&&', '||', 'and', 'or', '||=', '&&=']),
  nests: new Set(['if', 'unless', 'while', 'until', 'for', 'case', 'case_match', 'begin', 'do_block']),
  calls: new Set(['call']),
  nameOf: named,
  hasBody: () => true,
  isAsync: () => false,
  decoratorsOf: () => [],
  /** Its superclass, and the modules that it takes in. */
  basesOf(tree, node) {
    const body = childIn(tree, node, 'body');
    const taken = body === undefined ? [] : childrenLike(tree, body, 'call');
    return [
      ...listed(tree, childrenLike(tree, node, 'superclass')),
      ...taken
        .filter((at) => /^(?:include|extend|prepend)\b/.test(textOf(tree, at)))
        .flatMap((at) => listed(tree, childrenLike(tree, at, 'argument_list'))),
    ];
  },
};
