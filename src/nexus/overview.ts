import { openFailures } from '../capture/journal-event.ts';
import type { RecordChange } from '../core/change.ts';
import { isNexusError } from '../core/error.ts';
import type { Problem } from '../core/problem.ts';
import type { StoredRecord } from '../core/record.ts';
import type { EntryKind, SessionSummary } from '../core/session.ts';
import type { SourceState } from '../core/source.ts';
import { recordChanges } from '../review/record-change.ts';
import { stateFacet, uncommittedFacet } from '../search/facets.ts';
import { agentsReport, isSetUp } from './agents.ts';
import { readEnded } from './carried-files.ts';
import { type NotCarried, notCarried } from './carrier.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { documentProblems, uncommittedDocuments } from './document-health.ts';
import { readJournal, waiting } from './journal.ts';
import type { KnownRecords } from './known-records.ts';
import { findAnywhere } from './others.ts';
import { originsOf, type PackInUse, packsInUse } from './packs.ts';
import { allAt, recordAt } from './record-at.ts';
import { changedFiles, pairsToWorktree, supersededIn } from './record-files.ts';
import { sessionStatus } from './session.ts';
import { readConfig } from './settings.ts';
import { readSources } from './source-state.ts';
import { readLocalConfig } from './trust-settings.ts';

/** All records of the working tree, or of a revision. */
export async function recordsAt(
  context: Context,
  at: string | undefined,
): Promise<{ readonly records: StoredRecord[]; readonly problems: readonly Problem[] }> {
  if (at === undefined) {
    const { records, problems } = (await context.reader()).all();
    return { records: [...records], problems };
  }
  const { records, problems } = await allAt(context, at);
  return { records: [...records], problems };
}

/** One record, of the working tree or as of a revision. */
export async function show(context: Context, id: string, at: string | undefined): Promise<StoredRecord> {
  const stored =
    at === undefined ? await findAnywhere(context, id) : (await recordAt(context, id, at)).stored;
  if (context.audience !== undefined)
    await (await import('./served-record.ts')).requireServed(context, stored, at);
  return stored;
}

export interface StatusReport {
  readonly initialised: boolean;
  readonly branch?: string;
  readonly records: number;
  /** Knowledge that is recalled beside them. */
  readonly packs: readonly PackInUse[];
  /** Other repositories that are recalled beside them. */
  readonly sources: readonly Pick<SourceState, 'name' | 'records'>[];
  readonly session?: SessionSummary;
  /** Titles of the coding agents that are told of this memory. */
  readonly agents: readonly string[];
  /** Living documents and settings that differ from HEAD, for a person to commit. */
  readonly documents: readonly string[];
  /** Records that differ from HEAD: not in a commit yet, or edited since. */
  readonly uncommitted: readonly RecordChange[];
  /** Why the next commit will not carry what waits, where that is so. */
  readonly notCarried?: NotCarried;
  readonly waiting: {
    readonly notes: readonly {
      readonly id: string;
      readonly text: string;
      /** What is told in a session; a plain note where absent. */
      readonly about?: EntryKind;
      /** Of a blocker: it is gone. */
      readonly resolved?: boolean;
    }[];
    /** Paths of records that are written already and that the next commit takes along. */
    readonly records: readonly string[];
    readonly open: readonly {
      readonly id: string;
      readonly signature: string;
      readonly command: readonly string[];
      /** A commit has told of it already. */
      readonly told: boolean;
    }[];
    readonly resolved: number;
    /** Executions of tasks. */
    readonly executions: number;
  };
  /** Proposed patterns in the inbox. */
  readonly proposals: number;
  readonly problems: readonly Problem[];
}

/** What the newest commit holds waits no more, though its own hook may still be at work in the background. */
async function settled(context: Context): Promise<void> {
  if (context.repository?.writer === undefined || !hasMemory(context)) return;
  try {
    await (await import('./capture.ts')).settle(context);
  } catch (cause) {
    // Where nothing can be written, this is still a look.
    if (!isNexusError(cause)) throw cause;
  }
}

