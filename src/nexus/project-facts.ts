import { DOCUMENT_NAMES, DOCUMENTS, type DocumentName, type DocumentPart } from '../core/documents.ts';
import type { GitPort } from '../core/ports.ts';
import type { ProjectFacts } from '../detect/facts.ts';
import { readPlainFile } from '../repo/plain-file.ts';
import { type Context, requireRepository } from './context.ts';

/** A living document made by `nexus init`. */
export interface CreatedDocument {
  readonly path: string;
  /** What the repository itself told: names of fields and sections. */
  readonly filled: readonly string[];
  /** The files that told it. */
  readonly sources: readonly string[];
  /** How many fields and sections wait for a person. */
  readonly open: number;
}

/** Manifests are small; of a larger file the beginning is read. */
const MAX_BYTES = 256 * 1024;
/** Files read for one detection: bounds it in a repository of any size. */
const MAX_READS = 500;

/** What the tracked files tell of the project. An empty repository tells nothing. */
export async function detect(context: Context): Promise<ProjectFacts> {
  const { git, facts } = requireRepository(context);
  const [{ detectProject }, files] = await Promise.all([
    import('../detect/project.ts'),
    trackedFiles(git, facts.head),
  ]);
  const texts = new Map<string, string | undefined>();
  return detectProject(files, (path) => {
    if (!texts.has(path) && texts.size < MAX_READS) {
      const bytes = readPlainFile(facts.root, path, MAX_BYTES);
      texts.set(path, bytes === undefined ? undefined : new TextDecoder().decode(bytes));
    }
    return texts.get(path);
  });
}

/** As the index has them: what was committed and what is staged, without links and submodules. */
export async function trackedFiles(git: GitPort, head: string | undefined): Promise<string[]> {
  const committed = head === undefined ? [] : await git.listTree(head, '');
  const files = new Set(committed.filter(({ mode }) => mode.startsWith('100')).map(({ path }) => path));
  for (const { status, path, oldPath } of await git.staged('')) {
    if (status === 'deleted') files.delete(path);
    else files.add(path);
    if (oldPath !== undefined) files.delete(oldPath);
  }
  return [...files].sort();
}

/** Makes the living documents that are not there yet, with what the repository tells. */
export async function createDocuments(
  context: Context,
  options: { readonly dryRun: boolean },
  facts: () => Promise<ProjectFacts> = () => detect(context),
): Promise<readonly CreatedDocument[]> {
  const missing = DOCUMENT_NAMES.filter((name) => context.files.read(DOCUMENTS[name].path) === undefined);
  const made = await firstDocuments(context, missing, facts);
  return made.map(({ name, text, told }) => {
    if (!options.dryRun) context.files.create(DOCUMENTS[name].path, text);
    return reportOf(name, told);
  });
}

interface FirstDocument {
  readonly name: DocumentName;
  readonly text: string;
  /** What the repository tells, by the addresses of fields and sections. */
  readonly told: ReadonlyMap<string, string>;
}

/** Living documents as they begin here, with what the repository tells now; redacted as all that is written. */
export async function firstDocuments(
  context: Context,
  names: readonly DocumentName[],
  detected: () => Promise<ProjectFacts> = () => detect(context),
): Promise<readonly FirstDocument[]> {
  if (names.length === 0) return [];
  const [facts, { fillsOf }, { newDocumentText }, { redactorOf }] = await Promise.all([
    detected(),
    import('../detect/fills.ts'),
    import('../format/document.ts'),
    import('./admit.ts'),
  ]);
  const redactor = redactorOf(context);
  const fills = fillsOf(facts);
  return names.map((name) => {
    const told = new Map([...fills[name]].map(([address, text]) => [address, redactor.text(text).text]));
    return { name, text: newDocumentText(name, told), told };
  });
}

function reportOf(name: DocumentName, told: ReadonlyMap<string, string>): CreatedDocument {
  const places = DOCUMENTS[name].parts.flatMap((part) => placesOf(part, ''));
  const filled = places.filter((place) => told.has(place));
  const sources = [...told.values()].flatMap((text) =>
    [...text.matchAll(/\(`([^`]+)`\)/g)].map((match) => match[1] ?? ''),
  );
  return {
    path: DOCUMENTS[name].path,
    filled: filled.map((place) => place.slice(place.lastIndexOf('/') + 1)),
    sources: [...new Set(sources)],
    open: places.length - filled.length,
  };
}

/** Addresses of all that can be filled in a part. */
function placesOf({ name, fields, asks, parts }: DocumentPart, above: string): string[] {
  const address = `${above}${name}`;
  return [
    ...(fields ?? []).map((field) => `${address}/${field.name}`),
    ...(asks === undefined ? [] : [address]),
    ...(parts ?? []).flatMap((part) => placesOf(part, `${address}/`)),
  ];
}
