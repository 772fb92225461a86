import { draftMemory } from '../capture/draft-memory.ts';
import type { JournalEvent } from '../capture/journal-event.ts';
import { LIMITS, MEMORY_ROOT } from '../core/kinds.ts';
import type { Draft } from '../core/record.ts';
import { normaliseCitation } from '../format/citation.ts';
import { encodeRecord } from '../format/encode.ts';
import { printFacet, signatureFacet } from '../search/facets.ts';
import { fingerprintOf, recordOf } from '../store/draft.ts';
import { pathOf } from '../store/paths.ts';
import { admit, redactorOf } from './admit.ts';
import { type Context, requireRepository } from './context.ts';
import { openIndex } from './index-cache.ts';
import type { CaptureFile } from './staged-capture.ts';

/**
 * The files that tell of these events, redacted and checked; writes nothing. Records of `before`, an aborted
 * commit's, keep their ids and paths.
 */
export async function draftFiles(
  context: Context,
  events: readonly JournalEvent[],
  before: readonly CaptureFile[],
): Promise<readonly CaptureFile[]> {
  const { git, facts } = requireRepository(context);
  const { known, forgotten } = await knownErrors(context, events, before);
  const staged = (await git.staged(''))
    .map((change) => change.path)
    .filter((path) => !path.startsWith(`${MEMORY_ROOT}/`));
  const redactor = redactorOf(context);
  const shown = events
    .filter((event) => event.type !== 'run' || !forgotten.has(event.failure?.signature ?? ''))
    .map((event) => (event.type === 'run' ? { ...event, command: redactor.command(event.command) } : event));
  const idFor = (about: string): string => before.find((file) => file.about === about)?.id ?? context.newId();
  const drafted = draftMemory(shown, {
    branch: facts.branch,
    files: staged,
    now: context.clock(),
    known,
    idFor,
  });
  const drafts = drafted.errors.map(({ id, draft }) => ({ id, draft, about: draft.error?.signature ?? '' }));
  if (drafted.episode !== undefined) drafts.push({ id: idFor(''), draft: drafted.episode, about: '' });
  return drafts.map(({ id, draft, about }) => {
    const record = recordOf(admit(context, citing(draft)).draft, { id, now: context.clock() });
    const path = before.find((file) => file.about === about)?.path ?? pathOf(record);
    return { path, id, about, text: encodeRecord(record) };
  });
}

/** A file may have a name that no citation can hold. */
function citing(draft: Draft): Draft {
  const files = (draft.files ?? []).filter(
    (path) => path.length <= LIMITS.line && normaliseCitation(path) !== undefined,
  );
  return { ...draft, files };
}

/** Ids of the error records by signature, and the signatures that someone had forgotten. */
async function knownErrors(
  context: Context,
  events: readonly JournalEvent[],
  before: readonly CaptureFile[],
): Promise<{ readonly known: ReadonlyMap<string, string>; readonly forgotten: ReadonlySet<string> }> {
  const known = new Map<string, string>();
  const forgotten = new Set<string>();
  const signatures = new Set(
    events.flatMap((event) => (event.type === 'run' ? (event.failure?.signature ?? []) : [])),
  );
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
