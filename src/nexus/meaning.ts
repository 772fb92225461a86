import type { Likeness } from '../core/embeddings.ts';
import { isNexusError } from '../core/error.ts';
import type { Problem } from '../core/problem.ts';
import type { RecallQuery } from '../core/recall.ts';
import { LOCAL_CONFIG_FILE } from '../format/local-config.ts';
import { fuse } from '../recall/fuse.ts';
import { idFacet } from '../search/facets.ts';
import type { SearchQuery } from '../search/search-index.ts';
import { likenessIn } from '../search/vectors.ts';
import type { Context } from './context.ts';
import { embeddingsOf, vectorsFor } from './embeddings.ts';
import type { OpenIndex } from './index-cache.ts';
import { type Meaning, ranked } from './recall.ts';
import type { Serving } from './served.ts';
import { openVectors } from './vector-cache.ts';

/** So many of the nearest are looked at, and more where filters leave too few of them. */
const NEAR = 50;
const WIDER = 8;
/** Fewer are few. */
const LEAST = 10;
/** What is asked while the index is opened, and before. */
const NOTHING: Meaning = { problems: [] };

/**
 * What vectors say of a question. Never throws and never takes longer than the settings say: where the provider gives no
 * answer, words alone do, and the answer tells of it. A question that is not finished, is meant word for word, or is of another
 * time is not sent anywhere.
 */
export async function meaningOf(context: Context, query: RecallQuery): Promise<Meaning> {
  const text = query.text.trim();
  if (text === '' || query.prefixLast === true || query.phrase === true || query.at !== undefined)
    return NOTHING;
  const { settings, problems } = embeddingsOf(context);
  if (settings === undefined) return { problems };
  try {
    const file = openVectors(context, settings);
    if (file === undefined || file.names.size === 0)
      return failed('there are no vectors yet', 'run: nexus embed');
    const [question] = await vectorsFor(context, settings, { question: text }, settings.timeout);
    const likeness = question === undefined ? undefined : likenessIn(file, question);
    return likeness === undefined
      ? failed('the vectors are of another length than the model makes now', 'run: nexus embed')
      : { likeness, problems };
  } catch (cause) {
    // What a server says of itself goes to who looks for a fault, and never to who asks.
    const why = isNexusError(cause) ? cause.message : 'it could not be asked';
    return failed(`${settings.provider}: ${why}`, 'see: nexus doctor');
  }
}

function failed(message: string, hint: string): Meaning {
  const problem: Problem = {
    code: 'no-embeddings',
    message: `recall.embeddings: ${message}; words alone answered`,
    file: LOCAL_CONFIG_FILE,
    hint,
  };
  return { problems: [problem] };
}

type Found = ReturnType<typeof ranked>;

/**
 * What words found, ranked by its meaning, too, with what only vectors found. By the same filters, and the same trust: what the
 * nearest are is asked of the index.
 */
export function withMeaning(
  opened: OpenIndex,
  asked: SearchQuery,
  found: Found,
  likeness: Likeness,
  serving: Serving | undefined,
): Found {
  const known = new Set(found.candidates.map(({ stored }) => stored.id));
  for (let most = NEAR; ; most *= WIDER) {
    const ids = likeness.nearest(most).filter((id) => !known.has(id));
    if (ids.length === 0) return { ...found, candidates: [...fuse(found.candidates, likeness)] };
    const among = { ...asked, all: [...(asked.all ?? []), ids.map(idFacet)], limit: ids.length };
    const byWords = ranked(opened, among, 'text', serving);
    const spoken = new Set(byWords.candidates.map(({ key }) => key));
    const silent = ranked(opened, { ...among, text: '' }, 'text', serving).candidates;
    const more = [...byWords.candidates, ...silent.filter(({ key }) => !spoken.has(key))];
    if (more.length < Math.min(LEAST, ids.length) && most < likeness.count) continue;
    const candidates = [...fuse([...found.candidates, ...more], likeness)];
    const unspoken = candidates.filter(
      ({ terms, stored }) => terms.length === 0 && serving?.isBelow(stored) !== true,
    ).length;
    return { ...found, candidates, total: found.total + unspoken };
  }
}
