import { bodied, type LanguageRules, ofType } from '../language.ts';
import { childIn, childrenLike, childrenOf, type Syntax, textOf } from '../syntax.ts';

/** The name inside of pointers, references and parameter lists. */
function declared(tree: Syntax, node: number): number | undefined {
  let at = childIn(tree, node, 'declarator');
  while (at !== undefined) {
    const type = tree.nodes[at]?.type ?? '';
    if (!/declarator$/.test(type)) return at;
    // The one of a reference has no field.
    const inner: number | undefined =
      childIn(tree, at, 'declarator') ??
      childrenOf(tree, at).find((child) => tree.nodes[child]?.named === true);
    at = inner;
  }
  return undefined;
}

/** `ns::Store<int>::get` → `Store`, `get`; what it is a part of first. */
function parts(tree: Syntax, node: number): string[] {
  const at = declared(tree, node);
  return at === undefined
    ? []
    : textOf(tree, at)
        .replace(/<[^()]*?>(?=::|$)/g, '')
        .split('::');
}

function nameOf(tree: Syntax, node: number): string | undefined {
  const type = tree.nodes[node]?.type ?? '';
  if (type === 'lambda_expression') {
    const holder = tree.nodes[node]?.up ?? -1;
    return tree.nodes[holder]?.type === 'init_declarator' ? parts(tree, holder).at(-1) : undefined;
  }
  const name = childIn(tree, node, 'name');
  return name === undefined ? parts(tree, node).at(-1) : textOf(tree, name).replace(/<[\s\S]*$/, '');
}

export const CPP: LanguageRules = {
  functions: new Set(['function_definition', 'lambda_expression', 'field_declaration', 'declaration']),
  classes: new Set(['class_specifier', 'struct_specifier', 'union_specifier']),
  isHandler: ofType('catch_clause'),
  decisions: new Set([
    'if_statement',
    'for_statement',
    'for_range_loop',
    'while_statement',
    'do_statement',
    'case_statement',
    'catch_clause',
    'conditional_expression',
  ]),
  isNoDecision: (tree, node) =>
    tree.nodes[node]?.type === 'case_statement' && childIn(tree, node, 'value') === undefined,
  operators: new Set(['&&', '||', 'and', 'or']),
  nests: new Set([
    'if_statement',
    'for_statement',
    'for_range_loop',
    'while_statement',
    'do_statement',
    'switch_statement',
    'try_statement',
  ]),
  calls: new Set(['call_expression', 'new_expression']),
  nameOf(tree, node) {
    const type = tree.nodes[node]?.type ?? '';
    if (type !== 'field_declaration' && type !== 'declaration') return nameOf(tree, node);
    // A member without a body counts for its class; what is no function at all does not.
    const isMember = tree.nodes[tree.nodes[node]?.up ?? -1]?.type === 'field_declaration_list';
    const isFunction = childrenOf(tree, node).some((at) =>
      /^function_declarator/.test(tree.nodes[at]?.type ?? ''),
    );
    return isMember && isFunction ? nameOf(tree, node) : undefined;
  },
  ownerOf(tree, node) {
    const [owner, name, ...more] = parts(tree, node).slice(-2);
    return tree.nodes[node]?.type === 'function_definition' && name !== undefined && more.length === 0
      ? owner
      : undefined;
  },
  hasBody: (tree, node) =>
    bodied(tree, node) ||
    (tree.nodes[node]?.type === 'function_definition' &&
      childrenLike(tree, node, 'try_statement').length > 0),
  isAsync: () => false,
  decoratorsOf: () => [],
  basesOf: (tree, node) =>
    childrenLike(tree, node, 'base_class_clause').flatMap((clause) =>
      childrenLike(tree, clause, 'type_identifier', 'template_type', 'qualified_identifier').map((at) =>
        textOf(tree, at),
      ),
    ),
};
