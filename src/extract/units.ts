import type { CodeFile, CodeLanguage, CodeUnit, UnitKind } from '../core/code.ts';
import { algorithmsOf } from './algorithms.ts';
import type { UnitFacts } from './facts.ts';
import { idiomsOf } from './idioms.ts';
import type { LanguageRules } from './language.ts';
import { complexityOf } from './measure.ts';
import { plainCode } from './plain-code.ts';
import { shapesOf } from './shape.ts';
import { childIn, nodeAt, type Syntax, textOf } from './syntax.ts';

const MAX_TEXT = 8_000;
const MAX_CALL = 120;
/** A function that stands directly in one of these has no name of its own. */
const UNSCOPED = new Set(['pair', 'assignment_expression', 'field_definition', 'public_field_definition']);
const LOOP = /^(?:for|while|do|until|loop|foreach|enhanced_for)/;

/** A unit whose end is not reached yet. */
interface Open {
  readonly kind: UnitKind;
  readonly name: string;
  readonly own: string;
  readonly owner: string | undefined;
  readonly node: number;
  readonly next: number;
  /** Levels around it. */
  readonly levels: number;
  readonly loopLevels: number;
  readonly members: string[];
  readonly types: Set<string>;
  readonly calls: string[];
  branches: number;
  depth: number;
  loops: number;
}

/** Takes a file apart. In one pass over its nodes, without recursion: how deep code is does not matter. */
export function unitsOf(path: string, language: CodeLanguage, tree: Syntax, rules: LanguageRules): CodeFile {
  const done: Open[] = [];
  const shapeOf = shapesOf(tree);
  const lineOf = lineCounter(tree.text);
  const open: Open[] = [];
  const nesting: number[] = [];
  const loops: number[] = [];
  /** Members of classes that stand elsewhere in the file. */
  const others = new Map<string, { members: string[]; bases: string[] }>();

  const finish = (unit: Open): void => {
    const above = open.at(-1);
    if (above !== undefined) handUp(unit, above);
    done.push(unit);
  };

  const unitOf = (unit: Open): CodeUnit => {
    const node = nodeAt(tree, unit.node);
    const start = node?.start ?? 0;
    const decorators = unit.kind === 'handler' ? [] : rules.decoratorsOf(tree, unit.node);
    const outside = decorators.find((at) => (nodeAt(tree, at)?.start ?? start) < start);
    const begin = outside === undefined ? start : (nodeAt(tree, outside)?.start ?? start);
    const end = trimmedEnd(tree.text, begin, node?.end ?? begin);
    const from = lineOf(begin);
    const to = lineOf(Math.max(begin, end - 1));
    const isClass = unit.kind === 'class';
    const more = isClass ? others.get(unit.own) : undefined;
    const bases = isClass ? [...rules.basesOf(tree, unit.node).map(baseName), ...(more?.bases ?? [])] : [];
    const members = [...unit.members, ...(more?.members ?? [])];
    const facts: UnitFacts = {
      kind: unit.kind,
      language,
      name: unit.own,
      owner: unit.owner,
      inScope:
        unit.kind === 'function' &&
        !UNSCOPED.has(nodeAt(tree, node?.up ?? -1)?.type ?? '') &&
        node?.type !== 'method_definition',
      async: isFunction(unit.kind) && rules.isAsync(tree, unit.node),
      decorators: decorators.flatMap((at) => decoratorNames(textOf(tree, at))),
      bases,
      members,
      types: unit.types,
      calls: unit.calls,
      loops: unit.loops,
      code: plainCode(tree, unit.node),
    };
    return {
      kind: unit.kind,
      name: unit.name,
      path,
      from,
      to,
      language,
      async: facts.async,
      decorators: facts.decorators,
      bases,
      methods: isClass ? new Set(members).size : 0,
      branches: unit.branches,
      depth: unit.depth,
      lines: to - from + 1,
      complexity: complexityOf(unit.branches, unit.depth),
      idioms: idiomsOf(facts),
      algorithms: algorithmsOf(facts),
      shape: shapeOf(unit.node),
      text: wholeLines(tree.text, begin, Math.min(end, begin + MAX_TEXT)),
    };
  };

  for (let index = 0; index < tree.nodes.length; index++) {
    const node = tree.nodes[index];
    if (node === undefined) break;
    for (let top = open.at(-1); top !== undefined && top.next <= index; top = open.at(-1)) {
      open.pop();
      finish(top);
    }
    while ((nesting.at(-1) ?? Number.POSITIVE_INFINITY) <= index) nesting.pop();
    while ((loops.at(-1) ?? Number.POSITIVE_INFINITY) <= index) loops.pop();

    const begun = beginningAt(index);
    if (begun !== undefined) open.push(begun);
    if (node.named && rules.extensions?.has(node.type) === true) extend(index);

    const isDecision =
      (node.named ? rules.decisions.has(node.type) : rules.operators.has(node.type)) &&
      rules.isNoDecision?.(tree, index) !== true;
    const isNest = node.named && rules.nests.has(node.type) && !continues(tree, index);
    if (isNest) nesting.push(node.next);
    if (node.named && LOOP.test(node.type) && rules.nests.has(node.type)) loops.push(node.next);
    const call = node.named && rules.calls.has(node.type) ? calleeOf(tree, index) : undefined;
    const unit = open.at(-1);
    if (unit === undefined) continue;
    // A handler's own node is a decision of what is around it.
    const decider = unit.node === index ? open.at(-2) : unit;
    if (isDecision && decider !== undefined) decider.branches += 1;
    unit.depth = Math.max(unit.depth, nesting.length - unit.levels);
    unit.loops = Math.max(unit.loops, loops.length - unit.loopLevels);
    unit.types.add(node.type);
    if (call !== undefined) unit.calls.push(call);
  }
  for (let top = open.pop(); top !== undefined; top = open.pop()) finish(top);

  done.sort((a, b) => a.node - b.node);
  return { path, language, units: done.map(unitOf), broken: tree.broken };

  /** What gives members or bases to a class that stands elsewhere. */
  function extend(index: number): void {
    const name = rules.ownerOf?.(tree, index);
    if (name === undefined) return;
    const known = others.get(name) ?? { members: [], bases: [] };
    known.bases.push(...rules.basesOf(tree, index).map(baseName));
    others.set(name, known);
  }

  function beginningAt(index: number): Open | undefined {
    const node = tree.nodes[index];
    if (node === undefined || !node.named) return undefined;
    const isHandler = rules.isHandler(tree, index);
    const isClass = rules.classes.has(node.type);
    if (!isHandler && !isClass && !rules.functions.has(node.type)) return undefined;
    const top = open.at(-1);
    const base = {
      node: index,
      next: node.next,
      levels: nesting.length,
      loopLevels: loops.length,
      members: [],
      types: new Set<string>(),
      calls: [],
      branches: 1,
      depth: 0,
      loops: 0,
    };
    if (isHandler) return { ...base, kind: 'handler', name: top?.name ?? '', own: '', owner: undefined };
    const own = oneLine(rules.nameOf(tree, index) ?? '');
    const above = top?.name === undefined || top.name === '' ? '' : `${top.name}.`;
    if (isClass) {
      if (!rules.hasBody(tree, index)) return undefined;
      return { ...base, kind: 'class', name: above + own, own, owner: undefined };
    }
    if (own === '') return undefined;
    const elsewhere = rules.ownerOf?.(tree, index);
    if (elsewhere !== undefined) {
      const known = others.get(elsewhere) ?? { members: [], bases: [] };
      known.members.push(own);
      others.set(elsewhere, known);
      if (!rules.hasBody(tree, index)) return undefined;
      return { ...base, kind: 'method', name: `${elsewhere}.${own}`, own, owner: elsewhere };
    }
    const isMember = top?.kind === 'class' && rules.isMember?.(tree, index) !== false;
    if (isMember) top.members.push(own);
    if (!rules.hasBody(tree, index)) return undefined;
    if (!isMember) return { ...base, kind: 'function', name: above + own, own, owner: undefined };
    return { ...base, kind: 'method', name: above + own, own, owner: top.own };
  }
}

