import { draftMemory } from '../capture/draft-memory.ts';
import type { SessionFacts } from '../capture/episode-draft.ts';
import { type FixFacts, isQuiet, type JournalEvent } from '../capture/journal-event.ts';
import { type Redactor, redactValue } from '../capture/redact/redactor.ts';
import { withoutFiles } from '../capture/telling-diff.ts';
import { LIMITS, MEMORY_ROOT } from '../core/kinds.ts';
import type { Draft } from '../core/record.ts';
import { normaliseCitation } from '../format/citation.ts';
import { encodeRecord } from '../format/encode.ts';
import { printFacet, signatureFacet } from '../search/facets.ts';
import { fingerprintOf, recordOf } from '../store/draft.ts';
import { pathOf } from '../store/paths.ts';
import { admit, redactorOf } from './admit.ts';
import { type Context, requireRepository, requireWriter } from './context.ts';
import { openIndex } from './index-cache.ts';
import { isOld } from './journal.ts';
import { readSession } from './session-state.ts';
import type { CaptureFile } from './staged-capture.ts';

/** Where a session ends: what its episode tells beside the journal. */
export interface EndFacts extends SessionFacts {
  readonly branch: string | undefined;
  /** Paths that its commits changed. */
  readonly files: readonly string[];
}

/**
 * The files that tell of these events, redacted and checked; writes nothing. Records of `before`, an aborted
 * commit's, keep their ids and paths; the episode at the end of a session has the session's id.
 */
export async function draftFiles(
  context: Context,
  events: readonly JournalEvent[],
  before: readonly CaptureFile[],
  ending?: EndFacts,
): Promise<readonly CaptureFile[]> {
  const { git, facts, ...repository } = requireRepository(context);
  const { known, forgotten } = await knownErrors(
    context,
    events.flatMap((event) => (event.type === 'run' ? (event.failure?.signature ?? []) : [])),
    before,
  );
  const staged = (await git.staged(''))
    .map((change) => change.path)
    .filter((path) => !path.startsWith(`${MEMORY_ROOT}/`));
  const redactor = redactorOf(context);
  const unshared = await unsharedFiles(context, events, new Set(staged));
  const shown = events
    .filter((event) => !isQuiet(event) || !isOld(event, context.clock()))
    .filter((event) => event.type !== 'run' || !forgotten.has(event.failure?.signature ?? ''))
    .map((event) => {
      // Before anything is cut: half of a secret looks like none.
      if (event.type === 'note' || event.type === 'summary')
        return { ...event, text: redactor.text(event.text).text };
      if (event.type === 'execution')
        return { ...event, execution: redactValue(event.execution, redactor).value };
      if (event.type !== 'run') return event;
      const command = redactor.command(event.command);
      return {
        ...event,
        command,
        ...(event.fix === undefined ? {} : { fix: sharedPart(event.fix, unshared) }),
      };
    });
  const idFor = (about: string): string => before.find((file) => file.about === about)?.id ?? context.newId();
  const session = ending ?? readSession({ git, facts, ...repository })?.session;
  const drafted = draftMemory(shown, {
    branch: ending === undefined ? facts.branch : ending.branch,
    files: ending?.files ?? staged,
    now: context.clock(),
    known,
    idFor,
    ...(session === undefined ? {} : { session: redactedSession(session, redactor) }),
  });
  const drafts = drafted.errors.map(({ id, draft }) => ({ id, draft, about: draft.error?.signature ?? '' }));
  if (drafted.episode !== undefined)
    drafts.push({ id: ending?.id ?? idFor(''), draft: drafted.episode, about: '' });
  return drafts.map(({ id, draft, about }) => {
    const record = recordOf(admit(context, citing(draft)).draft, { id, now: context.clock() });
    const path = before.find((file) => file.about === about)?.path ?? pathOf(record);
    return { path, id, about, text: encodeRecord(record) };
  });
}

/** Before anything of it is cut. */
function redactedSession(session: SessionFacts, redactor: Redactor): SessionFacts {
  const clean = (text: string): string => redactor.text(text).text;
  const { id, focus, by, end } = session;
  return {
    id,
    ...(focus === undefined ? {} : { focus: clean(focus) }),
    ...(by === undefined ? {} : { by }),
    ...(end === undefined
      ? {}
      : {
          end: {
            started: end.started,
            ...(end.unsaid === undefined ? {} : { unsaid: end.unsaid }),
            accomplished: end.accomplished.map(clean),
            next: end.next.map(clean),
            told: end.told.map((event) => ({ ...event, text: clean(event.text) })),
          },
        }),
  };
}

/** Changed files that no commit holds, this one neither: what is in them is nobody else's business. */
async function unsharedFiles(
  context: Context,
  events: readonly JournalEvent[],
  staged: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const changed = new Set(
    events.flatMap((event) => (event.type === 'run' ? (event.fix?.changed ?? []) : [])),
  );
  if (changed.size === 0) return changed;
  const dirty = await requireWriter(context).dirtyFiles();
  const paths = [...changed].filter((path) => dirty.has(path) && !staged.has(path));
  const { git } = requireRepository(context);
  const held = await git.blobIds(paths.map((path) => ({ rev: 'HEAD', path })));
  return new Set(paths.filter((_, at) => held[at] === undefined));
}

function sharedPart(fix: FixFacts, unshared: ReadonlySet<string>): FixFacts {
  const changed = fix.changed.filter((path) => !unshared.has(path));
  return { ...fix, changed, diff: withoutFiles(fix.diff, unshared) };
}

/** A file may have a name that no citation can hold. */
export function citing(draft: Draft): Draft {
  const files = (draft.files ?? []).filter(
    (path) => path.length <= LIMITS.line && normaliseCitation(path) !== undefined,
  );
  return { ...draft, files };
}

/** Ids of the error records by signature, and the signatures that someone had forgotten. */
export async function knownErrors(
  context: Context,
  met: readonly string[],
  before: readonly CaptureFile[] = [],
): Promise<{ readonly known: ReadonlyMap<string, string>; readonly forgotten: ReadonlySet<string> }> {
  const known = new Map<string, string>();
  const forgotten = new Set<string>();
  const signatures = new Set(met);
  if (signatures.size === 0) return { known, forgotten };
  const { index } = await openIndex(context);
  const reader = await context.reader();
  const own = new Set(before.map((file) => file.path));
  for (const signature of signatures) {
    const keys = index.facet(signatureFacet(signature)).filter((key) => !own.has(key));
    const id = keys.flatMap((key) => reader.read(key).record?.id ?? []).at(0);
    if (id !== undefined) known.set(signature, id);
    const print = fingerprintOf({ kind: 'error', title: signature, error: { signature } });
    if (index.facet(printFacet(print)).some((key) => reader.read(key).record?.forgotten !== undefined))
      forgotten.add(signature);
  }
  return { known, forgotten };
}
