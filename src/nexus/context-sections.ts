import type { ContextItem } from '../core/briefing.ts';
import { DOCUMENTS, type DocumentName } from '../core/documents.ts';
import { readDocument } from '../format/document.ts';
import { cutText } from '../recall/budget.ts';
import { type GateQuestion, worthTelling } from '../recall/gate.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { analyse } from '../search/analyse.ts';
import type { Context } from './context.ts';

export interface WorthySection {
  readonly item: ContextItem;
  /** Up to 1, as the best record of a question has. */
  readonly order: number;
}

/** Documents that are searched by section, and the parts of them that an overview tells anyway. */
const SEARCHED: readonly (readonly [DocumentName, readonly string[]])[] = [
  ['bank', ['Project Information']],
  ['project', ['Active Project', 'Recent Work', 'User Preferences Observed']],
];

/**
 * Sections of the living documents that pass the gate for one of the questions. They are few and
 * small, so they are matched here instead of in the index, by the weights that the index gives to words.
 * @param most characters of a section's text.
 */
export async function worthySections(
  context: Context,
  questions: readonly GateQuestion[],
  most: number,
): Promise<readonly WorthySection[]> {
  const found = SEARCHED.flatMap(([name, told]) => {
    const { path } = DOCUMENTS[name];
    const bytes = context.files.read(path);
    if (bytes === undefined) return [];
    return readDocument(new TextDecoder().decode(bytes)).flatMap(({ address, text }) => {
      if (text === '' || address.some((heading) => told.includes(heading))) return [];
      const tokens = new Set(analyse(`${address.join('\n')}\n${text}`));
      const worth = Math.max(
        ...questions.map(
          (question) =>
            worthTelling(
              {
                kind: 'section',
                tier: 'text',
                tokens: question.asked.flatMap(({ token }) => (tokens.has(token) ? [token] : [])),
              },
              question,
            ) ?? 0,
        ),
      );
      return worth === 0 ? [] : [{ name, path, bytes, address, text, worth }];
    });
  });
  if (found.length === 0) return [];
  const committed = await committedOf(context, new Map(found.map(({ path, bytes }) => [path, bytes])));
  return found.map(({ name, path, address, text, worth }) => ({
    order: worth / (1 + worth),
    item: {
      id: `${name}/${address.join('/')}`,
      kind: 'section',
      title: address.join(', '),
      path,
      freshness: 'uncited',
      standing: committed.has(path) ? 'committed' : 'uncommitted',
      created: '',
      reasons: [`in ${path}`],
      text: cutText(text, most),
    },
  }));
}

/** The documents that stand in the commit at HEAD as they stand here. */
async function committedOf(
  { repository }: Context,
  documents: ReadonlyMap<string, Uint8Array>,
): Promise<ReadonlySet<string>> {
  if (repository?.facts.head === undefined) return new Set();
  const { git, facts } = repository;
  const paths = [...documents.keys()];
  const oids = await git.blobIds(paths.map((path) => ({ rev: 'HEAD', path })));
  return new Set(
    paths.filter((path, at) => {
      const bytes = documents.get(path);
      return bytes !== undefined && oids[at] === gitBlobId(bytes, facts.objectFormat);
    }),
  );
}
