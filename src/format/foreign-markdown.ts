import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { splitFrontMatter } from './front-matter.ts';
import { canonicalBody, oneLine, plainText } from './lines.ts';
import { plainValue } from './plain.ts';
import { readYaml } from './yaml.ts';

/** What stands between one heading and the next in a text that others wrote. */
export interface Passage {
  /** The headings it stands below, its own last; none before the first. */
  readonly headings: readonly string[];
  /** Depth of its own heading; 0 before the first. */
  readonly depth: number;
  /** 1-based line of its heading. */
  readonly line: number;
  /** All of it, as it was written. */
  readonly text: string;
  /** The items of its lists, without their markers and boxes. */
  readonly items: readonly string[];
  /** Those of the items that are ticked off. */
  readonly done: readonly string[];
  /** What is not in a list. */
  readonly prose: string;
}

const parser = unified().use(remarkParse);

type Nodes = ReturnType<typeof parser.parse>['children'][number];
type ListItem = Extract<Nodes, { type: 'listItem' }>;

/**
 * A markdown text as its passages; only headings that the parser sees count, not those in code or
 * comments. Empty passages are there too: a heading can be all that is said.
 *
 * @param deepest headings deeper than this belong to the text above them.
 */
export function passagesOf(source: string, deepest = 6): Passage[] {
  const text = plainText(source);
  const out: Passage[] = [];
  const path: { depth: number; name: string }[] = [];
  let open = { start: 0, line: 1, depth: 0, nodes: [] as Nodes[] };
  const close = (end: number): void => {
    const { start, line, depth, nodes } = open;
    const whole = canonicalBody(text.slice(start, end));
    if (depth > 0 || whole !== '')
      out.push({ headings: path.map(({ name }) => name), depth, line, text: whole, ...split(text, nodes) });
  };
  for (const node of parser.parse(text).children) {
    const { start, end } = spanOf(node);
    if (node.type !== 'heading' || node.depth > deepest) {
      open.nodes.push(node);
      continue;
    }
    close(start);
    while ((path.at(-1)?.depth ?? 0) >= node.depth) path.pop();
    path.push({ depth: node.depth, name: withoutMarks(innerText(text, node)) });
    open = { start: end, line: node.position?.start.line ?? 1, depth: node.depth, nodes: [] };
  }
  close(text.length);
  return out;
}

/** What stands in fenced or indented code, block by block, at any depth. */
export function codeBlocksOf(source: string): string[] {
  const out: string[] = [];
  const walk = (node: Nodes): void => {
    if (node.type === 'code') out.push(node.value);
    if ('children' in node) for (const child of node.children) walk(child);
  };
  for (const node of parser.parse(plainText(source)).children) walk(node);
  return out;
}

/** What a marker comment says between `<!--` and `-->`. */
const OPENS = /^(?:(?:begin|start)\b|.+?[\s:_-]+(?:begin|start)$)/i;
const CLOSES = /^(?:end\b|.+?[\s:_-]+end$)/i;

/**
 * The text without comments, and without what other tools keep between a pair of marker comments
 * (`<!-- BEGIN X -->` … `<!-- END X -->`, `<!-- X:start -->` … `<!-- X:end -->`, `<!-- X v2 -->` … `<!-- /X -->`).
 * A marker without its other half hides nothing.
 */
export function withoutComments(source: string): string {
  const text = plainText(source);
  const comments = parser.parse(text).children.flatMap((node) => {
    if (node.type !== 'html') return [];
    const { start } = spanOf(node);
    return [...node.value.matchAll(/<!--([\s\S]*?)-->/g)].map((match) => ({
      says: (match[1] ?? '').trim(),
      start: start + match.index,
      end: start + match.index + match[0].length,
    }));
  });
  const cuts: { start: number; end: number }[] = [];
  let open: number | undefined;
  for (const { says, start, end } of comments) {
    cuts.push({ start, end });
    const name = /^\/(\S+)/.exec(says)?.[1] ?? /^(\S+)stop$/.exec(says)?.[1];
    const other = comments.findLast((one) => one.end <= start && one.says.split(/\s/)[0] === name);
    if (name !== undefined && other !== undefined) cuts.push({ start: other.start, end });
    else if (OPENS.test(says)) open = start;
    else if (open !== undefined && CLOSES.test(says)) {
      cuts.push({ start: open, end });
      open = undefined;
    }
  }
  let out = '';
  let at = 0;
  for (const cut of cuts.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (cut.start >= at) out += text.slice(at, cut.start);
    at = Math.max(at, cut.end);
  }
  return canonicalBody(out + text.slice(at));
}

