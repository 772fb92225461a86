import { Composer, CST, isMap, isScalar, isSeq, Lexer, Parser, type YAMLMap } from 'yaml';
import { LIMITS } from '../core/kinds.ts';
import { oneLine, wellFormed } from './lines.ts';

/**
 * YAML reduced to what a record may hold. Scalars are their text, exactly as written: no idea
 * of what `1234567e10`, `no` or `1:30` might be gets between the file and the schema.
 */
export type YamlNode = YamlText | YamlList | YamlMap;

interface YamlText {
  readonly kind: 'text';
  readonly text: string;
  /** Written without quotes and not as a block: only then may it stand for a number, a flag or nothing. */
  readonly plain: boolean;
  readonly at: number;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly at: number;
}

export interface YamlMap {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  readonly at: number;
}

interface YamlEntry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: YamlNode;
}

/** Why a YAML text was refused; `at` is an offset into it. */
export interface YamlFault {
  readonly message: string;
  readonly at: number;
  /** Nothing is wrong with it but its size. */
  readonly tooMuch?: boolean;
}

/** The longest key; YAML gives up at 1024 characters, escapes included. */
const MAX_KEY = 128;

/** Items and entries of all lists and maps together: bounds the time that 64 KiB of commas can take. */
const MAX_PARTS = 4000;
const PARTS: ReadonlySet<string> = new Set(['comma', 'seq-item-ind', 'explicit-key-ind']);

const REFUSED: Readonly<Record<string, string>> = {
  anchor: 'anchors (&) are not allowed',
  alias: 'aliases (*) are not allowed',
  tag: 'tags (!) are not allowed',
  directive: 'directives (%) are not allowed',
  'directive-line': 'directives (%) are not allowed',
  'doc-start': 'only one document is allowed',
  'doc-end': 'only one document is allowed',
};

/** How much a text may hold. */
export interface YamlLimits {
  readonly keys: number;
  /** Items and entries of all lists and maps together. */
  readonly parts: number;
}

const RECORD_LIMITS: YamlLimits = { keys: LIMITS.keys, parts: MAX_PARTS };

const CONTROL: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);
// At hand for a loop that runs once for each piece of a text.
const { SCALAR, tokenType } = CST;
const DEEPEST = 2 * LIMITS.depth;

/** Parses a map for editing: with source tokens and ranges. An empty text has no map. */
export function parseMap(
  text: string,
  limits: YamlLimits = RECORD_LIMITS,
): { readonly map?: YAMLMap; readonly fault?: YamlFault } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let offset = 0;
  let keys = 0;
  let parts = 0;
  let scalarNext = false;
  for (const lexeme of new Lexer().lex(text)) {
    // A scalar's own text follows the SCALAR signal; everything else is punctuation.
    if (!scalarNext) {
      const type = tokenType(lexeme) ?? '';
      const refused = Object.hasOwn(REFUSED, type) ? REFUSED[type] : undefined;
      if (refused !== undefined) return { fault: { message: refused, at: offset } };
      if (PARTS.has(type) && ++parts > limits.parts)
        return { fault: { message: `more than ${limits.parts} items`, at: offset, tooMuch: true } };
      if (type === 'map-value-ind' && ++keys > limits.keys)
        return { fault: { message: `more than ${limits.keys} keys`, at: offset, tooMuch: true } };
    }
    scalarNext = lexeme === SCALAR;
    for (const token of parser.next(lexeme)) tokens.push(token);
    // A coarse guard against floods of brackets, on which the parser is quadratic; exact below.
    if (parser.stack.length > DEEPEST)
      return { fault: { message: `nested deeper than ${LIMITS.depth} levels`, at: offset } };
    if (!CONTROL.has(lexeme)) offset += lexeme.length;
  }
  tokens.push(...parser.end());
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  const document = documents[0];
  if (document === undefined || documents.length > 1)
    return { fault: { message: 'only one document is allowed', at: documents[1]?.range[0] ?? 0 } };
  const error = document.errors[0];
  if (error !== undefined) return { fault: { message: firstLine(error.message), at: error.pos[0] } };
  const contents = document.contents;
  if (contents === null || (isScalar(contents) && contents.source === '')) return {};
  if (!isMap(contents))
    return { fault: { message: 'expected `key: value` lines', at: contents.range?.[0] ?? 0 } };
  return { map: contents };
}

/**
 * Reads one map. Anything beyond the limits, and duplicate or non-text keys, is a fault.
 * @returns `source`, too: the same for editing; absent for an empty text.
 */
export function readYaml(
  text: string,
  limits: YamlLimits = RECORD_LIMITS,
): { readonly map?: YamlMap; readonly source?: YAMLMap; readonly fault?: YamlFault } {
  const { map, fault } = parseMap(text, limits);
  return fault === undefined ? readMap(map, limits) : { fault };
}

/** As `readYaml`, of what `parseMap` has parsed. */
export function readMap(
  map: YAMLMap | undefined,
  limits: YamlLimits = RECORD_LIMITS,
): ReturnType<typeof readYaml> {
  if (map === undefined) return { map: { kind: 'map', entries: [], at: 0 } };
  const state: Reading = { keys: 0, most: limits.keys, fault: undefined };
  const root = mapOf(map, state, 1);
  return state.fault === undefined ? { map: root, source: map } : { fault: state.fault };
}

interface Reading {
  keys: number;
  readonly most: number;
  /** The first thing found wrong. */
  fault: YamlFault | undefined;
}

function refuse(state: Reading, message: string, at: number): void {
  state.fault ??= { message, at };
}

function mapOf(map: YAMLMap, state: Reading, depth: number): YamlMap {
  const at = map.range?.[0] ?? 0;
  if (depth > LIMITS.depth) refuse(state, `nested deeper than ${LIMITS.depth} levels`, at);
  const seen = new Set<string>();
  const entries: YamlEntry[] = [];
  for (const pair of map.items) {
    if (state.fault !== undefined) break;
    if (!isScalar(pair.key)) {
      refuse(state, 'keys must be text', at);
      break;
    }
    const key = pair.key.source ?? '';
    const keyAt = pair.key.range?.[0] ?? at;
    if (key === '<<') refuse(state, 'merge keys (<<) are not allowed', keyAt);
    if (key.length > MAX_KEY) refuse(state, `a key longer than ${MAX_KEY} characters`, keyAt);
    if (seen.has(key)) refuse(state, `the key "${oneLine(key)}" is there twice`, keyAt);
    if (++state.keys > state.most) refuse(state, `more than ${state.most} keys`, keyAt);
    seen.add(key);
    entries.push({ key: wellFormed(key), keyAt, value: nodeOf(pair.value, keyAt, state, depth + 1) });
  }
  return { kind: 'map', entries, at };
}

function nodeOf(node: unknown, near: number, state: Reading, depth: number): YamlNode {
  if (isScalar(node)) {
    const text = wellFormed(node.source ?? '');
    // An empty value's range may lie behind comments; its key is where a person looks.
    const at = text === '' ? near : (node.range?.[0] ?? near);
    return { kind: 'text', text, plain: node.type === 'PLAIN', at };
  }
  if (isMap(node)) return mapOf(node, state, depth);
  if (isSeq(node)) {
    const at = node.range?.[0] ?? near;
    if (depth > LIMITS.depth) refuse(state, `nested deeper than ${LIMITS.depth} levels`, at);
    return { kind: 'list', items: node.items.map((item) => nodeOf(item, at, state, depth + 1)), at };
  }
  return { kind: 'text', text: '', plain: true, at: near };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
