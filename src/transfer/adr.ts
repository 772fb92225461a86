import { parseWhen } from '../core/time.ts';
import { looseFrontMatter, type Passage, passagesOf, withoutMarks } from '../format/foreign-markdown.ts';
import type { RecordItem, Source, TransferItem } from './item.ts';
import { namedValue, record } from './make-item.ts';
import { bullet } from './passage.ts';

/** The number in an ADR's file name: `0001-use-git.md`, `adr-7-logs.md`. */
const NUMBER = /(?:^|\/)(?:adr[-_ ]?)?(\d{1,5})(?=[-_. ])[^/]*$/i;

/** `Decision Outcome` of MADR is `Decision` of Nygard, and so on; the names that our own decisions have. */
const SECTIONS: readonly (readonly [RegExp, string])[] = [
  [/^context( and problem statement)?$/i, 'Context'],
  [/^decision( outcome)?$/i, 'Decision'],
  [/^alternatives( considered)?$/i, 'Ruled out'],
  [/^consequences$/i, 'Consequences'],
];

/** True for a text that reads as an ADR: a title, and a decision with its status or context. */
export function looksLikeAdr({ text }: Source): boolean {
  const { fields, body } = looseFrontMatter(text);
  const names = passagesOf(body).map(({ headings }) => headings.at(-1)?.toLowerCase() ?? '');
  const decides = names.some((name) => /^decision( outcome)?$/.test(name));
  return decides && (fields.has('status') || names.some((name) => /^(?:status|context\b.*)$/.test(name)));
}

/**
 * ADRs in the forms of Nygard and MADR. Their dates are kept; `Superseded by …` becomes a link from the
 * later to the earlier; rejected and deprecated ones come in retired.
 */
export function readAdrs(sources: readonly Source[]): TransferItem[] {
  const read = sources
    .filter(({ path }) => !/(?:^|\/)(?:readme|index|template|.*-template|0000-.*template.*)\.md$/i.test(path))
    .filter((source) => NUMBER.test(source.path) || looksLikeAdr(source))
    .flatMap((source) => adr(source) ?? []);
  const keys = new Set(read.map(({ item }) => item.key));
  return read.map(({ item, status, supersededBy, supersedes }): TransferItem => {
    const replaced = read.filter((other) => other.supersededBy === item.key).flatMap((o) => o.item.key ?? []);
    const replaces = [...new Set([...replaced, ...supersedes])].filter(
      (key) => keys.has(key) && key !== item.key,
    );
    const linked =
      (supersededBy !== undefined && keys.has(supersededBy)) ||
      read.some((other) => item.key !== undefined && other.supersedes.includes(item.key));
    const retired = linked ? undefined : /\b(?:superseded|rejected|deprecated)\b/i.exec(status)?.[0];
    return {
      ...item,
      ...(replaces.length === 0 ? {} : { replaces }),
      ...(retired === undefined ? {} : { retired: status.slice(0, 200) }),
    };
  });
}

interface Adr {
  readonly item: RecordItem;
  readonly status: string;
  readonly supersededBy?: string;
  readonly supersedes: readonly string[];
}

function adr(source: Source): Adr | undefined {
  const { fields, body } = looseFrontMatter(source.text);
  const passages = passagesOf(body, 2);
  const heading = passages.find(({ depth }) => depth === 1)?.headings[0] ?? fields.get('title');
  if (heading === undefined) return undefined;
  const key = NUMBER.exec(source.path)?.[1] ?? /^(\d{1,5})[.:)]/.exec(heading)?.[1];
  const title = heading.replace(/^(?:adr[-\s]*)?\d{1,5}[.:)\s–-]+\s*/i, '').replace(/^adr:\s*/i, '');
  const head = new Map<string, string>(fields);
  const intro: string[] = decidersIn(fields);
  const parts: string[] = [];
  for (const passage of passages) {
    const name = passage.headings.at(-1) ?? '';
    if (passage.depth < 2) intro.push(introOf(passage, head));
    else if (/^status$/i.test(name)) {
      head.set('status', statusText(passage, head));
      intro.push(...otherRemarks(passage));
    } else if (/^date$/i.test(name)) head.set('date', passage.text);
    else if (/^(?:considered )?options$/i.test(name)) parts.push(optionsPart(passage, chosenIn(passages)));
    else parts.push(`## ${SECTIONS.find(([pattern]) => pattern.test(name))?.[1] ?? name}\n\n${passage.text}`);
  }
  const status = withoutMarks(head.get('status') ?? '');
  const when = /\d{4}-\d{2}-\d{2}/.exec(head.get('date') ?? '')?.[0];
  const created = when === undefined ? undefined : parseWhen(when, 0);
  const proposed = /^(?:proposed|draft)\b/i.test(status) ? ['proposed'] : [];
  const supersededBy = numberAfter(/superseded\s+by\b/i, status);
  const older = [numberAfter(/\bsupersedes\b/i, status), numberAfter(/^/, head.get('supersedes') ?? '')];
  return {
    item: record(
      {
        kind: 'decision',
        title,
        body: [...intro, ...parts].filter((part) => part.trim() !== '').join('\n\n'),
        ...(proposed.length === 0 ? {} : { tags: proposed }),
      },
      { file: source.path },
      { ...(key === undefined ? {} : { key: bare(key) }), ...(created === undefined ? {} : { created }) },
    ),
    status,
    ...(supersededBy === undefined ? {} : { supersededBy }),
    supersedes: older.filter((number) => number !== undefined),
  };
}

