import type { DocumentName } from '../core/documents.ts';
import { readSection } from '../format/document.ts';
import { fieldsOfSection } from '../format/field-lines.ts';
import { passagesOf } from '../format/foreign-markdown.ts';
import { oneLine } from '../format/lines.ts';
import type { Heading } from '../format/outline.ts';
import { appendToSection, setField, setSectionText } from '../format/outline-edit.ts';
import type { FillItem } from '../transfer/item.ts';
import { bullet } from '../transfer/passage.ts';
import { redactorOf } from './admit.ts';
import type { Context } from './context.ts';
import { openDocument, requireMerged } from './document-files.ts';
import { withSection } from './document-sections.ts';
import { type ImportedItem, originText } from './import-report.ts';

/** One document as an import would leave it. */
export interface DocumentPlan {
  /** Puts a text where it belongs. What a person wrote there stays; a field's other value is only told. */
  add(item: FillItem): ImportedItem;
  /** What is to be written; undefined where nothing changed. */
  change(): FileChange | undefined;
}

export interface FileChange {
  readonly path: string;
  readonly text: string;
  /** What the file holds now; absent where there is none. */
  readonly before?: string;
}

/**
 * Throws `conflict` where a merge left its marks in the document.
 *
 * @param planned what the same import writes as the document's whole text.
 */
export function planDocument(context: Context, name: DocumentName, planned?: string): DocumentPlan {
  const document = openDocument(context, name);
  requireMerged(document);
  const { path } = document;
  let text = planned ?? document.text;
  const setValue = (heading: Heading, field: string, value: string): Outcome => {
    const wanted = field.toLowerCase();
    const { fields } = readSection(text, heading);
    const there = [...fields].find(([key]) => key.toLowerCase() === wanted)?.[1];
    if (there === undefined) {
      text = setField(text, heading, field, value);
      return { outcome: 'new', path };
    }
    return oneLine(there) === value
      ? { outcome: 'duplicate', why: SAID }
      : { outcome: 'kept', why: `it says: ${oneLine(there)}` };
  };
  const addLines = (heading: Heading, lines: string): Outcome => {
    const missing = missingPieces(lines, text.slice(heading.contentStart, heading.end));
    if (missing === undefined) return { outcome: 'duplicate', why: SAID };
    const idle = readSection(text, heading).text === '' && fieldsOfSection(text, heading).length === 0;
    text = idle ? setSectionText(text, heading, missing) : appendToSection(text, heading, missing);
    return { outcome: 'new', path };
  };
  return {
    add({ text: given, section, field, from }) {
      const clean = redactorOf(context).text(given);
      const where = [...section, ...(field === undefined ? [] : [field])].join(' / ');
      const made = withSection({ name, text }, section);
      const done =
        field === undefined
          ? addLines
          : (heading: Heading, value: string) => setValue(heading, field, oneLine(value));
      text = made.text;
      return {
        what: 'document',
        title: `${where}: ${oneLine(clean.text)}`,
        from: originText(from),
        redacted: clean.found.length,
        ...done(made.heading, clean.text),
      };
    },
    change() {
      if (!document.exists) return { path, text };
      return text === document.text ? undefined : { path, text, before: document.text };
    },
  };
}

type Outcome = Pick<ImportedItem, 'outcome' | 'why' | 'path'>;
const SAID = 'it says so already';

/** What of a text a section, its sub-sections with it, does not say yet, as it is to be added; undefined for nothing. */
function missingPieces(text: string, section: string): string | undefined {
  const said = flat(section);
  if (said.includes(flat(text))) return undefined;
  const [passage, more] = passagesOf(text);
  // A list gets the items that are missing; what holds more than a list is one whole.
  if (passage === undefined || more !== undefined || passage.prose !== '' || passage.depth > 0)
    return /^\S[^\n]*$/.test(text.trim()) ? bullet(text.trim()) : text;
  const items = passage.items.filter((item) => !said.includes(flat(item)));
  if (items.length === 0) return undefined;
  return items.length === passage.items.length ? text : items.map(bullet).join('\n');
}

/** Compared without blanks, marks of lists and headings, and case. */
function flat(text: string): string {
  return oneLine(
    text.replace(/^[ \t]*(?:[-*+]|\d+[.)]|#{1,6})[ \t]+/gm, '').replace(/\s+/g, ' '),
  ).toLowerCase();
}