/** A class is as complex as the worst of its methods; what a handler holds, the function around it holds too. */
function handUp(unit: Open, above: Open): void {
  if (unit.kind === 'handler') {
    above.branches += unit.branches - 1;
    above.depth = Math.max(above.depth, unit.depth + unit.levels - above.levels);
    above.loops = Math.max(above.loops, unit.loops + unit.loopLevels - above.loopLevels);
    for (const type of unit.types) above.types.add(type);
    for (const call of unit.calls) above.calls.push(call);
  } else if (above.kind === 'class') {
    above.branches = Math.max(above.branches, unit.branches);
    above.depth = Math.max(above.depth, unit.depth);
  }
}

const isFunction = (kind: UnitKind): boolean => kind === 'function' || kind === 'method';

/** `else if` goes on where its `if` stands. */
function continues(tree: Syntax, index: number): boolean {
  const node = tree.nodes[index];
  const above = tree.nodes[node?.up ?? -1]?.type ?? '';
  return /^if_/.test(node?.type ?? '') && (node?.field === 'alternative' || above.startsWith('else'));
}

/** What stands before the arguments; of a chain, what stands behind the call before. */
function calleeOf(tree: Syntax, index: number): string {
  const node = tree.nodes[index];
  if (node === undefined) return '';
  const given = childIn(tree, index, 'arguments');
  const end = given === undefined ? node.end : (tree.nodes[given]?.start ?? node.end);
  const from = given === undefined ? node.start : Math.max(node.start, end - MAX_CALL);
  const text = tree.text.slice(from, Math.min(end, from + MAX_CALL));
  const name =
    given === undefined ? text.replace(/[({\n][\s\S]*$/, '') : text.slice(text.lastIndexOf(')') + 1);
  return name
    .trim()
    .replace(/^new\s+/, '')
    .replace(/<[^<>]*>|\s/g, '');
}

/** Without type arguments and what a class is called with. */
function baseName(text: string): string {
  return oneLine(text).replace(/\s*<[\s\S]*$/, '');
}

/** From the beginning of the line where nothing stands before, so that all lines have their margin. */
function wholeLines(text: string, begin: number, end: number): string {
  const line = text.lastIndexOf('\n', begin - 1) + 1;
  return text.slice(begin === 0 || text.slice(line, begin).trim() !== '' ? begin : line, end);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 200);
}

/** `@app.get('/x')`, `#[derive(Debug, Clone)]`, `[Fact, Trait("a")]` → names. */
function decoratorNames(text: string): string[] {
  const inner = oneLine(
    text
      .replace(/^@/, '')
      .replace(/^#?!?\[/, '')
      .replace(/\]$/, ''),
  );
  const derive = /^derive\s*\(([^)]*)\)/.exec(inner);
  if (derive !== null) return (derive[1] ?? '').split(',').flatMap((name) => name.trim() || []);
  return inner
    .replace(/\([^()]*(?:\([^()]*\)[^()]*)*\)/g, '')
    .split(',')
    .flatMap((name) => name.replace(/[({=].*$/, '').trim() || []);
}

/** The end without blank lines, which some grammars take in. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

/** Offset → line, from 1. */
function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
