import { DOCUMENTS, type DocumentName } from '../core/documents.ts';
import type { TrustLevel, Withheld } from '../core/trust.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { blobIdsIn, committedIds } from './committed.ts';
import type { Context } from './context.ts';
import { tellableIn } from './document-health.ts';
import { rulesOf } from './flags.ts';
import { mergedOf } from './merged.ts';
import { openServing } from './served.ts';
import { sectionsIn, type WrittenDocuments, type WrittenSection } from './written-sections.ts';

/**
 * The living documents as an agent is told of them: as the commit at HEAD, or the main branch, has them, whatever was
 * written since; without sections that the rules of a review warn of.
 * @param asTheyAre the sections of a document as it lies in the tree
 */
export async function servedDocuments(
  context: Context,
  asTheyAre: (name: DocumentName) => Promise<readonly WrittenSection[]>,
): Promise<WrittenDocuments> {
  const serving = await openServing(context);
  if (serving === undefined) throw new RangeError('nobody is served');
  const names = Object.keys(DOCUMENTS) as DocumentName[];
  const oids = await idsFor(context, serving.minimum, names);
  let below = 0;
  const flagged = new Map<string, Withheld['flagged'][number]>();
  const of = async (name: DocumentName): Promise<readonly WrittenSection[]> => {
    const { path } = DOCUMENTS[name];
    const bytes = context.files.read(path);
    const oid = oids?.[names.indexOf(name)];
    const format = context.repository?.facts.objectFormat ?? 'sha1';
    const same = oids === undefined || bytes === undefined || gitBlobId(bytes, format) === oid;
    if (!same) below += 1;
    const sections =
      same && bytes !== undefined ? await asTheyAre(name) : await sectionsAt(context, name, oid);
    return sections.filter(({ address, text }) => {
      const found = serving.findings({ text: [...address, text].join('\n'), path });
      if (found.length === 0) return true;
      const rules = [...(flagged.get(path)?.rules ?? []), ...rulesOf(found)];
      // A heading is a text of the document, too: it is not named.
      flagged.set(path, { id: path, rules: [...new Set(rules)] });
      return false;
    });
  };
  const [project, preferences, bank] = [await of('project'), await of('preferences'), await of('bank')];
  const { audience, minimum } = serving;
  const withheld = { audience, minimum, below, flagged: [...flagged.values()] };
  return { project, preferences, bank, withheld };
}

/** Ids of the documents where they are trusted enough; undefined where they need not be. */
async function idsFor(
  context: Context,
  minimum: TrustLevel,
  names: readonly DocumentName[],
): Promise<readonly (string | undefined)[] | undefined> {
  const paths = names.map((name) => DOCUMENTS[name].path);
  if (minimum === 'any') return undefined;
  if (minimum === 'committed') return committedIds(context, paths);
  const { main } = await mergedOf(context);
  if (main === undefined) return paths.map(() => undefined);
  return blobIdsIn(
    context,
    paths.map((path) => ({ rev: main.oid, path })),
  );
}

async function sectionsAt(
  { repository }: Context,
  name: DocumentName,
  oid: string | undefined,
): Promise<readonly WrittenSection[]> {
  const bytes = oid === undefined ? undefined : (await repository?.git.readBlobs([oid]))?.get(oid);
  return sectionsIn(bytes === undefined ? undefined : tellableIn(bytes, name));
}