/** A text's front matter as plain values, nested ones under `outer.inner`; and what follows it. Broken YAML is read line by line. */
export function looseFrontMatter(source: string): {
  readonly fields: ReadonlyMap<string, string>;
  readonly body: string;
} {
  const text = plainText(source);
  const split = splitFrontMatter(text);
  if ('message' in split) return { fields: new Map(), body: text };
  const fields = new Map<string, string>();
  const { map } = readYaml(split.yaml);
  for (const { key, value } of map?.entries ?? []) {
    if (value.kind === 'map')
      for (const inner of value.entries)
        fields.set(`${key}.${inner.key}`.toLowerCase(), inLine(plainValue(inner.value)));
    else fields.set(key.toLowerCase(), inLine(plainValue(value)));
  }
  if (map === undefined)
    for (const [, key = '', value = ''] of split.yaml.matchAll(/^([A-Za-z][\w-]*):[ \t]*(.*)$/gm))
      fields.set(key.toLowerCase(), oneLine(value.replace(/^(["'])(.*)\1$/, '$2')));
  return { fields, body: split.body };
}

/** Links as their words, emphasis and code marks gone, one line. */
export function withoutMarks(text: string): string {
  return oneLine(
    text
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
      .replace(/(^|[\s(])[*_](?=\S)([^*_]+?)(?<=\S)[*_](?=$|[\s).,:;!?])/g, '$1$2'),
  );
}

function inLine(value: unknown): string {
  if (value === null || value === undefined) return '';
  return oneLine(Array.isArray(value) ? value.map(inLine).join(', ') : String(value));
}

function spanOf(node: Nodes): { readonly start: number; readonly end: number } {
  const start = node.position?.start.offset ?? 0;
  return { start, end: node.position?.end.offset ?? start };
}

function innerText(text: string, node: Extract<Nodes, { type: 'heading' }>): string {
  const [first] = node.children;
  const last = node.children.at(-1);
  return first === undefined || last === undefined ? '' : text.slice(spanOf(first).start, spanOf(last).end);
}

function split(text: string, nodes: readonly Nodes[]): Pick<Passage, 'items' | 'done' | 'prose'> {
  const items: string[] = [];
  const done: string[] = [];
  const prose: string[] = [];
  for (const node of nodes) {
    if (node.type !== 'list') {
      prose.push(text.slice(spanOf(node).start, spanOf(node).end));
      continue;
    }
    for (const item of node.children) {
      const whole = itemText(text, item);
      const box = BOX.exec(whole)?.[0] ?? '';
      const bare = whole.slice(box.length);
      if (bare === '') continue;
      items.push(bare);
      if (box !== '' && !box.startsWith('[ ]')) done.push(bare);
    }
  }
  return { items, done, prose: canonicalBody(prose.join('\n\n')) };
}

/** What stands before an item of a list of things to do. */
const BOX = /^(?:\[[ xX]\]|[✅☑✔]\ufe0f?)\s+/u;

function itemText(text: string, item: ListItem): string {
  const [first] = item.children;
  if (first === undefined) return '';
  const indent = (first.position?.start.column ?? 1) - 1;
  const lines = text.slice(spanOf(first).start, spanOf(item).end).split('\n');
  const dedented = lines.map((line, at) =>
    at === 0 ? line : line.replace(new RegExp(`^[ \\t]{0,${indent}}`), ''),
  );
  return canonicalBody(dedented.join('\n'));
}