/** The lines below the title; `Status: …`, `Date: …` and MADR's list of such lines are fields. */
function introOf(passage: Passage, head: Map<string, string>): string {
  const kept = passage.text.split('\n').filter((line) => {
    const bullet = line.replace(/^\s*[-*+]\s+/, '');
    const named = namedValue(bullet) ?? plainValue(bullet);
    if (named === undefined) return true;
    const name = named.name.toLowerCase();
    if (name !== 'status' && name !== 'date') return true;
    head.set(name, named.value);
    return false;
  });
  return kept.join('\n').trim();
}

function plainValue(line: string): { readonly name: string; readonly value: string } | undefined {
  const match = /^(status|date)\s*:\s*(.+)$/i.exec(line);
  return match === null ? undefined : { name: match[1] ?? '', value: match[2] ?? '' };
}

/** Who decided, by the front matter of MADR. */
function decidersIn(fields: ReadonlyMap<string, string>): string[] {
  const names = ['decision-makers', 'deciders', 'consulted', 'informed'];
  const lines = names.flatMap((name) => {
    const people = fields.get(name) ?? '';
    return people === '' ? [] : [`- ${name.charAt(0).toUpperCase()}${name.slice(1)}: ${people}`];
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** The name in `Chosen option: "X", because …`. */
function chosenIn(passages: readonly Passage[]): string | undefined {
  const outcome = passages.find(({ headings }) => /^decision outcome$/i.test(headings.at(-1) ?? ''));
  return /^chosen option:\s*["“*]+(.+?)["”*]+/i.exec(outcome?.text ?? '')?.[1];
}

/** The options that were considered: without the chosen one they are what was ruled out. */
function optionsPart({ items, text }: Passage, chosen: string | undefined): string {
  const others = items.filter((item) => bareText(item) !== bareText(chosen ?? ''));
  if (chosen === undefined || others.length === items.length) return `## Considered options\n\n${text}`;
  return others.length === 0 ? '' : `## Ruled out\n\n${others.map(bullet).join('\n')}`;
}

function bareText(text: string): string {
  return withoutMarks(text)
    .replaceAll(/["'`.]/g, '')
    .toLowerCase();
}

/** What a status section says beside the status and what took its place. */
function otherRemarks({ text }: Passage): string[] {
  const known =
    /^(?:[-*+]\s+)?[*_]*(?:accepted|approved|proposed|draft|rejected|deprecated|superse\w+|date\b.*)/i;
  const rest = text.split('\n').filter((line) => line.trim() !== '' && !known.test(line.trim()));
  return rest.filter((line) => !/^\d{4}-\d{2}-\d{2}\W*$/.test(line.trim()));
}

/** All that a status section says, on one line; a date in it is the decision's. */
function statusText(passage: Passage, head: Map<string, string>): string {
  const date = /\d{4}-\d{2}-\d{2}/.exec(passage.text)?.[0];
  if (date !== undefined && !head.has('date')) head.set('date', date);
  return passage.text.replaceAll(/\s*\n+\s*/g, '; ').replace(/^[-*+]\s+/, '');
}

/** The ADR number behind some words: `Superseded by [5. Logs](0005-logs.md)`, `superseded by ADR-0005`. */
function numberAfter(words: RegExp, text: string): string | undefined {
  const at = words.exec(text);
  if (at === null) return undefined;
  const number = /^\D{0,24}?0*(\d{1,5})\b/.exec(text.slice(at.index + at[0].length))?.[1];
  return number === undefined ? undefined : bare(number);
}

function bare(number: string): string {
  return number.replace(/^0+(?=\d)/, '');
}
