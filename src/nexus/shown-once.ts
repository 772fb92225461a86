import type { Briefing, ContextQuery } from '../core/briefing.ts';
import { present } from '../core/present.ts';
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
  /** What was said of what is held back. */
  readonly withheld?: string;
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
    const exclude = [...(query.exclude ?? []), ...before.ids];
    const { withheld: held, ...found } = await briefing(context, { ...query, exclude });
    const said = JSON.stringify(held);
    // The same is said once a session, too.
    const withheld = said === before.withheld ? undefined : held;
    if (found.items.length > 0 || withheld !== undefined) {
      const ids = [...before.ids, ...found.items.map(({ id }) => id)].slice(-MAX_IDS);
      const shown: Shown = { at: context.clock(), ids, ...present({ withheld: said ?? before.withheld }) };
      state.writePrivate(file, JSON.stringify(shown));
      forgetOld(context);
    }
    return { ...found, ...present({ withheld }) };
  };
  const lock = `shown-${file.slice(FOLDER.length + 1, -'.json'.length)}`;
  return (await state.withLock(lock, once, { staleMs: STALE_LOCK_MS })) ?? SILENT;
}

/** A torn file is as none. */
function shownIn(text: string | undefined): Pick<Shown, 'ids' | 'withheld'> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null) return { ids: [] };
    const ids = 'ids' in value && Array.isArray(value.ids) ? value.ids : [];
    const withheld = 'withheld' in value && typeof value.withheld === 'string' ? value.withheld : undefined;
    return { ids: ids.filter((id) => typeof id === 'string'), ...present({ withheld }) };
  } catch {
    return { ids: [] };
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
