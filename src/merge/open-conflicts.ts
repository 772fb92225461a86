import { blockPieces, type ConflictBlock } from '../format/conflict-block.ts';
import { CONFLICTS, fieldPath, readConflicts } from '../format/conflict-fields.ts';
import { splitFrontMatter } from '../format/front-matter.ts';
import { plainText } from '../format/lines.ts';
import { isObject } from '../format/plain.ts';
import { type ReadEntries, yamlEntries } from '../format/yaml-entries.ts';
import { YAML_FILES } from '../format/yaml-files.ts';
import { canonical } from './versions.ts';

/** One place of which a file has several versions. */
export interface OpenConflict {
  /** The same for the same conflict, wherever in the file it stands. */
  readonly key: string;
  /** A field's name, or the heading that the text stands below; `''` for text before the first. */
  readonly part: string;
  readonly of: 'field' | 'text';
  /** Absent where nobody knows. Of a text its lines in one. */
  readonly before?: unknown;
  /** The versions, two or more; `null` for a field that a side took away, `''` for text that it did. */
  readonly sides: readonly unknown[];
  /** 1-based; of a field, that of the list of all. */
  readonly line: number;
}

/**
 * All that is not decided in a file, from the top.
 * @param read to read its fields by.
 */
export function openConflicts(
  source: string,
  path: string,
  read: ReadEntries = yamlEntries,
): readonly OpenConflict[] {
  // Most files have none, and are not worth a look at each line.
  if (!/^<{7} /m.test(source) && !source.includes(CONFLICTS)) return [];
  const text = plainText(source);
  if (YAML_FILES.has(path)) return fieldConflicts(text, 1, read);
  const split = splitFrontMatter(text);
  if ('message' in split) return textConflicts(text, 1);
  const { yaml, yamlLine, body, bodyLine } = split;
  return [...fieldConflicts(yaml, yamlLine, read), ...textConflicts(body, bodyLine)];
}

function fieldConflicts(yaml: string, firstLine: number, read: ReadEntries): readonly OpenConflict[] {
  if (!yaml.includes(CONFLICTS)) return [];
  const entries = read(yaml)?.entries ?? [];
  const at = entries.findIndex(({ key }) => key === CONFLICTS);
  const before = entries.slice(0, at).reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);
  return readConflicts(entries[at]?.value).conflicts.map(({ field, ...conflict }) => ({
    key: `field ${field} ${canonical(conflict.sides)}`,
    part: field,
    of: 'field',
    ...conflict,
    line: firstLine + before,
  }));
}

function textConflicts(text: string, firstLine: number): readonly OpenConflict[] {
  const out: OpenConflict[] = [];
  let line = firstLine;
  let part = '';
  for (const { lines, block, code } of blockPieces(text.split('\n'))) {
    const heading = code || block !== undefined ? null : /^#{1,6}[ \t]+(.*?)[ \t#]*$/.exec(lines[0] ?? '');
    if (heading !== null) part = heading[1] ?? '';
    if (block !== undefined) out.push({ ...conflictOf(block), part, line });
    line += lines.length;
  }
  return out;
}

function conflictOf({ before, sides }: ConflictBlock): Omit<OpenConflict, 'part' | 'line'> {
  const texts = sides.map((side) => side.join('\n'));
  return {
    key: `text ${canonical(texts)}`,
    of: 'text',
    ...(before === undefined ? {} : { before: before.join('\n') }),
    sides: texts,
  };
}

/** Which of a conflict's versions a text has that was not merged yet; undefined where that cannot be said. */
export function sideIn(source: string, path: string, { of, part, sides }: OpenConflict): number | undefined {
  const text = plainText(source);
  if (openConflicts(text, path).some((one) => one.part === part)) return undefined;
  if (of === 'field') {
    const split = YAML_FILES.has(path) ? { yaml: text } : splitFrontMatter(text);
    let value: unknown = Object.fromEntries(
      ('message' in split ? [] : (yamlEntries(split.yaml)?.entries ?? [])).map((one) => [one.key, one.value]),
    );
    for (const key of fieldPath(part)) value = isObject(value) ? value[key] : undefined;
    const at = sides.findIndex((side) => canonical(side) === canonical(value ?? null));
    return at < 0 ? undefined : at;
  }
  const held = sides.flatMap((side, at) =>
    side !== '' && `\n${text}\n`.includes(`\n${String(side)}\n`) ? [at] : [],
  );
  const gone = sides.indexOf('');
  if (held.length === 0 && gone >= 0) return gone;
  return held.length === 1 ? held[0] : undefined;
}
