import type { DocumentName } from '../core/documents.ts';
import { parseWhen } from '../core/time.ts';
import { type Passage, passagesOf } from '../format/foreign-markdown.ts';
import type { Origin, Source, TransferItem } from './item.ts';
import { fill, isUnfilled, namedValue, record, recordFrom } from './make-item.ts';
import { episode, originOf, patternFields, pieces, recordsBelow, topicOf } from './passage.ts';

/** The four files of a `memory/` folder, and who reads each. */
const READERS: Readonly<Record<string, (source: Source) => TransferItem[]>> = {
  'patterns-learned.md': patterns,
  'project-context.md': project,
  'user-preferences.md': preferences,
  'session-log.md': sessions,
};

export const MEMORY_FOLDER_FILES = Object.keys(READERS);

export function readMemoryFolder(sources: readonly Source[]): TransferItem[] {
  return sources.flatMap((source) => {
    const name = source.path.slice(source.path.lastIndexOf('/') + 1).toLowerCase();
    return Object.hasOwn(READERS, name) ? (READERS[name]?.(source) ?? []) : [];
  });
}

function patterns(source: Source): TransferItem[] {
  return passagesOf(source.text, 2)
    .filter((passage) => passage.depth === 2 || (passage.depth < 2 && passage.items.length > 0))
    .flatMap((passage) => {
      const heading = passage.depth === 2 ? (passage.headings.at(-1) ?? '') : '';
      const from = originOf(source, passage);
      const told = (part: Passage): TransferItem[] =>
        pieces(part).map((text) => recordFrom('pattern', text, from, patternFields(heading)));
      return recordsBelow('pattern', passage, from, patternFields(heading), told) ?? told(passage);
    });
}

function project(source: Source): TransferItem[] {
  return passagesOf(source.text).flatMap((passage) => {
    const heading = passage.headings.at(-1) ?? '';
    const from = originOf(source, passage);
    if (/^active project\b/i.test(heading)) {
      const name = heading.replace(/^active project\s*:?\s*/i, '');
      const named = isUnfilled(name) ? [] : [fill('project', ['Active Project'], name, from, 'Name')];
      return [...named, ...fields(passage, from, 'project', 'Active Project', PROJECT_FIELDS)];
    }
    if (/^recent work\b/i.test(heading)) return fields(passage, from, 'project', 'Recent Work', WORK_FIELDS);
    if (/\bdecisions?\b/i.test(heading))
      return pieces(passage).map((text) => recordFrom('decision', text, from));
    if (/\bpreferences\b/i.test(heading))
      return fields(passage, from, 'project', 'User Preferences Observed', OBSERVED_FIELDS);
    return note(passage, from);
  });
}

const PROJECT_FIELDS = ['Name', 'Purpose', 'Type', 'Tech Stack', 'Stage', 'Team Size', 'Timeline'];
const WORK_FIELDS = ['Last session', 'Current focus', 'Next planned', 'Blockers'];
const OBSERVED_FIELDS = ['Communication style', 'Learning focus'];
const PREFERENCES: Readonly<Record<string, readonly string[]>> = {
  'Communication Style': ['Level', 'Detail level', 'Code comments', 'Focus'],
  'Technical Preferences': ['Primary language', 'Libraries', 'Approach'],
  'Problem-Solving Approach': ['Solution style', 'Code quality', 'Performance', 'Testing'],
  'Past Issues/Concerns': [],
};

function preferences(source: Source): TransferItem[] {
  return passagesOf(source.text).flatMap((passage) => {
    const heading = passage.headings.at(-1) ?? '';
    const from = originOf(source, passage);
    const section = Object.keys(PREFERENCES).find((name) => name.toLowerCase() === heading.toLowerCase());
    return section === undefined
      ? pieces(passage).map((text) => fill('preferences', ['Preferences Observed'], text, from))
      : fields(passage, from, 'preferences', section, PREFERENCES[section] ?? []);
  });
}

/** Named values into the section's fields; what it has no field for becomes a line of it. */
function fields(
  passage: Passage,
  from: Origin,
  document: DocumentName,
  section: string,
  known: readonly string[],
): TransferItem[] {
  return pieces(passage).flatMap((piece) => {
    const named = namedValue(piece);
    if (named === undefined) return [fill(document, [section], piece, from)];
    if (isUnfilled(named.value)) return [];
    const field = known.find((name) => name.toLowerCase() === named.name.toLowerCase());
    return field === undefined || named.value.includes('\n')
      ? [fill(document, [section], `**${named.name}**: ${named.value}`, from)]
      : [fill(document, [section], named.value, from, field)];
  });
}

function note(passage: Passage, from: Origin): TransferItem[] {
  const heading = passage.headings.at(-1);
  if (passage.depth < 2 || heading === undefined || isUnfilled(passage.text)) return [];
  return [record({ kind: 'note', title: heading, body: passage.text }, from)];
}

/** A session's field as seed 002 names it → the episode's section. */
const SESSION_SECTIONS: Readonly<Record<string, string>> = {
  focus: 'Focus',
  accomplished: 'Accomplished',
  completed: 'Accomplished',
  decisions: 'Decisions',
  'technical decisions': 'Decisions',
  'patterns learned': 'Patterns learned',
  preferences: 'Preferences',
  blockers: 'Blockers',
  errors: 'Errors',
  notes: 'Notes',
  'next steps': 'Next',
  next: 'Next',
};

function sessions(source: Source): TransferItem[] {
  return passagesOf(source.text, 2).flatMap((passage) => {
    if (passage.depth !== 2) return [];
    const heading = passage.headings.at(-1) ?? '';
    const said = new Map<string, string[]>();
    for (const piece of pieces(passage)) {
      const named = namedValue(piece);
      if (named !== undefined && isUnfilled(named.value)) continue;
      const known = SESSION_SECTIONS[named?.name.toLowerCase() ?? ''];
      const text = named === undefined ? piece : known === undefined ? piece : named.value;
      const section = known ?? 'Notes';
      said.set(section, [...(said.get(section) ?? []), text]);
    }
    if (said.size === 0) return [];
    const date = /\b\d{4}-\d{2}-\d{2}\b/.exec(heading)?.[0];
    const created = date === undefined ? undefined : parseWhen(date, 0);
    return [episode(said, topicOf(said, heading), originOf(source, passage), created)];
  });
}
