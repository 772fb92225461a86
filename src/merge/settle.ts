import { blockPieces } from '../format/conflict-block.ts';
import { CONFLICTS, conflictsValue, fieldPath, readConflicts } from '../format/conflict-fields.ts';
import { splitFrontMatter } from '../format/front-matter.ts';
import { plainText } from '../format/lines.ts';
import { removePath, setPath } from '../format/splice.ts';
import { yamlEntries } from '../format/yaml-entries.ts';
import { YAML_FILES } from '../format/yaml-files.ts';
import { formOf, inForm } from './form.ts';
import type { OpenConflict } from './open-conflicts.ts';
import { partsOf } from './parts.ts';

/**
 * The file with one of its conflicts decided: all other bytes stay. Undefined where the conflict is not in it, or its
 * fields are written in a way that cannot be changed safely.
 * @param value what the field is to hold, `null` for nothing; or the text that is to stand there.
 */
export function settleConflict(
  source: string,
  path: string,
  { of, key, part }: OpenConflict,
  value: unknown,
): string | undefined {
  const form = formOf(source);
  const text = plainText(source);
  const split = splitFrontMatter(text);
  const bare = YAML_FILES.has(path) || 'message' in split;
  const from = bare ? 0 : of === 'field' ? split.yamlStart : split.bodyStart;
  const to = bare ? text.length : of === 'field' ? split.yamlStart + split.yaml.length : text.length;
  const inner = text.slice(from, to);
  const settled = of === 'field' ? withField(inner, part, value) : withText(inner, key, String(value ?? ''));
  return settled === undefined ? undefined : inForm(text.slice(0, from) + settled + text.slice(to), form);
}

function withField(yaml: string, field: string, value: unknown): string | undefined {
  const told = yamlEntries(yaml)?.entries.find(({ key }) => key === CONFLICTS)?.value;
  const { conflicts, others } = readConflicts(told);
  const rest = conflicts.filter((conflict) => conflict.field !== field);
  if (rest.length === conflicts.length) return undefined;
  const path = fieldPath(field);
  const changed = value === null ? removePath(yaml, path) : setPath(yaml, path, value, [], '\n');
  const left = conflictsValue(rest, others);
  if (changed === undefined) return undefined;
  return left === undefined
    ? removePath(changed, [CONFLICTS])
    : setPath(changed, [CONFLICTS], left, [], '\n');
}

function withText(text: string, key: string, chosen: string): string | undefined {
  const out: string[] = [];
  let found = false;
  for (const { lines, block } of blockPieces(text.split('\n'))) {
    const sides = block?.sides.map((side) => side.join('\n'));
    const here: boolean = !found && sides !== undefined && key === `text ${JSON.stringify(sides)}`;
    found ||= here;
    if (!here) out.push(...lines);
    else if (chosen !== '') out.push(...chosen.split('\n'));
    else out.push(GONE);
  }
  if (!found) return undefined;
  const settled = out.join('\n');
  return chosen === '' ? withoutGone(settled) : settled;
}

/** Stands where a text is to go; no file holds it, since none may hold this character. */
const GONE = '\0';

/** Takes out what goes, with the heading that nothing is left below, and the blank line that was its end. */
function withoutGone(text: string): string {
  const parts = partsOf(text);
  const hasParts = (key: string): boolean => parts.some(({ parent }) => parent === key);
  return parts
    .map(({ key, content, gap }) => {
      if (!content.includes(GONE)) return content + gap;
      const [heading = '', ...below] = content.split('\n');
      const empty = below.every((line) => line === '' || line === GONE);
      if (key !== '' && empty) return hasParts(key) ? heading + gap : '';
      return content.replace(new RegExp(`\n*${GONE}`), '') + gap;
    })
    .join('');
}
