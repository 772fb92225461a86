import { DOCUMENTS, type DocumentName } from '../core/documents.ts';
import type { Withheld } from '../core/trust.ts';
import type { Context } from './context.ts';
import { tellableText } from './document-health.ts';
import { openParsed } from './parsed-files.ts';

/** A section of a living document, with what was really written into it. */
export interface WrittenSection {
  readonly address: readonly string[];
  readonly text: string;
  /** Name and value of its filled fields. */
  readonly fields: readonly (readonly [string, string])[];
  /** What a search would find it by. */
  readonly tokens: readonly string[];
}

const NAME = 'documents';

export interface WrittenDocuments extends Readonly<Record<DocumentName, readonly WrittenSection[]>> {
  /** Where an agent is told of them: what of them it is not. */
  readonly withheld?: Withheld;
}

/** The sections of the living documents; none of one that is not there, or that nobody should be told of. Parsed only where a document was changed. */
export async function writtenSections(context: Context): Promise<WrittenDocuments> {
  const parsed = openParsed<readonly WrittenSection[]>(context, NAME);
  const of = (name: DocumentName): Promise<readonly WrittenSection[]> => {
    const { path } = DOCUMENTS[name];
    return parsed.of(path, () => sectionsIn(tellableText(context, name)));
  };
  if (context.audience !== undefined && context.repository !== undefined) {
    const { servedDocuments } = await import('./served-documents.ts');
    const told = await servedDocuments(context, of);
    parsed.keep();
    return told;
  }
  const all = {
    project: await of('project'),
    preferences: await of('preferences'),
    bank: await of('bank'),
  };
  parsed.keep();
  return all;
}

/** Bytes of documents that are parsed while somebody waits; the parser takes some milliseconds a kilobyte. */
const MAX_AT_ONCE = 64 * 1024;

/** True where reading the documents takes no time that anybody would notice. */
export function areSectionsReady(context: Context): boolean {
  const parsed = openParsed(context, NAME);
  const paths = Object.values(DOCUMENTS).map(({ path }) => path);
  const news = paths.filter((path) => !parsed.has(path)).map((path) => context.files.read(path)?.length ?? 0);
  return news.reduce((sum, size) => sum + size, 0) <= MAX_AT_ONCE;
}

/** Of a document's text. The markdown parser is loaded only here. */
export async function sectionsIn(whole: string | undefined): Promise<readonly WrittenSection[]> {
  if (whole === undefined) return [];
  const { readDocument } = await import('../format/document.ts');
  const { analyse } = await import('../search/analyse.ts');
  return readDocument(whole).map(({ address, text, fields }) => ({
    address,
    text,
    fields: [...fields],
    tokens: [...new Set(analyse(`${address.join('\n')}\n${text}`))],
  }));
}
