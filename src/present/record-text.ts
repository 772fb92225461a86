import type { ChangeType, FieldChange, RecordChange } from '../core/change.ts';
import { shortId } from '../core/id.ts';
import type { CommitInfo } from '../core/ports.ts';
import type { EpisodeRecall, StoredRecord } from '../core/record.ts';
import type { RecordOutcome, Usefulness } from '../core/report.ts';
import type { Provenance } from '../core/trust.ts';
import { diffText } from './diff-text.ts';
import { ago, displayWidth, fit, pad, plural, wrap } from './layout.ts';
import { NARROW, type TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';
import { provenanceRows } from './trust-text.ts';

/** A record in full: its facts, then its body as it is written. */
export function recordText(
  stored: StoredRecord,
  { style, now }: TextOptions,
  used?: Usefulness,
  provenance?: Provenance,
): string {
  const { record } = stored;
  const rows = [...recordFacts(stored, now, used), ...provenanceRows(provenance)];
  const facts = rows.map(([name, value]) => `${style.dim(pad(name, 12))} ${safeText(value)}`);
  const body = record.body.trim() === '' ? [] : ['', safeText(record.body.trimEnd(), { newlines: true })];
  return `${[style.bold(safeText(record.title)), '', ...facts, ...body].join('\n')}\n`;
}

/** What stands above a record's body: names and values, not yet safe. @param now milliseconds since 1970 */
export function recordFacts(
  { record, path }: StoredRecord,
  now: number,
  used?: Usefulness,
): readonly (readonly [name: string, value: string])[] {
  const rows: [string, string][] = [
    ['kind', record.kind],
    ['id', record.id],
    ['created', `${record.created} (${ago(Date.parse(record.created), now)})`],
    ['file', path],
  ];
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') rows.push([name, value]);
  };
  add('language', record.language);
  add('tags', record.tags.join(', '));
  add('cites', record.files.join(', '));
  for (const [key, value] of Object.entries({ ...record.error, ...record.pattern, ...record.episode }))
    add(key, Array.isArray(value) ? value.join(', ') : String(value));
  if (record.events !== undefined)
    add('events', `${record.events.length}; see them: nexus episode replay ${shortId(record.id)}`);
  for (const entry of record.errors ?? [])
    add('error', `${entry.resolved ? 'resolved' : 'open'}: ${entry.signature}`);
  for (const entry of record.recalled ?? []) add('recalled', `${shortId(entry.id)} ${recalledText(entry)}`);
  for (const done of record.executions ?? [])
    add(
      'executed',
      `${done.task ?? done.category}: ${done.approach ?? 'standard'}, ${done.success ? 'succeeded' : 'failed'}`,
    );
  if (used !== undefined) {
    add('helped', `${used.helped} of ${plural(used.uses, 'time')}, last on ${used.last.slice(0, 10)}`);
    if (used.wrong > 0) add('wrong', `said ${plural(used.wrong, 'time')}`);
    for (const { at, helped, note } of used.notes ?? [])
      add('said', `${helped ? 'helped' : 'wrong'} on ${at.slice(0, 10)}: ${note}`);
  }
  add('supersedes', record.supersedes.map(shortId).join(', '));
  add('derived from', record.derived_from.map(shortId).join(', '));
  add('expires', record.expires);
  add('retired', record.retired);
  if (record.forgotten !== undefined) add('forgotten', 'its text was taken out of the tree');
  return rows;
}

function recalledText({ helped, wrong, note }: EpisodeRecall): string {
  const what = helped ? 'helped' : wrong === true ? 'was wrong' : 'did not help';
  return note === undefined ? what : `${what}: ${note}`;
}

/** One line a record; two on a narrow terminal. @param uses by id, where episodes tell of a record */
export function listText(
  records: readonly StoredRecord[],
  { style, columns, now }: TextOptions,
  uses?: ReadonlyMap<string, Usefulness>,
): string {
  const lines = records.flatMap(({ record }) => {
    const state =
      record.forgotten !== undefined ? ' (forgotten)' : record.retired !== undefined ? ' (retired)' : '';
    const used = uses?.get(record.id);
    const helped = used === undefined ? '' : `helped ${used.helped}/${used.uses}  `;
    const age = ago(Date.parse(record.created), now);
    // A tombstone is titled so already.
    const title = safeText(record.title) + (state === ` ${record.title}` ? '' : state);
    if (columns > 0 && columns < NARROW) {
      const facts = `${style.dim(shortId(record.id))}  ${style.cyan(record.kind)}  ${style.dim(age)}`;
      return [fit(facts, columns), fit(`  ${helped}${title}`, columns)];
    }
    const head = `${style.dim(shortId(record.id))}  ${style.cyan(pad(record.kind, 8))}  `;
    const room = columns - displayWidth(head) - helped.length - age.length - 2;
    return [`${head}${columns > 0 ? fit(title, room) : title}  ${style.dim(helped + age)}`];
  });
  return lines.map((line) => `${line}\n`).join('');
}

const SIGN: Readonly<Record<string, string>> = {
  added: '+',
  changed: '~',
  retired: '-',
  superseded: '>',
  forgotten: 'x',
  deleted: '!',
  renamed: '=',
  unreadable: '?',
};

