import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { BOM, type JsonFault, jsonTree, startOf } from './jsonc.ts';

/** Keys of objects and indices of arrays, from the outside in. */
export type JsonPath = readonly (string | number)[];

/** A text with a change in it, or why it was left alone. */
export type JsonEdit =
  | { readonly text: string; readonly why?: undefined }
  | (JsonFault & { readonly text?: undefined });

/*
 * Every insertion can be taken back from the text alone, whoever made it. An object or array that was there
 * and empty gets its first entry right behind its bracket; one that is made here begins with white space. So
 * the removal of a last entry knows whether what held it was there before.
 */

interface Layout {
  readonly lineEnd: string;
  /** One step of indentation. */
  readonly unit: string;
  /** A document that somebody keeps on one line. */
  readonly oneLine: boolean;
}

interface Piece {
  readonly kind: 'space' | 'line' | 'block' | 'comma';
  readonly from: number;
  readonly to: number;
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly put: string;
}

/** White space, comments and commas between two values. */
function piecesBetween(text: string, from: number, to: number): readonly Piece[] {
  const found: Piece[] = [];
  const next = /[ \t\r\n]+|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|,/y;
  next.lastIndex = from;
  while (next.lastIndex < to) {
    const at = next.lastIndex;
    const piece = next.exec(text)?.[0];
    if (piece === undefined) break;
    const kind =
      piece === ',' ? 'comma' : piece.startsWith('//') ? 'line' : piece.startsWith('/*') ? 'block' : 'space';
    found.push({ kind, from: at, to: at + piece.length });
  }
  return found;
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

function isComment(piece: Piece): boolean {
  return piece.kind === 'line' || piece.kind === 'block';
}

/** Cuts that begin at the same place are made in the order given. */
function splice(text: string, cuts: readonly Cut[]): string {
  let result = '';
  let done = 0;
  for (const { from, to, put } of [...cuts].sort((a, b) => a.from - b.from)) {
    result += text.slice(done, from) + put;
    done = to;
  }
  return result + text.slice(done);
}

/** White space at the beginning of an offset's line. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function layoutOf(text: string, root: Node | undefined): Layout {
  const lineEnd = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const oneLine =
    root !== undefined &&
    (root.children ?? []).length > 0 &&
    !text.slice(root.offset, endOf(root)).includes('\n');
  return { lineEnd, unit: unit.startsWith('\t') ? '\t' : unit, oneLine };
}

/** A value as it is put there. What may lose its last entry later begins with white space. */
function render(value: unknown, layout: Layout, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item: unknown) => ({ name: '', item }))
    : Object.entries(value).map(([key, item]) => ({
        name: `${JSON.stringify(key)}: `,
        item: item as unknown,
      }));
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const plain = isList && value.every((item) => typeof item !== 'object' || item === null);
  if (parts.length === 0 || plain)
    return open + parts.map(({ item }) => render(item, layout, indent)).join(', ') + close;
  const inner = layout.oneLine ? indent : indent + layout.unit;
  const texts = parts.map(({ name, item }) => name + render(item, layout, inner));
  if (layout.oneLine) return `${open} ${texts.join(', ')} ${close}`;
  const line = layout.lineEnd + inner;
  return open + line + texts.join(`,${line}`) + layout.lineEnd + indent + close;
}

