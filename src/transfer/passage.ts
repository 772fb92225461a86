import { KINDS } from '../core/kinds.ts';
import type { Draft, Kind } from '../core/record.ts';
import { isoDate } from '../core/time.ts';
import { type Passage, passagesOf } from '../format/foreign-markdown.ts';
import type { Origin, Source, TransferItem } from './item.ts';
import { headline, isUnfilled, record } from './make-item.ts';

/** What is said in a passage, piece by piece: its list items, then what stands beside them. */
export function pieces({ items, prose }: Passage): string[] {
  return [...items, prose].filter((piece) => !isUnfilled(piece));
}

export function originOf({ path }: Source, { headings }: Passage): Origin {
  const section = headings.at(-1);
  return section === undefined ? { file: path } : { file: path, section };
}

const LANGUAGES =
  /^(python|javascript|typescript|go|rust|java|kotlin|c\+\+|c#|ruby|php|swift|sql|bash)\b\s*/i;

/** A pattern's category, language and kind, by the heading that it stands below. */
export function patternFields(heading: string): {
  readonly language?: string;
  readonly pattern: { readonly category?: string; readonly anti?: boolean };
} {
  const anti = /anti-?\s?pattern|don'?t|\bdo not\b|\bavoid\b|\bnever\b|pitfall/i.test(heading);
  const language = LANGUAGES.exec(heading)?.[1]?.toLowerCase();
  const category = heading
    .replace(/\(.*?\)/g, '')
    .replace(LANGUAGES, '')
    .replace(/\banti-?\s?patterns?\b.*|\bpatterns?\b.*/i, '')
    .replace(/\b(?:key|important|common|avoid|don'?ts?|do not|never|pitfalls?)\b/gi, '')
    .trim()
    .toLowerCase();
  return {
    ...(language === undefined ? {} : { language }),
    pattern: { ...(category === '' ? {} : { category }), ...(anti ? { anti: true } : {}) },
  };
}

/**
 * A record of each heading below a passage's own, its number taken away; undefined where there is none.
 *
 * @param others what becomes of what stands before the first of them.
 */
export function recordsBelow(
  kind: Kind,
  passage: Passage,
  from: Origin,
  fields: Pick<Draft, 'language' | 'pattern'>,
  others: (part: Passage) => TransferItem[],
): TransferItem[] | undefined {
  const parts = passagesOf(passage.text, Math.max(passage.depth, 2) + 1);
  if (parts.every(({ depth }) => depth === 0)) return undefined;
  return parts.flatMap((part) => {
    if (part.depth === 0) return others(part);
    const title = (part.headings.at(-1) ?? '').replace(/^\d+[.)]\s+/, '');
    return part.text === '' ? [] : [record({ kind, title, body: part.text, ...fields }, from)];
  });
}

/** What an episode was about, in a line. */
export function topicOf(said: ReadonlyMap<string, readonly string[]>, heading: string): string {
  return headline(said.get('Focus')?.[0] ?? said.get('Accomplished')?.[0] ?? heading);
}

/** An episode's record; the day is part of its title, as people work on the same thing for days. */
export function episode(
  said: ReadonlyMap<string, readonly string[]>,
  topic: string,
  from: Origin,
  created?: number,
): TransferItem {
  const day = created === undefined ? '' : ` (${isoDate(created)})`;
  const body = KINDS.episode.sections
    .flatMap((name) => {
      const texts = said.get(name) ?? [];
      if (texts.length === 0) return [];
      return [`## ${name}\n\n${name === 'Focus' ? texts.join('\n\n') : texts.map(bullet).join('\n')}`];
    })
    .join('\n\n');
  return record(
    { kind: 'episode', title: `${topic}${day}`, body },
    from,
    created === undefined ? {} : { created },
  );
}

/** A text as a list item, or as it is where it is a list already. */
export function bullet(text: string): string {
  if (/^(?:[-*+]|\d+[.)])\s/.test(text)) return text;
  return `- ${text.replaceAll('\n', '\n  ')}`;
}
