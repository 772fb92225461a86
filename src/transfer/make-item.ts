import type { DocumentName } from '../core/documents.ts';
import type { Draft, Kind } from '../core/record.ts';
import { withoutMarks } from '../format/foreign-markdown.ts';
import { sectionsOf } from '../format/sections.ts';
import type { FillItem, Origin, RecordItem } from './item.ts';

const MAX_TITLE = 120;

/** A title from a text: its first sentence, marks taken away, cut at a word where it is long. */
export function headline(text: string): string {
  const line = withoutMarks(text.split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)/)[0] ?? '');
  const sentence = /^.{12,}?[.!?](?=\s+\p{Lu})/u.exec(line)?.[0] ?? line;
  const bare = sentence.replace(/[.:;,\s]+$/, '');
  if (bare.length <= MAX_TITLE) return bare;
  const cut = bare.slice(0, MAX_TITLE).replace(/\s+\S*$/, '');
  return `${cut} …`;
}

/** A record of one text: the title says it, the body has what the title leaves out. */
export function recordFrom(
  kind: Kind,
  text: string,
  from: Origin,
  more: Omit<Partial<Draft>, 'kind' | 'title' | 'body'> = {},
): RecordItem {
  const title = headline(text);
  const body = withoutMarks(text).replace(/[.:;,\s]+$/, '') === title ? '' : text;
  return record({ kind, title, body, ...more }, from);
}

/** A pattern of one text; what it says not to do is marked as that. */
export function patternFrom(
  text: string,
  from: Origin,
  fields: Pick<Draft, 'language' | 'pattern'> = {},
): RecordItem {
  const anti = ADVISES_AGAINST.test(text) ? { anti: true } : {};
  const pattern = { ...fields.pattern, ...anti };
  return recordFrom('pattern', text, from, {
    ...fields,
    ...(Object.keys(pattern).length === 0 ? {} : { pattern }),
  });
}

/** How a text begins that tells what not to do. */
export const ADVISES_AGAINST = /^\W*(?:anti-?pattern|avoid|do not|don'?t|never)\b/i;

/** The record item of a draft, which tells in its body where it came from. */
export function record(
  draft: Draft,
  from: Origin,
  more: Omit<Partial<RecordItem>, 'type' | 'draft' | 'from'> = {},
): RecordItem {
  return { type: 'record', draft: { ...draft, body: withOrigin(draft.body ?? '', from) }, from, ...more };
}

/** The line stands before the first section, or it would be read as part of the last. */
function withOrigin(body: string, { file, section }: Origin): string {
  const line = `Imported from \`${file}\`${section === undefined ? '' : `, section “${section}”`}.`;
  const at = sectionsOf(body)[0]?.start ?? body.length;
  const parts = [body.slice(0, at).trim(), line, body.slice(at).trim()];
  return parts.filter((part) => part !== '').join('\n\n');
}

export function fill(
  document: DocumentName,
  section: readonly string[],
  text: string,
  from: Origin,
  field?: string,
): FillItem {
  return { type: 'fill', document, section, text, from, ...(field === undefined ? {} : { field }) };
}

/** A list item of the form `**Name**: value`, taken apart. */
export function namedValue(item: string): { readonly name: string; readonly value: string } | undefined {
  const match = /^(?:\*\*|__)(.+?)(?:\*\*|__)[ \t]*:?[ \t]*([\s\S]*)$/.exec(item);
  const name = match?.[1]?.replace(/:\s*$/, '').trim() ?? '';
  if (match === null || name === '' || !/(?:\*\*|__)[ \t]*:|:(?:\*\*|__)/.test(item)) return undefined;
  return { name, value: (match[2] ?? '').trim() };
}

/** What a template says in place of an answer: nothing, `[…]`, `(…)` or a choice of answers. */
export function isUnfilled(text: string): boolean {
  const bare = text.trim();
  if (SAYS_NOTHING.test(bare)) return true;
  if (bare === '' || /^\[[^\]]*\]$/.test(bare) || /^\([^)]*\)$/.test(bare)) return true;
  return UNFILLED.has(bare.toLowerCase());
}

const SAYS_NOTHING =
  /^(?:none|nothing|no (?:blockers?|(?:known |open )?(?:issues|questions)))(?: yet| so far| currently| at the moment| right now)?\.?$/i;

/** The choices of seed 002's own template, which say nothing of a project. */
const UNFILLED: ReadonlySet<string> = new Set([
  'python script / cli tool / api / data pipeline / etc.',
  'python version, libraries (numpy, pandas, fastapi, etc.)',
  'planning / development / testing / deployed / maintenance',
  'solo / small team / large team',
  'urgent / normal / learning project / no deadline',
  'tbd',
  'todo',
  'n/a',
]);
