import { KINDS } from '../core/kinds.ts';
import { type NexusRecord, parseCitation } from '../core/record.ts';
import { blockPieces } from '../format/conflict-block.ts';
import type { FieldChanges } from '../format/edit.ts';
import { canonicalBody, sortedSet } from '../format/lines.ts';
import { mergeBody } from './body.ts';
import { nameOf, type Part, partsOf } from './parts.ts';

/** How the other's words are told from one's own. */
export interface Telling {
  /** Stands above what was said otherwise there: whose words they are. */
  readonly as: string;
  /** Do two passages say nearly the same? */
  alike(a: string, b: string): boolean;
}

/**
 * What a record takes of another that says the same, so that nothing is known only there: what it has no word of. Its
 * own words stay. It supersedes the other, and what that one supersedes. How often something happened is no part of it.
 */
export function unite(kept: NexusRecord, other: NexusRecord, telling: Telling): FieldChanges {
  const list = (name: 'tags' | 'supersedes' | 'derived_from', ...more: string[]): string[] =>
    sortedSet([...kept[name], ...other[name], ...more]).filter((item) => item !== kept.id);
  const body = unitedBody(kept, other, telling);
  return {
    set: {
      ...missing(kept, other),
      tags: list('tags'),
      files: withPlaces(kept.files, other.files),
      supersedes: list('supersedes', other.id),
      derived_from: list('derived_from'),
    },
    ...(body === canonicalBody(kept.body) ? {} : { body }),
  };
}

/** A file that is cited already is not cited twice: lines move, and an edit by hand is meant. */
export function withPlaces(files: readonly string[], places: readonly string[]): string[] {
  const cited = new Set(files.map((file) => parseCitation(file).path));
  return [...files, ...places.filter((place) => !cited.has(parseCitation(place).path))];
}

/** Single values that only the other has. */
function missing(kept: NexusRecord, other: NexusRecord): Record<string, unknown> {
  const given = (group: string, has: object = {}, more: object = {}): [string, unknown][] =>
    Object.entries(more).flatMap(([name, value]) =>
      Object.hasOwn(has, name) ? [] : [[`${group}.${name}`, value]],
    );
  return Object.fromEntries([
    ...(kept.language === undefined && other.language !== undefined ? [['language', other.language]] : []),
    ...given('error', kept.error, other.error),
    ...given('pattern', kept.pattern, other.pattern),
  ]);
}

/** Heading by heading, as two branches that each wrote the whole are merged; what both say differently, one after the other. */
function unitedBody(kept: NexusRecord, other: NexusRecord, telling: Telling): string {
  const [ours, theirs] = [partsOf(kept.body), partsOf(other.body)];
  const mine = new Map(ours.map((part) => [part.key, part]));
  const joined = new Map<string, string>();
  for (const part of theirs) {
    const own = mine.get(part.key);
    if (own !== undefined) joined.set(part.key, joinedPart(kept, own, part, telling));
  }
  const written = (parts: readonly Part[]): string =>
    parts
      .map(({ key, content, gap }) => ({ content: joined.get(key) ?? content, gap }))
      .map(({ content, gap }) => content + (content === '' || gap.includes('\n') ? gap : '\n\n'))
      .join('');
  const sections = KINDS[kept.kind].sections.map((name) => name.toLowerCase());
  const [a, b] = [ours, theirs].map(written);
  return canonicalBody(mergeBody({ base: '', a: a ?? '', b: b ?? '' }, sections));
}

function joinedPart({ kind }: NexusRecord, own: Part, part: Part, { as, alike }: Telling): string {
  // Where an error was met is one occurrence's; what resolved it is everyone's.
  if (kind === 'error' && nameOf(part.key) !== 'resolution') return own.content;
  const said = passagesOf(own.content);
  const isSaid = (passage: string): boolean =>
    said.some((one) => (isCode(passage) ? one === passage : alike(withoutCost(one), withoutCost(passage))));
  const news = passagesOf(part.content).filter((passage) => !isSaid(passage));
  return news.length === 0 ? own.content : [own.content, as, ...news].join('\n\n');
}

/** What stands below the heading, cut at blank lines; code as a whole. */
function passagesOf(content: string): readonly string[] {
  const out: string[][] = [[]];
  const below = content.replace(/^#{1,6}[ \t].*/, '');
  for (const { lines, code } of blockPieces(below.split('\n'))) {
    if (!code && lines.every((line) => line.trim() === '')) out.push([]);
    else out.at(-1)?.push(...lines);
  }
  return out.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
}

function isCode(passage: string): boolean {
  return /^ {0,3}(?:`{3}|~{3})/.test(passage);
}

/** How long it took is one occurrence's, too. */
function withoutCost(passage: string): string {
  return passage.replace(/\b\d+(?:\.\d+)? (?:s|min|h|runs?)\b/g, '');
}
