import type { DocumentEdit, ShownSection } from '../core/document-state.ts';
import { ARCHIVE_PATH, DOCUMENTS, isPlaceholder, placeholder } from '../core/documents.ts';
import { NexusError } from '../core/error.ts';
import { isoDate } from '../core/time.ts';
import { deepened } from '../format/closing.ts';
import {
  initialText,
  partAt,
  sectionForm,
  withoutMark,
  withoutPrompts,
  writtenText,
} from '../format/document.ts';
import { fieldLinesOf, fieldsOfSection } from '../format/field-lines.ts';
import { canonicalBody, lineAt, oneLine } from '../format/lines.ts';
import { type Heading, outlineOf, ownText } from '../format/outline.ts';
import {
  addSection,
  appendToSection,
  moveSection,
  removeSection,
  setField,
  setSectionText,
} from '../format/outline-edit.ts';
import { redactorOf } from './admit.ts';
import { type Context, requireMemory } from './context.ts';
import { alone, openDocument, readText, requireMerged, writeDocument } from './document-files.ts';
import { type FoundSection, findSection, type SectionQuery, withSection } from './document-sections.ts';

export interface SectionText extends SectionQuery {
  readonly text: string;
  /** Make the section where it is not there: `Parent/New name`, or `New name` for one of its own. */
  readonly create?: boolean;
}

/** A section with its sub-sections, or a field's value. Of several that fit, the one that holds the others. */
export function showSection(context: Context, query: SectionQuery): ShownSection {
  const { document, address, heading, field } = findSection(context, query, true);
  const { name, path, text } = document;
  const shown = { document: name, path, address };
  if (heading === undefined) return { ...shown, text: '' };
  const line = lineAt(text, heading.start);
  if (field === undefined) return { ...shown, line, text: text.slice(heading.start, heading.end).trimEnd() };
  const value = fieldsOfSection(text, heading).find((one) => one.name === field)?.value ?? '';
  return { ...shown, line, text: value };
}

/** Gives a section its own text, or a field its value; an empty text makes it ask again. Sub-sections stay. */
export function setDocument(context: Context, query: SectionText): Promise<DocumentEdit> {
  return edited(context, query, (text, found, heading, content) => {
    const known = partAt(found.document.name, found.address);
    if (found.field !== undefined) {
      const asks = known?.field === undefined ? '' : placeholder(known.field.asks);
      return setField(text, heading, found.field, content === '' ? asks : content);
    }
    if (content === '')
      return setSectionText(text, heading, known === undefined ? '' : initialText(known.part, found.address));
    requireFieldsKept(text, found, heading, content);
    return setSectionText(text, heading, content);
  });
}

/** A sentence for a whole section must not sweep its fields away. */
function requireFieldsKept(text: string, { address }: FoundSection, heading: Heading, next: string): void {
  const [first] = fieldsOfSection(text, heading);
  if (first === undefined || fieldLinesOf(next).length > 0) return;
  throw new NexusError(
    'usage',
    'refused',
    `"${address.join('/')}" has fields, which this text would replace`,
    `set one: "${address.join('/')}/${first.name}"; or add the text to them with: add`,
  );
}

/** Puts a line, or a longer text, behind what a section says, in place of what only asks; a field gets one more value. */
export function addToDocument(context: Context, query: SectionText): Promise<DocumentEdit> {
  return edited(context, query, (text, found, heading, content) => {
    if (content === '') throw new NexusError('usage', 'missing-argument', 'say what to add');
    if (found.field !== undefined) {
      const old = fieldsOfSection(text, heading).find(({ name }) => name === found.field)?.value ?? '';
      const first = old === '' || isPlaceholder(old);
      const has = old.split(', ').includes(content);
      return has ? text : setField(text, heading, found.field, first ? content : `${old}, ${content}`);
    }
    const own = ownText(text, heading);
    const item = content.includes('\n') ? content : `- ${content.replace(/^[-*+][ \t]+/, '')}`;
    if (own.split('\n').some((line) => line.replace(/^[*+] /, '- ') === item)) return text;
    const kept = withoutMark(withoutPrompts(own));
    const cleared = kept === own ? text : setSectionText(text, heading, kept);
    return appendToSection(cleared, sameHeading(cleared, heading), item);
  });
}

/** Where a section goes: below, before or behind another of the same document. */
export type MoveTo = { readonly under: string } | { readonly before: string } | { readonly after: string };

/** Takes a section with its sub-sections elsewhere in its document; headings get the depth of the place. */
export function moveDocumentSection(
  context: Context,
  query: SectionQuery,
  to: MoveTo,
): Promise<DocumentEdit> {
  requireMemory(context);
  return alone(context, () => moved(context, query, to));
}

