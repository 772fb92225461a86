import { COMMON_FIELDS, fieldsOf, isKind, KINDS, MEMORY_ROOT } from '../core/kinds.ts';
import { nearest } from '../core/nearest.ts';
import type { Problem, ProblemCode } from '../core/problem.ts';
import type { Kind, NexusRecord, ReadResult } from '../core/record.ts';
import { anyConflictLine, wholeConflictLine } from './conflict.ts';
import { CONFLICTS, readConflicts } from './conflict-fields.ts';
import { checkTable } from './fields.ts';
import { splitFrontMatter } from './front-matter.ts';
import { canonicalBody, lineAt, plainText } from './lines.ts';
import { idInName } from './name.ts';
import { textOf } from './text.ts';
import { readYaml, type YamlMap } from './yaml.ts';

/** Of the problems with one file's fields so many are told, and the others counted: it may have thousands. */
const MAX_TOLD = 10;

const REQUIRED = ['id', 'kind', 'title', 'created'] as const;

/**
 * Reads one record file. Never throws: whatever is wrong is a problem with its line. Without a sound
 * id, kind, title and time there is no record; anything else wrong costs only the value concerned,
 * which is carried in `extra` under its name so that writing the record again does not lose it.
 *
 * @param path repository-relative; says where the problems are, and is checked against kind and id.
 */
export function decodeRecord(bytes: Uint8Array, path: string): ReadResult {
  const { text, problem } = textOf(bytes, path);
  return problem === undefined ? decodeText(text, path) : { problems: [problem] };
}

/** As `decodeRecord`, for text that is already decoded. */
export function decodeText(source: string, path: string): ReadResult {
  const text = plainText(source);
  const problems: Problem[] = [];
  const report = (code: ProblemCode, message: string, line: number, hint: string): void => {
    problems.push({ code, message, file: path, line, hint });
  };

  const split = splitFrontMatter(text);
  const noFront = 'message' in split;
  const conflict = anyConflictLine(noFront ? text : split.yaml);
  if (conflict >= 0) {
    report('conflict-markers', 'an unresolved merge conflict', conflict + (noFront ? 1 : 2), RESOLVE);
    return { problems };
  }
  if (noFront) {
    report('no-front-matter', split.message, split.line, 'a record begins and ends its fields with `---`');
    return { problems };
  }

  const { map, fault } = readYaml(split.yaml);
  const lineOf = (at: number): number => lineAt(split.yaml, at) + split.yamlLine - 1;
  if (map === undefined) {
    const hint = fault?.tooMuch === true ? 'split it into several records' : 'quote texts with "…"';
    report('bad-yaml', fault?.message ?? 'not YAML', lineOf(fault?.at ?? 0), hint);
    return { problems };
  }

  const kind = kindIn(map);
  const untold: number[] = [];
  const { values, rest } = checkTable(
    map,
    kind === undefined ? COMMON_FIELDS : fieldsOf(kind),
    (code, message, at, hint) => {
      if (problems.length < MAX_TOLD) report(code, message, lineOf(at), hint);
      else untold.push(at);
    },
  );
  const [next] = untold;
  if (next !== undefined)
    report('bad-field', `and ${untold.length} more that cannot be read`, lineOf(next), 'correct them, too');
  for (const name of REQUIRED)
    if (values[name] === undefined && rest[name] === undefined)
      report('missing-field', `no ${name}`, split.yamlLine, missingHint(name, map));

  const openFields = map.entries.find(({ key }) => key === CONFLICTS);
  for (const { field, sides } of readConflicts(rest[CONFLICTS]).conflicts) {
    const line = lineOf(openFields?.keyAt ?? 0);
    report(
      'conflict-markers',
      `an unresolved merge conflict: ${field}, ${sides.length} versions`,
      line,
      DECIDE,
    );
  }
  const inBody = wholeConflictLine(split.body);
  if (inBody >= 0)
    report('conflict-markers', 'an unresolved merge conflict', split.bodyLine + inBody, DECIDE);
  if (kind === undefined || REQUIRED.some((name) => values[name] === undefined)) return { problems };

  // The values were checked against the table that the type describes.
  const record = {
    ...values,
    tags: values.tags ?? [],
    files: values.files ?? [],
    supersedes: values.supersedes ?? [],
    derived_from: values.derived_from ?? [],
    extra: rest,
    body: canonicalBody(split.body),
  } as unknown as NexusRecord;
  checkPlace(record, path, report, (name) =>
    lineOf(map.entries.find((entry) => entry.key === name)?.keyAt ?? 0),
  );
  return { record, problems };
}

const RESOLVE = 'resolve it, then remove the marker lines';
const DECIDE = 'decide with: nexus resolve';

function kindIn(map: YamlMap): Kind | undefined {
  const node = map.entries.find((entry) => entry.key === 'kind')?.value;
  const text = node?.kind === 'text' ? node.text.trim() : '';
  return isKind(text) ? text : undefined;
}

function missingHint(name: string, map: YamlMap): string {
  const near = nearest(
    name,
    map.entries.map((entry) => entry.key),
  );
  return near === undefined || near === name ? `add \`${name}: …\`` : `did you mean ${name} by "${near}"?`;
}

/** Where a record lies follows from what it is; a misplaced one is served all the same. */
function checkPlace(
  record: NexusRecord,
  path: string,
  report: (code: ProblemCode, message: string, line: number, hint: string) => void,
  lineOfKey: (name: string) => number,
): void {
  if (!path.startsWith(`${MEMORY_ROOT}/`)) return;
  const folder = KINDS[record.kind].folder;
  if (path.split('/')[1] !== folder)
    report(
      'wrong-folder',
      `a record of kind ${record.kind}`,
      lineOfKey('kind'),
      `move it to ${MEMORY_ROOT}/${folder}/`,
    );
  if (idInName(path) !== record.id)
    report('bad-field', 'the file name does not end in the id', lineOfKey('id'), `name it …-${record.id}.md`);
}
