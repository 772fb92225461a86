import { isMap, isScalar, isSeq } from 'yaml';
import { splitFrontMatter } from './front-matter.ts';
import { parseMap } from './yaml.ts';

/** One text of a record's fields, at whatever depth. Offsets count UTF-16 units of the whole file, quotes included. */
export interface FieldText {
  /** The key right above it; empty for the items of a list. */
  readonly name: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The texts in a record file's front matter, in their order; none where it cannot be read. */
export function fieldTexts(file: string): FieldText[] {
  const split = splitFrontMatter(file);
  if ('message' in split) return [];
  const out: FieldText[] = [];
  const walk = (node: unknown, name: string): void => {
    if (isMap(node))
      for (const { key, value } of node.items) walk(value, isScalar(key) ? (key.source ?? '') : '');
    else if (isSeq(node)) for (const item of node.items) walk(item, '');
    else if (isScalar(node) && node.range != null) {
      const [start, end] = node.range;
      out.push({ name, text: node.source ?? '', start: split.yamlStart + start, end: split.yamlStart + end });
    }
  };
  walk(parseMap(split.yaml).map, '');
  return out;
}
