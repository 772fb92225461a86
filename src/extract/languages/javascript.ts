import { bodied, hasWord, type LanguageRules, listed, ofType } from '../language.ts';
import { childIn, childrenLike, leading, type Syntax, type SyntaxNode, textOf } from '../syntax.ts';

/** Around a value, and no value of their own. */
const WRAPS = new Set([
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
]);

/** The node that a value is given to. */
function holderOf(
  tree: Syntax,
  node: number,
): { readonly value: SyntaxNode | undefined; readonly holder: number } {
  let value = tree.nodes[node];
  while (value !== undefined && WRAPS.has(tree.nodes[value.up]?.type ?? '')) value = tree.nodes[value.up];
  return { value, holder: value?.up ?? -1 };
}

/** Not what stands in an object in a field of it. */
function isMember(tree: Syntax, node: number): boolean {
  const type = tree.nodes[holderOf(tree, node).holder]?.type ?? '';
  return type === 'class_body' || type.endsWith('field_definition');
}

/** A function's own name, or that of what it is given to: a variable, a property, a field. */
function nameOf(tree: Syntax, node: number): string | undefined {
  const own = childIn(tree, node, 'name');
  if (own !== undefined) return textOf(tree, own);
  const { value, holder } = holderOf(tree, node);
  const part = (field: string): string | undefined => {
    const at = childIn(tree, holder, field);
    return at === undefined ? undefined : textOf(tree, at).slice(0, 200);
  };
  switch (tree.nodes[holder]?.type) {
    case 'variable_declarator':
    case 'public_field_definition':
      return part('name');
    case 'field_definition':
      return part('property');
    case 'pair':
      return value?.field === 'value' ? part('key') : undefined;
    case 'assignment_expression':
      return value?.field === 'right' ? part('left') : undefined;
    case 'export_statement':
      return 'default';
    default:
      return undefined;
  }
}

function basesOf(tree: Syntax, node: number): string[] {
  return childrenLike(tree, node, 'class_heritage').flatMap((heritage) => {
    const clauses = childrenLike(tree, heritage, 'extends_clause', 'implements_clause');
    if (clauses.length === 0) return listed(tree, [heritage]);
    return clauses.flatMap((clause) =>
      childIn(tree, clause, 'value') === undefined
        ? listed(tree, [clause])
        : [textOf(tree, childIn(tree, clause, 'value') ?? clause)],
    );
  });
}

function decoratorsOf(tree: Syntax, node: number): number[] {
  const { up = -1 } = tree.nodes[node] ?? {};
  const outside = tree.nodes[up]?.type === 'export_statement' ? childrenLike(tree, up, 'decorator') : [];
  return [...outside, ...leading(tree, node, 'decorator'), ...childrenLike(tree, node, 'decorator')];
}

/** JavaScript and TypeScript, JSX or not: their grammars share their names. */
export const JAVASCRIPT: LanguageRules = {
  functions: new Set([
    'function_declaration',
    'generator_function_declaration',
    'function_expression',
    'generator_function',
    'arrow_function',
    'method_definition',
    // Without a body: they count as members of a class only.
    'abstract_method_signature',
    'method_signature',
  ]),
  classes: new Set(['class_declaration', 'abstract_class_declaration', 'class']),
  isHandler: ofType('catch_clause'),
  decisions: new Set([
    'if_statement',
    'for_statement',
    'for_in_statement',
    'while_statement',
    'do_statement',
    'switch_case',
    'catch_clause',
    'ternary_expression',
  ]),
  operators: new Set(['&&', '||', '??', '&&=', '||=', '??=']),
  nests: new Set([
    'if_statement',
    'for_statement',
    'for_in_statement',
    'while_statement',
    'do_statement',
    'switch_statement',
    'try_statement',
  ]),
  calls: new Set(['call_expression', 'new_expression']),
  nameOf,
  isMember,
  hasBody: bodied,
  isAsync: (tree, node) => hasWord(tree, node, 'async'),
  decoratorsOf,
  basesOf,
};
