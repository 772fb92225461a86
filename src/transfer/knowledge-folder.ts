import { isNexusError } from '../core/error.ts';
import { type Knowledge, type KnowledgeType, knowledgeTypeOf } from '../core/knowledge.ts';
import type { Draft, NexusRecord } from '../core/record.ts';
import { decodeText } from '../format/decode.ts';
import { looseFrontMatter } from '../format/foreign-markdown.ts';
import { outlineOf } from '../format/outline.ts';
import type { BadItem, RecordItem, Source } from './item.ts';
import { draftOfKnowledge } from './knowledge.ts';
import { headline } from './make-item.ts';

/** The draft of a copy, which stands for its original. */
export function copyOf(record: NexusRecord): Draft {
  const {
    id,
    created: _created,
    extra: _extra,
    supersedes: _supersedes,
    retired: _retired,
    ...rest
  } = record;
  return { ...rest, files: [], derived_from: [id] };
}

const METADATA = [
  'language',
  'tags',
  'framework',
  'files',
  'category',
  'complexity',
  'error_type',
  'message',
];

/**
 * A folder of knowledge: records as `.nexus/` has them, and plain markdown files. What a plain one is, its `type` says, or
 * the folder that it lies in (`best-practices/`, `errors/` …), else it is a note; its title is the first heading.
 */
export function readKnowledgeFolder(sources: readonly Source[]): readonly (RecordItem | BadItem)[] {
  return sources
    .filter(({ path }) => !/(?:^|\/)(?:readme|index|changelog|license)\.(?:md|markdown)$/i.test(path))
    .flatMap((source): (RecordItem | BadItem)[] => {
      const { record } = decodeText(source.text, '');
      if (record === undefined) return [plainItem(source)];
      if (record.forgotten !== undefined || record.retired !== undefined) return [];
      return [{ type: 'record', draft: copyOf(record), from: { file: source.path } }];
    });
}

function plainItem(source: Source): RecordItem | BadItem {
  const knowledge = knowledgeIn(source);
  const from = { file: source.path };
  try {
    return { type: 'record', draft: draftOfKnowledge(knowledge), from };
  } catch (cause) {
    if (!isNexusError(cause)) throw cause;
    return { type: 'bad', title: knowledge.title, why: cause.message, from };
  }
}

function knowledgeIn({ path, text }: Source): Knowledge {
  const { fields, body } = looseFrontMatter(text);
  const heading = outlineOf(body).find(({ depth }) => depth === 1);
  const title = fields.get('title') ?? heading?.name ?? nameOf(path);
  const rest =
    heading === undefined ? body : `${body.slice(0, heading.start)}${body.slice(heading.contentStart)}`;
  return {
    title: headline(title),
    content: rest.trim(),
    type: fields.get('type') ?? fields.get('kind') ?? folderType(path) ?? 'note',
    metadata: Object.fromEntries(
      METADATA.flatMap((name) => {
        const value = fields.get(name) ?? '';
        return value === '' ? [] : [[name, value]];
      }),
    ),
  };
}

/** The innermost folder that is named after a type. */
function folderType(path: string): KnowledgeType | undefined {
  const folders = path.split('/').slice(0, -1).reverse();
  return folders.flatMap((name) => knowledgeTypeOf(name) ?? [])[0];
}

function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return name.replaceAll(/[-_]+/g, ' ').trim();
}
