import type { Briefing, ContextQuery } from '../core/briefing.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { briefing } from './briefing.ts';
import { type Context, requireRepository } from './context.ts';

const FOLDER = 'shown';
/** What was shown longer ago may be shown again: nobody's session is that old. */
const FORGET_MS = 14 * 86_400_000;
/** Of one name, so many ids are remembered: the newest. */
const MAX_IDS = 2000;
/** One briefing never takes this long; a lock older than that was left by a process that died. */
const STALE_LOCK_MS = 30_000;

const SILENT: Briefing = { items: [], total: 0, tokens: 0, problems: [] };

interface Shown {
  readonly at: number;
  readonly ids: readonly string[];
}

/**
 * A briefing without what was shown under this name before: each record once per session. What it
 * shows is remembered in the local state. Silent while another process answers under the same name: what
 * that one says is enough.
 * @param name of the session; anything.
 */
export async function briefingOnce(context: Context, name: string, query: ContextQuery): Promise<Briefing> {
  const { state } = requireRepository(context);
  const file = `${FOLDER}/${gitBlobId(new TextEncoder().encode(name), 'sha1')}.json`;
  const once = async (): Promise<Briefing> => {
    const before = shownIn(state.readText(file));
    const found = await briefing(context, { ...query, exclude: [...(query.exclude ?? []), ...before] });
    if (found.items.length > 0) {
      const ids = [...before, ...found.items.map(({ id }) => id)].slice(-MAX_IDS);
      state.writePrivate(file, JSON.stringify({ at: context.clock(), ids } satisfies Shown));
      forgetOld(context);
    }
    return found;
  };
  const lock = `shown-${file.slice(FOLDER.length + 1, -'.json'.length)}`;
  return (await state.withLock(lock, once, { staleMs: STALE_LOCK_MS })) ?? SILENT;
}

/** A torn file is as none. */
function shownIn(text: string | undefined): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    const ids = typeof value === 'object' && value !== null && 'ids' in value ? value.ids : [];
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

function forgetOld(context: Context): void {
  const { state } = requireRepository(context);
  const now = context.clock();
  for (const { name, value } of state.listJson(FOLDER)) {
    const at = typeof value === 'object' && value !== null && 'at' in value ? Number(value.at) : 0;
    if (!(now - at < FORGET_MS)) state.remove(`${FOLDER}/${name}`);
  }
}