export async function status(context: Context): Promise<StatusReport> {
  await settled(context);
  const repository = requireRepository(context);
  const { facts } = repository;
  const known = await (await import('./known-records.ts')).knownRecords(context);
  const { records, origins, problems } =
    known === undefined ? await countedByReading(context) : counted(known);
  const { config, problems: unsettled } = readConfig(context);
  const { entries, problems: torn } = readJournal(repository);
  const events = entries.map((entry) => entry.event);
  const queued = waiting(entries).map((entry) => entry.event);
  const initialised = hasMemory(context);
  const stuck = initialised ? await notCarried(context) : undefined;
  const session = await sessionStatus(context);
  // Raw in the journal; what is told of it is what the commit will carry.
  const redactor = (await import('./admit.ts')).redactorOf(context);
  const inbox = (await import('./inbox-files.ts')).readInbox(repository);
  return {
    initialised,
    ...(stuck === undefined ? {} : { notCarried: stuck }),
    ...(facts.branch === undefined ? {} : { branch: facts.branch }),
    ...(session === undefined ? {} : { session }),
    agents: agentsReport(context)
      .filter(isSetUp)
      .map(({ title }) => title),
    documents: initialised ? await uncommittedDocuments(context) : [],
    records,
    packs: packsInUse(config.packs, origins),
    sources: readSources(repository.state).sources.map((one) => ({ name: one.name, records: one.records })),
    uncommitted: await uncommitted(context, known),
    waiting: {
      notes: queued.flatMap((event) =>
        event.type === 'note'
          ? [
              {
                id: event.id,
                text: redactor.text(event.text).text,
                ...(event.about === undefined ? {} : { about: event.about }),
                ...(event.resolved === undefined ? {} : { resolved: event.resolved }),
              },
            ]
          : [],
      ),
      records: [
        ...(readEnded(repository)?.paths ?? []),
        ...queued.flatMap((event) => (event.type === 'note' ? (event.record ?? []) : [])),
      ],
      open: openFailures(events).map((run) => ({
        id: run.id,
        signature: run.failure?.signature ?? '',
        command: redactor.command(run.command),
        told: run.told === true,
      })),
      resolved: queued.filter((event) => event.type === 'run' && event.fix !== undefined).length,
      executions: queued.filter((event) => event.type === 'execution').length,
    },
    proposals: inbox.proposals.length,
    problems: [
      ...unsettled,
      ...readLocalConfig(context).problems,
      ...((await import('./queries.ts')).readQueries(context)?.problems ?? []),
      ...problems,
      ...documentProblems(context),
      ...torn,
      ...inbox.problems,
    ],
  };
}

interface Counted {
  readonly records: number;
  readonly origins: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

async function countedByReading(context: Context): Promise<Counted> {
  const { records, problems } = (await context.reader()).all();
  const there = records.filter(({ record }) => record.forgotten === undefined);
  return { records: there.length, origins: originsOf(records), problems };
}

function counted({ index, docs, problems }: KnownRecords): Counted {
  const retired = new Set(index.facet(stateFacet('retired')));
  const living = docs.filter(({ path }) => !retired.has(path));
  return {
    records: docs.length - index.facet(stateFacet('forgotten')).length,
    origins: new Set(living.flatMap(({ derived = [] }) => derived)),
    problems,
  };
}

/** What differs from HEAD, record by record. @param known what is known of the records: no others are read then */
export async function uncommitted(context: Context, known?: KnownRecords): Promise<readonly RecordChange[]> {
  const { git, facts } = requireRepository(context);
  const loose =
    known && new Set([...known.index.facet(uncommittedFacet()), ...known.problems.map(({ file }) => file)]);
  const { pairs, blobs } = await pairsToWorktree(context, git, facts.head, loose);
  const files = changedFiles(pairs, blobs);
  return recordChanges(files, await supersededIn(context, files));
}
