import { looseFrontMatter, passagesOf, withoutMarks } from '../format/foreign-markdown.ts';
import type { Origin, Source, TransferItem } from './item.ts';
import { ADVISES_AGAINST, fill, headline, record } from './make-item.ts';
import { originOf } from './passage.ts';
import { placed, placeOf } from './places.ts';

/** What a topic file may be about. */
const TYPES = ['user', 'feedback', 'project', 'reference'] as const;
type TopicType = (typeof TYPES)[number];

/** The type in a topic file's front matter, at the top or below `metadata`. */
export function topicType(text: string): TopicType | undefined {
  const { fields } = looseFrontMatter(text);
  const named = (fields.get('type') ?? fields.get('metadata.type') ?? '').toLowerCase();
  return TYPES.find((type) => type === named);
}

/**
 * A folder that an agent keeps for itself: `MEMORY.md` and topic files. What was learned of the user
 * becomes a preference, feedback a pattern, the rest notes; index lines that only point to a topic are left out.
 */
export function readAutoMemory(sources: readonly Source[]): TransferItem[] {
  return sources.flatMap((source) => {
    const type = topicType(source.text);
    return type === undefined ? plainFile(source) : topic(source, type);
  });
}

const MAX_LINE = 400;

function topic(source: Source, type: TopicType): TransferItem[] {
  const { fields, body } = looseFrontMatter(source.text);
  const text = body.trim();
  const from: Origin = { file: source.path };
  const described = fields.get('description') ?? '';
  const name = (fields.get('name') ?? '').replace(/[_-]+/g, ' ').trim();
  const said = text === '' ? described : text;
  if (said === '') return [];
  // A description of one word says nothing in a list of titles.
  const title = described.includes(' ') ? described : described === '' && name !== '' ? name : headline(said);
  if (type === 'user') {
    const line = withoutMarks(said);
    if (line.length <= MAX_LINE) return [fill('preferences', ['Preferences Observed'], line, from)];
    return [
      fill('preferences', ['Preferences Observed'], withoutMarks(title), from),
      record({ kind: 'note', title, body: said, tags: ['preferences'] }, from),
    ];
  }
  if (type === 'feedback') {
    const anti = ADVISES_AGAINST.test(said);
    return [
      record({ kind: 'pattern', title, body: said, ...(anti ? { pattern: { anti: true } } : {}) }, from),
    ];
  }
  return [
    record(
      { kind: 'note', title, body: said, ...(type === 'reference' ? { tags: ['reference'] } : {}) },
      from,
    ),
  ];
}

/** `- [Title](topic.md) — what it is about` points to a topic and says no more than it. */
const INDEX_LINE = /^[ \t]*[-*+][ \t]+\[[^\]]*\]\([^)\s]+\.md\).*$/gm;

function plainFile(source: Source): TransferItem[] {
  const { body } = looseFrontMatter(source.text);
  return passagesOf(body.replace(INDEX_LINE, '')).flatMap((passage) => {
    if (passage.text === '') return [];
    const heading = passage.headings.at(-1) ?? source.path;
    const from = originOf(source, passage);
    if (/\bpreferences?\b|^user\b/i.test(heading) && passage.items.length > 0)
      return passage.items.map((item) => fill('preferences', ['Preferences Observed'], item, from));
    return placed(passage, passage.depth < 2 ? { to: 'note' } : placeOf(heading), from, heading);
  });
}
