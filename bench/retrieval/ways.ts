import MiniSearch from 'minisearch';
import { stemmer } from 'stemmer';
import { makeId } from '../../src/core/id.ts';
import { LIMITS } from '../../src/core/kinds.ts';
import type { NexusRecord } from '../../src/core/record.ts';
import { oneLine } from '../../src/format/lines.ts';
import { openMemory } from '../../src/nexus.ts';
import { STOP_WORDS } from '../../src/search/stop-words.ts';
import { fitBody } from '../../src/store/draft.ts';
import type { Doc } from './sets.ts';

/** Ids of the first ten, the best first. */
export type Ask = (text: string) => Promise<readonly string[]> | readonly string[];

/** A way to find: made ready for some documents, then asked. */
export interface Way {
  readonly name: string;
  /** What is only a change of form is done here and not timed; what it gives makes the index. */
  prepare(docs: readonly Doc[]): () => Promise<Ask> | Ask;
}

const SHOWN = 10;
const CREATED = Date.UTC(2026, 0, 1);

/** A record that says what the document says. No title at all would be no record: one without a word adds none. */
export function recordOfDoc({ title, text }: Doc, at: number): NexusRecord {
  const number = new Uint8Array(10);
  new DataView(number.buffer).setUint32(6, at);
  const line = oneLine(title);
  const rest = line.slice(LIMITS.line);
  return fitBody({
    id: makeId(CREATED, number),
    kind: 'note',
    title: line === '' ? '-' : line.slice(0, LIMITS.line),
    created: '2026-01-01T00:00:00Z',
    tags: [],
    files: [],
    supersedes: [],
    derived_from: [],
    extra: {},
    body: rest === '' ? text : `${rest}\n\n${text}`,
  });
}

/** The product: a memory of these records, asked as any program asks it, its settings as they are; without passages, as the others give none. */
export const NEXUS: Way = {
  name: 'Nexus',
  prepare(docs) {
    const records = docs.map(recordOfDoc);
    const ids = new Map(records.map((record, at) => [record.id, docs[at]?.id ?? '']));
    return async () => {
      const memory = await openMemory({ records, clock: () => CREATED });
      // The index is made for the first question.
      const { problems, searched } = await memory.recall({ text: '' });
      const [first] = problems;
      if (first !== undefined || searched.records !== docs.length)
        throw new Error(
          `${docs.length - searched.records} of ${docs.length} documents cannot be records: ${first?.message}`,
        );
      return async (text) => {
        const { hits } = await memory.recall({ text, limit: SHOWN, snippets: 0 });
        return hits.map(({ id }) => ids.get(id) ?? '');
      };
    };
  },
};

function miniSearch(name: string, options: () => Partial<ConstructorParameters<typeof MiniSearch>[0]>): Way {
  return {
    name,
    prepare: (docs) => () => {
      const index = new MiniSearch({ ...options(), fields: ['title', 'text'] });
      index.addAll(docs);
      return (text) =>
        index
          .search(text)
          .slice(0, SHOWN)
          .map(({ id }) => String(id));
    },
  };
}

/** MiniSearch as it comes. */
export const PLAIN: Way = miniSearch('MiniSearch', () => ({}));

/** The tuned baseline. Its list of stop words is not the one of who measured it: figures differ by some tenths. */
export const TUNED: Way = miniSearch('tuned', () => ({
  processTerm: (term) => {
    const low = term.toLowerCase();
    return STOP_WORDS.has(low) ? false : stemmer(low);
  },
  searchOptions: { boost: { title: 1.5 } },
}));
