import { present } from '../core/present.ts';
import type { StoredRecord } from '../core/record.ts';
import type { SessionOverview, SessionSummary } from '../core/session.ts';
import type { FlaggedId, Withheld } from '../core/trust.ts';
import type { Context } from './context.ts';
import { rulesOf } from './flags.ts';
import { openServing } from './served.ts';

/** Of some episodes those that an agent may be told of. */
export async function servedEpisodes(
  context: Context,
  episodes: readonly StoredRecord[],
): Promise<readonly StoredRecord[]> {
  const serving = await openServing(context);
  if (serving === undefined) return episodes;
  const reached = await serving.reach(
    episodes.map(({ record: { id, kind, derived_from: derived }, path }) => ({ id, kind, path, derived })),
  );
  return episodes.filter((_, at) => reached[at] === true);
}

/**
 * An overview without what the rules of a review warn of, line by line. What this clone itself keeps of the work in
 * hand (open errors, what was told in the open session) no pull and no file of the tree can write: it is told.
 * @param sessions so many past sessions were held back before
 */
export async function servedOverview(
  context: Context,
  overview: SessionOverview,
  documents: Withheld | undefined,
  sessions: number,
): Promise<SessionOverview> {
  const serving = await openServing(context);
  if (serving === undefined) return overview;
  const flagged: FlaggedId[] = [];
  const isClean = (id: string, ...texts: readonly (string | undefined)[]): boolean => {
    const text = texts.filter((one) => one !== undefined).join('\n');
    const found = serving.findings({ text, path: id, id });
    if (found.length > 0) flagged.push({ id, rules: rulesOf(found) });
    return found.length === 0;
  };
  const { lastSession, project, focus, preferences, blockers, openErrors } = overview;
  const last = lastSession !== undefined && isClean(lastSession.id, ...textsOf(lastSession));
  const told = {
    ...present({
      project: project !== undefined && isClean('project', project) ? project : undefined,
      lastSession: last ? lastSession : undefined,
      // What comes next by the last session is its text.
      focus:
        focus !== undefined && isClean(last ? 'focus' : (lastSession?.id ?? 'focus'), focus)
          ? focus
          : undefined,
    }),
    preferences: preferences.filter((text) => isClean('preferences', text)),
    blockers: blockers.filter((text) => isClean('blockers', text)),
    openErrors: openErrors.filter(({ signature, command }) => isClean('open errors', signature, command)),
  };
  const { audience, minimum } = serving;
  const all = {
    ...{ audience, minimum },
    below: sessions + (documents?.below ?? 0),
    flagged: [...new Map([...(documents?.flagged ?? []), ...flagged].map((one) => [one.id, one])).values()],
  };
  return { ...told, ...(all.below === 0 && all.flagged.length === 0 ? {} : { withheld: all }) };
}

function textsOf({ title, focus, branch, by, ...lists }: SessionSummary): readonly (string | undefined)[] {
  const { accomplished, next, decisions, patterns, preferences, blockers, notes, errors } = lists;
  return [
    ...[title, focus, branch, by],
    ...[accomplished, next, decisions, patterns, preferences, blockers, notes].flat(),
    ...errors.map(({ signature }) => signature),
  ];
}
