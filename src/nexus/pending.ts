import { commandLine } from '../capture/journal-event.ts';
import type { RecallQuery } from '../core/recall.ts';
import { isoSeconds } from '../core/time.ts';
import type { Candidate } from '../recall/rank.ts';
import { kindFacet } from '../search/facets.ts';
import type { SearchDoc } from '../search/search-index.ts';
import type { Context } from './context.ts';
import { readJournal } from './journal.ts';

/** Below anything that a commit holds, when the words fit equally. */
const BOOST = 0.8;

/**
 * What waits in the journal is found, too: a note is known from the moment it was taken. It is raw
 * there, and an answer goes anywhere: what is found is what the commit will carry.
 */
export async function pendingCandidates(context: Context, query: RecallQuery): Promise<Candidate[]> {
  const { repository } = context;
  const filtered =
    (query.tags?.length ?? 0) > 0 ||
    query.language !== undefined ||
    query.file !== undefined ||
    query.author !== undefined;
  if (repository === undefined || filtered || query.text.trim() === '') return [];
  const { entries } = readJournal(repository);
  if (entries.length === 0) return [];
  // Loaded only where something waits.
  const redactor = (await import('./admit.ts')).redactorOf(context);
  const docs = entries.flatMap(({ event }): SearchDoc[] => {
    if (event.type === 'note') {
      // The record that was made of it is found itself.
      if (event.record !== undefined) return [];
      const { text } = redactor.text(event.text);
      return [doc(event.id, event.at, 'note', text.split('\n')[0] ?? '', text)];
    }
    // What an episode has told of is found there.
    if (event.type !== 'run' || event.failure === undefined || event.told === true) return [];
    const { type, message, excerpt } = event.failure;
    const title = `${type === undefined ? '' : `${type}: `}${message.split('\n')[0] ?? ''}`;
    const command = commandLine(redactor.command(event.command));
    return [doc(event.id, event.at, 'error', title, `${command}\n${excerpt}`)];
  });
  if (docs.length === 0) return [];
  const { MemoryIndex } = await import('../search/memory-index.ts');
  const all = query.kinds === undefined || query.kinds.length === 0 ? [] : [query.kinds.map(kindFacet)];
  const since = query.since === undefined ? {} : { since: Math.floor(query.since / 1000) };
  const { hits } = new MemoryIndex(docs).search({
    text: query.text,
    all,
    limit: 8,
    ...(query.prefixLast === true ? { prefixLast: true } : {}),
    ...since,
  });
  return hits.map((hit) => ({ ...hit, tier: 'text' }));
}

function doc(id: string, at: number, kind: 'note' | 'error', title: string, text: string): SearchDoc {
  return {
    key: `journal:${id}`,
    fields: { title, body: text },
    facets: [kindFacet(kind)],
    time: Math.floor(at / 1000),
    boost: BOOST,
    stored: { id, kind, title, created: isoSeconds(at), tags: [], files: [], text },
  };
}