/** What happened to records: a line each, and below a changed one its fields. */
export function changesText(
  changes: readonly RecordChange[],
  options: TextOptions,
  withFields: boolean,
): string {
  return changes.map((change) => `${changeLines(change, options, withFields).join('\n')}\n`).join('');
}

/** One change in words: what happened, to which record. */
export function changeWords(change: RecordChange): {
  readonly sign: string;
  readonly type: ChangeType;
  readonly kind: string;
  readonly id: string;
  readonly title: string;
} {
  const by = change.by === undefined ? '' : ` by ${shortId(change.by)}`;
  const from =
    change.type === 'renamed' && change.oldPath !== undefined ? ` (was ${safeText(change.oldPath)})` : '';
  return {
    sign: SIGN[change.type] ?? ' ',
    type: change.type,
    kind: change.kind,
    id: shortId(change.id),
    title: `${safeText(change.title)}${by}${from}`,
  };
}

function changeLines(change: RecordChange, { style, columns }: TextOptions, withFields: boolean): string[] {
  const clip = (text: string): string => (columns > 0 ? fit(text, columns) : text);
  const { sign, type, kind, id, title } = changeWords(change);
  const what = `${sign} ${pad(type, 10)}`;
  const which = `${style.cyan(pad(kind, 8))} ${style.dim(pad(id, 14))}`;
  const head =
    columns > 0 && columns < NARROW
      ? [clip(`  ${what} ${which}`), clip(`    ${title}`)]
      : [clip(`  ${what} ${which}  ${title}`)];
  return withFields ? [...head, ...change.fields.flatMap((field) => fieldLines(field, style))] : head;
}

/** Text is shown line by line; a list of short values on one line. */
function flowing(name: string, value: string): string {
  return name === 'body' || name.startsWith('## ') ? value : value.replaceAll('\n', ', ');
}

const INDENT = '\n        ';
/** Of a longer stretch that did not change, so many lines are shown at either end. */
const CONTEXT_LINES = 2;

function unchanged(text: string, at: 'first' | 'middle' | 'last'): string {
  const lines = text.split('\n');
  if (lines.length <= 2 * CONTEXT_LINES + 2) return text;
  const head = at === 'first' ? [] : lines.slice(0, CONTEXT_LINES);
  const tail = at === 'last' ? [] : lines.slice(-CONTEXT_LINES);
  const hidden = lines.length - head.length - tail.length;
  return [...head, `… ${hidden} lines as before …`, ...tail].join('\n');
}

function fieldLines(field: FieldChange, style: Style): string[] {
  const { name } = field;
  const label = `      ${style.bold(safeText(name))}: `;
  const shown = (text: string): string => safeText(text, { newlines: true }).replaceAll('\n', INDENT);
  const before = field.before === undefined ? undefined : flowing(name, field.before);
  const after = field.after === undefined ? undefined : flowing(name, field.after);
  if (before === undefined) return [`${label}${style.green(`+ ${shown(after ?? '')}`)}`];
  if (after === undefined) return [`${label}${style.red(`- ${shown(before)}`)}`];
  const parts = diffText(before, after);
  const words = parts.map(({ op, text }, at) => {
    if (op === 'same')
      return shown(unchanged(text, at === 0 ? 'first' : at === parts.length - 1 ? 'last' : 'middle'));
    return op === 'removed' ? style.red(`[-${shown(text)}-]`) : style.green(`{+${shown(text)}+}`);
  });
  return [`${label}${words.join('')}`];
}

/** What came of a record, a line each with the reasons below, under a heading; nothing for nothing. */
export function outcomesText(outcomes: readonly RecordOutcome[], options: TextOptions): string {
  if (outcomes.length === 0) return '';
  const { style, columns, now } = options;
  const lines = outcomes.flatMap(({ at, helped, wrong, note, commit, author }) => {
    const what = helped ? 'helped' : wrong ? 'wrong' : 'shown';
    const facts = [commit?.slice(0, 10) ?? 'not committed yet', author, ago(Date.parse(at), now)];
    const line = `  ${what.padEnd(6)}  ${safeText(facts.filter((fact) => fact !== undefined).join(', '))}`;
    const why =
      note === undefined
        ? []
        : [columns > 0 ? wrap(safeText(note), columns, 10) : `          ${safeText(note)}`];
    return [columns > 0 ? fit(line, columns) : line, ...why];
  });
  return `${style.bold('What came of it')}\n${lines.join('\n')}\n`;
}

/** The head of one commit in the memory's history. */
export function commitLine(commit: CommitInfo, { style, columns, now }: TextOptions): string {
  const oid = style.yellow(commit.oid.slice(0, 10));
  const who = style.dim(`${safeText(commit.authorName)}, ${ago(commit.authorTime * 1000, now)}`);
  const subject = safeText(commit.subject);
  if (columns > 0 && columns < NARROW)
    return `${fit(`${oid} ${who}`, columns)}\n${fit(`  ${subject}`, columns)}\n`;
  const room = Math.max(20, columns - 13 - displayWidth(who));
  return `${oid} ${columns > 0 ? fit(subject, room) : subject}  ${who}\n`;
}