function moved(context: Context, query: SectionQuery, to: MoveTo): DocumentEdit {
  const found = requireSection(findSection(context, query));
  const { document, heading } = found;
  requireMerged(document);
  const name = 'under' in to ? to.under : 'before' in to ? to.before : to.after;
  const target = requireSection(
    findSection(context, { documents: [document.name], section: name }, true),
  ).heading;
  const place =
    'under' in to
      ? { at: target.end, depth: target.depth + 1 }
      : { at: 'before' in to ? target.start : target.end, depth: target.depth };
  const text = moveSection(document.text, heading, place);
  if (text === undefined) {
    throw new NexusError(
      'usage',
      'bad-value',
      `"${heading.name}" cannot go there`,
      'a section does not go into itself, and no heading deeper than six #',
    );
  }
  return written(context, found, text, 0);
}

/**
 * Takes a section's text, its sub-sections with it, out into the archive. A section of the table asks
 * anew; one made by hand goes. The archive is written first: what fails in between is there twice.
 */
export function archiveSection(context: Context, query: SectionQuery): Promise<DocumentEdit> {
  requireMemory(context);
  return alone(context, () => archived(context, query));
}

function archived(context: Context, query: SectionQuery): DocumentEdit {
  const found = requireSection(findSection(context, query));
  const { document, heading, address } = found;
  requireMerged(document);
  const { text: rest, removed } = removeSection(document.text, heading);
  const inside = outlineOf(document.text).filter(
    ({ start }) => start >= heading.start && start < heading.end,
  );
  if (inside.every((one) => writtenText(document.text.slice(one.contentStart, one.ownEnd)) === '')) {
    throw new NexusError('usage', 'refused', `"${address.join('/')}" is empty: there is nothing to archive`);
  }
  const redactor = redactorOf(context);
  const clean = redactor.text(removed.slice(heading.contentStart - heading.start));
  const archive = readText(context, ARCHIVE_PATH);
  const title = `${DOCUMENTS[document.name].title}: ${address.join(' / ')} (${isoDate(context.clock())})`;
  const before = archive ?? '# Archive\n';
  const place = { at: before.length, depth: 2 };
  const next = addSection(before, place, title, deepened(canonicalBody(clean.text), 2 - heading.depth));
  if (archive === undefined) context.files.create(ARCHIVE_PATH, next);
  else context.files.replace(ARCHIVE_PATH, next, archive);

  const part = partAt(document.name, address)?.part;
  const text =
    part === undefined
      ? rest
      : addSection(
          rest,
          { at: rest.length - (document.text.length - heading.end), depth: heading.depth },
          part.name,
          deepened(sectionForm(part, address), heading.depth - (address.length + 1)),
        );
  return { ...written(context, found, text, clean.found.length), archived: ARCHIVE_PATH };
}

type Found<T> = T & { readonly heading: Heading };

/** Throws unless a section of the file was found: fields, and what only the table knows, are none. */
function requireSection(found: FoundSection): Found<FoundSection> {
  const { heading, address, field } = found;
  const name = address.join('/');
  if (field !== undefined)
    throw new NexusError('usage', 'bad-value', `"${name}" is a field`, 'name the section that it is in');
  if (heading === undefined)
    throw new NexusError('usage', 'bad-value', `"${name}" is not in ${found.document.path}`);
  return { ...found, heading };
}

/** Changes one section by a function of the whole text, everything that is added redacted first. */
function edited(
  context: Context,
  query: SectionText,
  change: (text: string, found: FoundSection, heading: Heading, content: string) => string,
): Promise<DocumentEdit> {
  requireMemory(context);
  const clean = redactorOf(context).text(query.text);
  return alone(context, () => {
    const found = query.create === true ? created(context, query) : findSection(context, query);
    requireMerged(found.document);
    const section = found.field === undefined ? found.address : found.address.slice(0, -1);
    const ready =
      found.heading === undefined
        ? withSection(found.document, section)
        : { text: found.document.text, heading: found.heading };
    const text = change(ready.text, found, ready.heading, canonicalBody(clean.text));
    return written(context, found, text, clean.found.length);
  });
}

function created(context: Context, { documents, section }: SectionQuery): FoundSection {
  const parts = section
    .split('/')
    .map(oneLine)
    .filter((part) => part !== '');
  const name = parts.at(-1);
  if (name === undefined) throw new NexusError('usage', 'missing-argument', 'a new section needs a name');
  const above = parts.slice(0, -1).join('/');
  if (above !== '') {
    const parent = requireSection(findSection(context, { documents, section: above }));
    return {
      document: parent.document,
      address: [...parent.heading.address, redactorOf(context).text(name).text],
    };
  }
  const [only, ...more] = documents;
  if (only !== undefined && more.length === 0)
    return { document: openDocument(context, only), address: [name] };
  throw new NexusError(
    'usage',
    'bad-value',
    `which document should "${name}" be in?`,
    'name the section it goes under: "Section/New name"',
  );
}

function written(context: Context, found: FoundSection, text: string, redacted: number): DocumentEdit {
  const { document, address } = found;
  const changed = text !== document.text;
  if (changed) writeDocument(context, document, text);
  return { document: document.name, path: document.path, address, changed, redacted };
}

function sameHeading(text: string, { start }: Heading): Heading {
  const found = outlineOf(text).find((heading) => heading.start === start);
  if (found === undefined) throw new NexusError('internal', 'internal', 'a heading was lost in an edit');
  return found;
}
