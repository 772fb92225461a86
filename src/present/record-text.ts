import type { FieldChange, RecordChange } from '../core/change.ts';
import { shortId } from '../core/id.ts';
import type { CommitInfo } from '../core/ports.ts';
import type { StoredRecord } from '../core/record.ts';
import { diffText } from './diff-text.ts';
import { ago, fit, pad } from './layout.ts';
import type { TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';

/** A record in full: its facts, then its body as it is written. */
export function recordText({ record, path }: StoredRecord, { style, now }: TextOptions): string {
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
    add(key, String(value));
  for (const entry of record.errors ?? [])
    add('error', `${entry.resolved ? 'resolved' : 'open'}: ${entry.signature}`);
  for (const entry of record.recalled ?? [])
    add('recalled', `${shortId(entry.id)} ${entry.helped ? 'helped' : 'did not help'}`);
  add('supersedes', record.supersedes.map(shortId).join(', '));
  add('derived from', record.derived_from.map(shortId).join(', '));
  add('expires', record.expires);
  add('retired', record.retired);
  if (record.forgotten !== undefined) add('forgotten', 'its text was taken out of the tree');
  const facts = rows.map(([name, value]) => `${style.dim(pad(name, 12))} ${safeText(value)}`);
  const body = record.body.trim() === '' ? [] : ['', safeText(record.body.trimEnd(), { newlines: true })];
  return `${[style.bold(safeText(record.title)), '', ...facts, ...body].join('\n')}\n`;
}

/** One line a record. */
export function listText(records: readonly StoredRecord[], { style, columns, now }: TextOptions): string {
  const lines = records.map(({ record }) => {
    const state =
      record.retired !== undefined ? ' (retired)' : record.forgotten !== undefined ? ' (forgotten)' : '';
    const line = `${style.dim(shortId(record.id))}  ${style.cyan(pad(record.kind, 8))}  ${safeText(record.title)}${state}  ${style.dim(ago(Date.parse(record.created), now))}`;
    return columns > 0 ? fit(line, columns) : line;
  });
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
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

function changeLines(change: RecordChange, { style, columns }: TextOptions, withFields: boolean): string[] {
  const clip = (text: string): string => (columns > 0 ? fit(text, columns) : text);
  const by = change.by === undefined ? '' : ` by ${shortId(change.by)}`;
  const from = change.oldPath === undefined ? '' : ` (was ${safeText(change.oldPath)})`;
  const line = `  ${SIGN[change.type] ?? ' '} ${pad(change.type, 10)} ${style.cyan(pad(change.kind, 8))} ${safeText(change.title)}${by}${from}  ${style.dim(shortId(change.id))}`;
  if (!withFields) return [clip(line)];
  return [clip(line), ...change.fields.flatMap((field) => fieldLines(field, style))];
}

function fieldLines({ name, before, after }: FieldChange, style: Style): string[] {
  const label = `      ${style.bold(safeText(name))}: `;
  if (before === undefined)
    return [
      `${label}${style.green(`+ ${safeText(after ?? '', { newlines: true }).replaceAll('\n', '\n        ')}`)}`,
    ];
  if (after === undefined)
    return [
      `${label}${style.red(`- ${safeText(before, { newlines: true }).replaceAll('\n', '\n        ')}`)}`,
    ];
  const words = diffText(before, after).map(({ op, text }) => {
    const shown = safeText(text, { newlines: true });
    if (op === 'same') return shown;
    return op === 'removed' ? style.red(`[-${shown}-]`) : style.green(`{+${shown}+}`);
  });
  return [`${label}${words.join('').replaceAll('\n', '\n        ')}`];
}

/** The head of one commit in the memory's history. */
export function commitLine(commit: CommitInfo, { style, columns, now }: TextOptions): string {
  const line = `${style.yellow(commit.oid.slice(0, 10))} ${safeText(commit.subject)}  ${style.dim(`${safeText(commit.authorName)}, ${ago(commit.authorTime * 1000, now)}`)}`;
  return `${columns > 0 ? fit(line, columns) : line}\n`;
}
