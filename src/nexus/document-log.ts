import type { DocumentCommit } from '../core/document-state.ts';
import { DOCUMENTS, type DocumentName } from '../core/documents.ts';
import type { CommitInfo, GitPort } from '../core/ports.ts';
import { addressesOf, matching } from '../format/address.ts';
import { withoutMark, writtenText } from '../format/document.ts';
import { outlineOf, ownText } from '../format/outline.ts';
import { type Context, requireRepository } from './context.ts';
import { openDocument } from './document-files.ts';

const FOLDER = '.nexus/context';

export interface DocumentLogQuery {
  readonly documents: readonly DocumentName[];
  /** Only what touched this section, or one below it. */
  readonly section?: string;
  readonly max: number;
}

/** The change log of living documents as git keeps it, newest first. */
export async function documentLog(
  context: Context,
  { documents, section, max }: DocumentLogQuery,
): Promise<readonly DocumentCommit[]> {
  const { git, facts } = requireRepository(context);
  if (facts.head === undefined) return [];
  const keep = section === undefined ? undefined : wanted(context, documents, section);
  for (let ask = max + 2; ; ask *= 4) {
    const commits = await git.log({ max: ask, path: FOLDER, withFiles: true });
    const found = (await touched(git, commits, documents)).flatMap(({ commit, sections }) => {
      const kept = keep === undefined ? sections : keep(sections);
      return kept.length === 0 ? [] : [{ commit, sections: kept }];
    });
    if (found.length >= max || commits.length < ask) return found.slice(0, max);
  }
}

type Sections = DocumentCommit['sections'];

/** A section that is in the file is known by its address or, before it was moved, by its name; any other by what fits. */
function wanted(
  context: Context,
  documents: readonly DocumentName[],
  typed: string,
): (sections: Sections) => Sections {
  const now = documents.flatMap((name) =>
    addressesOf(openDocument(context, name).text).filter(({ field }) => field === undefined),
  );
  const found = matching(typed, now);
  if (found.length === 0) return (sections) => matching(typed, sections);
  const names = new Set(found.map(({ address }) => address.at(-1)));
  return (sections) => sections.filter(({ address }) => address.some((name) => names.has(name)));
}

/** What each commit did to the documents: two questions to git for all of them. */
async function touched(
  git: GitPort,
  commits: readonly CommitInfo[],
  documents: readonly DocumentName[],
): Promise<readonly DocumentCommit[]> {
  const files = commits.flatMap((commit) =>
    documents
      .filter((name) => commit.files.includes(DOCUMENTS[name].path))
      .map((name) => ({ commit, name, path: DOCUMENTS[name].path })),
  );
  const oids = await git.blobIds(
    files.flatMap(({ commit, path }) => [
      { rev: commit.parents[0] ?? '', path },
      { rev: commit.oid, path },
    ]),
  );
  const blobs = await git.readBlobs([...new Set(oids.filter((oid) => oid !== undefined))]);
  const textAt = (at: number): string => {
    const bytes = blobs.get(oids[at] ?? '');
    return bytes === undefined ? '' : new TextDecoder().decode(bytes);
  };
  const changes = files.map(({ commit, name }, at) => ({
    commit,
    sections: changedSections(textAt(2 * at), textAt(2 * at + 1)).map((address) => ({
      document: name,
      address,
    })),
  }));
  return commits.flatMap((commit) => {
    const own = changes.filter((change) => change.commit === commit);
    return own.length === 0 ? [] : [{ commit, sections: own.flatMap(({ sections }) => sections) }];
  });
}

/** Sections in which what somebody wrote, or confirmed, differs, is new, or is gone. */
function changedSections(before: string, after: string): readonly (readonly string[])[] {
  const [old, now] = [writtenTexts(before), writtenTexts(after)];
  const changed = [...now].filter(([key, { text }]) => (old.get(key)?.text ?? '') !== text);
  const gone = [...old].filter(([key, { text }]) => text !== '' && !now.has(key));
  return [...changed, ...gone].map(([, { address }]) => address);
}

function writtenTexts(
  text: string,
): Map<string, { readonly address: readonly string[]; readonly text: string }> {
  const sections = outlineOf(text).filter(({ depth }) => depth > 1);
  return new Map(
    sections.map((heading) => {
      const own = ownText(text, heading);
      const isForm = writtenText(own) === '' && withoutMark(own) === own;
      return [heading.address.join('\n'), { address: heading.address, text: isForm ? '' : own }];
    }),
  );
}
