import type { CodeUnit } from '../../src/core/code.ts';

/** A unit of code as the extraction gives it, of a text; what is not said follows from that. */
export function unit(path: string, name: string, text: string, more: Partial<CodeUnit> = {}): CodeUnit {
  const lines = text.split('\n').length;
  const from = more.from ?? 1;
  return {
    kind: 'function',
    name,
    path,
    from,
    to: from + lines - 1,
    language: 'typescript',
    async: false,
    decorators: [],
    bases: [],
    methods: 0,
    branches: 2,
    depth: 1,
    lines,
    complexity: 'low',
    idioms: [],
    algorithms: [],
    shape: 'a1a1a1a1a1a1a1a1',
    text,
    ...more,
  };
}

/** A function that reads something, checks it, and says what is wrong with it. */
export function reader(name: string, what: string): string {
  return `function ${name}(id) {
  const row = fetchRow('${what}', id);
  if (row === undefined) {
    throw new NotFound('${what}', id);
  }
  return parse${what}(row);
}`;
}
