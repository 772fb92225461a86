import type { ContextItem } from '../core/briefing.ts';
import { DOCUMENTS, type DocumentName } from '../core/documents.ts';
import { cutText } from '../recall/budget.ts';
import { type GateQuestion, worthTelling } from '../recall/gate.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import type { Context } from './context.ts';
import { writtenSections } from './written-sections.ts';

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
  const written = await writtenSections(context);
  const found = SEARCHED.flatMap(([name, told]) =>
    written[name].flatMap(({ address, text, tokens: own }) => {
      if (text === '' || address.some((heading) => told.includes(heading))) return [];
      const tokens = new Set(own);
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
      return worth === 0 ? [] : [{ name, path: DOCUMENTS[name].path, address, text, worth }];
    }),
  );
  if (found.length === 0) return [];
  const committed = await committedOf(context, [...new Set(found.map(({ path }) => path))]);
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
  { repository, files }: Context,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  if (repository?.facts.head === undefined) return new Set();
  const { git, facts } = repository;
  const oids = await git.blobIds(paths.map((path) => ({ rev: 'HEAD', path })));
  return new Set(
    paths.filter((path, at) => {
      const bytes = files.read(path);
      return bytes !== undefined && oids[at] === gitBlobId(bytes, facts.objectFormat);
    }),
  );
}
