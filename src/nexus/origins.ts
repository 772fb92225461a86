import type { StoredDoc } from '../core/recall.ts';
import { idFacet } from '../search/facets.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { Context } from './context.ts';
import { packOfId } from './packs.ts';

/** Something that was made from others, and what of those must be known. */
export type Derived = Pick<StoredDoc, 'id' | 'kind' | 'path' | 'pack' | 'source' | 'derived' | 'uncommitted'>;

export interface Origins {
  readonly found: readonly Derived[];
  /** One is gone, and nobody can look at it. */
  readonly missing: boolean;
}

/** All that something was made from, and what that was made from; circles once. */
export async function originsOf(
  context: Context,
  index: SearchIndex,
  doc: Pick<Derived, 'id' | 'derived'>,
): Promise<Origins> {
  const found = new Map<string, Derived>();
  const open = [...(doc.derived ?? [])];
  let missing = false;
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id) || id === doc.id) continue;
    const origin = await originIn(context, index, id);
    if (origin === undefined) missing = true;
    else {
      found.set(id, origin);
      open.push(...(origin.derived ?? []));
    }
  }
  return { found: [...found.values()], missing };
}

async function originIn(context: Context, index: SearchIndex, id: string): Promise<Derived | undefined> {
  const [key] = index.facet(idFacet(id));
  const stored = key === undefined ? undefined : index.get(key);
  if (stored !== undefined) return stored;
  const pack = packOfId(id);
  if (pack !== undefined) return { id, kind: 'pattern', pack };
  return (await import('./others.ts')).docOfSource(context, id);
}

/** Why what was made from others counts for less than where it lies, in words; undefined where it does not. */
export async function weakerBy(
  context: Context,
  index: SearchIndex,
  doc: StoredDoc,
): Promise<string | undefined> {
  if (doc.uncommitted === true) return undefined;
  const { found, missing } = await originsOf(context, index, doc);
  if (missing) return 'derived from a record that is gone';
  const loose = found.find(({ uncommitted }) => uncommitted === true);
  return loose === undefined ? undefined : 'derived from a record that is not committed yet';
}
