import type { Node } from 'jsonc-parser';
import type { YAMLMap } from 'yaml';
import { BOM, jsonTree, startOf } from './jsonc.ts';
import { lineAt } from './lines.ts';
import { readYaml, type YamlLimits, type YamlMap, type YamlNode } from './yaml.ts';

/** A plan's text, in whichever of the two forms it is written. */
export interface PlanSource {
  readonly json: boolean;
  /** Without a byte order mark, and with blanks for a `---` in front: offsets count in this. */
  readonly body: string;
  readonly mark: string;
}

/** Plans are longer than records: a thousand tasks with a dozen fields each. */
const PLAN_YAML: YamlLimits = { keys: 20_000, parts: 50_000 };

export function planSource(text: string, file: string): PlanSource {
  const mark = text.startsWith(BOM) ? BOM : '';
  const body = text.slice(startOf(text));
  if (/\.jsonc?$/i.test(file)) return { json: true, body, mark };
  // Many files begin so; one document is all there may be.
  const opened = body.replace(
    /^((?:[ \t]*(?:#[^\r\n]*)?\r?\n)*)---(?=[ \t]*\r?\n)/,
    (_, before: string) => `${before}   `,
  );
  return { json: false, body: opened, mark };
}

/** A plan as one map with the places of its parts. */
interface PlanMap {
  readonly map: YamlMap;
  /** The same for editing; of a text in YAML that is not empty. */
  readonly source?: YAMLMap;
}

/** The whole as one map, or why it is none. */
export function readPlan({
  json,
  body,
}: PlanSource): PlanMap | { readonly why: string; readonly line: number } {
  if (!json) {
    const { map, source, fault } = readYaml(body, PLAN_YAML);
    if (map === undefined)
      return { why: fault?.message ?? 'this is no YAML', line: lineAt(body, fault?.at ?? 0) };
    return { map, ...(source === undefined ? {} : { source }) };
  }
  const tree = jsonTree(body);
  if (!('root' in tree)) return tree;
  const root = nodeOf(tree.root);
  return root.kind === 'map' ? { map: root } : { why: 'expected an object', line: 1 };
}

/** A JSON value as the same in YAML is read. */
function nodeOf(node: Node): YamlNode {
  const at = node.offset;
  if (node.type === 'array') return { kind: 'list', items: (node.children ?? []).map(nodeOf), at };
  if (node.type !== 'object')
    return { kind: 'text', text: String(node.value ?? ''), plain: node.type !== 'string', at };
  const entries = (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key === undefined || value === undefined
      ? []
      : [{ key: String(key.value), keyAt: key.offset, value: nodeOf(value) }];
  });
  return { kind: 'map', entries, at };
}