/** `{a: {b: value}}` for `['a', 'b']`. */
function wrapped(keys: readonly string[], value: unknown): unknown {
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

/** A new document that holds a value under these keys. */
export function newJson(keys: readonly string[], value: unknown): string {
  return `${render(wrapped(keys, value), { lineEnd: '\n', unit: '  ', oneLine: false }, '')}\n`;
}

function insertInto(
  body: string,
  container: Node,
  key: string | undefined,
  value: unknown,
  layout: Layout,
): string {
  const name = key === undefined ? '' : `${JSON.stringify(key)}: `;
  const open = container.offset + 1;
  const close = endOf(container) - 1;
  const outer = indentAt(body, container.offset);
  const last = container.children?.at(-1);
  if (last === undefined) {
    const comment = piecesBetween(body, open, close).filter(isComment).at(-1);
    if (comment === undefined)
      return splice(body, [{ from: open, to: open, put: name + render(value, layout, outer) }]);
    const indent = outer + layout.unit;
    const put = layout.lineEnd + indent + name + render(value, layout, indent);
    return splice(body, [{ from: comment.to, to: comment.to, put }]);
  }
  const end = endOf(last);
  const before = container.children?.at(-2);
  let ownLine = body.slice(before === undefined ? open : endOf(before), last.offset).includes('\n');
  const tail = piecesBetween(body, end, close);
  const comma = tail.find((piece) => piece.kind === 'comma');
  // Behind a comment on the last entry's line, which belongs to that entry.
  let at = comma?.to ?? end;
  for (const piece of tail.filter((each) => each.from >= at)) {
    if (piece.kind === 'space' && body.slice(piece.from, piece.to).includes('\n')) break;
    if (isComment(piece)) at = piece.to;
    if (piece.kind === 'line') ownLine = true;
  }
  const lineIndent = indentAt(body, last.offset);
  const indent = !ownLine ? outer : lineIndent === outer ? outer + layout.unit : lineIndent;
  const put = (ownLine ? layout.lineEnd + indent : ' ') + name + render(value, layout, indent);
  const added: Cut = { from: at, to: at, put: comma === undefined ? put : `${put},` };
  return splice(body, comma === undefined ? [{ from: end, to: end, put: ',' }, added] : [added]);
}

/** Blank text keeps its bytes behind the document, and a line end before it says that they were there. */
function fillBlank(body: string, keys: readonly string[], value: unknown): string {
  const lineEnd = body.includes('\r\n') ? '\r\n' : '\n';
  return lineEnd + newJson(keys, value).trimEnd().replaceAll('\n', lineEnd) + body;
}

function withBody(text: string, change: (body: string, root: Node) => JsonEdit): JsonEdit {
  const tree = jsonTree(text);
  if (!('root' in tree)) return tree;
  const mark = text.slice(0, startOf(text));
  const edited = change(text.slice(mark.length), tree.root);
  return edited.text !== undefined ? { text: mark + edited.text } : edited;
}

function insert(text: string, keys: readonly string[], isItem: boolean, value: unknown): JsonEdit {
  const whole = isItem ? [value] : value;
  const mark = text.slice(0, startOf(text));
  const blank = text.slice(mark.length);
  if (blank.trim() === '') return { text: mark + fillBlank(blank, keys, whole) };
  return withBody(text, (body, root) => {
    const layout = layoutOf(body, root);
    let at = root;
    for (const [depth, key] of keys.entries()) {
      const line = body.slice(0, at.offset).split('\n').length;
      if (at.type !== 'object')
        return { why: `${keys.slice(0, depth).join('.') || 'it'} is not an object`, line };
      const next = findNodeAtLocation(at, [key]);
      if (next === undefined)
        return { text: insertInto(body, at, key, wrapped(keys.slice(depth + 1), whole), layout) };
      at = next;
    }
    const line = body.slice(0, at.offset).split('\n').length;
    if (!isItem) return { why: `${keys.join('.')} is there already`, line };
    if (at.type !== 'array') return { why: `${keys.join('.')} is not a list`, line };
    return { text: insertInto(body, at, undefined, value, layout) };
  });
}

/** Adds a key that is not there, at the end of its object; objects on the way are made. */
export function addMember(text: string, keys: readonly string[], value: unknown): JsonEdit {
  return insert(text, keys, false, value);
}

/** Adds an item at the end of a list, which is made where it is missing. */
export function addItem(text: string, keys: readonly string[], value: unknown): JsonEdit {
  return insert(text, keys, true, value);
}

/** The document without its only value: the blank text that it was, or undefined where it was nothing. */
function emptied(body: string, root: Node): string | undefined {
  const lead = body.slice(0, root.offset);
  const tail = body.slice(endOf(root));
  if (lead.trim() !== '' || tail.trim() !== '') return `${lead}{}${tail}`;
  return lead === '' ? undefined : lead.replace(/^\r?\n/, '') + tail;
}

/** The cuts that take one of several entries out. */
function cutsAmong(
  body: string,
  entry: Node,
  siblings: readonly Node[],
  open: number,
  close: number,
): readonly Cut[] {
  const index = siblings.indexOf(entry);
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  const before = piecesBetween(body, previous === undefined ? open : endOf(previous), entry.offset);
  const after = piecesBetween(body, endOf(entry), next?.offset ?? close);
  const comma = after.find((piece) => piece.kind === 'comma');
  const cut = (from: number, to: number): Cut => ({ from, to, put: '' });
  const space = before.at(-1)?.kind === 'space' ? before.at(-1) : undefined;
  const gap = space === undefined ? '' : body.slice(space.from, space.to);
  if (comma !== undefined && previous === undefined && !gap.includes('\n')) {
    const spaces = /^[ \t]*/.exec(body.slice(comma.to))?.[0].length ?? 0;
    return [cut(entry.offset, endOf(entry)), cut(comma.from, comma.to + spaces)];
  }
  const rest = /^[^\r\n]*/.exec(body.slice(comma?.to ?? endOf(entry)))?.[0] ?? '';
  // What follows must not slip into a comment that ends with its line.
  const intoComment = before.at(space === undefined ? -1 : -2)?.kind === 'line' && rest.trim() !== '';
  const own = cut(intoComment ? entry.offset : (space?.from ?? entry.offset), endOf(entry));
  if (comma !== undefined) return [own, cut(comma.from, comma.to)];
  const earlier = before.find((piece) => piece.kind === 'comma');
  return earlier === undefined ? [own] : [own, cut(earlier.from, earlier.to)];
}

function removeFrom(body: string, root: Node, path: JsonPath): string | undefined {
  const node = findNodeAtLocation(root, [...path]);
  if (node === undefined) return body;
  const entry = node.parent?.type === 'property' ? node.parent : node;
  const container = entry.parent;
  if (container === undefined) return emptied(body, root);
  const siblings = container.children ?? [];
  const open = container.offset + 1;
  const close = endOf(container) - 1;
  if (siblings.length > 1) return splice(body, cutsAmong(body, entry, siblings, open, close));
  const around = [...piecesBetween(body, open, entry.offset), ...piecesBetween(body, endOf(entry), close)];
  if (around.some(isComment)) return splice(body, cutsAmong(body, entry, siblings, open, close));
  if (entry.offset > open) return removeFrom(body, root, path.slice(0, -1));
  const comma = around.find((piece) => piece.kind === 'comma');
  return body.slice(0, open) + body.slice(comma?.to ?? endOf(entry));
}

/**
 * Takes an entry out, and what was made to hold it. `text` is absent where nothing is left of a document that
 * was made here.
 */
export function removeJson(
  text: string,
  path: JsonPath,
): { readonly text?: string; readonly why?: undefined } | (JsonFault & { readonly text?: undefined }) {
  const tree = jsonTree(text);
  if (!('root' in tree)) return tree;
  const mark = text.startsWith(BOM) ? BOM : '';
  const left = removeFrom(text.slice(mark.length), tree.root, path);
  return left === undefined ? {} : { text: mark + left };
}
