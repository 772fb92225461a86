import { type FieldSpec, type FieldTable, fieldsOf, KINDS } from '../core/kinds.ts';
import type { Problem, ProblemCode } from '../core/problem.ts';
import type { Draft, Kind } from '../core/record.ts';
import { checkTable } from './fields.ts';
import { splitFrontMatter } from './front-matter.ts';
import { canonicalBody, lineAt, plainText } from './lines.ts';
import { sectionsOf } from './sections.ts';
import { readYaml } from './yaml.ts';

/** What a person need not write: made by the store, or set by a verb of its own. */
const NOT_OFFERED: readonly string[] = [
  'id',
  'kind',
  'created',
  'retired',
  'forgotten',
  'derived_from',
  'errors',
  'recalled',
  'executions',
  'shape',
];

const MEANING: Readonly<Record<string, string>> = {
  title: 'one line that says it all',
  tags: 'as in [http, retry]',
  files: 'what it is about, as in [src/app.ts, src/app.ts#L10-L20]',
  supersedes: 'ids of records that this one replaces',
  expires: 'the day from which it is not recalled, as in 2026-12-31',
  signature: 'left empty, it is made from type and message',
};

const FILE = 'template';

/** The text that an editor opens for a new record: fields with what they mean, and the kind's sections. */
export function templateFor(kind: Kind): string {
  const row = KINDS[kind];
  const sections = row.sections.map((name) => `## ${name}\n\n`).join('');
  return `---
# ${kind}: ${row.summary}.
# Empty fields and sections are left out, and so are lines like these.
${fieldLines(fieldsOf(kind), '')}---

${sections === '' ? '<!-- What is worth keeping? Markdown. -->\n' : sections.trimEnd()}
`;
}

function fieldLines(table: FieldTable, pad: string): string {
  return Object.entries(table)
    .filter(([name]) => !NOT_OFFERED.includes(name))
    .map(([name, spec]) => fieldLine(name, spec, pad))
    .join('');
}

function fieldLine(name: string, spec: FieldSpec, pad: string): string {
  if (spec.type === 'group') return `${pad}${name}:\n${fieldLines(spec.fields, `${pad}  `)}`;
  const meaning =
    spec.type === 'choice' ? spec.choices.join(', ') : spec.type === 'flag' ? 'true or false' : MEANING[name];
  return `${pad}${name}:${meaning === undefined ? '' : ` # ${meaning}`}\n`;
}

/**
 * What a person wrote into a template. One-line comments and empty sections are dropped. Without a
 * title, or with text that cannot be read, there is no draft. Lines count in the text as saved.
 */
export function draftFromTemplate(
  text: string,
  kind: Kind,
): { readonly draft?: Draft; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (code: ProblemCode, message: string, line: number, hint: string): void => {
    problems.push({ code, message, file: FILE, line, hint });
  };
  const source = plainText(text);
  const split = splitFrontMatter(source);
  if ('message' in split) {
    report('no-front-matter', split.message, split.line, 'keep the `---` lines');
    return { problems };
  }
  const lineOf = (at: number): number => lineAt(split.yaml, at) + split.yamlLine - 1;
  const { map, fault } = readYaml(split.yaml);
  if (map === undefined) {
    report('bad-yaml', fault?.message ?? 'not YAML', lineOf(fault?.at ?? 0), 'quote texts with "…"');
    return { problems };
  }
  const { values, rest } = checkTable(map, fieldsOf(kind), (code, message, at, hint) =>
    report(code, message, lineOf(at), hint),
  );
  for (const name of Object.keys(rest))
    if (!Object.hasOwn(fieldsOf(kind), name)) {
      const at = map.entries.find((entry) => entry.key === name)?.keyAt ?? 0;
      report(
        'bad-field',
        `a ${kind} has no field ${name}`,
        lineOf(at),
        'remove it, or write it into the text',
      );
    }
  if (values.title === undefined) {
    report('missing-field', 'no title', split.yamlLine, 'add `title: …`');
    return { problems };
  }
  const { id: _id, created: _created, retired: _retired, forgotten: _forgotten, ...offered } = values;
  const body = withoutEmptySections(withoutComments(split.body));
  // The values were checked against the table that the type describes.
  const draft = { ...offered, kind, ...(body === '' ? {} : { body }) } as unknown as Draft;
  return { draft, problems };
}

function withoutComments(body: string): string {
  return body
    .split('\n')
    .filter((line) => !/^<!--.*-->\s*$/.test(line))
    .join('\n');
}

function withoutEmptySections(body: string): string {
  let out = body;
  for (const section of sectionsOf(body).reverse())
    if (section.text === '') out = out.slice(0, section.start) + out.slice(section.end);
  return canonicalBody(out);
}
